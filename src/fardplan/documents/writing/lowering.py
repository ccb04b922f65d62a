"""A publication as the plain data that the Typst layout sets: lists, words and numbers, ready for JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fardplan.base.text import clean, clean_line, first_words
from fardplan.documents.writing import shared
from fardplan.documents.writing.blocks import Block, List, Paragraph, Quote, of_cell
from fardplan.documents.writing.shape import (
    Bars,
    Cell,
    Changed,
    Definitions,
    Heading,
    Line,
    Notice,
    Part,
    Prose,
    Publication,
    Run,
    Table,
)

Data = dict[str, Any]
_CHANGED = {Changed.SAME: "", Changed.INSERTED: "+", Changed.REMOVED: "-"}


def lower(publication: Publication) -> Data:
    """Everything the layout asks for, under the names it uses."""
    parts = shared.in_order(publication.parts)
    own = shared.own_words(publication)
    lowering = _Parts(parts)
    made = publication.made_at
    language, _separator, region = shared.language_of(publication).partition("-")
    address = publication.address if urlsplit(publication.address).scheme in {"http", "https"} else ""
    has_contents = any(isinstance(part, Heading) and part.is_in_contents for part in parts)
    return {
        "title": clean_line(publication.title),
        "shown-title": _held_together(clean_line(publication.title)),
        "short-title": first_words(publication.title, 80),
        "subtitle": clean(publication.subtitle),
        "organisation": clean_line(publication.organisation),
        "version": clean_line(publication.version),
        "short-version": clean_line(publication.short_version or publication.version),
        "address": address,
        "shown-address": address.partition("://")[2].rstrip("/"),
        "language": language,
        "region": region or None,
        "colour": shared.readable_colour(publication.brand_colour),
        "description": clean_line(publication.description),
        "notice": _notice(publication.notice) if publication.notice else None,
        "made_at": {unit: getattr(made, unit) for unit in ("year", "month", "day", "hour", "minute", "second")},
        "contents": publication.contents_depth if has_contents else 0,
        "is_wide": publication.is_wide,
        "words": {
            "contents": own.contents,
            "page-of": list(own.page_of),
            "read-at": own.read_at,
            "inserted": own.inserted,
            "removed": own.removed,
            "end": own.end,
            "not-shown": own.not_shown,
        },
        "lead": lowering.cell(Prose(publication.lead)),
        "parts": lowering.lowered,
    }


def _held_together(line: str) -> str:
    """The line, not broken before a last word too short to stand alone ("inför dag 2") nor inside 2021–2030."""
    rest, _space, last = line.rpartition(" ")
    held = f"{rest}\u00a0{last}" if rest and len(last) <= 4 else line
    return re.sub(r"(?<=\d)–(?=\d)", "\u2060–\u2060", held)


def _notice(notice: Notice) -> Data:
    return {"k": "notice", "title": clean_line(notice.title), "text": clean(notice.text)}


@dataclass
class _Parts:
    """The parts of one publication. Anchors get names of ours, so that a link leads to one place or is no link."""

    parts: list[Part]
    _waiting: dict[str, str] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        anchors = [part.anchor for part in self.parts if isinstance(part, Heading | Prose | Line) and part.anchor]
        self._names = {anchor: f"a{number}" for number, anchor in enumerate(dict.fromkeys(anchors))}
        self._waiting = dict(self._names)

    @property
    def lowered(self) -> list[Data]:
        return [self._part(part) for part in self.parts]

    def _anchored(self, anchor: str) -> str:
        """The name of an anchor, for the first part that carries it."""
        return self._waiting.pop(anchor, "")

    def _part(self, part: Part) -> Data:
        if isinstance(part, Heading):
            return self._heading(part)
        if isinstance(part, Prose | Line):
            return self._text(part)
        if isinstance(part, Table):
            return self._table(part)
        if isinstance(part, Notice):
            return _notice(part)
        if isinstance(part, Definitions):
            rows = [[clean_line(term), self.cell(says)] for term, says in part.rows]
            return {"k": "definitions", "rows": rows}
        if isinstance(part, Bars):
            return _bars(part)
        return {"k": "break"}

    def _heading(self, heading: Heading) -> Data:
        return {
            "k": "heading",
            "text": clean_line(heading.text),
            "level": heading.level,
            "code": clean_line(heading.code),
            "margin": heading.has_code_in_margin,
            "listed": heading.is_in_contents,
            "anchor": self._anchored(heading.anchor),
        }

    def _text(self, part: Prose | Line) -> Data:
        return {
            "k": "text",
            "blocks": self.cell(part),
            "margin": clean_line(part.margin),
            "anchor": self._anchored(part.anchor),
        }

    def _table(self, table: Table) -> Data:
        return {
            "k": "table",
            "caption": clean_line(table.caption),
            "headings": [clean_line(column.heading) for column in table.columns],
            "widths": [column.width for column in table.columns],
            "numbers": [column.is_number for column in table.columns],
            "leads": table.has_row_headings,
            "rows": [[self.cell(cell) for cell in row] for row in table.rows],
        }

    def cell(self, cell: Cell) -> list[Data]:
        return self._blocks(of_cell(cell))

    def _blocks(self, blocks: Iterable[Block]) -> list[Data]:
        return [self._block(block) for block in blocks]

    def _block(self, block: Block) -> Data:
        if isinstance(block, Paragraph):
            return {"k": "p", "runs": [self._run(run) for run in block.runs]}
        if isinstance(block, List):
            return {"k": "list", "start": block.start, "items": [self._blocks(item) for item in block.items]}
        if isinstance(block, Quote):
            return {"k": "quote", "blocks": self._blocks(block.blocks)}
        return {"k": "rule"}

    def _run(self, run: Run) -> list[str]:
        """Words, how they are set, where they lead; what says nothing at the end is left out, as there are many."""
        how = "b" * run.is_bold + "i" * run.is_italic + _CHANGED[run.changed]
        target = run.link
        if target.startswith("#"):
            name = self._names.get(target[1:])
            target = f"#{name}" if name else ""
        return [run.text, how, target] if target else [run.text, how] if how else [run.text]


def _bars(chart: Bars) -> Data:
    bars = [
        {"label": clean_line(bar.label), "shown": shared.shown_value(bar), "share": share}
        for bar, share in zip(chart.bars, shared.shares(chart), strict=True)
    ]
    return {"k": "bars", "title": clean_line(chart.title), "bars": bars}
