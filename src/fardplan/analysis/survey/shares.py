"""Weighted shares, means, totals and differences, each with its linearised variance, from counts in cells.

For a weighted sum of influences z the variance is n/(n−1)·Σ(w·e − mean)² over all n respondents, where e is what the
weighted regression of z on the margins leaves over: what the raking has fixed does not vary. R. S. Woodruff (1971),
"A simple method for approximating the variance of a complicated estimate", Journal of the American Statistical
Association 66; J.-C. Deville and C.-E. Särndal (1992), "Calibration estimators in survey sampling", the same, 87.
People in a cell with the same answer have the same z and e, so that sums over cells are exact. The regression uses the
raked weights, unlike that of svy and R's survey, which take those from before the raking. Both agree while the weights
are nearly equal; when they are very uneven, errors of groups and differences come out too large with the weights from
before (`./dev bench coverage` prints both beside the truth; why so: decision 0030).

A group is had by counting only its members; the respondents outside it have z = 0 and stay in the sums.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from fardplan.analysis.survey.intervals import (
    CONFIDENCE,
    Interval,
    answers_worth,
    difference_interval,
    share_interval,
    t_for,
    wilson,
)
from fardplan.analysis.survey.margins import Cell, Counts
from fardplan.analysis.survey.weighting import Weighting


@dataclass(frozen=True)
class Share:
    """A weighted share (0–1) of `answers`, of whom `chosen` said so; `effective` is Kish's number of these answers."""

    share: float
    variance: float
    chosen: int
    answers: int
    effective: float
    rank: int

    @property
    def standard_error(self) -> float:
        """The linearised one."""
        return math.sqrt(self.variance)

    @property
    def unweighted(self) -> float:
        """The share when everybody counts the same."""
        return self.chosen / self.answers

    def interval(self, *, confidence: float = CONFIDENCE) -> Interval:
        """See `intervals.share_interval`. Meaningless for answers that selected themselves."""
        return share_interval(
            self.share,
            variance=self.variance,
            effective=self.effective,
            answers=self.answers,
            rank=self.rank,
            confidence=confidence,
        )


@dataclass(frozen=True)
class Estimate:
    """A weighted mean or total of `answers`, in the unit of what was answered, with its linearised variance."""

    value: float
    variance: float
    answers: int

    @property
    def standard_error(self) -> float:
        """The linearised one."""
        return math.sqrt(self.variance)


@dataclass(frozen=True)
class Difference:
    """The share in one group minus that in the other (−1 to 1), with the variance of the difference itself.

    `respondents` are all who were weighted.
    """

    one: Share
    other: Share
    variance: float
    respondents: int

    @property
    def difference(self) -> float:
        """`one` minus `other`."""
        return self.one.share - self.other.share

    @property
    def standard_error(self) -> float:
        """The linearised one."""
        return math.sqrt(self.variance)

    def interval(self, *, confidence: float = CONFIDENCE) -> Interval:
        """From an interval of each share, with n* less what the raking took; see `intervals.difference_interval`."""
        one, other = (_reduced(share, self.respondents, confidence) for share in (self.one, self.other))
        return difference_interval(self.one.share, one, self.other.share, other)


def _reduced(share: Share, respondents: int, confidence: float) -> Interval:
    """The interval with n* smaller by (n − rank)/(n − 1): regression makes residuals that much smaller than errors.

    J. G. MacKinnon and H. White (1985), "Some heteroskedasticity-consistent covariance matrix estimators with improved
    finite sample properties", Journal of Econometrics 29, HC1.
    """
    number = answers_worth(share.share, variance=share.variance, effective=share.effective)
    left = max(respondents - max(share.rank, 1), 1) / max(respondents - 1, 1)
    return wilson(share.share, number * left, t_for(answers=share.answers, rank=share.rank, confidence=confidence))


def weighted_share(weighting: Weighting, *, chosen: Counts, answered: Counts) -> Share:
    """The share of those who `answered` (in the group, if only one is counted) who have `chosen` it.

    Raises ValueError when nobody answered, and when a cell has more chosen than answered or answered than respondents.
    """
    return _share(weighting, weighting.row(chosen), weighting.row(answered))


def share_difference(weighting: Weighting, *, one: tuple[Counts, Counts], other: tuple[Counts, Counts]) -> Difference:
    """How much more often one group than another chose it: (chosen, answered) of each; nobody may be in both.

    Raises ValueError as `weighted_share`, and when the groups have more members in a cell than there are respondents.
    """
    first, second = ((weighting.row(chosen), weighting.row(answered)) for chosen, answered in (one, other))
    _must_fit(weighting, list(map(sum, zip(first[1], second[1], strict=True))))
    shares = _share(weighting, *first), _share(weighting, *second)
    kinds = _kinds(weighting, *first, shares[0].share) + [
        (row, -influence) for row, influence in _kinds(weighting, *second, shares[1].share)
    ]
    return Difference(*shares, _variance(weighting, kinds), weighting.number)


def weighted_mean(weighting: Weighting, values: Mapping[int, Counts] | Mapping[float, Counts]) -> Estimate:
    """The mean of what was answered, on a scale or as a number; `values` has the counts of each.

    Raises ValueError when nobody answered, and when a cell has more answers than respondents.
    """
    rows = [(value, weighting.row(counts)) for value, counts in values.items()]
    answered = [sum(column) for column in zip(*(row for _, row in rows), strict=True)]
    whole = _mass(weighting, answered)
    mean = sum(value * sum(map(mul, row, weighting.weights)) for value, row in rows) / whole
    kinds = [(row, (value - mean) / whole) for value, row in rows]
    return Estimate(mean, _variance(weighting, kinds), sum(answered))


def weighted_total(weighting: Weighting, chosen: Counts, *, population: float) -> Estimate:
    """How many of a population of that size have `chosen` it; who did not answer the question counts as not having.

    Raises ValueError when a cell has more chosen than respondents.
    """
    row = weighting.row(chosen)
    _must_fit(weighting, row)
    each = population / sum(weighting.masses)
    return Estimate(each * sum(map(mul, row, weighting.weights)), _variance(weighting, [(row, each)]), sum(row))


def part(counts: Counts, place: int, names: Collection[str | None]) -> dict[Cell, int]:
    """Only the cells whose class at that place (0 for the first background) is one of `names`."""
    return {cell: count for cell, count in counts.items() if cell[place] in names}


def _share(weighting: Weighting, chosen: Sequence[int], answered: Sequence[int]) -> Share:
    whole = _mass(weighting, answered)
    share = sum(map(mul, chosen, weighting.weights)) / whole
    return Share(
        share,
        _variance(weighting, _kinds(weighting, chosen, answered, share)),
        sum(chosen),
        sum(answered),
        weighting.effective(answered),
        weighting.rank,
    )


def _kinds(
    weighting: Weighting, chosen: Sequence[int], answered: Sequence[int], share: float
) -> list[tuple[Sequence[int], float]]:
    """How many in each cell said yes and no, each with their influence on the share: (y − p̂)/Σw."""
    whole = _mass(weighting, answered)
    others = [every - some for every, some in zip(answered, chosen, strict=True)]
    if min(others) < 0:
        raise ValueError("more have chosen it than answered")
    return [(chosen, (1 - share) / whole), (others, -share / whole)]


def _mass(weighting: Weighting, answered: Sequence[int]) -> float:
    """The weights of those who answered, together."""
    _must_fit(weighting, answered)
    whole: float = sum(map(mul, answered, weighting.weights))
    if not whole:
        raise ValueError("nobody answered")
    return whole


def _must_fit(weighting: Weighting, answered: Sequence[int]) -> None:
    if any(some > every for some, every in zip(answered, weighting.respondents, strict=True)):
        raise ValueError("more answered the question than the survey")


def _variance(weighting: Weighting, kinds: Sequence[tuple[Sequence[int], float]]) -> float:
    """The variance of Σw·z, where so many in each cell have influence z, and the rest of the respondents 0."""
    number = weighting.number
    if number < 2:
        return 0.0
    sums = [0.0] * len(weighting.cells)
    squares = [0.0] * len(weighting.cells)
    for row, influence in kinds:
        sums = [one + count * influence for one, count in zip(sums, row, strict=True)]
        squares = [one + count * influence * influence for one, count in zip(squares, row, strict=True)]
    means = [one / count for one, count in zip(sums, weighting.respondents, strict=True)]
    fitted = weighting.projected(means)
    spread = sum(
        weight * weight * (square + fit * (count * fit - 2 * one))
        for weight, square, one, fit, count in zip(
            weighting.weights, squares, sums, fitted, weighting.respondents, strict=True
        )
    )
    rest = sum(mass * (mean - fit) for mass, mean, fit in zip(weighting.masses, means, fitted, strict=True))
    return max(0.0, number / (number - 1) * (spread - rest * rest / number))
