"""Tables as those who weigh a survey need them: how people are shared out, and a published answer to compare with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fardplan.analysis.statistical_tables import (
    Margin,
    Note,
    Observation,
    Role,
    Table,
    age_groups,
    margin,
    period_start,
    time_series,
)
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import StatisticalTable
from fardplan.indicators.numbers import from_text

KEY_FIGURE, AREA, GENDER = "kpi", "municipality", "gender"


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group of the people, how many they are, and their part of all groups (0 to 1)."""

    key: str
    count: float
    share: float


@dataclass(frozen=True, slots=True)
class WeightingMargin:
    """How the people are shared out along one dimension; the shares add up to 1.

    `source` is one line to print beside the numbers; `notes` has what the producer says must be shown first.
    """

    dimension: str
    label: str
    groups: tuple[GroupShare, ...]
    population: float
    period: str
    source: str
    notes: tuple[Note, ...]

    def target(self) -> dict[str, float]:
        """The share of each group by its key, as raking takes it."""
        return {group.key: group.share for group in self.groups}


def weighting_margin(
    table: StatisticalTable,
    dimension: str,
    groups: Mapping[str, Sequence[str]],
    *,
    left_out: Collection[str] = (),
    within: Mapping[str, Sequence[str]] | None = None,
    apart: Collection[str] = (),
) -> WeightingMargin:
    """Shares of groups of a dimension's codes. What the arguments mean and what is raised: `analysis…margin`."""
    whole = from_text(table.content)
    found = margin(whole, dimension, groups, left_out=left_out, within=within, apart=apart)
    return _as_margin(table, whole, found)


def age_margin(
    table: StatisticalTable,
    dimension: str,
    ranges: Mapping[str, tuple[int, int | None]],
    *,
    totals: Collection[str] = (),
    within: Mapping[str, Sequence[str]] | None = None,
    apart: Collection[str] = (),
) -> WeightingMargin:
    """Shares of ranges of whole years of age, both ends included. Raises BadChoice where the classes do not fit."""
    whole = from_text(table.content)
    if dimension not in whole.codes:
        return weighting_margin(table, dimension, {}, within=within)  # raises: there is no such dimension
    groups, left_out = age_groups(whole.dimension(dimension), ranges, totals=totals)
    found = margin(whole, dimension, groups, left_out=left_out, within=within, apart=apart)
    return _as_margin(table, whole, found)


def _as_margin(table: StatisticalTable, whole: Table, found: Margin) -> WeightingMargin:
    time = whole.with_role(Role.TIME)
    period = dict(found.counted).get(time.code, ("",))[0] if time else ""
    return WeightingMargin(
        dimension=found.dimension,
        label=whole.dimension(found.dimension).label,
        groups=tuple(GroupShare(each.key, each.count, each.share) for each in found.shares),
        population=found.population,
        period=period,
        source=source_text(table, period=period, updated=found.updated),
        notes=found.notes,
    )


def source_text(table: StatisticalTable, *, period: str = "", updated: str = "") -> str:
    """Where numbers come from, on one line: "SCB, TAB6471, 2026M04, 2026-05-12"."""
    said = [table.source, table.table_id, period, (updated or table.updated)[:10]]
    return ", ".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published answer to a question that a survey repeats, of the latest year there is.

    `uncertainty` is half the width of the interval its producer publishes beside it, in the same unit; None when the
    tables here do not have it for that year and area.
    """

    key_figure: str
    label: str
    area: str
    period: str
    value: float
    uncertainty: float | None
    unit: str
    source: str


def benchmark(
    dialogue: Dialogue, *, key_figure: str, area: str, uncertainty: str = "", gender: str = "T"
) -> Benchmark | None:
    """The latest value of a key figure of Kolada (N00667) for an area (1080), and its uncertainty figure (U01670).

    The two may be in different tables of the dialogue. None when no table has a value.
    """
    found = _latest(dialogue, key_figure, area=area, gender=gender)
    if found is None:
        return None
    row, table, observations = found
    latest = observations[-1]
    other = _latest(dialogue, uncertainty, area=area, gender=gender) if uncertainty else None
    beside = {each.period: each.value for each in other[2]} if other else {}
    return Benchmark(
        key_figure=key_figure,
        label=table.dimension(KEY_FIGURE).category(key_figure).label,
        area=table.dimension(AREA).category(area).label,
        period=latest.period,
        value=latest.value or 0.0,
        uncertainty=beside.get(latest.period),
        unit=table.dimension(KEY_FIGURE).category(key_figure).unit or row.unit,
        source=source_text(row, period=latest.period),
    )


def _latest(
    dialogue: Dialogue, key_figure: str, *, area: str, gender: str
) -> tuple[StatisticalTable, Table, list[Observation]] | None:
    """The table with the newest value of a key figure, and the values it has, the newest last."""
    rows = StatisticalTable.objects.filter(dialogue=dialogue, content__contains=f'"{key_figure}"')
    best: tuple[StatisticalTable, Table, list[Observation]] | None = None
    for row in rows.order_by("pk"):
        table = from_text(row.content)
        chosen = {KEY_FIGURE: key_figure, AREA: area, GENDER: gender}
        if not all(code in table.codes and each in table.dimension(code).codes for code, each in chosen.items()):
            continue
        known = [each for each in time_series(table, chosen).observations if each.value is not None]
        if known and (best is None or _is_later(known[-1], best[2][-1])):
            best = (row, table, known)
    return best


def _is_later(one: Observation, other: Observation) -> bool:
    first, second = period_start(one.period), period_start(other.period)
    return bool(first and second and first > second)
