"""The lists of a Word file. A number in the margin is a list of one: shown by Word, but no part of the text."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from fardplan.documents.writing.word_styles import BODY
from fardplan.documents.writing.word_xml import NAMESPACE

MARGIN_WIDTH = 1304  # how far out in the margin a number stands, in twentieths of a point
_INDENT = 357
_FIRST = 9001  # well above the template's own


class Lists:
    """Hands out numbers of lists while the text is written; `define` then writes what they mean."""

    def __init__(self) -> None:
        self._made: list[tuple[int, Any]] = []
        self._lists: list[tuple[int, int, str]] = []
        self._definitions: dict[str, int] = {}

    def points(self) -> int:
        if "points" not in self._definitions:
            self._list(self._definition("points", _levels("bullet", "•")))
        return self._definitions["points"]

    def numbers(self, start: int, level: int) -> int:
        """A list of its own whose items on `level` (0 is the outermost) are counted from `start`."""
        anew = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        return self._list(self._definition("numbers", _levels("decimal", "")), anew)

    def label(self, shown: str) -> int:
        """A list whose one item shows these words in the margin."""
        place = f"label {shown}"
        if place not in self._definitions:
            definition = self._definition(place, _LABEL)
            self._made[-1][1].find(f".//{qn('w:lvlText')}").set(qn("w:val"), shown)
            self._list(definition)
        return self._definitions[place]

    def define(self, document: Document) -> None:
        numbering = document.part.numbering_part.element
        first = numbering.find(qn("w:num"))
        for _number, definition in self._made:
            first.addprevious(definition)
        for number, definition, anew in self._lists:
            numbering.append(parse_xml(_LIST.format(NAMESPACE, number, definition, anew)))

    def _definition(self, name: str, levels: str) -> int:
        if name not in self._definitions:
            number = _FIRST + len(self._made) + len(self._lists)
            self._definitions[name] = number
            self._made.append((number, parse_xml(_DEFINITION.format(NAMESPACE, number, levels))))
        return self._definitions[name]

    def _list(self, definition: int, anew: str = "") -> int:
        """A list that follows a definition; unless it is counted by itself it has the definition's number."""
        number = _FIRST + len(self._made) + len(self._lists) if anew else definition
        self._lists.append((number, definition, anew))
        return number


_DEFINITION = '<w:abstractNum {} w:abstractNumId="{}"><w:multiLevelType w:val="hybridMultilevel"/>{}</w:abstractNum>'
_LIST = '<w:num {} w:numId="{}"><w:abstractNumId w:val="{}"/>{}</w:num>'
_LABEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="tab"/>'
    '<w:lvlText w:val=""/><w:lvlJc w:val="left"/>'
    f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="0"/></w:tabs><w:ind w:left="0" w:hanging="{MARGIN_WIDTH}"/></w:pPr>'
    f'<w:rPr><w:rFonts w:ascii="{BODY}" w:hAnsi="{BODY}"/><w:sz w:val="18"/></w:rPr></w:lvl>'
)


def _levels(form: str, shown: str) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown or f"%{level + 1}."}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
        for level in range(9)
    )
