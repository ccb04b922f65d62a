"""Surveys in the files of other programs: XLSForm in and out, and LimeSurvey's tab-separated form in.

A file becomes a definition and a list of what was not taken, by sheet, row and column. Nothing here touches the
database.
"""

from fardplan.surveys.workbooks.lime_rows import looks_like_lime
from fardplan.surveys.workbooks.limesurvey import read_limesurvey
from fardplan.surveys.workbooks.notes import Note, Taken
from fardplan.surveys.workbooks.writing import write_xlsform
from fardplan.surveys.workbooks.xlsform import read_xlsform

__all__ = ["Note", "Taken", "looks_like_lime", "read_limesurvey", "read_xlsform", "write_xlsform"]
