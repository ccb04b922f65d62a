"""An indicator as it is drawn: bars of the latest numbers, a line over time for each series, and the table under them.

Nothing here is markup: words, and places in percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.analysis.line_chart import Axis, LineChart, axis_for, line_chart, places_in_time, width_of
from fardplan.analysis.statistical_tables import Observation
from fardplan.base.numerals import numeral
from fardplan.indicators.models import Indicator
from fardplan.indicators.queries.figures import Figures, Line, figures_of
from fardplan.indicators.sentences import amount, change_since, is_percent, period_name, unit_alone, verdict_of

ONE_SCALE = 4.0  # series whose largest values differ more than this are drawn each on its own scale


@dataclass(frozen=True, slots=True)
class Latest:
    """The newest number of a series in words. `number` and `unit` are the same, apart."""

    label: str
    number: str
    unit: str
    period: str
    change: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: str
    period: str
    width: str


@dataclass(frozen=True, slots=True)
class Trend:
    """One series over time. `ticks` are the words along the axis, and where; `told` is the picture in a sentence."""

    latest: Latest
    chart: LineChart
    ticks: tuple[tuple[str, str], ...]
    room: int
    first: str
    last: str
    told: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown of an indicator. One that has numbers of a single time has bars only."""

    indicator: Indicator
    figures: Figures
    unit: str
    latest: tuple[Latest, ...]
    bars: tuple[Bar, ...]
    trends: tuple[Trend, ...]
    has_own_scales: bool
    starts_at_zero: bool
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    corner: str

    @property
    def headline(self) -> Latest:
        """The newest number of the first series."""
        return self.latest[0]

    @property
    def period(self) -> str:
        """The time of the newest numbers, when it is the same for all."""
        periods = {each.period for each in self.latest}
        return periods.pop() if len(periods) == 1 else ""


def picture_of(indicator: Indicator) -> Picture:
    """An indicator as it is drawn, in the language of the page."""
    figures = figures_of(indicator)
    lines = tuple(line for line in figures.lines if line.latest is not None)
    axes = _axes(lines)
    trends = tuple(_trend(line, figures, axis, good=indicator.good) for line, axis in zip(lines, axes, strict=True))
    times = {each.period for line in lines for each in line.series.observations if each.value is not None}
    columns, rows, corner = _as_table(figures)
    return Picture(
        indicator=indicator,
        figures=figures,
        unit=unit_alone(figures.unit),
        latest=tuple(_latest(line, figures, good=indicator.good) for line in lines),
        bars=_bars(lines, figures) if len(lines) > 1 else (),
        trends=trends if len(times) > 1 else (),
        has_own_scales=len(set(axes)) > 1,
        starts_at_zero=all(axis.starts_at_zero for axis in axes),
        columns=columns,
        rows=rows,
        corner=corner,
    )


def _latest(line: Line, figures: Figures, *, good: str) -> Latest:
    found, before = line.latest, line.before
    if found is None or found.value is None:
        raise ValueError(f"{line.label} has no number")
    return Latest(
        label=line.label,
        number=numeral(found.value, figures.decimals),
        unit=unit_alone(figures.unit),
        period=period_name(found),
        change=change_since(found, before, figures.unit, figures.decimals) if before else "",
        verdict=verdict_of(found, before, good, figures.decimals) if before else "",
    )


def _values(line: Line) -> list[float]:
    return [each.value for each in line.series.observations if each.value is not None]


def _axes(lines: Sequence[Line]) -> list[Axis]:
    """One scale for all, or one each where a common one would hide the small beside the large."""
    sizes = [max(abs(value) for value in _values(line)) for line in lines]
    if min(sizes) * ONE_SCALE >= max(sizes):
        return [axis_for([value for line in lines for value in _values(line)])] * len(lines)
    return [axis_for(_values(line)) for line in lines]


def _trend(line: Line, figures: Figures, axis: Axis, *, good: str) -> Trend:
    observations = line.series.observations
    days = [each.start.toordinal() if each.start else None for each in observations]
    chart = line_chart([each.value for each in observations], places_in_time(days, len(observations)), axis)
    ticks = tuple((numeral(tick.value, axis.decimals), tick.y) for tick in chart.ticks)
    return Trend(
        latest=_latest(line, figures, good=good),
        chart=chart,
        ticks=ticks,
        room=max(len(words) for words, _y in ticks),
        first=period_name(observations[0]),
        last=period_name(observations[-1]),
        told=_told(line, figures),
    )


def _told(line: Line, figures: Figures) -> str:
    """The line in a sentence, for whoever does not see it: where it begins, ends, and turns."""
    known = [each for each in line.series.observations if each.value is not None]

    def at(each: Observation) -> dict[str, str]:
        return {"value": amount(each.value or 0.0, figures.unit, figures.decimals), "period": period_name(each)}

    parts = [_("%(value)s år %(period)s") if known[0].period.isdecimal() else _("%(value)s %(period)s")]
    said = [parts[0] % at(known[0])]
    if len(known) > 1:
        said.append(parts[0] % at(known[-1]))
    highest = max(known, key=lambda each: each.value or 0.0)
    lowest = min(known, key=lambda each: each.value or 0.0)
    extremes = []
    if len(known) > 2:
        if highest not in (known[0], known[-1]):
            extremes.append(_("högst %(what)s") % {"what": parts[0] % at(highest)})
        if lowest not in (known[0], known[-1]):
            extremes.append(_("lägst %(what)s") % {"what": parts[0] % at(lowest)})
    return "; ".join([" – ".join(said), *extremes])


def _bars(lines: Sequence[Line], figures: Figures) -> tuple[Bar, ...]:
    newest = [line.latest for line in lines]
    largest = max((each.value or 0.0 for each in newest if each), default=0.0)
    if is_percent(figures.unit):
        largest = max(largest, 100.0)  # a share is a part of the whole
    return tuple(
        Bar(
            label=line.label,
            value=amount(each.value or 0.0, figures.unit, figures.decimals),
            period=period_name(each),
            width=width_of(each.value or 0.0, largest),
        )
        for line, each in zip(lines, newest, strict=True)
        if each
    )


def _as_table(figures: Figures) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...], str]:
    """The table: the longer of series and times goes downwards, as screens do."""
    times = [period_name(each) for each in figures.periods]
    names = [line.label or _("Värde") for line in figures.lines]
    cells = [[_cell(each, figures) for each in line.series.observations] for line in figures.lines]
    if len(names) > len(times):
        return tuple(times), tuple((name, tuple(row)) for name, row in zip(names, cells, strict=True)), figures.compared
    across = zip(*cells, strict=True)
    return tuple(names), tuple((time, tuple(row)) for time, row in zip(times, across, strict=True)), figures.time_label


def _cell(each: Observation, figures: Figures) -> str:
    if each.value is not None:
        return numeral(each.value, figures.decimals)
    meaning = dict(figures.status_labels).get(each.status, "")
    return meaning or (each.status if each.status else _("saknas"))
