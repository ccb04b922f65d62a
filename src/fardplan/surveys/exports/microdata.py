"""Everybody's answers to one collection, a row for each, as four kinds of file. Nothing here says who or when.

Rows come in an order drawn for this file, with numbers drawn for it, so that two files cannot be laid side by side row
by row. A day is given only where so many answered that day that it tells nothing of anybody.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from random import SystemRandom
from typing import Any

from django.utils.translation import gettext as _

from fardplan.base.spreadsheet import Sheet, harmless, workbook_bytes
from fardplan.surveys.definition import DONT_KNOW, WONT_SAY
from fardplan.surveys.exports import sav
from fardplan.surveys.exports.columns import Cell, FileColumn

Row = tuple[Cell, ...]

MOST_ROWS_XLSX = 20_000  # more takes minutes and hundreds of megabytes to write
_LONGEST = 8_000  # bytes of a free text in .sav: eight thousand letters are more than anybody may write by default
_DECLINED = (DONT_KNOW, WONT_SAY)


@dataclass(frozen=True)
class Microdata:
    """`rows()` may be gone through more than once. `title` and `about` say what it is, for people."""

    title: str
    about: tuple[tuple[str, str], ...]
    columns: list[FileColumn]
    rows: Iterable[Row]
    number: int
    at: datetime


def row_numbers(number: int) -> list[int]:
    """As many numbers of nine digits, drawn anew; none of them twice."""
    return SystemRandom().sample(range(100_000_000, 1_000_000_000), number)


def shown_days(counts: dict[date, int], *, minimum: int) -> set[date]:
    """The days that may stand in the file: at least `minimum` answered then, and as many on those that may not."""
    shown = {day for day, number in counts.items() if number >= minimum}
    hidden = sum(number for day, number in counts.items() if day not in shown)
    for day in sorted(shown, key=lambda each: (counts[each], each)):
        if not 0 < hidden < minimum:
            break
        shown.discard(day)
        hidden += counts[day]
    return shown


def codebook(columns: Sequence[FileColumn]) -> tuple[list[str], list[list[str]]]:
    """Headings, and a row for each answer of each column: what it is called, stands for and means."""
    headings = [
        _("Kolumn"),
        _("Namn i SPSS"),
        _("Fråga"),
        _("Text"),
        _("Slag"),
        _("Värde"),
        _("Värde i SPSS"),
        _("Betyder"),
    ]
    kinds = {
        "code": _("kod"), "number": _("tal"), "text": _("text"), "date": _("datum"),
        "wrote": _("1 om något skrevs"),
    }  # fmt: skip
    names = sav.names_for([column.name for column in columns])
    rows: list[list[str]] = []
    for column, name in zip(columns, names, strict=True):
        start = [column.name, name, column.question, column.label, kinds[column.kind]]
        numbers = column.numbers | column.missing_numbers
        meanings = column.codes | column.missing
        if not meanings:
            rows.append([*start, "", "", ""])
        for code, words in meanings.items():
            number = "" if column.kind == "text" else str(numbers[code])
            rows.append([*start, code, number, words])
    return headings, rows


def write(data: Microdata, kind: str, path: Path) -> None:
    """Write the file. `kind` is sav, csv (with its codebook, in a .zip), xlsx or json. Raises KeyError for another."""
    _WRITERS[kind](data, path)


def _write_sav(data: Microdata, path: Path) -> None:
    names = sav.names_for([column.name for column in data.columns])
    variables = [_variable(column, name, data) for column, name in zip(data.columns, names, strict=True)]
    widths = _text_widths(data)
    variables = [
        replace(variable, width=widths[place]) if place in widths else variable
        for place, variable in enumerate(variables)
    ]
    tables = [{**column.numbers, **column.missing_numbers} if column.kind != "text" else {} for column in data.columns]
    kinds = [column.kind for column in data.columns]

    def rows() -> Iterator[list[sav.Value]]:
        for row in data.rows:
            yield [_sav_value(value, kind, table) for value, kind, table in zip(row, kinds, tables, strict=True)]

    with path.open("wb") as file:
        sav.write(
            file,
            variables,
            rows(),
            number=data.number,
            title=data.title,
            at=data.at,
            weight=next((name for column, name in zip(data.columns, names, strict=True) if column.is_weight), ""),
            notes=[f"{name}: {text}" for name, text in data.about],
        )


def _variable(column: FileColumn, name: str, data: Microdata) -> sav.Variable:
    missing = column.missing_numbers if column.kind != "text" else {}
    numbers = column.numbers | missing
    words = column.codes | column.missing
    return sav.Variable(
        name,
        column.label,
        decimals=column.decimals,
        is_date=column.kind == "date",
        values={float(numbers[code]): words[code] for code in numbers} if column.kind != "text" else {},
        missing=tuple(float(number) for number in missing.values()),
        measure="scale" if column.kind in ("number", "date") and not column.codes else "nominal",
    )


def _text_widths(data: Microdata) -> dict[int, int]:
    """How many bytes the texts of each text column take at most; they are looked through once for it."""
    places = [place for place, column in enumerate(data.columns) if column.kind == "text"]
    widths = dict.fromkeys(places, 1)
    if places:
        for row in data.rows:
            for place in places:
                value = row[place]
                if value is not None:
                    widths[place] = max(widths[place], min(len(str(value).encode()), _LONGEST))
    return widths


def _sav_value(value: Cell, kind: str, table: dict[str, int]) -> sav.Value:
    if value is None or kind == "text":
        return value if value is None else str(value)
    if isinstance(value, str) and value in table:
        return table[value]
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, int | float) else None


def _write_csv(data: Microdata, path: Path) -> None:
    """A .zip with the answers, what the columns mean, and what it all is."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole:
        with whole.open("data.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([column.name for column in data.columns])
            writer.writerows([_csv_cell(value) for value in row] for row in data.rows)
        headings, rows = codebook(data.columns)
        book = io.StringIO(newline="")
        csv.writer(book).writerows([headings, *([harmless(cell) for cell in row] for row in rows)])
        whole.writestr(f"{_('kodbok')}.csv", book.getvalue().encode("utf-8-sig"))
        about = "\r\n".join(f"{name}: {text}" for name, text in [(_("Enkät"), data.title), *data.about])
        whole.writestr(f"{_('om-filen')}.txt", about.encode("utf-8-sig"))


def _csv_cell(value: Cell) -> Cell:
    return harmless(value) if isinstance(value, str) else value


def _write_xlsx(data: Microdata, path: Path) -> None:
    headings, rows = codebook(data.columns)
    sheets = [
        Sheet("Data", [column.name for column in data.columns], data.rows),
        Sheet(_("Kodbok"), headings, rows),
        Sheet(_("Om filen"), [_("Vad"), _("Värde")], [(_("Enkät"), data.title), *data.about]),
    ]
    path.write_bytes(workbook_bytes(sheets))


def _write_json(data: Microdata, path: Path) -> None:
    """One object: what it is, the columns, and a row for each line of the file."""
    columns: list[dict[str, Any]] = [
        {
            "name": column.name,
            "question": column.question,
            "label": column.label,
            "kind": column.kind,
            "values": column.codes,
            "missing": column.missing,
        }
        for column in data.columns
    ]
    head = {"title": data.title, "about": dict(data.about), "columns": columns}
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": [')
        between = "\n"
        for row in data.rows:
            file.write(between + json.dumps(row, ensure_ascii=False))
            between = ",\n"
        file.write("\n]}\n")


_WRITERS = {"sav": _write_sav, "csv": _write_csv, "xlsx": _write_xlsx, "json": _write_json}
ENDINGS = {"sav": "sav", "csv": "zip", "xlsx": "xlsx", "json": "json"}
