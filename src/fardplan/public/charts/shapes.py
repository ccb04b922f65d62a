"""What a chart is made of, for the page and for the picture to share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fardplan.analysis.charts import Bar, Piece
from fardplan.surveys.results.shape import Result


@dataclass(frozen=True)
class Series:
    """One collection's result, and what it is called beside others."""

    name: str
    result: Result
    slug: str = ""


@dataclass(frozen=True)
class Drawn:
    """A part of a bar with its tone; `number` is "" where none fits."""

    piece: Piece
    tone: str
    number: str


@dataclass(frozen=True)
class Line:
    """A bar with its words. `note` stands instead of a bar that cannot be shown; `heard` says what the bar shows.

    `aside` is what does not belong in the bar: how many said "Vet inte".
    """

    label: str
    n: str = ""
    pieces: tuple[Drawn, ...] = ()
    bar: Bar | None = None
    number: str = ""
    dot: float | None = None
    tone: str = "q1"
    aside: str = ""
    note: str = ""
    heard: str = ""


@dataclass(frozen=True)
class Block:
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Key:
    """What a tone stands for."""

    tone: str
    label: str


@dataclass(frozen=True)
class SheetRow:
    """One row of the table under a chart; `cells` are in the order of the columns."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class SheetPart:
    """The rows of one line of the chart. `note` stands instead of rows that cannot be shown."""

    heading: str
    rows: tuple[SheetRow, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """The table under a chart."""

    columns: tuple[str, ...]
    parts: tuple[SheetPart, ...]


@dataclass(frozen=True)
class Square:
    """A square of the map; `depth` 0–5 is how dark it is, `n` "" where too few or nobody pointed."""

    code: str
    depth: int
    n: str


@dataclass(frozen=True)
class Chart:
    """`form` is diverging, stacked, bars, who, squares or none. `statistic` says what the figures are."""

    form: str
    statistic: str
    blocks: tuple[Block, ...] = ()
    key: tuple[Key, ...] = ()
    zero: float | None = None
    has_intervals: bool = False
    squares: tuple[tuple[Square, ...], ...] = ()
    columns: tuple[str, ...] = ()
    sheet: Sheet | None = None
    notes: tuple[str, ...] = ()


def without_lone_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A single line under a heading takes its name from it; a single block needs no heading."""
    if len(blocks) == 1:
        return (replace(blocks[0], heading=""),)
    if all(len(block.lines) == 1 for block in blocks):
        return (Block("", tuple(replace(block.lines[0], label=block.heading) for block in blocks)),)
    return blocks
