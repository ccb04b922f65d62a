"""The table under a chart."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fardplan.public.charts.entries import Entry, Part
from fardplan.public.charts.shapes import Sheet, SheetPart, SheetRow
from fardplan.surveys.results.shape import Interval
from fardplan.surveys.showing.phrases import interval_in_words, number_in_words


def sheet_of(parts: Sequence[Part], labels: Sequence[str]) -> Sheet:
    """Every figure of the chart, weighted and unweighted, with n and interval where they are."""
    rows = [entry.row for part in parts for entry in part.entries if entry.row is not None]
    is_weighted = any(answer.weighted is not None for row in rows for answer in row.answers) or any(
        row.mean is not None and row.mean.weighted is not None for row in rows
    )
    has_intervals = any(answer.interval for row in rows for answer in row.answers) or any(
        row.mean is not None and row.mean.interval is not None for row in rows
    )
    columns = [_("Vägt, procent"), _("Ovägt, procent")] if is_weighted else [_("Procent")]
    if has_intervals:
        columns.append(_("Osäkerhet (95 procent)"))
    made = tuple(
        _sheet_part(part, entry, labels, is_weighted=is_weighted, has_intervals=has_intervals)
        for part in parts
        for entry in part.entries
    )
    return Sheet(tuple(columns), made)


def _sheet_part(
    part: Part, entry: Entry, labels: Sequence[str], *, is_weighted: bool, has_intervals: bool
) -> SheetPart:
    heading = ", ".join(dict.fromkeys(each for each in (part.heading, entry.label) if each))
    if entry.row is None:
        return SheetPart(heading, note=entry.note)

    def cells(
        unweighted: float | None, weighted: float | None, interval: Interval | None, *, decimals: int | None = 0
    ) -> tuple[str, ...]:
        figures = (weighted, unweighted) if is_weighted else (unweighted,)
        found = ["–" if each is None else number_in_words(each) for each in figures]
        if has_intervals:
            found.append(interval_in_words(interval, decimals=decimals) if interval else "–")
        return tuple(found)

    rows = [
        SheetRow(label, cells(answer.unweighted, answer.weighted, answer.interval))
        for label, answer in zip(labels, entry.row.answers, strict=bool(labels))
    ]
    mean = entry.row.mean
    if mean is not None:
        figures = cells(mean.unweighted, mean.weighted, mean.interval, decimals=None)
        rows.append(SheetRow(_("I genomsnitt"), figures))
    n = f"{entry.n}. {entry.aside}" if entry.aside else entry.n
    return SheetPart(f"{heading} ({n})", tuple(rows))
