"""Filling in a survey: its pages as forms, for whoever answers, for paper taken down at the desk, and for previews."""

from fardplan.surveys.filling.filling import Filling
from fardplan.surveys.filling.forms import PageForm
from fardplan.surveys.filling.helps import age_words
from fardplan.surveys.filling.mending import fault_in, faults_in
from fardplan.surveys.filling.raw import PREFIX, as_raw, raw_of
from fardplan.surveys.filling.reading import Read, Refused, read

__all__ = [
    "PREFIX",
    "Filling",
    "PageForm",
    "Read",
    "Refused",
    "age_words",
    "as_raw",
    "fault_in",
    "faults_in",
    "raw_of",
    "read",
]
