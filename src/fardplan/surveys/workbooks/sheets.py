"""The sheets of a workbook as records: cells by the headings of their columns, with words by language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fardplan.base.errors import Invalid
from fardplan.documents.reading import bounds
from fardplan.documents.reading.shapes import Odd, Sheet, SheetRow
from fardplan.surveys.workbooks.columns import WORDS
from fardplan.surveys.workbooks.languages import code_of
from fardplan.surveys.workbooks.notes import Notes

_SAME = {
    "list name": "list_name",
    "relevance": "relevant",
    "caption": "label",
    "constraint message": "constraint_message",
    "readonly": "read_only",
    "bind::required": "required",
    "bind::relevant": "relevant",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
    "bind::jr:constraintmsg": "constraint_message",
}
ODD: Final[dict[Odd, Promise]] = {
    "formula": gettext_lazy("Cellen är en formel, och formler räknas inte ut. Skriv texten själv i cellen."),
    "error": gettext_lazy("Cellen visar ett fel i kalkylprogrammet."),
    "too_long": gettext_lazy("Cellen är längre än 32 767 tecken."),
    "too_far": gettext_lazy("Cellen står för långt till höger: 150 kolumner läses."),
}
LONGEST_WORDS = 5_000  # as in `definition.shape.Words`
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class Record:
    """One row. Cells are taken by their column; `left` are those nobody has asked for."""

    sheet: str
    number: int
    cells: dict[str, str]
    words: dict[str, dict[str, str]]
    _used: set[str] = field(default_factory=set)

    def take(self, column: str) -> str:
        self._used.add(column)
        return self.cells.get(column, "")

    def take_words(self, column: str) -> dict[str, str]:
        self._used.add(column)
        return dict(self.words.get(column, {}))

    @property
    def left(self) -> list[str]:
        return [column for column in (*self.cells, *self.words) if column not in self._used]

    @property
    def type(self) -> str:
        return self.cells.get("type", "")

    @property
    def called(self) -> str:
        """The row as its writer knows it."""
        name = self.cells.get("name", "")
        return f"{self.type} {name}".strip()


@dataclass(frozen=True)
class _Column:
    name: str
    language: str = ""
    heading: str = ""


def records(sheet: Sheet, *, notes: Notes, language: str) -> tuple[list[Record], list[str]]:
    """The rows under the headings, and the languages the headings name, in order.

    `language` is that of words without one. Raises Invalid when there are too many rows.
    """
    if sheet.more_rows:
        raise Invalid(
            _("Bladet %(sheet)s har fler än %(most)d rader.") % {"sheet": sheet.name, "most": bounds.WORKBOOK_ROWS},
            what_next=_("Ta bort de rader som inte hör till enkäten och ladda upp filen igen."),
            field="upload",
        )
    if not sheet.rows:
        return [], []
    head, *body = sheet.rows
    columns = _columns(sheet, head, notes=notes, language=language)
    found = [_record(sheet, row, columns, notes=notes) for row in body]
    languages = [each.language for each in columns.values() if each.language and each.name in WORDS]
    return [record for record in found if record.cells or record.words], list(dict.fromkeys(languages))


def _columns(sheet: Sheet, head: SheetRow, *, notes: Notes, language: str) -> dict[int, _Column]:
    columns: dict[int, _Column] = {}
    seen: set[tuple[str, str]] = set()
    for place, heading in enumerate(head.cells):
        if not heading.strip():
            continue
        column = _column(heading, language)
        if column is None:
            notes.add(
                sheet.name, head.number, heading, heading,
                _("Språket är inte känt, så kolumnen togs inte med. Skriv språkets kod inom parentes, som Suomi (fi)."),
            )  # fmt: skip
        elif (column.name, column.language) in seen:
            notes.add(sheet.name, head.number, heading, heading, _("Kolumnen finns två gånger. Den första gäller."))
        else:
            seen.add((column.name, column.language))
            columns[place] = column
    return columns


def _column(heading: str, language: str) -> _Column | None:
    """What a heading names; None when it is in a language we do not know."""
    plain = " ".join(heading.split())
    lowered = plain.casefold()
    for base in sorted({*WORDS, *(name for name, same in _SAME.items() if same in WORDS)}, key=len, reverse=True):
        if lowered == base:
            return _Column(_SAME.get(base, base), language, plain)
        if lowered.startswith((f"{base}::", f"{base}:")):
            code = code_of(plain[len(base) :].lstrip(":"))
            return _Column(_SAME.get(base, base), code, plain) if code else None
    return _Column(_SAME.get(lowered, lowered), "", plain)


def _record(sheet: Sheet, row: SheetRow, columns: dict[int, _Column], *, notes: Notes) -> Record:
    record = Record(sheet.name, row.number, {}, {})
    for odd in row.odd:
        column = columns.get(odd.column)
        notes.add(sheet.name, row.number, column.heading if column else "", _("cellen"), str(ODD[odd.why]))
    for place, text in _texts(row):
        column = columns.get(place)
        if column is None:
            continue
        if column.name in (*WORDS, "form_title") and len(text) > LONGEST_WORDS:
            why = _("Texten är längre än %(most)d tecken. Den togs inte med.") % {"most": LONGEST_WORDS}
            notes.add(sheet.name, row.number, column.heading, text, why)
        elif column.language:
            record.words.setdefault(column.name, {})[column.language] = text
        else:
            record.cells[column.name] = text
    return record


def _texts(row: SheetRow) -> Iterator[tuple[int, str]]:
    """Texts without the space around them and without signs that cannot be seen."""
    for place, cell in enumerate(row.cells):
        text = cell.replace("_x000D_", "\n").replace("\r\n", "\n").replace("\r", "\n")
        text = _CONTROL.sub("", text).strip()
        if text:
            yield place, text
