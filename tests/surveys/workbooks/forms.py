"""Workbooks to test with, written as text: one sheet after another, cells between bars."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from hypothesis import strategies as st

from fardplan.documents.reading import child, passing
from fardplan.documents.reading.shapes import Workbook
from fardplan.surveys.definition import Definition, QuestionType, as_data, read
from fardplan.surveys.workbooks import Taken, read_xlsform


def workbook(**sheets: str) -> bytes:
    """workbook(survey="type | name\\ntext | a"): a sheet for each, a row for each line."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        page = book.create_sheet(name)
        for line in text.strip().splitlines():
            page.append([cell.strip() or None for cell in line.split("|")])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def opened(content: bytes) -> Workbook:
    """Read in this process, as the process apart does."""
    book = passing.unpacked(child.answer("xlsx", io.BytesIO(content))["read"])
    assert isinstance(book, Workbook)
    return book


def taken(content: bytes) -> Taken:
    return read_xlsform(opened(content))


def notes_of(found: Taken) -> list[tuple[str, int, str, str]]:
    """Sheet, row, column and what; the sentences are compared where they matter."""
    return [(note.sheet, note.row, note.column, note.what) for note in found.notes]


def tidied(definition: Definition) -> Definition:
    """Without texts that hold nothing, and without the space around them: what a cell cannot tell from another."""

    def tidy(value: Any) -> Any:
        if isinstance(value, list):
            return [tidy(each) for each in value]
        if not isinstance(value, dict):
            return value.strip() if isinstance(value, str) else value
        found = {name: tidy(each) for name, each in value.items()}
        return {name: each for name, each in found.items() if each not in ("", {}) or name == "scale"}  # {}: 1 to 5

    return read(tidy(as_data(definition)))


_words = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="$_"), min_size=1, max_size=20
)
_name = st.from_regex(r"[a-z](_?[a-z0-9]){0,7}", fullmatch=True)
_code = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,6}", fullmatch=True)
LANGUAGES = ["sv", "en", "se"]


@st.composite
def definitions(draw: st.DrawFn) -> Definition:
    """Any survey that could be published, with every field that belongs to a type of question."""
    languages = draw(st.permutations(LANGUAGES))[: draw(st.integers(1, 3))]
    said = st.fixed_dictionaries(dict.fromkeys(languages, _words))
    maybe = st.one_of(st.just({}), said)
    names = draw(st.lists(_name, min_size=4, max_size=14, unique=True))
    cut = draw(st.integers(1, 3))
    before: list[str] = []
    pages = []
    for number, name in enumerate(names[:cut]):
        page = {"name": name, "title": draw(said), "text": draw(maybe)}
        if before and draw(st.booleans()):
            page["relevant"] = f"${{{before[-1]}}} != 'x'"
        page["questions"] = []
        for asked in names[cut + number :: cut]:
            page["questions"].append(_question(draw, asked, said, maybe, before))
            before.append(asked)
        pages.append(page)
    return read(
        {
            "format": 1,
            "languages": languages,
            "title": draw(said),
            "introduction": draw(maybe),
            "thanks": draw(maybe),
            "pages": pages,
        }
    )


def _choices(draw: st.DrawFn, said: Any, *, least: int = 2) -> list[dict[str, Any]]:
    codes = draw(st.lists(_code, min_size=least, max_size=5, unique_by=str.casefold))
    return [{"name": code, "label": draw(said)} for code in codes]


def _question(draw: st.DrawFn, name: str, said: Any, maybe: Any, before: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(QuestionType))
    question: dict[str, Any] = {"name": name, "type": str(kind), "label": draw(said), "hint": draw(maybe)}
    flags = ["public"]
    if before and draw(st.booleans()):
        question["relevant"] = f"${{{before[0]}}} = '1' or {draw(st.integers(0, 9))} < 3"
        question["label"] = {language: f"{text} ${{{before[0]}}}?" for language, text in question["label"].items()}
    if kind not in (QuestionType.NOTE, QuestionType.CALCULATION):
        flags += ["required", "dont_know", "wont_say"]
        if draw(st.booleans()):
            question |= {"constraint": ". != 'x'", "constraint_message": draw(said)}
    if kind in (QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.AREA):
        flags += ["other", "shuffled"]
    match kind:
        case (
            QuestionType.SINGLE | QuestionType.AREA | QuestionType.MULTIPLE | QuestionType.RANKING | QuestionType.POINTS
        ):
            question["choices"] = _choices(draw, said)
        case QuestionType.SCALE:
            question["scale"] = _scale(draw, maybe)
            question["positive"] = draw(st.lists(st.just("2"), max_size=1))
        case QuestionType.MATRIX:
            flags.append("shuffled")
            question["rows"] = _choices(draw, said, least=1)
            shared = draw(st.booleans())
            question |= {"scale": _scale(draw, maybe)} if shared else {"choices": _choices(draw, said)}
        case QuestionType.NUMBER:
            flags.append("whole")
            question |= {"unit": draw(maybe), "minimum": draw(st.one_of(st.none(), st.floats(-1e6, 0)))}
            question["maximum"] = draw(st.one_of(st.none(), st.floats(0, 1e6)))
        case QuestionType.TEXT:
            flags += ["long", "contribution"]
            question |= {"longest": draw(st.integers(1, 10_000)), "about": draw(st.one_of(st.just(""), _words))}
        case QuestionType.DATE:
            question |= {"earliest": draw(st.sampled_from(["", "1900-01-01"])), "latest": "2026-12-31"}
        case QuestionType.MAP:
            question["grid"] = {
                "south": draw(st.floats(-89, 0)), "north": 56.5, "west": -14.25, "east": 16.1,
                "columns": draw(st.integers(2, 4)), "rows": 2, "picture": draw(st.sampled_from(["", "karta.png"])),
                "picture_text": draw(maybe), "source": draw(st.one_of(st.just(""), _words)),
            }  # fmt: skip
        case QuestionType.BIRTH_YEAR:
            question["classes"] = sorted(draw(st.sets(st.integers(10, 90), min_size=1, max_size=5)))
        case QuestionType.CALCULATION:
            question["calculation"] = f"${{{before[0]}}} + 1" if before else "1 + 1"
    if kind in (QuestionType.SINGLE, QuestionType.AREA):
        flags.append("background")
        codes = [choice["name"] for choice in question["choices"]]
        question["groups"] = draw(
            st.lists(st.fixed_dictionaries({"name": _code, "label": said, "of": st.just(codes[:1])}), max_size=1)
        )
        question["benchmark"] = draw(st.sampled_from(["", "N00667"]))
        question["benchmark_uncertainty"] = "U01670" if question["benchmark"] else ""
    if kind in (QuestionType.MULTIPLE, QuestionType.RANKING):
        question |= {"least": draw(st.one_of(st.none(), st.integers(0, 1))), "most": draw(st.sampled_from([None, 2]))}
    if kind == QuestionType.POINTS:
        question["total"] = draw(st.integers(2, 10_000))
    return question | {flag: draw(st.booleans()) for flag in flags}


def _scale(draw: st.DrawFn, maybe: Any) -> dict[str, Any]:
    return {
        "low": draw(st.integers(0, 1)),
        "high": draw(st.integers(2, 10)),
        "low_label": draw(maybe),
        "high_label": draw(maybe),
    }
