"""A time series out of a table: one code for each other dimension, and everything that must be said beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fardplan.analysis.statistical_tables.choices import BadChoice, Fault, cells, checked
from fardplan.analysis.statistical_tables.table import Note, Role, Table

_PERIOD = re.compile(r"(\d{4})(?:(?:[-/](\d{4}))|-?([MQKHTVW])(\d{1,2}))?", re.IGNORECASE)
_MONTHS = {"M": 1, "Q": 3, "K": 3, "T": 4, "H": 6}


@dataclass(frozen=True, slots=True)
class Observation:
    """The number of one period, or None with the status that says why there is none. `start` may be unknown."""

    period: str
    label: str
    start: date | None
    value: float | None
    status: str = ""


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """Observations in the order of time, with what was chosen as (dimension, label) for dimensions with a choice."""

    title: str
    chosen: tuple[tuple[str, str], ...]
    observations: tuple[Observation, ...]
    unit: str
    decimals: int | None
    reference_period: str
    source: str
    updated: str
    table_id: str
    notes: tuple[Note, ...]
    status_labels: tuple[tuple[str, str], ...]

    @property
    def latest(self) -> Observation | None:
        """The last period that has a number."""
        return next((each for each in reversed(self.observations) if each.value is not None), None)


def time_series(table: Table, fixed: Mapping[str, str], *, along: str = "") -> TimeSeries:
    """The series at one code for each dimension but time; a dimension with a single code need not be named.

    `along` names the dimension that is time in a table that does not say which one it is.
    Periods are put in the order of time when all of them are understood (years, half-years, four-month periods,
    quarters, months, weeks), otherwise they stand as in the table. Raises BadChoice.
    """
    if along and along not in table.codes:
        raise BadChoice(Fault.UNKNOWN_DIMENSION, codes=[along])
    time = table.dimension(along) if along else table.with_role(Role.TIME)
    if time is None:
        raise BadChoice(Fault.NO_TIME)
    if time.code in fixed:
        raise BadChoice(Fault.NOT_ONE, time.code, [fixed[time.code]])
    chosen = checked(table, {code: (value,) for code, value in fixed.items()} | {time.code: time.codes})
    observations = [
        Observation(category.code, category.label, period_start(category.code), cell.value, cell.status)
        for category, (_, cell) in zip(time.categories, cells(table, chosen), strict=True)
    ]
    if all(each.start for each in observations):
        observations.sort(key=lambda each: each.start or date.min)
    picked = {code: codes[0] for code, codes in chosen.items() if code != time.code}
    categories = [(each, each.category(picked[each.code])) for each in table.dimensions if each is not time]
    decimals = [category.decimals for _, category in categories if category.decimals is not None]
    return TimeSeries(
        title=table.title,
        chosen=tuple((each.label, category.label) for each, category in categories if len(each.categories) > 1),
        observations=tuple(observations),
        unit=table.unit_at(picked),
        decimals=decimals[0] if decimals else table.decimals,
        reference_period=next(
            (each.reference_period for _, each in categories if each.reference_period), table.reference_period
        ),
        source=table.source,
        updated=table.updated_at(picked),
        table_id=table.table_id,
        notes=table.notes_at(chosen),
        status_labels=table.status_labels,
    )


def period_start(code: str) -> date | None:
    """The first day of a period written as PxWeb writes it: 2024, 2023-2024, 2024H1, 2024T2, 2024K3, 2024M07, 2024V07.

    K is the Swedish Q, V the Swedish W (ISO weeks). None for anything else.
    """
    found = _PERIOD.fullmatch(code.strip())
    if not found or not 1 <= int(found[1]) <= 9998:
        return None
    year, kind, number = int(found[1]), (found[3] or "").upper(), int(found[4] or 1)
    try:
        if kind in ("V", "W"):
            return date.fromisocalendar(year, number, 1)
        return date(year, (number - 1) * _MONTHS.get(kind, 1) + 1, 1)
    except ValueError:
        return None
