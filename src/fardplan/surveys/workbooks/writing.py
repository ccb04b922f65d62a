"""A survey as an XLSForm workbook: other programs can ask it, and reading it back gives the same survey.

What XLSForm has no place for stands in columns of our own, which other programs pass by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from fardplan.base.spreadsheet import Sheet, workbook_bytes
from fardplan.surveys.definition import (
    DONT_KNOW,
    WONT_SAY,
    Choice,
    Definition,
    Page,
    Question,
    QuestionType,
    Scale,
    Words,
)
from fardplan.surveys.definition.phrases import own_phrase
from fardplan.surveys.workbooks.blocks import row_name
from fardplan.surveys.workbooks.columns import (
    GROUPS_SHEET,
    OWN,
    OWN_GRID,
    OWN_PICTURE,
    OWN_SCALE,
    OWN_SOURCE,
    OWN_TYPE,
    PHRASE,
    WORDS,
    text_of,
)
from fardplan.surveys.workbooks.languages import heading_of

Row = dict[str, Any]
"""A text for each column, and words by language where the column is one of WORDS."""

_TYPES = {
    QuestionType.NOTE: "note",
    QuestionType.TEXT: "text",
    QuestionType.DATE: "date",
    QuestionType.CALCULATION: "calculate",
    QuestionType.SCALE: "range",
    QuestionType.BIRTH_YEAR: "integer",
    QuestionType.MATRIX: "begin_group",
    QuestionType.POINTS: "begin_group",
}
_CHOOSE = {
    QuestionType.SINGLE: "select_one",
    QuestionType.AREA: "select_one",
    QuestionType.MULTIPLE: "select_multiple",
    QuestionType.RANKING: "rank",
}
_SAY_THEIR_TYPE = {
    QuestionType.AREA,
    QuestionType.BIRTH_YEAR,
    QuestionType.MAP,
    QuestionType.MATRIX,
    QuestionType.POINTS,
    QuestionType.SCALE,
}
_SURVEY_COLUMNS = (
    "type", "name", "label", "hint", "required", "relevant", "constraint", "constraint_message", "appearance",
    "parameters", "calculation", OWN_TYPE, OWN_SCALE, "fp::low_label", "fp::high_label", "fp::unit",
    *(own.column for own in OWN), OWN_GRID, OWN_PICTURE, "fp::picture_text", OWN_SOURCE,
)  # fmt: skip


def write_xlsform(definition: Definition, *, form_id: str, version: str = "1") -> bytes:
    """The whole survey as an .xlsx file. `form_id` is what other programs know it by."""
    survey = list(_survey(definition))
    choices = [row for question in definition.questions for row in _choices(definition, question)]
    groups = [
        {"question": question.name, "name": group.name, "label": group.label, "of": " ".join(group.of)}
        for question in definition.questions
        for group in question.groups
    ]
    about = {
        "form_title": definition.say(definition.title, definition.language) or form_id,
        "form_id": form_id,
        "version": version,
        "default_language": heading_of(definition.language),
        "fp::format": str(definition.format),
        "fp::languages": " ".join(definition.languages),
        "fp::title": definition.title,
    }
    sheets = [
        _sheet("survey", _SURVEY_COLUMNS, survey, definition),
        _sheet("choices", ("list_name", "name", "label"), choices, definition),
        _sheet("settings", tuple(about), [about], definition),
    ]
    if groups:
        sheets.append(_sheet(GROUPS_SHEET, ("question", "name", "label", "of"), groups, definition))
    return workbook_bytes(sheets)


def _sheet(name: str, columns: Iterable[str], rows: list[Row], definition: Definition) -> Sheet:
    """Only columns that hold something, words once for each language."""
    spoken = [(column, language) for column in columns for language in _languages_in(column, rows, definition)]
    headings = [f"{column}::{heading_of(language)}" if language else column for column, language in spoken]
    return Sheet(name, headings, [[_cell(row, *place) for place in spoken] for row in rows])


def _languages_in(column: str, rows: list[Row], definition: Definition) -> list[str]:
    held = [row[column] for row in rows if row.get(column)]
    if column not in WORDS:
        return [""] if held or column in ("type", "name", "list_name") else []
    found = {language for words in held for language, text in words.items() if text}
    if column == "label":
        found |= set(definition.languages)
    ours = [language for language in definition.languages if language in found]
    return [*ours, *sorted(found.difference(ours))]


def _cell(row: Row, column: str, language: str) -> str:
    value = row.get(column, "")
    return str(value.get(language, "") if isinstance(value, Mapping) else value) if language else str(value)


def _survey(definition: Definition) -> Iterator[Row]:
    if any(definition.introduction.values()):
        yield _own_note("introduction", "fp__introduction", definition.introduction)
    for page in definition.pages:
        yield from _page(definition, page)
    if any(definition.thanks.values()):
        yield _own_note("thanks", "fp__thanks", definition.thanks)
    for name, words in definition.phrases.items():
        # Words of buttons: other programs have their own, and show these to nobody.
        yield _own_note(f"{PHRASE}{name}", f"fp__words__{name}", words) | {"relevant": "false()"}


def _own_note(kind: str, name: str, words: Words) -> Row:
    return {"type": "note", "name": name, "label": words, OWN_TYPE: kind}


def _page(definition: Definition, page: Page) -> Iterator[Row]:
    yield {"type": "begin_group", "name": page.name, "label": page.title, "relevant": page.relevant}
    if any(page.text.values()):
        yield _own_note("page_text", f"{page.name}__text", page.text)
    for question in page.questions:
        yield from _question(definition, question)
    yield {"type": "end_group", "name": page.name}


def _question(definition: Definition, question: Question) -> Iterator[Row]:
    row: Row = {
        "type": _type(question),
        "name": question.name,
        "label": question.label,
        "hint": question.hint,
        "required": "yes" if question.required else "",
        "relevant": question.relevant,
        "constraint": question.constraint,
        "constraint_message": question.constraint_message,
        "calculation": question.calculation,
        "fp::unit": question.unit,
        OWN_TYPE: str(question.type) if question.type in _SAY_THEIR_TYPE else "",
        **_own(question),
        **_scale(question),
        **_looks(question),
    }
    rows = list(_rows(question))
    if rows:
        row["required"] = ""  # each of its rows says it
    yield row
    if question.type in (QuestionType.MATRIX, QuestionType.POINTS):
        yield from rows
        yield {"type": "end_group", "name": question.name}


def _type(question: Question) -> str:
    if question.type == QuestionType.NUMBER:
        return "integer" if question.whole else "decimal"
    if question.type == QuestionType.MAP:
        return f"select_one {question.name}" if question.grid else "text"
    if question.type in _CHOOSE:
        return f"{_CHOOSE[question.type]} {question.name}{' or_other' if question.other else ''}"
    return _TYPES[question.type]


def _own(question: Question) -> Row:
    """Our own columns, where they do not stand at what they are without being said."""
    fields = type(question).model_fields
    row: Row = {
        own.column: text_of(own.kind, value)
        for own in OWN
        if (value := getattr(question, own.field)) != fields[own.field].get_default()
    }
    if _randomizes(question):
        row.pop("fp::shuffled", None)
    if question.grid:
        grid = question.grid
        edges = (grid.south, grid.west, grid.north, grid.east, grid.columns, grid.rows)
        row[OWN_GRID] = " ".join(map(repr, edges))
        row |= {OWN_PICTURE: grid.picture, "fp::picture_text": grid.picture_text, OWN_SOURCE: grid.source}
    return row


def _randomizes(question: Question) -> bool:
    return question.shuffled and question.type in _CHOOSE


def _scale(question: Question) -> Row:
    scale = question.scale
    if scale is None:
        return {}
    ends: Row = {"fp::low_label": scale.low_label, "fp::high_label": scale.high_label}
    if question.type == QuestionType.SCALE:
        return ends | {"parameters": f"start={scale.low} end={scale.high} step=1"}
    return ends | {OWN_SCALE: f"{scale.low}-{scale.high}"} if not question.choices else {}


def _looks(question: Question) -> Row:
    if _randomizes(question):
        return {"parameters": "randomize=true"} | ({"appearance": "minimal"} if _is_area(question) else {})
    if question.type == QuestionType.TEXT and question.long:
        return {"appearance": "multiline"}
    if question.type == QuestionType.MATRIX:
        return {"appearance": "table-list" if question.rows else ""}
    return {"appearance": "minimal"} if _is_area(question) else {}


def _is_area(question: Question) -> bool:
    return question.type == QuestionType.AREA


def _rows(question: Question) -> Iterator[Row]:
    """What a matrix or points ask about, each as a question of its own."""
    required = "yes" if question.required else ""
    if question.type == QuestionType.MATRIX:
        for row in question.rows:
            name = row_name(question.name, row.name)
            yield {"type": f"select_one {question.name}", "name": name, "label": row.label, "required": required}
    elif question.type == QuestionType.POINTS:
        for choice in question.choices:
            name = row_name(question.name, choice.name)
            yield {"type": "integer", "name": name, "label": choice.label, "required": required}


def _choices(definition: Definition, question: Question) -> Iterator[Row]:
    """The list of a question, which goes by the question's name."""
    if question.type == QuestionType.POINTS or (
        question.type not in _CHOOSE and not _lists_squares_or_answers(question)
    ):
        return
    for choice in _listed(definition, question):
        yield {"list_name": question.name, "name": choice.name, "label": choice.label}
    own = [(DONT_KNOW, question.dont_know), (WONT_SAY, question.wont_say)]
    for code, there in own:
        if there:
            yield {"list_name": question.name, "name": code, "label": _own_label(definition, code)}


def _lists_squares_or_answers(question: Question) -> bool:
    return question.type == QuestionType.MATRIX or (question.type == QuestionType.MAP and question.grid is not None)


def _listed(definition: Definition, question: Question) -> list[Choice]:
    if question.type == QuestionType.MAP and question.grid:
        return [Choice(name=code, label=dict.fromkeys(definition.languages, code)) for code in question.grid.codes]
    if question.type == QuestionType.MATRIX and question.scale and not question.choices:
        return _steps(definition, question.scale)
    return list(question.choices)


def _steps(definition: Definition, scale: Scale) -> list[Choice]:
    """The numbers of a scale, the ends with their words."""
    ends = {str(scale.low): scale.low_label, str(scale.high): scale.high_label}
    return [
        Choice(
            name=code,
            label={
                language: f"{code} {definition.say(ends.get(code, {}), language)}".strip()
                for language in definition.languages
            },
        )
        for code in scale.codes
    ]


def _own_label(definition: Definition, code: str) -> Words:
    ours = {language for language, _name in settings.LANGUAGES}
    words: Words = {}
    for language in definition.languages:
        with translation.override(language if language in ours else settings.LANGUAGE_CODE):
            said = _("Vet inte") if code == DONT_KNOW else _("Vill inte svara")
        words[language] = own_phrase(definition, "dont_know" if code == DONT_KNOW else "wont_say", language) or said
    return words
