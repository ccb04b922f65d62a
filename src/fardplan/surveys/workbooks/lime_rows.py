"""LimeSurvey's tab-separated form, row by row: what belongs to which question, in each language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from fardplan.base.errors import Invalid
from fardplan.documents.reading.bounds import CELL_LENGTH
from fardplan.surveys.workbooks.notes import Notes
from fardplan.surveys.workbooks.plain_text import plain

SHEET: Final = "LimeSurvey"
MOST_ROWS = 20_000
_NEEDED = {"class", "name", "text"}


@dataclass(frozen=True)
class Row:
    """A line of the file by its columns, with its number as a spreadsheet program shows it."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        return self.cells.get(column, "").strip()

    @property
    def kind(self) -> str:
        return self.get("class").upper()


@dataclass
class Part:
    """A question, a sub-question or an answer: its row in the first language, and its words in all."""

    row: Row
    text: dict[str, str] = field(default_factory=dict)
    help: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Part] = field(default_factory=dict)  # sub-questions, by scale and code
    answers: dict[str, Part] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.row.get("name")

    @property
    def type(self) -> str:
        return self.row.get("type/scale")

    @property
    def scale(self) -> str:
        return self.row.get("type/scale") or "0"


@dataclass
class Group:
    """A page. `questions` go by their codes."""

    row: Row
    title: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)
    questions: dict[str, Part] = field(default_factory=dict)


@dataclass
class Form:
    """The whole file. `settings` are rows of the class S, `texts` those of SL by language."""

    language: str = "sv"
    languages: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    groups: list[Group] = field(default_factory=list)


def looks_like_lime(content: bytes) -> bool:
    """Whether a file begins as the tab-separated form does: with its headings."""
    text = _decoded(content[:4_000], errors="ignore")
    headings = {cell.strip(' "').casefold() for cell in (text or "").split("\n", 1)[0].strip("\r").split("\t")}
    return headings >= _NEEDED


def _decoded(content: bytes, *, errors: str = "strict") -> str | None:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return content.decode(encoding, errors)
    except UnicodeDecodeError:
        return None


def form_of(content: bytes, *, notes: Notes) -> Form:
    """The file as groups of questions. Raises Invalid when it is no such file or too long."""
    text = _decoded(content)
    if text is None:
        raise Invalid(
            _("Filen är inte skriven i UTF-8."),
            what_next=_("Exportera den på nytt från LimeSurvey, utan att öppna den i ett kalkylprogram emellan."),
            field="upload",
        )
    form = Form()
    rows = list(_rows(text))
    _settings(form, rows)
    _parts(form, rows, notes=notes)
    return form


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t")
    try:
        headings = [cell.strip().casefold() for cell in next(reader, [])]
        for number, cells in enumerate(reader, start=2):
            if number > MOST_ROWS:
                raise Invalid(_("Filen har fler än %(most)d rader.") % {"most": MOST_ROWS}, field="upload")
            long = next((place for place, cell in enumerate(cells) if len(cell) > CELL_LENGTH), None)
            if long is not None:
                column = headings[long] if long < len(headings) else str(long + 1)
                raise _too_long(number, column)
            if any(cell.strip() for cell in cells):
                yield Row(number, dict(zip(headings, cells, strict=False)))
    except csv.Error as error:
        raise _too_long(reader.line_num, "") from error


def _too_long(number: int, column: str) -> Invalid:
    return Invalid(
        _("Rad %(row)d, kolumn %(column)s: texten är för lång.") % {"row": number, "column": column or "?"},
        what_next=_("Korta den i LimeSurvey, eller kontrollera att citattecknen i filen är parvis."),
        field="upload",
    )


def _settings(form: Form, rows: list[Row]) -> None:
    for row in rows:
        if row.kind == "S":
            form.settings[row.get("name")] = row.get("text")
        elif row.kind == "SL":
            form.texts.setdefault(row.get("language"), {})[row.get("name")] = row.get("text")
    listed = [row.get("language") for row in rows if row.kind in ("SL", "G", "Q")]
    said = [form.settings.get("language", ""), *form.settings.get("additional_languages", "").split(), *listed]
    form.languages = list(dict.fromkeys(code for code in said if code)) or [form.language]
    form.language = form.languages[0]


def _parts(form: Form, rows: list[Row], *, notes: Notes) -> None:
    """In each language the same groups, questions, sub-questions and answers come in the same order."""
    groups: dict[str, int] = {}
    group: Group | None = None
    question: Part | None = None
    for row in rows:
        language = row.get("language") or form.language
        if row.kind == "G":
            place = groups.get(language, 0)
            groups[language] = place + 1
            if place == len(form.groups):
                form.groups.append(Group(row))
            group, question = form.groups[min(place, len(form.groups) - 1)], None
            _say(group.title, language, plain(row.get("name")))
            _say(group.text, language, plain(row.get("text"), one_line=False))
        elif row.kind == "Q" and group is not None:
            question = group.questions.setdefault(row.get("name"), Part(row))
            _words(question, row, language)
        elif row.kind in ("SQ", "A") and question is not None:
            inside = question.rows if row.kind == "SQ" else question.answers
            key = f"{row.get('type/scale') or '0'}:{row.get('name')}"
            _words(inside.setdefault(key, Part(row)), row, language)
        elif row.kind not in ("S", "SL"):
            why = (
                _("Raden hör inte till någon fråga.")
                if row.kind in ("Q", "SQ", "A")
                else _("Radens slag är inte känt.")
            )
            notes.add(SHEET, row.number, "class", f"{row.get('class')} {row.get('name')}", why)


def _words(part: Part, row: Row, language: str) -> None:
    _say(part.text, language, plain(row.get("text")))
    _say(part.help, language, plain(row.get("help")))


def _say(words: dict[str, str], language: str, text: str) -> None:
    if text:
        words[language] = text
