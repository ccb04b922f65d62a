"""Where the lines and marks of a small chart stand, in percent of its area, so that text beside it keeps its size."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from `low` to `high`, with round numbers along it from the lowest up."""

    low: float
    high: float
    ticks: tuple[float, ...]
    decimals: int

    @property
    def starts_at_zero(self) -> bool:
        return self.low == 0

    def height_of(self, value: float) -> float:
        """How far up a value stands: 0 at the bottom, 1 at the top."""
        return (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value of the axis and where its line is drawn, from the top."""

    value: float
    y: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """The line between two values that follow each other."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything in percent as SVG takes it ("12.5%")."""

    ticks: tuple[Tick, ...]
    strokes: tuple[Stroke, ...]
    dots: tuple[Dot, ...]


def axis_for(values: Sequence[float], *, most: int = 3) -> Axis:
    """A scale with round numbers and at most `most` intervals.

    It starts at zero unless that would press values that lie close together into a line: where the smallest is more
    than half of the largest, the scale begins below the smallest instead, and `starts_at_zero` says so.
    """
    least, largest = min(values, default=0.0), max(values, default=0.0)
    if not (0 < largest / 2 < least):
        least, largest = min(least, 0.0), max(largest, 0.0)
    if largest - least < 1e-9 * max(abs(largest), 1.0):
        margin = abs(largest) / 10 or 1.0
        least, largest = (least - margin, largest + margin) if least else (0.0, 1.0)
    step = _round_step((largest - least) / most)
    first, last = math.floor(least / step + 1e-9), math.ceil(largest / step - 1e-9)
    if first < 0 <= least:
        first = 0
    ticks = tuple(place * step for place in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks, decimals=_decimals(step))


def _round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is not less."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in _STEPS if step * power >= least * (1 - 1e-9))


def _decimals(step: float) -> int:
    """How many decimals the ticks need to be told apart."""
    return next((places for places in range(9) if abs(step - round(step, places)) < 1e-9 * step), 9)


def line_chart(values: Sequence[float | None], places: Sequence[float], axis: Axis) -> LineChart:
    """Strokes and dots of a series. `places` says where along each value stands, from 0 to 1.

    A value that is missing is a gap: nothing is drawn across it.
    """
    dots: list[Dot] = []
    strokes: list[Stroke] = []
    known = [at for at, value in enumerate(values) if value is not None]
    for at in known:
        value = values[at]
        dot = Dot(_percent(places[at]), _percent(1 - axis.height_of(value or 0.0)), is_last=at == known[-1])
        if dots and values[at - 1] is not None:
            strokes.append(Stroke(dots[-1].x, dots[-1].y, dot.x, dot.y))
        dots.append(dot)
    ticks = tuple(Tick(value, _percent(1 - axis.height_of(value))) for value in axis.ticks)
    return LineChart(ticks, tuple(strokes), tuple(dots))


def places_in_time(days: Sequence[int | None], number: int) -> list[float]:
    """Where along each moment stands, by its day (`date.toordinal`); evenly when a day is not known."""
    known = [day for day in days if day is not None]
    if len(known) == number > 1 and known[-1] > known[0]:
        return [(day - known[0]) / (known[-1] - known[0]) for day in known]
    return [at / (number - 1) if number > 1 else 0.5 for at in range(number)]


def width_of(value: float, largest: float) -> str:
    """How long the bar of a value is beside the largest one."""
    return _percent(max(0.0, value) / largest if largest > 0 else 0.0)


def _percent(share: float) -> str:
    return f"{round(100 * share, 2):g}%"
