"""The words inside a paragraph of a Word file: runs, links, fields, notes, tracked changes, pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from fardplan.documents.reading.building import LeftOuts
from fardplan.documents.reading.container import Refused, attribute, child, children, local
from fardplan.documents.reading.counting import roman
from fardplan.documents.reading.inline import LOWERED, RAISED, Span
from fardplan.documents.reading.shapes import What
from fardplan.documents.reading.word_parts import Parts
from fardplan.documents.reading.word_styles import RunStyle, Styles, attribute_of, run_style

_CONTENTS_FIELDS = {"TOC", "INDEX", "TOA"}
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "PAGEREF", "SECTIONPAGES"}
_ADDRESS = re.compile(r'HYPERLINK\s+(?!\\)"?([^"\s]+)"?', re.IGNORECASE)
_SIGNS = {"F0B7": "•", "F0A7": "▪", "F0E0": "→", "F0FC": "✓", "F0A8": "☐", "F06F": "☐", "F0FE": "☒", "F0AE": "→"}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_DEEPEST = 60


@dataclass
class _Field:
    """A field being read: its instruction first, then the words it came to."""

    instruction: str = ""
    has_result: bool = False
    is_listed: bool = False

    @property
    def name(self) -> str:
        return (self.instruction.split() or [""])[0].upper()

    @property
    def link(self) -> str:
        found = _ADDRESS.search(self.instruction)
        return found[1] if found else ""


class Runs:
    """Reads paragraphs one after the other; a field may begin in one and end in another."""

    def __init__(
        self, parts: Parts, styles: Styles, left_out: LeftOuts, on_note: Callable[[str, etree._Element], None]
    ) -> None:
        self._parts, self._styles, self._left_out, self._on_note = parts, styles, left_out, on_note
        self._fields: list[_Field] = []
        self._boxes: list[etree._Element] = []
        self._notes = {kind: _by_id(parts.xml_of(kind), kind[:-1]) for kind in ("footnotes", "endnotes")}
        self._comments = _by_id(parts.xml_of("comments"), "comment")
        self._met: dict[str, int] = {"footnotes": 0, "endnotes": 0}
        self._inside_note = False
        self._depth = 0

    def of(self, paragraph: etree._Element) -> tuple[list[Span], list[etree._Element]]:
        """The words of a paragraph, and the contents of text boxes that hang on it."""
        outer, self._boxes = self._boxes, []
        spans = list(self._within(paragraph, ""))
        boxes, self._boxes = self._boxes, outer
        return spans, boxes

    def equation(self, element: etree._Element) -> list[Span]:
        """An equation as the signs in it, in order; how they stand above each other is lost, and listed."""
        signs = "".join(each.text or "" for each in element.iter() if local(each) == "t")
        self._left_out.add("equation", signs)
        return [Span(signs)]

    def _within(self, parent: etree._Element, link: str) -> Iterator[Span]:
        if self._depth >= _DEEPEST:
            raise Refused("heavy")
        self._depth += 1
        for element in parent:
            name = local(element)
            if name == "r":
                yield from self._run(element, link)
            elif name == "hyperlink":
                target = self._parts.link(attribute(element, "id"))
                yield from self._within(element, target or link)
            elif name in {"ins", "moveTo", "smartTag", "customXml", "bdo", "dir", "sdtContent"}:
                yield from self._within(element, link)
            elif name in {"del", "moveFrom"}:
                self._left_out.add("deleted", _deleted(element))
            elif name == "fldSimple":
                yield from self._simple_field(element, link)
            elif name == "sdt":
                yield from self._content_control(element, link)
            elif name in {"oMath", "oMathPara"}:
                yield from self.equation(element)
            elif name == "AlternateContent":
                chosen = child(element, "Choice")
                yield from self._within(element if chosen is None else chosen, link)
            elif words := _deleted(element):
                self._left_out.add("other", words)
        self._depth -= 1

    def _content_control(self, element: etree._Element, link: str) -> Iterator[Span]:
        if child(child(element, "sdtPr"), "showingPlcHdr") is not None:
            self._left_out.add("form_field", _deleted(element))
            return
        for content in children(element, "sdtContent"):
            yield from self._within(content, link)

    def _simple_field(self, element: etree._Element, link: str) -> Iterator[Span]:
        field = _Field(attribute(element, "instr"), has_result=True)
        self._fields.append(field)
        if self._is_shown():
            yield from self._within(element, field.link or link)
        self._fields.pop()

    def _is_shown(self) -> bool:
        """Whether words here are text: not a field's instruction, and not a table of contents or a page number."""
        for field in self._fields:
            if not field.has_result:
                return False
            what: What | None = "contents" if field.name in _CONTENTS_FIELDS else None
            what = "page_field" if field.name in _PAGE_FIELDS else what
            if what:
                if what == "contents":
                    self._left_out.add_once(what)
                elif not field.is_listed:
                    self._left_out.add(what)
                field.is_listed = True
                return False
        return True

    def _run(self, run: etree._Element, link: str) -> Iterator[Span]:
        properties = child(run, "rPr")
        style = run_style(properties).over(self._styles.of_run(attribute_of(properties, "rStyle")))
        for element in run:
            text = self._in_run(element)
            if text and self._is_shown():
                yield from self._set(text, style, self._fields[-1].link or link if self._fields else link)

    def _set(self, text: str, style: RunStyle, link: str) -> Iterator[Span]:
        if style.is_hidden:
            self._left_out.add("hidden", text)
            return
        if style.is_struck:
            self._left_out.add("struck", text)
        if style.raised == "superscript" and text.strip().isdecimal():
            text = text.translate(RAISED)
        elif style.raised == "subscript" and text.strip().isdecimal():
            text = text.translate(LOWERED)
        yield Span(text, bool(style.is_bold), bool(style.is_italic), link)

    def _in_run(self, element: etree._Element) -> str:
        """The words an element of a run stands for. What is no words is listed, or kept for after the paragraph."""
        name = local(element)
        if name == "t":
            return self._signs(element.text or "")
        if name in {"tab", "ptab"}:
            return "\t"
        if name in {"br", "cr"}:
            return "\n" if attribute(element, "type") in {"", "textWrapping"} else " "
        if name == "noBreakHyphen":
            return "\u2011"
        if name == "ruby":
            return _deleted(child(element, "rubyBase"))
        if name == "sym":
            return self._sign(attribute(element, "char").upper())
        if name in {"footnoteReference", "endnoteReference"}:
            return self._note(name.removesuffix("Reference") + "s", attribute(element, "id"))
        self._beside(element, name)
        return ""

    def _beside(self, element: etree._Element, name: str) -> None:
        if name == "fldChar":
            self._field_sign(attribute(element, "fldCharType"))
        elif name == "instrText":
            if self._fields and len(self._fields[-1].instruction) < 4000:
                self._fields[-1].instruction += element.text or ""
        elif name == "commentReference":
            self._left_out.add("comment", _deleted(self._comments.get(attribute(element, "id"))))
        elif name == "delText":
            self._left_out.add("deleted", element.text or "")
        elif name in {"drawing", "pict", "object"}:
            self._picture(element)
        elif name == "AlternateContent":
            chosen = child(element, "Choice")
            for each in element if chosen is None else chosen:
                self._beside(each, local(each))
        elif name == "pgNum":
            self._left_out.add("page_field")
        elif words := _deleted(element):
            self._left_out.add("other", words)

    def _field_sign(self, kind: str) -> None:
        if kind == "begin" and len(self._fields) < _DEEPEST:
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].has_result = True
        elif kind == "end" and self._fields:
            field = self._fields.pop()
            if field.name in _PAGE_FIELDS and not field.is_listed:
                self._left_out.add("page_field")

    def _sign(self, code: str) -> str:
        if sign := _SIGNS.get(code if code.startswith("F0") else f"F0{code[-2:]}"):
            return sign
        self._left_out.add("symbol")
        return ""

    def _signs(self, text: str) -> str:
        """Signs of a symbol font have no meaning of their own in plain text."""
        return _PRIVATE.sub(lambda found: self._sign(f"{ord(found[0]):X}"), text)

    def _note(self, kind: str, note_id: str) -> str:
        note = self._notes[kind].get(note_id)
        if note is None or self._inside_note or not self._is_shown():
            return ""
        self._met[kind] += 1
        number = self._met[kind]
        mark = (str(number) if kind == "footnotes" else roman(number)).translate(RAISED)
        # A note is a paragraph of its own in the midst of this one: its fields and text boxes are not this one's.
        fields, boxes = self._fields, self._boxes
        self._fields, self._boxes, self._inside_note = [], [], True
        self._on_note(mark, note)
        self._fields, self._boxes, self._inside_note = fields, boxes, False
        return mark

    def _picture(self, element: etree._Element) -> None:
        """Text boxes are kept for after the paragraph; pictures and charts are listed with their description."""
        inside = list(_outside_boxes(element))
        self._boxes += [each for each in inside if local(each) == "txbxContent"]
        found = next((what for each in inside if (what := _what(each))), None)
        if found:
            self._left_out.add(found, _description(inside), max(1, sum(_what(each) == found for each in inside)))
        elif not any(local(each) == "txbxContent" for each in inside) and not _is_rule(inside):
            self._left_out.add("drawing", _description(inside))


def _outside_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """All inside, without what stands in text boxes and without the fallback of what is already there."""
    for each in element:
        if local(each) == "Fallback" and element.find("./{*}Choice") is not None:
            continue
        yield each
        if local(each) != "txbxContent":
            yield from _outside_boxes(each)


def _what(element: etree._Element) -> What | None:
    name = local(element)
    if name == "OLEObject":
        return "equation" if "equation" in attribute(element, "ProgID").lower() else "embedded"
    if name in {"pic", "imagedata"}:
        return "picture"
    if name == "graphicData":
        kind = attribute(element, "uri")
        return "chart" if "chart" in kind else "diagram" if "diagram" in kind else None
    return None


def _is_rule(inside: list[etree._Element]) -> bool:
    return any(local(each) == "rect" and attribute(each, "hr") for each in inside)


def _description(inside: list[etree._Element]) -> str:
    """What somebody wrote for those who do not see it."""
    for each in inside:
        if local(each) == "docPr":
            return attribute(each, "descr") or attribute(each, "title")
        if local(each) in {"shape", "imagedata"} and (alt := attribute(each, "alt") or attribute(each, "title")):
            return alt
    return ""


def _by_id(root: etree._Element | None, name: str) -> dict[str, etree._Element]:
    return {attribute(each, "id"): each for each in children(root, name) if attribute(each, "type") in {"", "normal"}}


def _deleted(element: etree._Element | None) -> str:
    """The words of something that is not taken."""
    if element is None:
        return ""
    return "".join((each.text or "") for each in element.iter() if local(each) in {"t", "delText"})
