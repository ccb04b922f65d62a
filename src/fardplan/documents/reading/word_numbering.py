"""The lists of a Word file (numbering.xml) and how far each has come."""

from __future__ import annotations

from lxml import etree

from fardplan.documents.reading.container import attribute, child, children, whole
from fardplan.documents.reading.counting import Counter, Level
from fardplan.documents.reading.word_styles import Styles, attribute_of


class Numbering:
    """Counts the paragraphs of every list. Lists of the same kind go on from each other unless one begins anew."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = {attribute(each, "abstractNumId"): each for each in children(root, "abstractNum")}
        self._lists = {attribute(each, "numId"): each for each in children(root, "num")}
        self._levels: dict[str, dict[int, Level]] = {}
        self._own_style: dict[str, dict[str, int]] = {}
        self._counters: dict[str, Counter] = {}
        self._begun: set[tuple[str, int]] = set()

    def is_list(self, list_id: str) -> bool:
        return list_id in self._lists and self._source(list_id) is not None

    def level(self, list_id: str, written: str, style_id: str) -> int:
        """The level of a paragraph: as written, or the one its style belongs to in that list."""
        if written:
            return min(whole(written, 0), 8)
        self._levels_of(list_id)
        return self._own_style.get(list_id, {}).get(style_id, 0)

    def label(self, list_id: str, level: int) -> str:
        """Count one further in a list; "" for a bullet."""
        source = self._source(list_id)
        if source is None:
            return ""
        levels = self._levels_of(list_id)
        counter = self._counters.setdefault(attribute(source, "abstractNumId"), Counter(levels))
        counter.levels = levels
        start = self._start_anew(list_id, level)
        if start is not None and (list_id, level) not in self._begun:
            counter.numbers[level] = start - 1
        self._begun.add((list_id, level))
        return counter.next(level)

    def _source(self, list_id: str) -> etree._Element | None:
        """The definition a list follows, also by way of a list style."""
        found = self._abstract.get(attribute_of(self._lists.get(list_id), "abstractNumId"))
        style = attribute_of(found, "numStyleLink")
        if not style:
            return found
        linked = self._styles.of_paragraph(style).numbering[0]
        return self._abstract.get(attribute_of(self._lists.get(linked), "abstractNumId"), found)

    def _override(self, list_id: str, level: int) -> etree._Element | None:
        overrides = children(self._lists.get(list_id), "lvlOverride")
        return next((each for each in overrides if attribute(each, "ilvl") == str(level)), None)

    def _start_anew(self, list_id: str, level: int) -> int | None:
        value = whole(attribute_of(self._override(list_id, level), "startOverride"), -1)
        return None if value < 0 else value

    def _levels_of(self, list_id: str) -> dict[int, Level]:
        if list_id not in self._levels:
            found: dict[int, Level] = {}
            styles: dict[str, int] = {}
            for each in children(self._source(list_id), "lvl"):
                place = whole(attribute(each, "ilvl"), 0)
                replaced = child(self._override(list_id, place), "lvl")
                found[place] = _level(each if replaced is None else replaced)
                if style := attribute_of(each, "pStyle"):
                    styles[style] = place
            self._levels[list_id], self._own_style[list_id] = found, styles
        return self._levels[list_id]


def _level(element: etree._Element) -> Level:
    restart = whole(attribute_of(element, "lvlRestart"), -1)
    legal = child(element, "isLgl")
    return Level(
        form=attribute_of(element, "numFmt") or "decimal",
        pattern=attribute_of(element, "lvlText"),
        start=whole(attribute_of(element, "start"), 1),
        restarts_after=None if restart < 0 else restart,
        is_legal=legal is not None and attribute(legal, "val") not in {"0", "false", "off"},
    )
