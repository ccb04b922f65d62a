"""An uploaded file as a survey: which kind it is, is seen from what it holds and never from its name."""

from __future__ import annotations

from django.core.files import File
from django.utils.translation import gettext as _

from fardplan.base.errors import DomainError, Invalid
from fardplan.documents.reading import files
from fardplan.surveys.workbooks.lime_rows import looks_like_lime
from fardplan.surveys.workbooks.limesurvey import read_limesurvey
from fardplan.surveys.workbooks.notes import Taken
from fardplan.surveys.workbooks.xlsform import read_xlsform

LARGEST = 5_000_000  # bytes; two hundred questions with their lists are a hundredth of it
FIELD = "upload"


def take(upload: File[bytes]) -> Taken:
    """The survey in an XLSForm workbook or in LimeSurvey's tab-separated form.

    Raises Invalid, at the field `upload`, with what is wrong and what to do next.
    """
    if upload.size > LARGEST:
        raise Invalid(
            _("Filen är för stor. Den får vara högst %(megabytes)d megabyte.") % {"megabytes": LARGEST // 1_000_000},
            field=FIELD,
        )
    upload.seek(0)
    content = upload.read()
    try:
        if looks_like_lime(content):
            return read_limesurvey(content)
        return read_xlsform(files.read_workbook(content))
    except DomainError as problem:
        if problem.status != Invalid.status:
            raise
        raise Invalid(f"{problem.message} {problem.what_next}".strip(), field=FIELD) from problem
