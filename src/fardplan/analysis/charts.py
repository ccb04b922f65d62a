"""Where the parts of a chart stand: percentages in, places along a row out, in percent of the row's width.

A row is as wide as the page lets it be, so nothing here is in pixels: that is what keeps the text of a chart the same
size on a phone. Whoever draws puts a gap between neighbours, and a number where `has_room` says that one fits.

Diverging stacked bars for scales of agreement: R. M. Heiberger and N. B. Robbins (2014), "Design of diverging stacked
bar charts for Likert scales and other applications", Journal of Statistical Software 57(5).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ROOM_FOR_DIGIT, ROOM_FOR_NUMBER = 4.5, 7.0  # one and two digits of ordinary size in the narrowest row, 270 pixels
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar. `place` is which of the row's values it shows."""

    place: int
    start: float
    width: float
    has_room: bool

    @property
    def middle(self) -> float:
        return round(self.start + self.width / 2, _DECIMALS)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from the left edge. `low` and `high` are the ends of its interval, None without one."""

    width: float
    low: float | None = None
    high: float | None = None

    @property
    def has_room(self) -> bool:
        """For a number inside the bar, at its beginning, where the interval does not cross it."""
        ends = self.width if self.low is None else min(self.low, self.width)
        return ends >= 12

    @property
    def end(self) -> float:
        """Where the bar and its interval have ended."""
        return self.width if self.high is None else max(self.high, self.width)


@dataclass(frozen=True, slots=True)
class Diverging:
    """Rows of pieces around one zero line; `zero` is where it stands."""

    zero: float
    rows: tuple[tuple[Piece, ...], ...]


def diverging(rows: Sequence[Sequence[float]]) -> Diverging:
    """Bars of a scale from its lowest to its highest step, the negative half to the left of a common zero line.

    Of an odd number of steps the one in the middle is split over the line. A row whose values do not add up to 100,
    as each was rounded by itself, is drawn as if they did. Raises ValueError when rows differ in their steps.
    """
    wholes = [_to_hundred(row) for row in rows]
    lefts = [_left_of_zero(row) for row in wholes]
    left = _next_ten(max(lefts, default=0))
    right = _next_ten(max((sum(row) - before for row, before in zip(wholes, lefts, strict=True)), default=0))
    if len({len(row) for row in wholes}) > 1:
        raise ValueError("the rows of a scale have the same steps")
    across = left + right or 1
    return Diverging(
        round(100 * left / across, _DECIMALS) if left + right else 50.0,
        tuple(
            _pieces(row, start=(left - before) / across * 100, scale=100 / across)
            for row, before in zip(wholes, lefts, strict=True)
        ),
    )


def stacked(values: Sequence[float]) -> tuple[Piece, ...]:
    """One bar that fills its row: every value as a part of them all."""
    return _pieces(_to_hundred(values), start=0, scale=1)


def bars(
    values: Sequence[float], intervals: Sequence[tuple[float, float] | None], *, ceiling: float
) -> tuple[Bar, ...]:
    """Bars from the left edge on a scale from 0 to `ceiling` (see `ceiling_of`), each with its interval or None."""
    each = 100 / ceiling if ceiling > 0 else 0
    return tuple(
        Bar(
            _within(value * each),
            _within(interval[0] * each) if interval else None,
            _within(interval[1] * each) if interval else None,
        )
        for value, interval in zip(values, intervals, strict=True)
    )


def ceiling_of(values: Sequence[float], *, whole: float = 100) -> float:
    """Where a scale from 0 ends: at a quarter, a half, three quarters or all of `whole`; above it at a round number."""
    highest = max(values, default=0)
    for quarter in (0.25, 0.5, 0.75, 1.0):
        if highest <= whole * quarter:
            return whole * quarter
    step = 10.0 ** math.floor(math.log10(highest))
    return math.ceil(highest / step) * step


def diverging_tones(steps: int) -> tuple[str, ...]:
    """The tone of each step of a scale, n3 to p3; of long scales neighbours may share one, the gap parts them."""
    half = steps // 2
    sides = {1: [3], 2: [1, 3], 3: [1, 2, 3], 4: [1, 2, 2, 3], 5: [1, 1, 2, 3, 3]}
    away = sides[min(half, 5)] if half else []
    negative = [f"n{tone}" for tone in reversed(away)]
    middle = ["mid"] if steps % 2 else []
    return (*negative, *middle, *(f"p{tone}" for tone in away))


def rising_tones(steps: int) -> tuple[str, ...]:
    """Tones of places or of answers without a middle, q1 (the strongest) to q5; more than five begin anew."""
    return tuple(f"q{place % 5 + 1}" for place in range(steps))


def depth_of(number: int, most: int) -> int:
    """How dark a square of a map is, 1–5; 0 where it has nobody."""
    return 0 if number <= 0 or most <= 0 else min(5, math.ceil(5 * number / most))


def _to_hundred(values: Sequence[float]) -> list[float]:
    whole = sum(values)
    return [100 * value / whole for value in values] if whole > 0 else [0.0 for _ in values]


def _left_of_zero(row: Sequence[float]) -> float:
    half = len(row) // 2
    return sum(row[:half]) + (row[half] / 2 if len(row) % 2 else 0)


def _next_ten(value: float) -> float:
    return math.ceil(round(value, 6) / 10) * 10.0


def _pieces(values: Sequence[float], *, start: float, scale: float) -> tuple[Piece, ...]:
    """Neighbours share their edge exactly: edges are rounded, not widths."""
    found, at = [], start
    for place, value in enumerate(values):
        edge, at = round(at, _DECIMALS), at + value * scale
        width = round(round(at, _DECIMALS) - edge, _DECIMALS)
        if width > 0:
            found.append(
                Piece(place, edge, width, has_room=width >= (ROOM_FOR_DIGIT if value < 9.5 else ROOM_FOR_NUMBER))
            )
    return tuple(found)


def _within(value: float) -> float:
    return round(min(100.0, max(0.0, value)), _DECIMALS)
