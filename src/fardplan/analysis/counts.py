"""What many answers come to: medians and quartiles of counted numbers, bins, and the Borda count.

Counts are mappings from a value to how many gave it, as a database counts them (GROUP BY).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

MOST_BINS = 10


class Bin(NamedTuple):
    """How many numbers lie from `least` up to `most`; the last bin includes its upper end."""

    least: float
    most: float
    number: int


def quantile(counts: Mapping[float, int], share: float) -> float | None:
    """The value with this share of the answers below it, between two answers if need be; None without answers.

    Hyndman and Fan (1996), type 7, as most programs count: the position (n − 1)·share among the sorted answers.
    """
    total = sum(counts.values())
    if not total:
        return None
    position = (total - 1) * share
    lower, upper = _at(counts, math.floor(position)), _at(counts, math.ceil(position))
    return lower + (upper - lower) * (position - math.floor(position))


def median(counts: Mapping[float, int]) -> float | None:
    """The middle answer, or what lies between the two in the middle."""
    return quantile(counts, 0.5)


def _at(counts: Mapping[float, int], place: int) -> float:
    passed = 0
    for value in sorted(counts):
        passed += counts[value]
        if place < passed:
            return value
    return max(counts)


def bins(counts: Mapping[float, int]) -> list[Bin]:
    """The numbers in at most ten bins of the same width with round limits; one bin for each value when they are few.

    Widths are 1, 2 or 5 times a power of ten, as a ruler has them.
    """
    values = sorted(value for value, count in counts.items() if count)
    if len(values) <= MOST_BINS:
        return [Bin(value, value, counts[value]) for value in values]
    width = _round_width((values[-1] - values[0]) / MOST_BINS)
    first = math.floor(values[0] / width)
    last = max(first, math.ceil(values[-1] / width) - 1)
    filled = dict.fromkeys(range(first, last + 1), 0)
    for value in values:
        filled[min(last, max(first, math.floor(value / width)))] += counts[value]
    return [Bin(_clean(place * width), _clean((place + 1) * width), count) for place, count in filled.items()]


def _round_width(wanted: float) -> float:
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next((step for step in (1, 2, 5) if step * power >= wanted * (1 - 1e-9)), 10)
    return step * power


def _clean(value: float) -> float:
    """Without the last digits that binary fractions bring: 0.30000000000000004 is 0.3."""
    return float(f"{value:.12g}")


def borda(ranks: Iterable[tuple[int, int, int]], *, options: int) -> dict[int, int]:
    """Points of each option: for every ballot as many as there are options ranked below it.

    `ranks` are (option, rank, ballots) with rank 1 for the first choice; `options` is how many there are to rank.
    J.-C. de Borda, Mémoire sur les élections au scrutin (1784): of m options the one ranked r gets m − r points.
    """
    points: dict[int, int] = {}
    for option, rank, ballots in ranks:
        points[option] = points.get(option, 0) + ballots * (options - rank)
    return points
