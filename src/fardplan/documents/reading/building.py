"""Putting blocks together while a file is read, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from fardplan.base import text as words
from fardplan.documents.reading import bounds, inline
from fardplan.documents.reading.inline import Span
from fardplan.documents.reading.shapes import (
    Block,
    Footnote,
    Heading,
    LeftOut,
    List,
    ListItem,
    Paragraph,
    PassageStart,
    StandsFor,
    Table,
    What,
)

HEADING_LENGTH = 300  # a longer "heading" is a paragraph somebody set large
CODE_LENGTH = 12
EXAMPLES = 3
_BULLET = re.compile(r"^(?:[•▪◦●‣■□–] ?\t|[•▪◦●‣] ?|- )\s*(?=\S)")


class TooMuchText(Exception):
    """The file holds more text than any strategy or letter does."""


@dataclass
class LeftOuts:
    """What is not taken, counted by what it is and under which heading it stood."""

    where: str = ""
    _found: dict[tuple[What, str], LeftOut] = field(default_factory=dict)

    def add(self, what: What, example: str = "", count: int = 1) -> None:
        example = words.clean_line(example[:400])
        example = example if len(example) <= 80 else example[:79].rstrip() + "…"
        known = self._found.get((what, self.where), LeftOut(what, self.where, 0))
        examples = known.examples
        if example and example not in examples and len(examples) < EXAMPLES:
            examples = (*examples, example)
        self._found[(what, self.where)] = replace(known, count=known.count + count, examples=examples)

    def add_once(self, what: What) -> None:
        """For what is written in many paragraphs and yet is one thing, as a table of contents."""
        if all(known != what for known, _where in self._found):
            self.add(what)

    def listed(self) -> tuple[LeftOut, ...]:
        return tuple(self._found.values())


@dataclass
class Blocks:
    """Blocks in the order they come. Items that follow each other become one list; notes come after their block."""

    left_out: LeftOuts
    done: list[Block] = field(default_factory=list)
    length: int = 0
    _items: list[ListItem] = field(default_factory=list)
    _notes: list[Footnote] = field(default_factory=list)

    def passage(self, code: str) -> None:
        """What follows is a passage of its own."""
        self._close()
        self.done.append(PassageStart(code if len(code) <= CODE_LENGTH else ""))

    def heading(self, level: int, spans: Sequence[Span], code: str = "", stands_for: StandsFor = "") -> None:
        text = inline.one_line(spans)
        if not text:
            return
        if len(text) > HEADING_LENGTH:
            self.paragraph([Span(f"{code} " if code else ""), *spans])
            return
        if len(code) > CODE_LENGTH:
            text, code = f"{code} {text}", ""
        self._close()
        self._count(text)
        self.left_out.where = f"{code} {text}".strip()
        self.done.append(Heading(max(1, min(level, 9)), text, code, stands_for))

    def paragraph(self, spans: Sequence[Span]) -> None:
        """A paragraph, or an item when somebody typed the bullet themselves. Nothing when it is empty."""
        plain = "".join(span.text for span in spans).lstrip()
        if bullet := _BULLET.match(plain):
            self.item(_without_start(spans, bullet.group()))
            return
        text = inline.markdown(spans)
        if not text:
            return
        self._close()
        self._count(text)
        self.done.append(Paragraph(text))

    def quote(self, spans: Sequence[Span]) -> None:
        """A paragraph somebody set as a quotation."""
        if text := inline.markdown(spans):
            self._close()
            self._count(text)
            self.done.append(Paragraph("\n".join(f"> {line}" for line in text.split("\n"))))

    def item(self, spans: Sequence[Span], level: int = 0, mark: str = "-") -> None:
        text = inline.markdown(spans)
        if not text:
            return
        if self._notes and not self._items:
            self._close()
        self._count(text)
        self._items.append(ListItem(text, max(0, min(level, 8)), mark))

    def go_on(self, spans: Sequence[Span], level: int) -> None:
        """A further paragraph of the item that was just written."""
        text = inline.markdown(spans)
        if not self._items or not text:
            self.paragraph(spans)
            return
        self._count(text)
        last = self._items[-1]
        if last.level == level:
            self._items[-1] = replace(last, text=f"{last.text}\n{text}")
        else:
            self._items.append(ListItem(text, max(0, min(level, 8))))

    def table(self, rows: Sequence[Sequence[str]], *, has_header: bool) -> None:
        width = max((len(row) for row in rows), default=0)
        kept = [(*row, *[""] * (width - len(row))) for row in rows if any(row)]
        if not kept:
            return
        self._close()
        self._count("".join(map("".join, kept)))
        self.left_out.add("table_lines", next(cell for cell in kept[0] if cell) if any(kept[0]) else "")
        self.done.append(Table(tuple(kept), has_header and len(kept) > 1))

    def note(self, mark: str, text: str) -> None:
        if text:
            self._count(text)
            self._notes.append(Footnote(mark, text))

    def end(self) -> tuple[Block, ...]:
        self._close()
        return tuple(self.done)

    def _close(self) -> None:
        if self._items:
            self.done.append(List(tuple(self._items)))
            self._items = []
        self.done.extend(self._notes)
        self._notes = []

    def _count(self, text: str) -> None:
        self.length += len(text)
        if self.length > bounds.TEXT_LENGTH:
            raise TooMuchText


def _without_start(spans: Sequence[Span], start: str) -> list[Span]:
    """The spans without the bullet somebody typed, and without the spaces before it."""
    kept: list[Span] = []
    rest = len(start)
    for span in spans:
        text = span.text.lstrip() if rest == len(start) else span.text
        taken = min(rest, len(text))
        rest -= taken
        kept.append(replace(span, text=text[taken:]))
    return kept
