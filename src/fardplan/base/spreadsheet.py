"""Lists as files for spreadsheet programs: CSV (RFC 4180, UTF-8) and XLSX.

What people have written must never run as a formula in somebody's spreadsheet. In CSV a text that begins like a formula
gets an apostrophe before it, as spreadsheet programs themselves write "this is text"; in XLSX every text is written as
text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

Cell = str | int | float | bool | date | datetime | Promise | None

# OWASP "CSV Injection": these make a cell a formula, the last ones by being dropped before the next character is read.
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # what Excel can hold
FITTED_ROWS = 2_000  # fitting widths to the words takes as long again as writing them
WIDTH = 18  # characters


def as_text(cell: Cell) -> str:
    """A cell as people read it; times in Swedish time, without zone."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%Y-%m-%d %H:%M:%S}"
    return str(cell)


def harmless(text: str) -> str:
    """The same text, so written that no program takes it for a formula."""
    return f"'{text}" if text.lstrip(" \u00a0").startswith(_BEGINS_FORMULA) else text


def csv_bytes(columns: Sequence[str | Promise], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With a byte order mark, without which Excel takes å for Ã¥."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([str(column) for column in columns])
    for row in rows:
        writer.writerow([harmless(as_text(cell)) if _is_text(cell) else as_text(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def _is_text(cell: Cell) -> bool:
    return isinstance(cell, str | Promise)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook."""

    name: str | Promise
    columns: Sequence[str | Promise]
    rows: Iterable[Sequence[Cell]]


def xlsx_bytes(columns: Sequence[str | Promise], rows: Iterable[Sequence[Cell]], *, sheet: str = "") -> bytes:
    return workbook_bytes([Sheet(sheet, columns, rows)])


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets; each has its headings fixed and a filter on them."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        bold, moment = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(_sheet_name(str(sheet.name))), sheet, bold=bold, moment=moment)
    return file.getvalue()


def _write_sheet(page: Any, sheet: Sheet, *, bold: Any, moment: Any) -> None:
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.columns):
        page.write_string(0, column, str(heading), bold)
    number = 0
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, column, timezone.localtime(cell).replace(tzinfo=None), moment)
            elif isinstance(cell, int | float) and not isinstance(cell, bool):
                page.write_number(number, column, cell)
            else:
                page.write_string(number, column, as_text(cell)[:LONGEST_CELL])
    page.autofilter(0, 0, number, max(len(sheet.columns) - 1, 0))
    if number <= FITTED_ROWS:
        page.autofit()
    else:
        page.set_column(0, max(len(sheet.columns) - 1, 0), WIDTH)


def _sheet_name(name: str) -> str:
    """At most 31 characters, and none of those Excel refuses in a sheet's name."""
    return "".join(letter for letter in name if letter not in "[]:*?/\\'")[:31] or "Lista"


def file_answer(
    name: str, kind: str, columns: Sequence[str | Promise], rows: Iterable[Sequence[Cell]], *, sheet: str = ""
) -> HttpResponse:
    """A list as a file to download. `kind` is "csv" or "xlsx"; `name` has no ending."""
    if kind == "xlsx":
        body = xlsx_bytes(columns, rows, sheet=sheet or name)
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        kind, body, content_type = "csv", csv_bytes(columns, rows), "text/csv; charset=utf-8"
    answer = HttpResponse(body, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
