"""A workbook (.xlsx) as sheets of texts. Used only in the process apart (`child`).

Only what people see in the cells is taken, and only as text: formulas are never worked out, and programs, pictures and
links are never looked at.
"""

from __future__ import annotations

import datetime
import warnings
from typing import IO, Any

import openpyxl
from defusedxml.common import DefusedXmlException

from fardplan.documents.reading import bounds
from fardplan.documents.reading.building import TooMuchText
from fardplan.documents.reading.container import Container, Refused
from fardplan.documents.reading.shapes import OddCell, Sheet, SheetRow, Workbook

_DOCUMENT_TYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def read(stream: IO[bytes]) -> Workbook:
    """All sheets, as far as the bounds go: what lies beyond is told by `Sheet.more_rows` and `OddCell`."""
    container = Container(stream)
    if "xl/workbook.xml" not in container.names:
        raise Refused("no_document")
    _look_through(container)
    stream.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions we have no use for
        try:
            book = openpyxl.load_workbook(stream, read_only=True, keep_links=False)
            return Workbook(_sheets(book))
        except DefusedXmlException as problem:
            raise Refused("external") from problem


def _look_through(container: Container) -> None:
    """No part may declare a document type, in which entities hide; together they may not be too much."""
    inflated = 0
    for name in container.names:
        if name.endswith((".xml", ".rels", ".vml")):
            part = container.data(name) or b""
            inflated += len(part)
            if inflated > bounds.WORKBOOK_BYTES:
                raise Refused("bomb")
            if (
                b"<!DOCTYPE" in part
                or "<!DOCTYPE".encode("utf-16-le") in part
                or "<!DOCTYPE".encode("utf-16-be") in part
            ):
                raise Refused("external")


def _sheets(book: Any) -> tuple[Sheet, ...]:
    sheets, left = [], bounds.TEXT_LENGTH
    for page in book.worksheets[: bounds.WORKBOOK_SHEETS]:
        sheet = _sheet(page)
        left -= sum(len(cell) for row in sheet.rows for cell in row.cells)
        if left < 0:
            raise TooMuchText
        sheets.append(sheet)
    return tuple(sheets)


def _sheet(page: Any) -> Sheet:
    page.reset_dimensions()  # what a sheet says of its own size is not to be trusted
    rows: list[SheetRow] = []
    looked_at = page.iter_rows(max_row=bounds.WORKBOOK_ROWS + 1, max_col=bounds.WORKBOOK_COLUMNS + 1)
    for number, cells in enumerate(looked_at, start=1):
        row = _row(number, cells)
        if not any(row.cells) and not row.odd:
            continue
        if number > bounds.WORKBOOK_ROWS:
            return Sheet(str(page.title), tuple(rows), more_rows=True)
        rows.append(row)
    return Sheet(str(page.title), tuple(rows))


def _row(number: int, cells: Any) -> SheetRow:
    texts: list[str] = []
    odd: list[OddCell] = []
    for place, cell in enumerate(cells):
        text = "" if cell.value is None else _text(cell.value)
        if cell.value is not None and cell.data_type in ("f", "e"):
            odd.append(OddCell(place, "formula" if cell.data_type == "f" else "error"))
            text = ""
        elif len(text) > bounds.CELL_LENGTH:
            odd.append(OddCell(place, "too_long"))
            text = ""
        elif text and place >= bounds.WORKBOOK_COLUMNS:
            odd.append(OddCell(place, "too_far"))
            text = ""
        texts.append(text)
    while texts and not texts[-1]:
        texts.pop()
    return SheetRow(number, tuple(texts), tuple(odd))


def _text(value: Any) -> str:
    """A cell as its writer sees it: whole numbers without decimals, dates as 2026-05-01."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime() | datetime.date() | datetime.time():
            return value.isoformat()
    return str(value)
