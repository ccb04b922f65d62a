"""One row of a public table: a group, or everybody, with every figure that may stand in it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fardplan.analysis.disclosure import Group, rounded, whole_percent
from fardplan.analysis.survey.intervals import Interval, t_for
from fardplan.analysis.survey.shares import Difference
from fardplan.analysis.survey.sums import Sums
from fardplan.surveys.results import shape
from fardplan.surveys.results.counts import Counts, Row
from fardplan.surveys.results.items import Item, NumberClass, classes_of, decimals_of, limits_of
from fardplan.surveys.results.snapshot import Snapshot, Summed
from fardplan.surveys.results.variables import answered, together

_TINY = 1e-9


@dataclass(frozen=True)
class Figures:
    """The counts of an item at one moment, summed: those with an opinion, and those with each answer. `values` are the
    counts times the number answered, and times its square; () where the answer is no number."""

    item: Item
    snapshot: Snapshot
    answered: Summed
    chosen: Mapping[str, Summed]
    positive: Summed | None
    values: tuple[Summed, ...] = ()


def figures_of(item: Item, snapshot: Snapshot) -> Figures:
    """Everything the rows of an item are made of, at that moment."""
    counts = snapshot.counts
    chosen = {code: snapshot.summed(row) for code, row in chosen_rows(item, counts).items()}
    positive = [code for code in item.positive if code in item.codes]
    several = together(counts.row(item.key, code) for code in positive) if positive else None
    return Figures(
        item,
        snapshot,
        snapshot.summed(answered(counts, item)),
        chosen,
        snapshot.summed(several) if several is not None and len(item.codes) > 1 else None,
        _values(item, snapshot) if item.measure == shape.Measure.MEAN else (),
    )


def chosen_rows(item: Item, counts: Counts) -> dict[str, Row]:
    """Who gave each answer of the item's table, or a number in each of its classes."""
    if item.codes:
        return {code: counts.row(item.key, code) for code in item.codes}
    numbers = counts.rows.get(item.key, {})
    return {
        each.code: together(row for code, row in numbers.items() if _is_in(code, each))
        for each in classes_of(item.question)
    }


def _is_in(code: str, numbers: NumberClass) -> bool:
    return not code.startswith("_") and float(code) in numbers


def _values(item: Item, snapshot: Snapshot) -> tuple[Summed, ...]:
    rows = {float(c): row for c, row in snapshot.counts.rows.get(item.key, {}).items() if not c.startswith("_")}
    dense = []
    for power in (1, 2):
        total = [0.0] * len(snapshot.weighed.weighting.cells)
        for value, row in rows.items():
            for place, number in snapshot.placed(row):
                total[place] += number * value**power
        dense.append(Summed(snapshot, total))
    return tuple(dense)


def choices_of(
    item: Item, words: Mapping[str, Mapping[str, str]], languages: Sequence[str]
) -> tuple[shape.Choice, ...]:
    """The columns of an item's table. Numbers are labelled alike in every language."""
    if item.codes:
        return tuple(shape.Choice(code=code, label=dict(words.get(code, {}))) for code in item.codes)
    return tuple(
        shape.Choice(code=each.code, label=dict.fromkeys(languages, each.label)) for each in classes_of(item.question)
    )


def row_of(figures: Figures, *, variable: str = "", group: Group | None = None, has_intervals: bool) -> shape.Row:
    """The row of a group of a variable; of everybody without one.

    A group has one figure for each answer, the weighted one where there is one. Both are two sums over the same people:
    where the weights follow from two classes, they tell exactly what the few of one class in the group have answered.
    """

    def sums(of: Summed) -> Sums:
        return of.whole if group is None else of.of(variable, group)

    every = sums(figures.answered)
    others = figures.answered.whole.minus(every) if group is not None else None

    def answer(code: str, of: Summed) -> shape.Answered:
        chosen = sums(of)
        rest = (of.whole.minus(chosen), others) if others is not None and others.number else None
        found = _answered(code, figures.snapshot, chosen, every, rest, has_intervals=has_intervals)
        return found if group is None or found.weighted is None else found.model_copy(update={"unweighted": None})

    n, mean = (
        round(every.number),
        _mean(figures, every, [sums(each) for each in figures.values], has_intervals=has_intervals),
    )
    if mean is not None and group is not None and mean.weighted is not None:
        mean = mean.model_copy(update={"unweighted": None})
    return shape.Row(
        group=group.name if group is not None else shape.EVERYBODY,
        n=n if group is None else rounded(n),
        answers=tuple(answer(code, of) for code, of in figures.chosen.items()),
        positive=answer(shape.POSITIVE, figures.positive) if figures.positive is not None else None,
        mean=mean,
    )


def _answered(
    code: str, snapshot: Snapshot, chosen: Sums, every: Sums, rest: tuple[Sums, Sums] | None, *, has_intervals: bool
) -> shape.Answered:
    if has_intervals and rest:
        share, difference = snapshot.summing.shares((chosen, every), rest)
    else:
        share, difference = snapshot.summing.share(chosen, every), None
    return shape.Answered(
        code=code,
        unweighted=whole_percent(share.unweighted),
        weighted=whole_percent(share.share) if snapshot.weighed.is_weighted else None,
        interval=outwards(share.interval()) if has_intervals else None,
        apart=_apart(difference) if difference else None,
    )


def _apart(difference: Difference) -> shape.Apart:
    points = math.floor(round(100 * difference.difference, 9) + 0.5)
    return shape.Apart(points=points, interval=outwards(difference.interval()))


def outwards(interval: Interval) -> shape.Interval:
    """Whole percent that are never nearer than the interval itself."""
    return shape.Interval(low=math.floor(100 * interval.low + _TINY), high=math.ceil(100 * interval.high - _TINY))


def _mean(figures: Figures, every: Sums, values: Sequence[Sums], *, has_intervals: bool) -> shape.Mean | None:
    if not values:
        return None
    snapshot, decimals = figures.snapshot, decimals_of(figures.item.question)
    estimate = snapshot.summing.mean(every, *values)
    interval = None
    if has_intervals:
        least, most = limits_of(figures.item.question) or (-math.inf, math.inf)
        half = t_for(answers=estimate.answers, rank=snapshot.weighed.weighting.rank) * estimate.standard_error
        step = 10.0**-decimals
        low, high = (estimate.value - half) / step, (estimate.value + half) / step
        interval = shape.Interval(
            low=max(least, round(math.floor(low + _TINY) * step, decimals)),
            high=min(most, round(math.ceil(high - _TINY) * step, decimals)),
        )
    return shape.Mean(
        unweighted=round(values[0].number / every.number, decimals),
        weighted=round(estimate.value, decimals) if snapshot.weighed.is_weighted else None,
        interval=interval,
    )
