"""What the styles of a Word file mean: which are headings, titles or lists, and what is bold."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml import etree

from fardplan.documents.reading.container import attribute, child, children, local, whole

# Word keeps the names of its own styles in English whatever its language; other programs write what their user saw.
_HEADING = re.compile(r"(?:heading|rubrik|overskrift|otsikko|überschrift|titre)\s*(\d)(?:\D.*)?", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titel|dokumenttitel)", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:toc|innehåll|innehållsförteckning|contents|index|table of figures|figurförteckning)\s*(?:heading|\d)?",
    re.IGNORECASE,
)
_OFF = {"0", "false", "off", "none"}
_DEEPEST = 30


@dataclass(frozen=True)
class ParagraphStyle:
    """`level` is the heading's, 1–9, or None for running text. `numbering` is (numId, ilvl), each "" if not said."""

    level: int | None = None
    is_title: bool = False
    is_contents: bool = False
    numbering: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class RunStyle:
    """How words are set; None where nothing is said."""

    is_bold: bool | None = None
    is_italic: bool | None = None
    is_hidden: bool | None = None
    is_struck: bool | None = None
    raised: str = ""

    def over(self, below: RunStyle) -> RunStyle:
        """This, and where it says nothing what is below."""
        return RunStyle(
            below.is_bold if self.is_bold is None else self.is_bold,
            below.is_italic if self.is_italic is None else self.is_italic,
            below.is_hidden if self.is_hidden is None else self.is_hidden,
            below.is_struck if self.is_struck is None else self.is_struck,
            self.raised or below.raised,
        )


class Styles:
    """The styles of a file by id, each with what it inherits."""

    def __init__(self, root: etree._Element | None) -> None:
        found = children(root, "style")
        self._by_id = {attribute(style, "styleId"): style for style in found}
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._runs: dict[str, RunStyle] = {}
        self._default = next(
            (
                attribute(style, "styleId")
                for style in found
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}
            ),
            "",
        )

    def of_paragraph(self, style_id: str) -> ParagraphStyle:
        style_id = style_id or self._default
        if style_id not in self._paragraphs:
            self._paragraphs[style_id] = self._paragraph(style_id)
        return self._paragraphs[style_id]

    def of_run(self, style_id: str) -> RunStyle:
        if style_id not in self._runs:
            result = RunStyle()
            for style in reversed(self._chain(style_id)):
                result = run_style(child(style, "rPr")).over(result)
            self._runs[style_id] = result
        return self._runs[style_id]

    def sets_first_row_apart(self, style_id: str) -> bool:
        """Whether a table's style has words of its own for the first row."""
        parts = (part for style in self._chain(style_id) for part in children(style, "tblStylePr"))
        return any(attribute(part, "type") == "firstRow" for part in parts)

    def _chain(self, style_id: str) -> list[etree._Element]:
        """The style and those it is based on, nearest first; a circle is left where it closes."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while style_id in self._by_id and style_id not in seen and len(chain) < _DEEPEST:
            seen.add(style_id)
            chain.append(self._by_id[style_id])
            style_id = attribute_of(chain[-1], "basedOn")
        return chain

    def _paragraph(self, style_id: str) -> ParagraphStyle:
        result = ParagraphStyle()
        for style in reversed(self._chain(style_id)):
            name, properties = attribute_of(style, "name").strip(), child(style, "pPr")
            if heading := (_HEADING.fullmatch(name) or _HEADING.fullmatch(attribute(style, "styleId"))):
                result = replace(result, level=int(heading[1]) or None)
            if (level := outline_level(properties)) is not None:
                result = replace(result, level=level if level <= 9 else None)
            numbering = numbering_of(properties)
            result = replace(
                result,
                is_title=result.is_title or _TITLE.fullmatch(name) is not None,
                is_contents=result.is_contents or _CONTENTS.fullmatch(name) is not None,
                numbering=(numbering[0] or result.numbering[0], numbering[1] or result.numbering[1]),
            )
        return result


def attribute_of(element: etree._Element | None, name: str) -> str:
    """The value ("val") of a child with that name; "" when there is none."""
    found = child(element, name)
    return "" if found is None else attribute(found, "val")


def outline_level(properties: etree._Element | None) -> int | None:
    """1–9 for a heading, 10 for running text, None when the properties do not say."""
    level = whole(attribute_of(properties, "outlineLvl"), 10)
    return level + 1 if level <= 9 else None


def numbering_of(properties: etree._Element | None) -> tuple[str, str]:
    """(numId, ilvl) as they are written."""
    numbering = child(properties, "numPr")
    return attribute_of(numbering, "numId"), attribute_of(numbering, "ilvl")


def run_style(properties: etree._Element | None) -> RunStyle:
    """What the properties of a run say themselves, without its style."""
    if properties is None:
        return RunStyle()
    said: dict[str, bool] = {}
    raised = ""
    for each in properties:
        name = local(each)
        if name in {"b", "i", "vanish", "strike", "dstrike"}:
            said[name] = attribute(each, "val") not in _OFF
        elif name == "vertAlign":
            raised = attribute(each, "val")
    struck = [said[name] for name in ("strike", "dstrike") if name in said]
    return RunStyle(said.get("b"), said.get("i"), said.get("vanish"), any(struck) if struck else None, raised)
