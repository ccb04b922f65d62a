"""Whatever stands in the cells, a survey comes out or a refusal with words: never a fault of ours."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from fardplan.base.errors import Invalid
from fardplan.documents.reading.shapes import Sheet, SheetRow, Workbook
from fardplan.surveys.definition import as_data, problems_of, read
from fardplan.surveys.workbooks import Taken, read_limesurvey, read_xlsform, write_xlsform

HEADINGS = [
    "type", "name", "label", "label::English (en)", "hint", "required", "relevant", "constraint", "calculation",
    "parameters", "appearance", "list_name", "form_title", "default_language", "fp::type", "fp::scale", "fp::grid",
    "fp::classes", "fp::minimum", "fp::most", "fp::languages", "fp::format", "fp::low_label", "question", "of", "x",
]  # fmt: skip
TYPES = st.sampled_from(
    ["begin_group", "end_group", "begin repeat", "end_repeat", "text", "note", "calculate", "range", "integer", "date",
     "select_one a", "select_multiple a or_other", "rank a", "select_one b", "geopoint", "decimal", "x"]
)  # fmt: skip
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(
        ["a", "b", "1", "0", "-1", "yes", "maybe", "${a} = 1", "${a", ". > 2", "start=1 end=5", "start=x end=9e9",
         "start=0 end=1e400 step=0", "start=nan", "table-list", "randomize=true", "matrix", "points", "map",
         "birth_year", "scale", "1-4", "0-99", "nan", "inf", "1 2 3 4 5 6", "nan nan nan nan 2 2", "9" * 5_000,
         "x" * 6_000, "_other", "sv en xx", "label", "list-nolabel", "page_text", "thanks",
         "_dont_know", "multiline", "concat(${a}, 'x')"]
    ),
    st.text(max_size=8),
)  # fmt: skip


def sheet(name: str, *always: str) -> st.SearchStrategy[Sheet]:
    first = st.sampled_from(["a", "b"]) if always[0] == "list_name" else TYPES if always[0] == "type" else CELLS
    row = st.builds(lambda one, more: (one, *more), first, st.lists(CELLS, max_size=12))
    head = st.lists(st.sampled_from(HEADINGS), max_size=12).map(lambda more: (*always, *more))
    return st.builds(
        lambda first, rest: Sheet(name, tuple(SheetRow(n, cells) for n, cells in enumerate([first, *rest], start=1))),
        head,
        st.lists(row, max_size=12),
    )


BOOKS = st.builds(
    lambda *found: Workbook(found),
    sheet("survey", "type", "name"),
    sheet("choices", "list_name", "name", "label"),
    sheet("settings", "form_title"),
    sheet("fp_groups", "question"),
)


def whole(found: Taken) -> None:
    """What was taken is a survey that can be kept, looked at and taken out again."""
    assert read(as_data(found.definition)) == found.definition
    problems_of(found.definition)
    write_xlsform(found.definition, form_id="enkat")


@settings(max_examples=60, deadline=None)
@given(BOOKS)
def test_any_workbook(book: Workbook):
    with suppress(Invalid):
        whole(read_xlsform(book))


LIME = st.sampled_from(
    ["", "S", "SL", "G", "Q", "SQ", "A", "L", "M", "F", "5", "K", "*", "R", "1", "|", "Q1", "Q1_a", "Q1 == 'a'", "{Q1}",
     "a", "language", "sv", "en", "Y", "surveyls_title", "<b>x", "&#x110000;", "is_empty(Q1)", "!(Q1", "x" * 6_000]
)  # fmt: skip
LIME_HEADINGS = ["class", "type/scale", "name", "relevance", "text", "help", "language", "mandatory", "other"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda kind, more: [kind, *more],
            st.sampled_from(["S", "SL", "G", "Q", "SQ", "A", "Z"]),
            st.lists(st.one_of(LIME, st.text(max_size=6)), max_size=8),
        ),
        max_size=15,
    )
)
def test_any_limesurvey_form(rows: list[list[str]]):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t").writerows([LIME_HEADINGS, *rows])
    with suppress(Invalid):
        whole(read_limesurvey(out.getvalue().encode("utf-8", "replace")))
