"""How the people a survey is weighted to are shared out: margins taken from a table of official statistics.

Nothing is guessed: every code of the dimension is in a group or left out by name, every other dimension has its codes
chosen, and what looks like a total beside its parts is refused until it is left out or said to be none.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fardplan.analysis.statistical_tables.choices import BadChoice, Fault, cells, checked
from fardplan.analysis.statistical_tables.table import NIL, Cell, Dimension, Note, Role, Table
from fardplan.analysis.statistical_tables.totals import (
    OLDEST,
    AgeRange,
    ages_of,
    overlapping_ages,
    totals_among,
    totals_by_size,
)

Groups = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Share:
    """A group with the codes it is made of, the number of people, and its part of all groups (0 to 1)."""

    key: str
    codes: tuple[str, ...]
    count: float
    share: float


@dataclass(frozen=True, slots=True)
class Margin:
    """The shares of one dimension, which add up to 1, and where they come from.

    `counted` are the codes added over for each other dimension, `left_out` those of this one that are in no group.
    """

    dimension: str
    shares: tuple[Share, ...]
    population: float
    counted: tuple[tuple[str, tuple[str, ...]], ...]
    left_out: tuple[str, ...]
    title: str
    unit: str
    source: str
    updated: str
    table_id: str
    notes: tuple[Note, ...]

    def target(self) -> dict[str, float]:
        """The share of each group by its key, as raking takes it."""
        return {share.key: share.share for share in self.shares}


def margin(
    table: Table,
    dimension: str,
    groups: Groups,
    *,
    left_out: Collection[str] = (),
    within: Mapping[str, Sequence[str]] | None = None,
    apart: Collection[str] = (),
) -> Margin:
    """Shares of the groups of a dimension's codes, from numbers of people added over the other dimensions.

    `within` has the codes of each other dimension to add over; of time and of the measure it must be one. One with a
    single code need not be named. `apart` are codes that only look as if
    they held others of them. A cell with the status "-" counts
    as nobody; any other cell without a number, and a negative number, is refused. Raises BadChoice.
    """
    if dimension not in table.codes:
        raise BadChoice(Fault.UNKNOWN_DIMENSION, codes=[dimension])
    about = table.dimension(dimension)
    named = [code for codes in groups.values() for code in codes]
    _check_named(about, groups, named, left_out)
    chosen = checked(table, dict(within or {}) | {dimension: named})
    for other in table.dimensions:
        if other.role in (Role.TIME, Role.METRIC) and other is not about and len(chosen[other.code]) > 1:
            raise BadChoice(Fault.NOT_ONE, other.code, chosen[other.code])
        _check_apart(other, chosen[other.code], apart)
    counts = _counts(table, about, chosen, apart)
    everybody = math.fsum(counts.values())
    shares = []
    for key, codes in groups.items():
        count = math.fsum(counts[code] for code in codes)
        if count <= 0:
            raise BadChoice(Fault.EMPTY_GROUP, dimension, [key])
        shares.append(Share(key, tuple(codes), count, count / everybody))
    picked = {code: codes[0] for code, codes in chosen.items() if len(codes) == 1}
    return Margin(
        dimension=dimension,
        shares=tuple(shares),
        population=everybody,
        counted=tuple((code, codes) for code, codes in chosen.items() if code != dimension),
        left_out=tuple(code for code in about.codes if code not in set(named)),
        title=table.title,
        unit=table.unit_at(picked),
        source=table.source,
        updated=table.updated_at(picked),
        table_id=table.table_id,
        notes=table.notes_at(chosen),
    )


def age_groups(
    dimension: Dimension, ranges: Mapping[str, tuple[int, int | None]], *, totals: Collection[str] = ()
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The dimension's age classes put together in ranges of whole years (both ends included, None for no upper end).

    Returns the groups and the codes left out: `totals`, which must be named, and ages outside all ranges. A class on
    both sides of a limit, a range whose ages are not all there, and a code that is no age are refused with BadChoice.
    """
    limits = {key: AgeRange(least, OLDEST if most is None else most) for key, (least, most) in ranges.items()}
    groups: dict[str, list[tuple[AgeRange, str]]] = {key: [] for key in limits}
    left_out = [code for code in dimension.codes if code in totals]
    for category in dimension.categories:
        if category.code in totals:
            continue
        ages = ages_of(category)
        if ages is None:
            raise BadChoice(Fault.NO_RANGE, dimension.code, [category.code])
        touched = [key for key, each in limits.items() if ages.least <= each.most and each.least <= ages.most]
        if len(touched) > 1 or any(ages.least < limits[key].least or ages.most > limits[key].most for key in touched):
            raise BadChoice(Fault.STRADDLES, dimension.code, [category.code])
        for key in touched:
            groups[key].append((ages, category.code))
        if not touched:
            left_out.append(category.code)
    for key, found in groups.items():
        _check_covered(dimension, key, limits[key], sorted(found))
    return {key: tuple(code for _, code in found) for key, found in groups.items()}, tuple(left_out)


def others(dimension: Dimension, groups: Groups) -> tuple[str, ...]:
    """All codes that are in no group, to be left out on purpose: a few municipalities of all there are."""
    named = {code for codes in groups.values() for code in codes}
    return tuple(code for code in dimension.codes if code not in named)


def _check_named(about: Dimension, groups: Groups, named: Sequence[str], left_out: Collection[str]) -> None:
    known, seen = set(about.codes), set[str]()
    if unknown := [code for code in [*named, *left_out] if code not in known]:
        raise BadChoice(Fault.UNKNOWN_CODE, about.code, unknown)
    for code in [*named, *left_out]:
        if code in seen:
            raise BadChoice(Fault.TWICE, about.code, [code])
        seen.add(code)
    if empty := [key for key, codes in groups.items() if not codes]:
        raise BadChoice(Fault.EMPTY_GROUP, about.code, empty)
    if forgotten := [code for code in about.codes if code not in seen]:
        raise BadChoice(Fault.NOT_NAMED, about.code, forgotten)


def _check_apart(dimension: Dimension, codes: Sequence[str], apart: Collection[str]) -> None:
    if found := [code for code in totals_among(dimension, codes) if code not in apart]:
        raise BadChoice(Fault.TOTAL, dimension.code, found)
    chosen = set(codes).difference(apart)
    categories = [category for category in dimension.categories if category.code in chosen]
    if dimension.role is Role.CLASSIFICATION and (pair := overlapping_ages(categories)):
        raise BadChoice(Fault.OVERLAP, dimension.code, pair)


def _check_covered(dimension: Dimension, key: str, limit: AgeRange, found: Sequence[tuple[AgeRange, str]]) -> None:
    reached = limit.least - 1
    for ages, code in found:
        if ages.least <= reached:
            raise BadChoice(Fault.OVERLAP, dimension.code, [code])
        if ages.least > reached + 1:
            raise BadChoice(Fault.GAP, dimension.code, [key])
        reached = ages.most
    if reached < limit.most:
        raise BadChoice(Fault.GAP, dimension.code, [key])


def _counts(
    table: Table, about: Dimension, chosen: Mapping[str, tuple[str, ...]], apart: Collection[str]
) -> dict[str, float]:
    """People by code of the dimension; totals are also looked for by size, in every dimension that is added over."""
    by_code: dict[str, dict[str, list[float]]] = {code: {} for code in table.codes}
    for codes, cell in cells(table, chosen):
        count = _counted(cell, codes)
        for dimension, code in zip(table.codes, codes, strict=True):
            by_code[dimension].setdefault(code, []).append(count)
    sums = {name: {code: math.fsum(each) for code, each in found.items()} for name, found in by_code.items()}
    for name, counts in sums.items():
        if found := [code for code in totals_by_size(counts) if code not in apart]:
            raise BadChoice(Fault.TOTAL, name, found)
    return sums[about.code]


def _counted(cell: Cell, codes: tuple[str, ...]) -> float:
    if cell.value is None and cell.status == NIL:
        return 0.0
    if cell.value is None or cell.value < 0:
        raise BadChoice(Fault.NO_VALUE, codes=codes)
    return cell.value
