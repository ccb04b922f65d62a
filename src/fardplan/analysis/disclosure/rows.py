"""The rows of one public table: whole percent, n rounded in groups, whole rows hidden and never single cells."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from fardplan.analysis.disclosure.groups import Group
from fardplan.analysis.disclosure.hiding import Plan

ROUNDED_TO = 10


@dataclass(frozen=True, slots=True)
class Tally:
    """One question by finest class: `answers` is how many answered it, `chosen` how many chose each answer.

    With several choices the chosen add up to more than the answers.
    """

    answers: Mapping[str, int]
    chosen: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as printed: n (exact for everybody, otherwise rounded to ten) and whole percent for each answer."""

    group: str
    n: int
    percents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TooFew:
    """A hidden row. Whether the group itself is too small or was taken along is not told; the text names `minimum`."""

    group: str
    minimum: int


def public_rows(variable: Group, hiding: Plan, tally: Tally) -> tuple[Row | TooFew, ...]:
    """A row for each group of the variable, coarser before finer, the first for everybody.

    Shares are unweighted. Each percent is rounded by itself; they are not made to add up to 100, because the correction
    would tell more about the counts. Weighted ones are rounded in the same way (`whole_percent`) and shown in the same
    rows.
    """
    return tuple(
        _row(group, tally, is_everybody=group is variable)
        if group.name in hiding.shown
        else TooFew(group.name, hiding.minimum)
        for group in variable.walk()
    )


def _row(group: Group, tally: Tally, *, is_everybody: bool) -> Row:
    n = group.size(tally.answers)
    percents = {answer: whole_percent(group.size(by_class) / n) for answer, by_class in tally.chosen.items()}
    return Row(group.name, n if is_everybody else rounded(n), percents)


def whole_percent(share: float) -> int:
    """A share (0–1) in whole percent, halves upwards. 0 is below a half percent, not "nobody"; 100 is not "all"."""
    return math.floor(round(100 * share, 9) + 0.5)


def rounded(n: int, to: int = ROUNDED_TO) -> int:
    """The nearest multiple of ten, halves upwards."""
    return (n + to // 2) // to * to
