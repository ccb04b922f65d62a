"""What an organiser sees of a collection behind the desk: all questions, and groups by up to two backgrounds.

Nothing here is public. The minimum is the desk's own, there are no batches, and the page logs who looks at groups.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fardplan.analysis.disclosure import DeskTable, Release, Rows, Table, desk_table, plan, whole_percent
from fardplan.analysis.disclosure import Plan as Hiding
from fardplan.surveys.definition import Question
from fardplan.surveys.results import shape
from fardplan.surveys.results.building import About, build
from fardplan.surveys.results.counts import Counts, Row
from fardplan.surveys.results.deciding import Base, MapShown, State
from fardplan.surveys.results.items import Item
from fardplan.surveys.results.rows import chosen_rows, outwards
from fardplan.surveys.results.shape import NOT_SAID, Claim, Measure
from fardplan.surveys.results.snapshot import Side, Snapshot
from fardplan.surveys.results.variables import Plan, Variable, answered, by_class
from fardplan.surveys.results.weighing import Divided


@dataclass(frozen=True)
class DeskPlan(Plan):
    """Every question that is asked, public or not, and every background."""

    @cached_property
    def listed(self) -> frozenset[Table]:
        return frozenset(
            Table(question.name) for question in self.whole.questions if question.is_asked and not question.background
        )

    @cached_property
    def backgrounds(self) -> tuple[Question, ...]:
        return tuple(each for each in self.whole.questions if each.background)


def overview(of: DeskPlan, about: About, counts: Counts) -> shape.Result | None:
    """Everybody's rows of all questions, as a result without divisions; None for fewer answers than the minimum."""
    minimum = about.limits.desk
    if counts.responses < minimum:
        return None
    variables = of.variables(counts)
    bases = [Base((), _release(of, counts, variables, None, minimum))]
    for items in of.items.values():
        for item in items:
            few = answered(counts, item).total < minimum
            bases.append(Base((item.key,), None if few else _release(of, counts, variables, item, minimum)))
    state = State(tuple(bases), {}, dict(_maps(of, counts, about.limits.square)), {counts.responses: counts})
    return build(of, replace(about, limits=replace(about.limits, public=minimum)), state, counts)


def _release(of: DeskPlan, counts: Counts, variables: Sequence[Variable], item: Item | None, minimum: int) -> Release:
    row = answered(counts, item) if item else None
    total = row.total if row else counts.responses
    rows: dict[str, Rows] = {}
    for variable in variables if item is None else ():
        sizes = by_class(counts, variable)
        rows[variable.root] = Rows(counts.responses, plan(variable.tree, [sizes], minimum=minimum), (sizes,))
    return Release(counts.responses, (total,), rows)


def _maps(of: DeskPlan, counts: Counts, minimum: int) -> Iterator[tuple[str, MapShown]]:
    for name, (item, *_rest) in of.items.items():
        if item.measure == Measure.SQUARES:
            people = {code: counts.row(item.key, code).total for code in item.question.codes}
            shown = frozenset(code for code, number in people.items() if number >= minimum)
            if shown:
                yield name, MapShown(counts.responses, Hiding(minimum, shown, ()), people)


@dataclass(frozen=True)
class Group:
    """A group an organiser may see: exact n, and percent of each answer.

    The weighted ones are None without weights. Only an invited random sample has intervals: of the weighted share, or
    of the unweighted where there is none.
    """

    classes: tuple[str, ...]
    n: int
    unweighted: tuple[int, ...]
    weighted: tuple[int, ...] | None
    intervals: tuple[shape.Interval, ...] | None = None


@dataclass(frozen=True)
class Crossed:
    """One table by one background or two: `groups` that are large enough, and what `table` says of the others."""

    item: Item
    variables: tuple[Variable, ...]
    codes: tuple[str, ...]
    groups: tuple[Group, ...]
    table: DeskTable


def crossed(of: DeskPlan, about: About, counts: Counts, *, item: Item, by: Sequence[str]) -> Crossed:
    """The answers to an item by the classes of one background, or of two together.

    Raises KeyError for a background the survey does not have, ValueError for more than two or an item without shares.
    """
    known = {variable.name: variable for variable in of.variables(counts)}
    variables = tuple(known[name] for name in by)
    rows = chosen_rows(item, counts)
    if not rows:
        raise ValueError("the item has no shares")
    places = [counts.backgrounds.index(name) for name in by]
    snapshot = _snapshot(about, counts, tuple(known.values()))
    keys = [tuple(cell[place] or NOT_SAID for place in places) for cell in counts.cells]
    every = answered(counts, item)
    sizes: Counter[tuple[str, ...]] = Counter()
    for place, number in zip(every.places, every.numbers, strict=True):
        sizes[keys[place]] += number
    table = desk_table(dict(sizes) or {("",) * len(places): 0}, minimum=about.limits.desk)
    groups = []
    for classes in _in_order(variables):
        if classes in table.shown:
            here = {place for place, key in enumerate(keys) if key == classes}
            of_group = [_within(row, here) for row in (every, *rows.values())]
            groups.append(_group(classes, of_group, snapshot, has_intervals=about.claim is Claim.SAMPLE))
    return Crossed(item, variables, tuple(rows), tuple(groups), table)


def _within(row: Row, here: Container[int]) -> Row:
    """The part of a row that lies in some cells."""
    pairs = [pair for pair in zip(row.places, row.numbers, strict=True) if pair[0] in here]
    return Row(tuple(place for place, _number in pairs), tuple(number for _place, number in pairs))


def _group(classes: tuple[str, ...], rows: Sequence[Row], snapshot: Snapshot, *, has_intervals: bool) -> Group:
    """`rows` are those of the group alone: who answered at all, then who gave each answer."""
    answered, *chosen = (snapshot.summed(row).whole for row in rows)
    shares = [snapshot.summing.share(each, answered) for each in chosen]
    return Group(
        classes,
        round(answered.number),
        tuple(whole_percent(each.unweighted) for each in shares),
        tuple(whole_percent(each.share) for each in shares) if snapshot.weighed.is_weighted else None,
        tuple(outwards(each.interval()) for each in shares) if has_intervals else None,
    )


def _snapshot(about: About, counts: Counts, variables: Sequence[Variable]) -> Snapshot:
    """The counts with their weights, raked as far as the desk's own minimum goes."""
    sides = []
    for variable in variables:
        hiding = plan(variable.tree, [by_class(counts, variable)], minimum=about.limits.desk)
        population = about.populations.get(variable.name)
        blocks = hiding.blocks or tuple((name,) for name in variable.tree.classes())
        divided = Divided(variable.name, blocks, population.shares if population else {}, variable.is_ordered)
        sides.append(Side(variable, divided))
    return Snapshot(counts, sides)


def _in_order(variables: Sequence[Variable]) -> Iterator[tuple[str, ...]]:
    first, *rest = variables
    for name in first.tree.classes():
        if not rest:
            yield (name,)
        for other in rest[0].tree.classes() if rest else ():
            yield name, other
