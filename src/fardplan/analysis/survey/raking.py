"""Raking: weights under which the respondents have the same proportions as the population, background by background.

W. E. Deming and F. F. Stephan (1940), "On a least squares adjustment of a sampled frequency table when the expected
marginal totals are known", Annals of Mathematical Statistics 11. The weight is the same for everybody in a cell, so
that cells are raked, not people: the same weights at a hundredth of the work. Trimming inside the loop keeps anyone
from speaking for ten others, and still reaches the margins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fardplan.analysis.survey.margins import FEWEST, CannotWeight, Cell, Counts, Margin, Reason, Target, targets
from fardplan.analysis.survey.weighting import Weighting, weighting_of

TRIM = (0.3, 3.0)  # the smallest and the largest weight, in means
TOLERANCE = 1e-8  # what a weighted share may miss its target by, relative to the target
_EXACT = 1e-13  # the loop goes on until here when it can
_MOST_ROUNDS = 1_000


def rake(
    counts: Counts,
    backgrounds: Sequence[str],
    margins: Sequence[Margin],
    *,
    trim: tuple[float, float] | None = TRIM,
    fewest: int = FEWEST,
) -> Weighting:
    """Weights (mean 1) for the respondents in `counts`, whose cells have one class for each of `backgrounds`.

    `margins` may leave backgrounds out that the population is not known for. `trim` bounds the weights, in means; None
    leaves them free. Raises CannotWeight with the reason: see `margins.targets`, and for margins that contradict each
    other or the bounds. Raises ValueError for a margin of a background the cells do not have.
    """
    cells = tuple(cell for cell, count in counts.items() if count)
    numbers = tuple(counts[cell] for cell in cells)
    if not cells:
        raise CannotWeight(Reason.NOBODY_ANSWERED)
    places = [list(backgrounds).index(margin.background) for margin in margins]
    aims = [
        targets(margin, _by_class(cells, numbers, place), fewest=fewest)
        for margin, place in zip(margins, places, strict=True)
    ]
    members = [_members(cells, place, aim) for aim, place in zip(aims, places, strict=True)]
    weights, rounds, gap = _raked(numbers, members, aims, trim)
    classes = [classed for margin in members for classed in margin]
    return weighting_of(
        cells,
        numbers,
        weights,
        classes,
        targets=tuple(aim for margin in aims for aim in margin),
        rounds=rounds,
        gap=gap,
    )


def _by_class(cells: Sequence[Cell], numbers: Sequence[int], place: int) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    for cell, number in zip(cells, numbers, strict=True):
        found[cell[place]] += number
    return found


def _members(cells: Sequence[Cell], place: int, aims: Sequence[Target]) -> list[list[int]]:
    """For each class of one margin, which cells (by position) belong to it."""
    of = {name: at for at, aim in enumerate(aims) for name in aim.names or (None,)}
    found: list[list[int]] = [[] for _ in aims]
    for at, cell in enumerate(cells):
        found[of[cell[place]]].append(at)
    return found


def _raked(
    numbers: Sequence[int],
    members: Sequence[Sequence[Sequence[int]]],
    aims: Sequence[Sequence[Target]],
    trim: tuple[float, float] | None,
) -> tuple[tuple[float, ...], int, float]:
    """The weights (mean 1), how many rounds it took, and the largest relative gap that is left."""
    total = float(sum(numbers))
    masses = [float(number) for number in numbers]  # weight times respondents of each cell; together `total`
    steps = [
        (cells, aim.share * total)
        for margin, classes in zip(members, aims, strict=True)
        for cells, aim in zip(margin, classes, strict=True)
    ]
    gap, rounds = _gap(masses, steps), 0
    while gap > _EXACT and rounds < _MOST_ROUNDS:
        rounds += 1
        for cells, wanted in steps:
            factor = wanted / sum(masses[at] for at in cells)
            for at in cells:
                masses[at] *= factor
        if trim:
            masses = _trimmed(masses, numbers, trim)
        before, gap = gap, _gap(masses, steps)
        if gap < TOLERANCE and gap >= before:
            break  # only rounding is left
    if gap > TOLERANCE:
        raise CannotWeight(Reason.NO_CONVERGENCE)
    mean = sum(masses) / total
    return tuple(mass / number / mean for mass, number in zip(masses, numbers, strict=True)), rounds, gap


def _gap(masses: Sequence[float], steps: Sequence[tuple[Sequence[int], float]]) -> float:
    return max((abs(sum(masses[at] for at in cells) / wanted - 1) for cells, wanted in steps), default=0.0)


def _trimmed(masses: Sequence[float], numbers: Sequence[int], trim: tuple[float, float]) -> list[float]:
    mean = sum(masses) / sum(numbers)
    least, most = trim[0] * mean, trim[1] * mean
    return [min(max(mass, least * number), most * number) for mass, number in zip(masses, numbers, strict=True)]
