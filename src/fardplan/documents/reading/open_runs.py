"""The words inside a paragraph of an OpenDocument text: spans, links, notes, fields, frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from fardplan.documents.reading.building import LeftOuts
from fardplan.documents.reading.container import Refused, attribute, child, local, whole
from fardplan.documents.reading.inline import LOWERED, RAISED, Span
from fardplan.documents.reading.open_styles import Styles
from fardplan.documents.reading.word_styles import RunStyle

_PAGE_FIELDS = {"page-number", "page-count", "page-continuation"}
_REFERENCES = {"bookmark-ref", "reference-ref", "sequence-ref", "note-ref"}
# Marks without words of their own; what stands between two of them is text like any other.
_MARKS = {
    "bookmark", "bookmark-start", "bookmark-end", "change-start", "change-end", "reference-mark",
    "reference-mark-start", "reference-mark-end", "soft-page-break", "toc-mark", "toc-mark-start", "toc-mark-end",
    "alphabetical-index-mark", "alphabetical-index-mark-start", "alphabetical-index-mark-end", "annotation-end",
    "tracked-changes", "sequence-decls", "variable-decls", "user-field-decls", "forms", "number", "ruby-text",
}  # fmt: skip
_SHAPES = {
    "custom-shape", "rect", "line", "ellipse", "circle", "polygon", "polyline", "path", "g", "connector",
    "regular-polygon", "caption", "measure", "control",
}  # fmt: skip
_DEEPEST = 60
_MOST_SPACES = 200


class Runs:
    """Reads paragraphs; calls back for each note it meets, in order."""

    def __init__(self, styles: Styles, left_out: LeftOuts, on_note: Callable[[str, etree._Element], None]) -> None:
        self._styles, self._left_out, self._on_note = styles, left_out, on_note
        self._boxes: list[etree._Element] = []
        self.deletions: dict[str, str] = {}  # words deleted with changes tracked, until their mark is met
        self._inside_note = False
        self._depth = 0

    def of(self, paragraph: etree._Element) -> tuple[list[Span], list[etree._Element]]:
        """The words of a paragraph, and the text boxes that hang on it."""
        outer, self._boxes = self._boxes, []
        style = self._styles.of_paragraph(attribute(paragraph, "style-name"))
        spans = list(self._within(paragraph, style, ""))
        boxes, self._boxes = self._boxes, outer
        return spans, boxes

    def of_frame(self, element: etree._Element) -> tuple[list[Span], list[etree._Element]]:
        """As `of`, for a frame that stands between paragraphs."""
        outer, self._boxes = self._boxes, []
        spans = list(self._element(element, RunStyle(), ""))
        boxes, self._boxes = self._boxes, outer
        return spans, boxes

    def _within(self, parent: etree._Element, style: RunStyle, link: str) -> Iterator[Span]:
        if self._depth >= _DEEPEST:
            raise Refused("heavy")
        self._depth += 1
        yield from self._set(_collapsed(parent.text), style, link)
        for element in parent:
            yield from self._element(element, style, link)
            yield from self._set(_collapsed(element.tail), style, link)
        self._depth -= 1

    def _element(self, element: etree._Element, style: RunStyle, link: str) -> Iterator[Span]:
        name = local(element)
        if name == "span":
            yield from self._within(element, self._styles.of_run(attribute(element, "style-name")).over(style), link)
        elif name == "a":
            yield from self._within(element, style, attribute(element, "href") or link)
        elif name == "s":
            yield from self._set(" " * min(whole(attribute(element, "c"), 1), _MOST_SPACES), style, link)
        elif name in {"tab", "line-break"}:
            yield Span("\t" if name == "tab" else "\n", bool(style.is_bold), bool(style.is_italic), link)
        elif name == "note":
            yield from self._note(element)
        elif name == "annotation":
            self._left_out.add("comment", texts_of(element))
        elif name in _PAGE_FIELDS or (name in _REFERENCES and attribute(element, "reference-format") == "page"):
            self._left_out.add("page_field")
        elif name == "change":
            if (deleted := self.deletions.pop(attribute(element, "change-id"), None)) is not None:
                self._left_out.add("deleted", deleted)
        elif name in {"hidden-text", "hidden-paragraph"}:
            self._left_out.add("hidden", attribute(element, "string-value") or texts_of(element))
        elif name == "placeholder":
            self._left_out.add("form_field", texts_of(element))
        elif name == "frame":
            self._frame(element)
        elif name in _SHAPES:
            self._shape(element)
        elif name not in _MARKS:
            yield from self._within(element, style, link)

    def _set(self, text: str, style: RunStyle, link: str) -> Iterator[Span]:
        if not text:
            return
        if style.is_hidden:
            self._left_out.add("hidden", text)
            return
        if style.is_struck:
            self._left_out.add("struck", text)
        if style.raised and text.strip().isdecimal():
            text = text.translate(RAISED if style.raised == "superscript" else LOWERED)
        yield Span(text, bool(style.is_bold), bool(style.is_italic), link)

    def _note(self, element: etree._Element) -> Iterator[Span]:
        citation, body = child(element, "note-citation"), child(element, "note-body")
        if body is None or self._inside_note:
            return
        label = texts_of(citation).strip() if citation is not None else ""
        mark = label.translate(RAISED) if label.isdecimal() or set(label) <= set("ivxlc") else label
        boxes, self._boxes, self._inside_note = self._boxes, [], True
        self._on_note(mark or "*", body)
        self._boxes, self._inside_note = boxes, False
        yield Span(mark or "*")

    def _frame(self, element: etree._Element) -> None:
        """A frame holds alternatives for one thing; the first is the thing itself."""
        found = {local(each): each for each in element}
        description = " ".join(texts_of(found[name]) for name in ("title", "desc") if name in found)
        if "text-box" in found:
            self._boxes.append(found["text-box"])
        elif "object" in found:
            is_formula = found["object"].find(".//{*}math") is not None or "math" in description.lower()
            self._left_out.add("equation" if is_formula else "embedded", description)
        elif "object-ole" in found:
            self._left_out.add("embedded", description)
        elif "image" in found:
            self._left_out.add("picture", description)
        else:
            self._left_out.add("drawing", description)

    def _shape(self, element: etree._Element) -> None:
        """A drawn shape with words in it is a text box; one without is listed."""
        if any(local(each) in {"p", "h"} and texts_of(each).strip() for each in element.iter()):
            self._boxes.append(element)
        else:
            self._left_out.add("drawing", texts_of(element))


def texts_of(element: etree._Element | None) -> str:
    """All words in an element, for saying what was left out or whether there are any."""
    if element is None:
        return ""
    pieces = []
    for each in element.iter():
        if local(each) in {"creator", "date", "date-string", "creator-initials"}:
            continue
        pieces.append(each.text or "")
        if local(each) in {"p", "h", "s", "tab", "line-break"}:
            pieces.append(" ")
        if each is not element:
            pieces.append(each.tail or "")
    return " ".join("".join(pieces).split())


def _collapsed(text: str | None) -> str:
    """Line ends and indentation in the file itself are single spaces."""
    return " ".join((text or "").replace("\n", " ").replace("\t", " ").split(" ")) if text else ""
