"""An OpenDocument text (.odt) as blocks. With changes tracked, what was deleted is not in the text, and is listed.

Runs in the process apart: `read` gets a file that may have been made to do harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from lxml import etree

from fardplan.base import text as words
from fardplan.documents.reading import building, inline
from fardplan.documents.reading.container import Container, Refused, attribute, child, children, local, whole
from fardplan.documents.reading.counting import Counter, as_code, as_mark
from fardplan.documents.reading.inline import Span
from fardplan.documents.reading.open_runs import Runs, texts_of
from fardplan.documents.reading.open_styles import Styles
from fardplan.documents.reading.shapes import Document, Footnote
from fardplan.documents.reading.word_tables import lines_of, looks_like_header

_DEEPEST = 40
_MOST_REPEATED = 63
_CONTENTS = {
    "table-of-content", "alphabetical-index", "illustration-index", "table-index", "object-index", "user-index",
    "bibliography",
}  # fmt: skip
_WITHOUT_WORDS = {
    "number", "sequence-decls", "variable-decls", "user-field-decls", "forms", "soft-page-break", "change",
    "change-start", "change-end", "title", "desc", "glue-point", "event-listeners", "shapes", "enhanced-geometry",
    "dde-connection-decls",
}  # fmt: skip
_HEADING_STYLE = re.compile(r"(?:heading|rubrik)[_ ](?:20_)?(\d)", re.IGNORECASE)


def read(stream: IO[bytes]) -> Document:
    """Raises Refused when the file is no sound OpenDocument text or should not be read."""
    container = Container(stream)
    manifest = container.data("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest or "encrypted-package" in container.names:
        raise Refused("encrypted")
    content = container.xml("content.xml")
    text = child(child(content, "body"), "text")
    if content is None or text is None:
        raise Refused("broken")
    reader = _Reader(content, container.xml("styles.xml"))
    reader.walk(text)
    reader.list_the_rest()
    blocks = reader.blocks.end()
    return Document("odt", reader.title or _title(container), blocks, reader.left_out.listed())


def _title(container: Container) -> str:
    found = child(child(container.xml("meta.xml"), "meta"), "title")
    return "" if found is None else words.clean_line(found.text or "")


class _Reader:
    def __init__(self, content: etree._Element, styles: etree._Element | None) -> None:
        self.left_out = building.LeftOuts()
        self.blocks = building.Blocks(self.left_out)
        self.styles_root = styles
        self.styles = Styles(content, styles)
        self.runs = Runs(self.styles, self.left_out, self.note)
        self.title = ""
        self.noted: list[Footnote] = []  # the notes and text boxes of the paragraph being read: they come after it
        self.boxes: list[etree._Element] = []
        self.counters: dict[str, Counter] = {}
        self.depth = 0

    def walk(self, parent: etree._Element) -> None:
        """The blocks of a body, a section, a cell, a text box or a note."""
        if self.depth >= _DEEPEST:
            raise Refused("heavy")
        self.depth += 1
        for element in parent:
            self._block(element)
        self.depth -= 1

    def _block(self, element: etree._Element) -> None:
        name = local(element)
        if name == "h":
            self._heading(element)
        elif name == "p":
            self._paragraph(element)
        elif name == "list":
            self._list(element, 0, "")
        elif name == "numbered-paragraph":
            self._numbered(element)
        elif name == "table":
            self._table(element)
        elif name == "section":
            if attribute(element, "display") in {"none", "condition"}:
                self.left_out.add("hidden", texts_of(element))
            else:
                self.walk(element)
        elif name in _CONTENTS:
            self.left_out.add("contents")
        elif name == "tracked-changes":
            self._deletions(element)
        elif name not in _WITHOUT_WORDS:
            self.blocks.paragraph(self._spans_of(element, as_child=True))

    def _deletions(self, element: etree._Element) -> None:
        """What was deleted stands apart from the text, which only has a mark where it was."""
        for region in element:
            deletion = child(region, "deletion")
            if deletion is not None:
                told = [each for each in deletion if local(each) != "change-info"]
                self.runs.deletions[attribute(region, "id")] = " ".join(texts_of(each) for each in told)

    def _spans_of(self, element: etree._Element, *, as_child: bool = False) -> list[Span]:
        """The words of a paragraph. What hangs on it, text boxes, comes after it."""
        spans, boxes = self.runs.of_frame(element) if as_child else self.runs.of(element)
        self.boxes = boxes
        if as_child:
            self._after()
        return spans

    def _after(self) -> None:
        """The notes and the text boxes of the paragraph that was just written."""
        noted, self.noted = self.noted, []
        for note in noted:
            self.blocks.note(note.mark, note.text)
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            self.walk(box)

    def _heading(self, element: etree._Element, code: str | None = None) -> None:
        level = max(1, whole(attribute(element, "outline-level"), 1))
        spans = self._spans_of(element)
        if any(span.text.strip() for span in spans):
            label = self._outline_label(element, level) if code is None else code
            self.blocks.heading(level, spans, as_code(label))
        self._after()

    def _outline_label(self, element: etree._Element, level: int) -> str:
        if attribute(element, "is-list-header") == "true":
            return ""
        counter = self.counters.setdefault("", Counter(self.styles.outline_levels))
        own = self.styles.list_of(attribute(element, "style-name"))
        if own:
            counter = self.counters.setdefault(own, Counter(self.styles.levels_of(own)))
        return counter.next(level - 1)

    def _paragraph(self, element: etree._Element) -> None:
        style = attribute(element, "style-name")
        spans = self._spans_of(element)
        heading = _HEADING_STYLE.fullmatch(self.styles.named(style))
        if self.styles.is_title(style) and any(span.text.strip() for span in spans):
            self._title(spans)
        elif heading:
            self.blocks.heading(int(heading[1]) or 1, spans)
        else:
            self.blocks.paragraph(spans)
        self._after()

    def _title(self, spans: list[Span]) -> None:
        """The title of the whole stands first; a later one is a chapter's."""
        if self.blocks.done:
            self.blocks.heading(1, spans)
        else:
            self.title = f"{self.title} {inline.one_line(spans)}".strip()

    def _list(self, element: etree._Element, level: int, style: str) -> None:
        if level >= _DEEPEST:
            raise Refused("heavy")
        style = attribute(element, "style-name") or style
        identity = attribute(element, "id")
        continued = attribute(element, "continue-list") or attribute(element, "continue-numbering") == "true"
        levels = self.styles.levels_of(style)
        if level == 0 and not continued and not self._holds_heading(element):
            self.counters[style] = Counter(levels)
        counter = self.counters.setdefault(style, Counter(levels))
        if identity:
            self.counters[identity] = counter
        for item in element:
            if local(item) in {"list-item", "list-header"}:
                self._item(item, level, style, counter)

    def _holds_heading(self, element: etree._Element) -> bool:
        return any(local(each) == "h" for each in element.iter())

    def _item(self, item: etree._Element, level: int, style: str, counter: Counter) -> None:
        """The first paragraph of an item is counted; those that follow in it go on under the same mark."""
        start = attribute(item, "start-value")
        if start:
            counter.numbers[level] = whole(start, 1) - 1
        is_counted = local(item) == "list-header"
        for element in item:
            name = local(element)
            if name == "list":
                self._list(element, level + 1, style)
            elif name == "h":
                self._heading(element, "" if is_counted else counter.next(level))
                is_counted = True
            elif name == "p":
                spans = self._spans_of(element)
                mark, before = ("-", "") if is_counted else as_mark(counter.next(level))
                if is_counted:
                    self.blocks.go_on(spans, level)
                else:
                    self.blocks.item([Span(before), *spans], level, mark)
                is_counted = True
                self._after()
            else:
                self._block(element)

    def _numbered(self, element: etree._Element) -> None:
        """A paragraph counted without being in a list; its label is written out in it."""
        level = max(0, whole(attribute(element, "level"), 1) - 1)
        number = child(element, "number")
        label = "" if number is None else texts_of(number)
        for each in element:
            if local(each) == "h":
                self._heading(each, label)
            elif local(each) == "p":
                mark, before = as_mark(label)
                self.blocks.item([Span(before), *self._spans_of(each)], level, mark)
                self._after()

    def _table(self, element: etree._Element) -> None:
        """A table with headings in it, or of a single column, only places text on the page: take what is in it."""
        rows = list(_rows(element, is_header=False))
        is_narrow = all(len(cells) <= 1 for cells, _header in rows)
        if is_narrow or any(local(each) == "h" for each in element.iter()):
            for cells, _header in rows:
                for cell in cells:
                    if cell is not None:
                        self.walk(cell)
            return
        texts = [["" if cell is None else self._apart(cell) for cell in cells] for cells, _header in rows]
        header = bool(rows) and (rows[0][1] or looks_like_header(texts))
        if header:
            texts[0] = [cell.replace("**", "") for cell in texts[0]]
        self.blocks.table(texts, has_header=header)
        self._after()

    def _apart(self, element: etree._Element) -> str:
        """What stands in an element as lines of text, beside the blocks of the body."""
        outer, noted = self.blocks, self.noted
        self.blocks = building.Blocks(self.left_out, length=outer.length)
        self.noted = []
        try:
            self.walk(element)
            lines, notes = lines_of(self.blocks.end())
        finally:
            outer.length = self.blocks.length
            self.blocks = outer
        self.noted = [*noted, *notes]
        return lines

    def note(self, mark: str, element: etree._Element) -> None:
        """A footnote or endnote met in the text."""
        boxes = self.boxes
        text = self._apart(element)
        self.noted, self.boxes = [*self.noted, Footnote(mark, text)], boxes

    def list_the_rest(self) -> None:
        """Deletions whose mark was not met, and headers and footers."""
        self.left_out.where = ""
        for deleted in self.runs.deletions.values():
            self.left_out.add("deleted", deleted)
        for page in children(child(self.styles_root, "master-styles"), "master-page"):
            for part in page:
                if local(part).startswith(("header", "footer")) and (found := texts_of(part)):
                    self.left_out.add("header_or_footer", found)


def _rows(parent: etree._Element, *, is_header: bool) -> Iterator[tuple[list[etree._Element | None], bool]]:
    """(cells, whether it is a heading) of each row; None for a cell that is covered by another.

    An empty row or cell that is repeated, sometimes a million times to the edge of the page, is there once.
    """
    for each in parent:
        name = local(each)
        if name == "table-row":
            cells = list(_cells(each))
            while cells and (cells[-1] is None or not texts_of(cells[-1])) and len(cells) > 1:
                cells.pop()
            yield cells, is_header
        elif name in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(each, is_header=name == "table-header-rows")


def _cells(row: etree._Element) -> Iterator[etree._Element | None]:
    for each in row:
        name = local(each)
        times = min(whole(attribute(each, "number-columns-repeated"), 1), _MOST_REPEATED)
        if name == "table-cell":
            yield from [each] * (times if texts_of(each) else 1)
        elif name == "covered-table-cell":
            yield from [None] * times
