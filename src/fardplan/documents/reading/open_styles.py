"""What the styles of an OpenDocument text mean: what is bold, what a list is counted with, which is the title."""

from __future__ import annotations

import re

from lxml import etree

from fardplan.documents.reading.container import attribute, child, local, whole
from fardplan.documents.reading.counting import Level
from fardplan.documents.reading.word_styles import RunStyle

_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_TITLE = re.compile(r"(?:title|titel)", re.IGNORECASE)
_HEAVY = re.compile(r"bold|[6-9]00")
_DEEPEST = 30


class Styles:
    """The styles of both parts of a file by name, each with what it inherits."""

    def __init__(self, content: etree._Element, styles: etree._Element | None) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._runs: dict[str, RunStyle] = {}
        self.outline_levels: dict[int, Level] = {}
        for root, holders in ((styles, ("styles", "automatic-styles")), (content, ("automatic-styles",))):
            for holder in holders:
                # Both parts number their automatic styles from 1: those of the text itself come last and hold.
                found = child(root, holder)
                for style in found if found is not None else ():
                    self._take(style)

    def _take(self, style: etree._Element) -> None:
        name = attribute(style, "name")
        if local(style) == "style":
            self._styles[(attribute(style, "family"), name)] = style
        elif local(style) == "list-style":
            self._lists[name] = style
        elif local(style) == "outline-style":
            self.outline_levels = _levels(style)

    def named(self, style: str) -> str:
        """The name of a paragraph's style as it was chosen: an automatic style stands for the one it is made from."""
        for each in self._chain("paragraph", style):
            if not re.fullmatch(r"P\d+", attribute(each, "name")):
                return attribute(each, "display-name") or attribute(each, "name")
        return style

    def is_title(self, style: str) -> bool:
        return _TITLE.fullmatch(self.named(style)) is not None

    def list_of(self, style: str) -> str:
        """The list a paragraph's style is counted in; "" when its style names none."""
        for each in self._chain("paragraph", style):
            if name := attribute(each, "list-style-name"):
                return name if name in self._lists else ""
        return ""

    def levels_of(self, list_style: str) -> dict[int, Level]:
        if list_style not in self._levels:
            style = self._lists.get(list_style)
            self._levels[list_style] = {} if style is None else _levels(style)
        return self._levels[list_style]

    def of_run(self, style: str) -> RunStyle:
        if style not in self._runs:
            result = RunStyle()
            for each in reversed(self._chain("text", style)):
                result = _run_style(child(each, "text-properties")).over(result)
            self._runs[style] = result
        return self._runs[style]

    def of_paragraph(self, style: str) -> RunStyle:
        """How a paragraph's own, automatic style sets its words; what a named style does is no emphasis."""
        found = self._styles.get(("paragraph", style))
        if found is None or not re.fullmatch(r"P\d+", style):
            return RunStyle()
        return _run_style(child(found, "text-properties"))

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen and len(chain) < _DEEPEST:
            seen.add(name)
            chain.append(self._styles[(family, name)])
            name = attribute(chain[-1], "parent-style-name")
        return chain


def _levels(style: etree._Element) -> dict[int, Level]:
    found = {}
    for each in style:
        place = whole(attribute(each, "level"), 1) - 1
        if local(each) == "list-level-style-bullet" or local(each) == "list-level-style-image":
            found[place] = Level(form="bullet")
        elif local(each) in {"list-level-style-number", "outline-level-style"}:
            found[place] = _level(each, place)
    return found


def _level(element: etree._Element, place: int) -> Level:
    """`list-format` says it in newer files; in others the number stands between a prefix and a suffix."""
    form = _FORMS.get(attribute(element, "num-format"), "decimal")
    shown = max(1, min(whole(attribute(element, "display-levels"), 1), place + 1))
    numbers = ".".join(f"%{level + 1}" for level in range(place + 1 - shown, place + 1)) if form != "none" else ""
    pattern = f"{attribute(element, 'num-prefix')}{numbers}{attribute(element, 'num-suffix')}"
    if written := attribute(element, "num-list-format"):
        pattern = re.sub(r"%(\d)%", r"%\1", written)
    return Level(
        form=form, pattern=pattern if form != "none" else "", start=whole(attribute(element, "start-value"), 1)
    )


def _run_style(properties: etree._Element | None) -> RunStyle:
    if properties is None:
        return RunStyle()
    weight, style = attribute(properties, "font-weight"), attribute(properties, "font-style")
    display, line = attribute(properties, "display"), attribute(properties, "text-line-through-style")
    position = attribute(properties, "text-position").split(" ")[0]
    raised = ""
    if position == "super" or position.rstrip("%").lstrip("-").isdigit():
        raised = "subscript" if position.startswith("-") else "superscript"
        raised = "" if position in {"0%", "0"} else raised
    elif position == "sub":
        raised = "subscript"
    return RunStyle(
        _HEAVY.search(weight) is not None if weight else None,
        style in {"italic", "oblique"} if style else None,
        display == "none" if display else None,
        line != "none" if line else None,
        raised,
    )
