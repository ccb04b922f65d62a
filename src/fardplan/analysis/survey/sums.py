"""The sums that shares, means and differences and their variances are made of: many of them at once, and quickly.

Everything in `shares` is linear or quadratic in the counts of the cells. For a row of counts it takes only Σn, Σwn,
Σw²n, and Σwbn and Σw²bn for each vector b of the margins' basis; sums over parts of the cells add up to those over all.
So each row is gone through once, and a share in any group costs a few additions. The results are those of `shares`, to
rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add, mul, sub

from fardplan.analysis.survey.shares import Difference, Estimate, Share
from fardplan.analysis.survey.weighting import Weighting


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one row of counts (or of counts times a value): Σn, Σwn, Σw²n, Σwbn and Σw²bn."""

    number: float
    mass: float
    square: float
    once: tuple[float, ...]
    twice: tuple[float, ...]

    def plus(self, other: Sums) -> Sums:
        return Sums(
            self.number + other.number,
            self.mass + other.mass,
            self.square + other.square,
            tuple(map(add, self.once, other.once)),
            tuple(map(add, self.twice, other.twice)),
        )

    def minus(self, other: Sums) -> Sums:
        return Sums(
            self.number - other.number,
            self.mass - other.mass,
            self.square - other.square,
            tuple(map(sub, self.once, other.once)),
            tuple(map(sub, self.twice, other.twice)),
        )

    @property
    def effective(self) -> float:
        """Kish's effective number of those counted; 0 for nobody."""
        return self.mass * self.mass / self.square if self.square else 0.0


@dataclass(frozen=True, slots=True)
class _Influence:
    """Σw·z, Σw²·z², Σwb·z and Σw²b·z of a variable z that is constant for each kind of answer in a cell."""

    mass: float
    square: float
    once: tuple[float, ...]
    twice: tuple[float, ...]

    def minus(self, other: _Influence) -> _Influence:
        """That of the difference of two variables that are never both other than 0."""
        return _Influence(
            self.mass - other.mass,
            self.square + other.square,
            tuple(map(sub, self.once, other.once)),
            tuple(map(sub, self.twice, other.twice)),
        )


@dataclass(frozen=True, slots=True)
class Columns:
    """Some cells with what the counts in them are multiplied by."""

    places: tuple[int, ...]
    weights: tuple[float, ...]
    squares: tuple[float, ...]
    once: tuple[tuple[float, ...], ...]
    twice: tuple[tuple[float, ...], ...]

    def of(self, row: Sequence[float]) -> Sums:
        """The sums, over these cells, of a row with a count for every cell."""
        here = [row[place] for place in self.places]
        return Sums(
            sum(here),
            sum(map(mul, self.weights, here)),
            sum(map(mul, self.squares, here)),
            tuple([sum(map(mul, vector, here)) for vector in self.once]),
            tuple([sum(map(mul, vector, here)) for vector in self.twice]),
        )


class Summing:
    """Makes sums under one weighting, and shares, means and differences of them."""

    def __init__(self, weighting: Weighting) -> None:
        if weighting.regression:
            raise ValueError("sums are made with the raked weights in the regression")
        self.weighting = weighting
        self.weights = weighting.weights
        self.squares = tuple(map(mul, self.weights, self.weights))
        self.once = [tuple(map(mul, vector, self.weights)) for vector in weighting.basis]
        self.twice = [tuple(map(mul, vector, self.squares)) for vector in weighting.basis]

    @cached_property
    def _fixed(self) -> tuple[float, ...]:
        """Σ over cells of respondents × weight × b, for each vector of the basis."""
        return tuple(sum(map(mul, vector, self.weighting.respondents)) for vector in self.once)

    @cached_property
    def _form(self) -> tuple[tuple[float, ...], ...]:
        """Σ over cells of respondents × w² × b × b', for each pair of vectors of the basis."""
        counted = [list(map(mul, vector, self.weighting.respondents)) for vector in self.twice]
        return tuple(tuple(sum(map(mul, one, other)) for other in self.weighting.basis) for one in counted)

    def over(self, places: Sequence[int]) -> Columns:
        """What sums over the cells at these places are made with."""
        return Columns(
            tuple(places),
            tuple(self.weights[place] for place in places),
            tuple(self.squares[place] for place in places),
            tuple(tuple(vector[place] for place in places) for vector in self.once),
            tuple(tuple(vector[place] for place in places) for vector in self.twice),
        )

    @cached_property
    def everywhere(self) -> Columns:
        return self.over(range(len(self.weights)))

    def share(self, chosen: Sums, answered: Sums) -> Share:
        """As `shares.weighted_share`. Raises ValueError when nobody answered."""
        return self._share(chosen, answered, _of_share(chosen, answered))

    def shares(self, one: tuple[Sums, Sums], other: tuple[Sums, Sums]) -> tuple[Share, Difference]:
        """The share of one group and its difference to another (`share_difference`), worked out together.

        Each group is (chosen, answered); they have no members in common.
        """
        first, second = _of_share(*one), _of_share(*other)
        shares = self._share(*one, first), self._share(*other, second)
        return shares[0], Difference(*shares, self._variance(first.minus(second)), self.weighting.number)

    def _share(self, chosen: Sums, answered: Sums, influence: _Influence) -> Share:
        return Share(
            chosen.mass / answered.mass,
            self._variance(influence),
            round(chosen.number),
            round(answered.number),
            answered.effective,
            self.weighting.rank,
        )

    def mean(self, answered: Sums, values: Sums, squared: Sums) -> Estimate:
        """As `shares.weighted_mean`: the sums of the counts, of counts × value, and of counts × value²."""
        if not answered.mass:
            raise ValueError("nobody answered")
        whole = answered.mass
        mean = values.mass / whole
        square = squared.square - 2 * mean * values.square + mean * mean * answered.square
        influence = _Influence(
            0.0,
            max(0.0, square) / whole**2,
            tuple((value - mean * count) / whole for value, count in zip(values.once, answered.once, strict=True)),
            tuple((value - mean * count) / whole for value, count in zip(values.twice, answered.twice, strict=True)),
        )
        return Estimate(mean, self._variance(influence), round(answered.number))

    def _variance(self, z: _Influence) -> float:
        """n/(n−1)·Σ(w·e − mean)², with e what the regression on the margins leaves of z; see `shares`."""
        number = self.weighting.number
        if number < 2:
            return 0.0
        projected = [sum(map(mul, line, z.once)) for line in self._form]
        explained: float = sum(map(mul, z.once, projected)) - 2 * sum(map(mul, z.once, z.twice))
        rest: float = z.mass - sum(map(mul, z.once, self._fixed))
        return max(0.0, number / (number - 1) * (z.square + explained - rest * rest / number))


def _of_share(chosen: Sums, answered: Sums) -> _Influence:
    """z = (y − p̂)/Σw: (1 − p̂)/Σw for those who have chosen it, −p̂/Σw for the others. Raises ValueError for nobody."""
    whole = answered.mass
    if not whole:
        raise ValueError("nobody answered")
    share = chosen.mass / whole
    yes, no = (1 - share) / whole, share / whole
    return _Influence(
        0.0,
        chosen.square * yes * yes + (answered.square - chosen.square) * no * no,
        tuple([(one - share * every) / whole for one, every in zip(chosen.once, answered.once, strict=True)]),
        tuple([(one - share * every) / whole for one, every in zip(chosen.twice, answered.twice, strict=True)]),
    )
