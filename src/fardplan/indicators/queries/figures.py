"""The numbers of an indicator as lines over time, with everything that must be said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fardplan.analysis.statistical_tables import Dimension, Note, Observation, Role, TimeSeries, time_series
from fardplan.indicators.models import Indicator
from fardplan.indicators.numbers import from_text

MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One series, and what it is called beside the others."""

    code: str
    label: str
    series: TimeSeries

    @property
    def latest(self) -> Observation | None:
        return self.series.latest

    @property
    def before(self) -> Observation | None:
        """The last number before the latest one."""
        known = [each for each in self.series.observations if each.value is not None]
        return known[-2] if len(known) > 1 else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What an indicator shows. `compared` is the dimension its lines differ in, empty when there is one line.

    `chosen` has what all of it is about as (dimension, label). `updated` is what the source says of these numbers.
    """

    lines: tuple[Line, ...]
    compared: str
    time_label: str
    chosen: tuple[tuple[str, str], ...]
    unit: str
    decimals: int
    table_id: str
    updated: str
    reference_period: str
    notes: tuple[Note, ...]
    status_labels: tuple[tuple[str, str], ...]

    @property
    def periods(self) -> tuple[Observation, ...]:
        """The times, in order; those of the first line stand for all."""
        return self.lines[0].series.observations

    @property
    def mandatory_notes(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if note.mandatory)

    @property
    def other_notes(self) -> tuple[Note, ...]:
        return tuple(note for note in self.notes if not note.mandatory)


def figures_of(indicator: Indicator) -> Figures:
    """What an indicator shows, in its own unit where it has one."""
    return _figures(indicator.content, indicator.unit)


@lru_cache(maxsize=256)
def _figures(content: str, own_unit: str) -> Figures:
    """Kept by what was read, so that a change is never missed."""
    table = from_text(content)
    time = table.with_role(Role.TIME)
    if time is None:
        raise ValueError("the numbers of an indicator have no time")
    rest = [dimension for dimension in table.dimensions if dimension is not time]
    along = next((dimension for dimension in rest if len(dimension.categories) > 1), None)
    fixed = {dimension.code: dimension.codes[0] for dimension in rest}
    if along is None:
        lines: tuple[Line, ...] = (Line("", _name_of(rest), time_series(table, fixed)),)
    else:
        lines = tuple(
            Line(each.code, each.label, time_series(table, {**fixed, along.code: each.code}))
            for each in along.categories
        )
    first = lines[0].series
    return Figures(
        lines=lines,
        compared=along.label if along else "",
        time_label=time.label,
        chosen=tuple((each.label, each.categories[0].label) for each in rest if each is not along),
        unit=own_unit or first.unit,
        decimals=_decimals(lines),
        table_id=first.table_id,
        updated=first.updated,
        reference_period=first.reference_period,
        notes=table.notes_at({}),
        status_labels=table.status_labels,
    )


def _name_of(dimensions: list[Dimension]) -> str:
    """What a lone line is about: the area, when the table has one."""
    areas = [dimension.categories[0].label for dimension in dimensions if dimension.role is Role.GEO]
    return areas[0] if areas else ""


def _decimals(lines: tuple[Line, ...]) -> int:
    """As many as the source says, or as the numbers have."""
    said = [line.series.decimals for line in lines if line.series.decimals is not None]
    if said:
        return min(max(said), MOST_DECIMALS)
    values = [each.value for line in lines for each in line.series.observations if each.value is not None]
    fitting = (places for places in range(MOST_DECIMALS) if all(_has_at_most(value, places) for value in values))
    return next(fitting, MOST_DECIMALS)


def _has_at_most(value: float, places: int) -> bool:
    return abs(value - round(value, places)) < 1e-9 * max(1.0, abs(value))
