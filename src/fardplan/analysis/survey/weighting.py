"""Weights, one for each cell, and what they cost: Kish's effective number of respondents and design effect."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import mul

from fardplan.analysis.survey.margins import Cell, Counts, Target

# What is left of a margin's column, relative to the column, when it follows from the ones before it.
_NOTHING_LEFT = 1e-9


@dataclass(frozen=True)
class Weighting:
    """Respondents in cells, all three in the same order, and the weight of everybody in the cell.

    `basis` spans the margins' columns: orthonormal under respondents × weight, so that projecting a variable on the
    margins is a few sums. It is empty for weights that were given rather than raked. `regression` is what each cell
    counts for in that; empty means respondents × weight. `targets`, `rounds` and `gap` tell what the raking aimed at
    and how it went.
    """

    cells: tuple[Cell, ...]
    respondents: tuple[int, ...]
    weights: tuple[float, ...]
    basis: tuple[tuple[float, ...], ...] = ()
    regression: tuple[int, ...] = ()
    targets: tuple[Target, ...] = ()
    rounds: int = 0
    gap: float = 0.0

    @property
    def number(self) -> int:
        """How many answered."""
        return sum(self.respondents)

    @property
    def rank(self) -> int:
        """How many independent sums the raking fixed, their total among them."""
        return len(self.basis)

    @cached_property
    def places(self) -> dict[Cell, int]:
        """Where each cell stands."""
        return {cell: at for at, cell in enumerate(self.cells)}

    @cached_property
    def masses(self) -> tuple[float, ...]:
        """Respondents × weight of each cell."""
        return tuple(map(mul, self.respondents, self.weights))

    def row(self, counts: Counts) -> list[int]:
        """Counts in the order of the cells. Raises ValueError for a cell where nobody answered the survey at all."""
        found = [0] * len(self.cells)
        for cell, count in counts.items():
            if not count:
                continue
            if cell not in self.places:
                raise ValueError(f"nobody answered the survey in the cell {cell!r}")
            found[self.places[cell]] = count
        return found

    def effective(self, row: Sequence[int] | None = None) -> float:
        """Kish's effective number, (Σw)²/Σw², of all respondents or of so many in each cell; 0 for nobody.

        L. Kish (1965), Survey Sampling, section 11.7; (1992), "Weighting for unequal Pi", Journal of Official
        Statistics 8.
        """
        row = self.respondents if row is None else row
        total = sum(map(mul, row, self.weights))
        squares = sum(count * weight * weight for count, weight in zip(row, self.weights, strict=True))
        return total * total / squares if squares else 0.0

    def design_effect(self) -> float:
        """How many times more answers the weights call for than equal ones would: n / effective n, at least 1."""
        return self.number / self.effective()

    def projected(self, values: Sequence[float]) -> list[float]:
        """The part of a variable, given by its mean in each cell, that the margins explain: its weighted regression."""
        found = [0.0] * len(values)
        weighted = list(map(mul, values, self.regression or self.masses))
        for vector in self.basis:
            part = sum(map(mul, vector, weighted))
            found = [one + part * step for one, step in zip(found, vector, strict=True)]
        return found


def unweighted(counts: Counts) -> Weighting:
    """Everybody counts the same."""
    return given({cell: (count, 1.0) for cell, count in counts.items()})


def given(cells: dict[Cell, tuple[int, float]]) -> Weighting:
    """Weights from elsewhere, taken as fixed: for each cell the respondents and the weight (> 0) of each of them."""
    kept = {cell: pair for cell, pair in cells.items() if pair[0]}
    if any(weight <= 0 for _, weight in kept.values()):
        raise ValueError("a weight must be more than 0")
    return Weighting(tuple(kept), tuple(n for n, _ in kept.values()), tuple(weight for _, weight in kept.values()))


def weighting_of(
    cells: tuple[Cell, ...],
    respondents: tuple[int, ...],
    weights: tuple[float, ...],
    classes: Iterable[Sequence[int]],
    *,
    targets: tuple[Target, ...],
    rounds: int,
    gap: float,
) -> Weighting:
    """Raked weights with the basis of their margins; `classes` are positions of cells, one sequence for each class."""
    masses = tuple(map(mul, respondents, weights))
    columns = [[1.0 if at in set(members) else 0.0 for at in range(len(cells))] for members in classes]
    basis = orthonormal(masses, columns)
    return Weighting(cells, respondents, weights, basis, targets=targets, rounds=rounds, gap=gap)


def with_base_regression(weighting: Weighting) -> Weighting:
    """The same weights, but everybody counts the same in the regression on the margins.

    That is how svy and R's survey have it. Only for comparison: see `shares`.
    """
    basis = orthonormal(weighting.respondents, weighting.basis)
    return replace(weighting, basis=basis, regression=weighting.respondents)


def orthonormal(masses: Sequence[float], columns: Iterable[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    """The same space as the columns span, orthonormal under `masses`; one that follows from those before adds nothing.

    Modified Gram–Schmidt, each column twice.
    """
    found: list[tuple[float, ...]] = []
    for column in columns:
        left, length = list(column), _length(column, masses)
        for vector in found * 2:
            shared = sum(a * b * mass for a, b, mass in zip(left, vector, masses, strict=True))
            left = [one - shared * step for one, step in zip(left, vector, strict=True)]
        remains = _length(left, masses)
        if remains > _NOTHING_LEFT * length:
            found.append(tuple(one / remains for one in left))
    return tuple(found)


def _length(column: Sequence[float], masses: Sequence[float]) -> float:
    return math.sqrt(sum(one * one * mass for one, mass in zip(column, masses, strict=True)))
