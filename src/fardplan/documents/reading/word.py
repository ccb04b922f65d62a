"""A Word file (.docx) as blocks. Tracked insertions are taken and deletions are not, as if every change were accepted.

Runs in the process apart: `read` gets a file that may have been made to do harm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO

from lxml import etree

from fardplan.documents.reading import building, inline, word_tables
from fardplan.documents.reading.container import Container, Refused, attribute, child, children, local
from fardplan.documents.reading.counting import as_code, as_mark
from fardplan.documents.reading.inline import Span
from fardplan.documents.reading.shapes import Document, Footnote, StandsFor
from fardplan.documents.reading.word_numbering import Numbering
from fardplan.documents.reading.word_parts import Parts
from fardplan.documents.reading.word_runs import Runs
from fardplan.documents.reading.word_styles import ParagraphStyle, Styles, attribute_of, numbering_of, outline_level

# In the files we write (`documents.writing`) bookmarks say what is a section and what a passage, and Word shows the
# number of a passage without heading beside it; the number is not its text.
_NUMBERED_PASSAGE = "Numberedpassage"
_OWN_BOOKMARK = re.compile(r"fardplan_(section|passage)_\d+")
_OWN_CODE = re.compile(rf"(?P<code>[^\t\u2002]{{1,{building.CODE_LENGTH}}})[\t\u2002](?=\S)")
_DEEPEST = 40  # text boxes in tables in text boxes …
_CONTENTS_GALLERY, _COVER_GALLERY = "table of contents", "cover pages"


def read(stream: IO[bytes]) -> Document:
    """Raises Refused when the file is no sound Word file or should not be read."""
    parts = Parts(Container(stream))
    body = child(parts.main, "body")
    if body is None:
        raise Refused("broken")
    reader = _Reader(parts)
    reader.walk(body)
    reader.list_headers_and_footers()
    blocks = reader.blocks.end()
    return Document("docx", reader.title or parts.title(), blocks, reader.left_out.listed())


class _Reader:
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.left_out = building.LeftOuts()
        self.blocks = building.Blocks(self.left_out)
        self.styles = Styles(parts.xml_of("styles"))
        self.numbering = Numbering(parts.xml_of("numbering"), self.styles)
        self.runs = Runs(parts, self.styles, self.left_out, self.note)
        self.title = ""
        self.waiting: list[Span] = []  # words before a paragraph mark that was deleted
        self.noted: list[Footnote] = []  # notes of the paragraph being read: they come after it
        self.depth = 0

    def walk(self, parent: etree._Element) -> None:
        """The blocks of a body, a cell, a text box or a note."""
        if self.depth >= _DEEPEST:
            raise Refused("heavy")
        self.depth += 1
        for element in parent:
            self._block(element)
        self._flush()
        self.depth -= 1

    def _flush(self) -> None:
        """Words whose paragraph mark was deleted, when no paragraph follows for them to go on into."""
        if self.waiting:
            spans, self.waiting = self.waiting, []
            self.blocks.paragraph(spans)

    def _block(self, element: etree._Element) -> None:
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "sdt":
            self._content_control(element)
        elif name in {"customXml", "ins", "moveTo", "smartTag"}:
            self.walk(element)
        elif name in {"del", "moveFrom"}:
            self.left_out.add("deleted", _words(element))
        elif name == "altChunk":
            self.left_out.add("embedded")
        elif name in {"oMathPara", "oMath"}:
            self.blocks.paragraph(self.runs.equation(element))
        elif name == "AlternateContent":
            chosen = child(element, "Choice")
            self.walk(element if chosen is None else chosen)
        elif words := _words(element):
            self.left_out.add("other", words)

    def _content_control(self, element: etree._Element) -> None:
        properties = child(element, "sdtPr")
        gallery = attribute_of(child(properties, "docPartObj"), "docPartGallery").lower()
        if gallery == _CONTENTS_GALLERY:
            self.left_out.add_once("contents")
        elif gallery == _COVER_GALLERY:
            self._cover(element)
        elif child(properties, "showingPlcHdr") is not None:
            self.left_out.add("form_field", _words(element))
        else:
            for content in children(element, "sdtContent"):
                self.walk(content)

    def _cover(self, element: etree._Element) -> None:
        """Of a cover only the title is taken: the rest is for the paper."""
        told = []
        for paragraph in [each for each in element.iter() if local(each) == "p"]:
            if words := _words(paragraph):
                style = self.styles.of_paragraph(attribute_of(child(paragraph, "pPr"), "pStyle"))
                if style.is_title and not self.blocks.done:
                    self._title([Span(words)])
                else:
                    told.append(words)
        self.left_out.add("cover", " · ".join(told))

    def _paragraph(self, element: etree._Element) -> None:
        properties = child(element, "pPr")
        stands_for = _stands_for(element)
        spans, boxes = self.runs.of(element)
        spans = [*self.waiting, *spans]
        self.waiting = []
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self.waiting = spans
        elif any(span.text.strip() for span in spans):
            self._written(properties, spans, stands_for)
        else:  # it is counted though nothing stands in it
            style_id = attribute_of(properties, "pStyle")
            if style_id == _NUMBERED_PASSAGE:
                self.blocks.passage(self._number_beside(properties, style_id))
            self._label(properties, self.styles.of_paragraph(style_id), style_id)
        self._after()
        for box in boxes:
            self.walk(box)

    def _after(self) -> None:
        """The notes whose marks stand in the block that was just written."""
        noted, self.noted = self.noted, []
        for note in noted:
            self.blocks.note(note.mark, note.text)

    def _written(self, properties: etree._Element | None, spans: list[Span], stands_for: StandsFor) -> None:
        """Put a paragraph among the blocks as what its style and numbering make of it."""
        style_id = attribute_of(properties, "pStyle")
        style = self.styles.of_paragraph(style_id)
        level = outline_level(properties)
        level = style.level if level is None else (level if level <= 9 else None)
        if style.is_contents:
            self.left_out.add_once("contents")
            return
        if style_id == _NUMBERED_PASSAGE or (stands_for == "passage" and level is None):
            self.blocks.passage(self._number_beside(properties, style_id))
        label, depth = self._label(properties, style, style_id)
        if style.is_title and level is None:
            self._title(spans)
        elif level is not None:
            code, spans = _own_code(spans) if stands_for else ("", spans)
            self.blocks.heading(level, spans, code or as_code(label or ""), stands_for)
        elif label is not None:
            item_mark, before = as_mark(label)
            self.blocks.item([Span(before), *spans], depth, item_mark)
        else:
            self.blocks.paragraph(spans)

    def _number_beside(self, properties: etree._Element | None, style_id: str) -> str:
        """The number of a passage without heading, which a list of its own shows beside it."""
        list_id, _level = numbering_of(properties)
        if style_id != _NUMBERED_PASSAGE or not self.numbering.is_list(list_id):
            return ""
        return (self.numbering.label(list_id, 0) or "").strip()

    def _title(self, spans: list[Span]) -> None:
        """The title of the whole stands first; a later one is a chapter's."""
        if self.blocks.done:
            self.blocks.heading(1, spans)
        else:
            self.title = f"{self.title} {inline.one_line(spans)}".strip()

    def _label(self, properties: etree._Element | None, style: ParagraphStyle, style_id: str) -> tuple[str | None, int]:
        """What the paragraph is counted with and on which level; None when it is in no list."""
        if style_id == _NUMBERED_PASSAGE:
            return None, 0
        own_list, own_level = numbering_of(properties)
        list_id = own_list or style.numbering[0]
        if not self.numbering.is_list(list_id):
            return None, 0
        level = self.numbering.level(list_id, own_level or style.numbering[1], style_id)
        return self.numbering.label(list_id, level), level

    def _table(self, element: etree._Element) -> None:
        """A table with headings in it, or of a single column, only places text on the page: take what is in it."""
        self._flush()
        rows = word_tables.rows(element, self.left_out)
        if word_tables.is_layout(rows, self.styles):
            for row in rows:
                for cell in row.cells:
                    if cell is not None:
                        self.walk(cell)
            return
        texts = [[self._cell(cell) for cell in row.cells] for row in rows]
        styled = word_tables.has_header_style(element, self.styles)
        header = bool(rows) and (rows[0].is_header or styled or word_tables.looks_like_header(texts))
        if header:
            texts[0] = [cell.replace("**", "") for cell in texts[0]]
        self.blocks.table(texts, has_header=header)
        self._after()

    def _cell(self, cell: etree._Element | None) -> str:
        """The text of a cell on lines; its notes follow the table."""
        return "" if cell is None else self._apart(cell)

    def _apart(self, element: etree._Element) -> str:
        """What stands in an element as lines of text, beside the blocks of the body."""
        outer, waiting, noted = self.blocks, self.waiting, self.noted
        self.blocks = building.Blocks(self.left_out, length=outer.length)
        self.waiting, self.noted = [], []
        try:
            self.walk(element)
            lines, notes = word_tables.lines_of(self.blocks.end())
        finally:
            inner = self.blocks
            self.blocks, self.waiting = outer, waiting
            outer.length = inner.length
        self.noted = [*noted, *notes]
        return lines

    def note(self, mark: str, element: etree._Element) -> None:
        """A footnote or endnote whose mark was met in the text."""
        text = self._apart(element)
        self.noted = [*self.noted, Footnote(mark, text)]

    def list_headers_and_footers(self) -> None:
        self.left_out.where = ""
        for root in self.parts.headers_and_footers():
            if words := _words(root):
                self.left_out.add("header_or_footer", words)


def _own_code(spans: list[Span]) -> tuple[str, list[Span]]:
    """The code of a heading that we wrote, which a tab or an en space parts from its words, and those words."""
    words = "".join(span.text for span in spans)
    found = _OWN_CODE.match(words)
    return (found["code"], [Span(words[found.end() :])]) if found else ("", spans)


def _stands_for(element: etree._Element) -> StandsFor:
    """What we wrote that a paragraph begins: a section, a passage, or neither."""
    names = (attribute(each, "name") for each in element.iter() if local(each) == "bookmarkStart")
    found = next((match for name in names if (match := _OWN_BOOKMARK.fullmatch(name))), None)
    return "" if found is None else "section" if found[1] == "section" else "passage"


def _words(element: etree._Element) -> str:
    """The words in an element, for saying what was left out."""
    return " ".join(_texts(element)).strip()


def _texts(element: etree._Element) -> Iterable[str]:
    for paragraph in [each for each in element.iter() if local(each) == "p"] or [element]:
        signs = (each for each in paragraph.iter() if local(each) in {"t", "delText", "tab"})
        yield "".join(" " if local(each) == "tab" else each.text or "" for each in signs)
