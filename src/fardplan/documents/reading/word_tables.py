"""Tables in a Word file: which cells there are, and which tables only place text on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from fardplan.documents.reading import markdown_text
from fardplan.documents.reading.building import LeftOuts
from fardplan.documents.reading.container import attribute, child, local, whole
from fardplan.documents.reading.shapes import Block, Footnote, List, PassageStart, Table
from fardplan.documents.reading.word_styles import Styles, attribute_of

_WIDEST = 63  # as many columns as Word itself allows
_BOLD = re.compile(r"\*\*[^*]+\*\*")


@dataclass(frozen=True)
class Row:
    """None stands where a cell goes on from another: to its left, or from the row above."""

    cells: tuple[etree._Element | None, ...]
    is_header: bool


def rows(table: etree._Element, left_out: LeftOuts) -> list[Row]:
    """The rows that were not deleted with changes tracked."""
    found = []
    for row in _inside(table, "tr"):
        properties = child(row, "trPr")
        if child(properties, "del") is not None:
            left_out.add("deleted", " ".join(each.text or "" for each in row.iter() if local(each) in {"t", "delText"}))
            continue
        header = child(properties, "tblHeader")
        is_header = header is not None and attribute(header, "val") not in {"0", "false", "off"}
        found.append(Row(tuple(_cells(row))[:_WIDEST], is_header))
    return found


def _cells(row: etree._Element) -> Iterator[etree._Element | None]:
    before = whole(attribute_of(child(row, "trPr"), "gridBefore"), 0)
    yield from [None] * min(before, _WIDEST)
    for cell in _inside(row, "tc"):
        properties = child(cell, "tcPr")
        merged = child(properties, "vMerge")
        goes_on = merged is not None and attribute(merged, "val") != "restart"
        yield None if goes_on else cell
        span = whole(attribute_of(properties, "gridSpan"), 1)
        yield from [None] * (min(span, _WIDEST) - 1)


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those in content controls; not those of a table inside."""
    for each in parent:
        if local(each) == name:
            yield each
        elif local(each) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _inside(each, name)


def is_layout(found: list[Row], styles: Styles) -> bool:
    """Whether the table only places text: one column, or headings in its cells."""
    if all(sum(cell is not None for cell in row.cells) <= 1 for row in found):
        return True
    cells = [cell for row in found for cell in row.cells if cell is not None]
    paragraphs = (each for cell in cells for each in cell.iter() if local(each) == "p")
    used = {attribute_of(child(each, "pPr"), "pStyle") for each in paragraphs}
    return any(styles.of_paragraph(style).level is not None for style in used)


def has_header_style(table: etree._Element, styles: Styles) -> bool:
    """Whether the table's style sets the first row apart, and the table says that its first row is such a one."""
    properties = child(table, "tblPr")
    look = child(properties, "tblLook")
    if look is None or not styles.sets_first_row_apart(attribute_of(properties, "tblStyle")):
        return False
    bits = attribute(look, "val")
    return attribute(look, "firstRow") in {"1", "true", "on"} or (len(bits) == 4 and bits[2] in "2367abefABEF")


def looks_like_header(texts: list[list[str]]) -> bool:
    """Whether the first row is set in bold throughout and the second is not."""
    if len(texts) < 2 or not all(texts[0]):
        return False
    return all(_BOLD.fullmatch(cell) for cell in texts[0]) and not all(
        _BOLD.fullmatch(cell) for cell in texts[1] if cell
    )


def lines_of(blocks: Iterable[Block]) -> tuple[str, list[Footnote]]:
    """The text of a cell or a note on lines, and the notes that belong to it."""
    lines, notes = [], []
    for block in blocks:
        if isinstance(block, Footnote):
            notes.append(block)
        elif isinstance(block, PassageStart):
            continue
        elif isinstance(block, List):
            lines += [item.text if item.mark == "-" else f"{item.mark} {item.text}" for item in block.items]
        elif isinstance(block, Table):
            lines += [line.removeprefix("- ") for line in markdown_text.of([block]).split("\n")]
        else:
            lines.append(markdown_text.of([block]))
    return "\n".join(lines), notes
