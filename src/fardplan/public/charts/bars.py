"""A bar for each answer, and for each thing that was given points."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fardplan.analysis import charts
from fardplan.public.charts.entries import Entry, Part, statistic_of, too_few
from fardplan.public.charts.shapes import Block, Chart, Line, without_lone_headings
from fardplan.public.charts.sheet import sheet_of
from fardplan.surveys.definition import QuestionType
from fardplan.surveys.results.shape import Answered, Question
from fardplan.surveys.showing.phrases import interval_in_words, label_of, number_in_words


def bars(question: Question, parts: Sequence[Part]) -> Chart:
    """A block for each answer, with a bar for each collection or group."""
    part = parts[0]
    entries = [entry for entry in part.entries if entry.row is not None]
    by_code = [{answer.code: answer for answer in entry.row.answers} for entry in entries if entry.row]
    labels = [label_of(choice, entries[0].result) for choice in part.table.choices]
    highest = [
        max(answer.percent, answer.interval.high if answer.interval else 0)
        for answers in by_code
        for answer in answers.values()
    ]
    ceiling = charts.ceiling_of(highest)
    blocks = tuple(
        Block(
            label,
            tuple(
                _bar_line(entry, answers[choice.code], ceiling)
                for entry, answers in zip(entries, by_code, strict=True)
                if choice.code in answers
            ),
        )
        for choice, label in zip(part.table.choices, labels, strict=True)
    )
    notes = [f"{entry.label}: {entry.note}" for entry in part.entries if entry.row is None]
    declined = [
        f"{entry.label}: {entry.aside}" if len(entries) > 1 else entry.aside for entry in entries if entry.aside
    ]
    notes += [" · ".join(declined)] if declined else []
    alone = len(entries) == 1
    return Chart(
        "bars",
        f"{statistic_of(question, parts)} {_ns(entries)}",
        blocks=without_lone_headings(blocks) if alone else blocks,
        has_intervals=any(answer.interval for answers in by_code for answer in answers.values()),
        sheet=sheet_of(parts, labels),
        notes=tuple(notes),
    )


def _ns(entries: Sequence[Entry]) -> str:
    """ "448 svar." or "Slumpurvalet: 448 svar. Öppna länken: 802 svar."."""
    whole = [entry for entry in entries if not entry.is_group]
    return " ".join(f"{entry.label}: {entry.n}." if len(whole) > 1 else f"{entry.n}." for entry in whole)


def _bar_line(entry: Entry, answer: Answered, ceiling: float) -> Line:
    interval = (answer.interval.low, answer.interval.high) if answer.interval else None
    (bar,) = charts.bars([answer.percent], [interval], ceiling=ceiling)
    heard = _("%(percent)d procent") % {"percent": answer.percent}
    if answer.interval:
        heard += ", " + _("osäkerhet %(interval)s") % {"interval": interval_in_words(answer.interval)}
    # How many answered is the same for every answer: told once, except for groups, which are many.
    n = entry.n if entry.is_group else ""
    return Line(entry.label, n=n, bar=bar, number=str(answer.percent), tone=entry.tone, heard=heard)


def means(question: Question, parts: Sequence[Part]) -> Chart:
    """A bar for each thing that was given points, or only the table of means."""
    means = [entry.row.mean for part in parts for entry in part.entries if entry.row and entry.row.mean]
    whole = 100.0 if question.type == QuestionType.POINTS else 1.0
    ceiling = charts.ceiling_of(
        [max(mean.value, mean.interval.high if mean.interval else 0) for mean in means], whole=whole
    )
    blocks = tuple(Block(part.heading, tuple(_mean_line(entry, ceiling) for entry in part.entries)) for part in parts)
    return Chart(
        "bars",
        statistic_of(question, parts),
        blocks=without_lone_headings(blocks),
        has_intervals=any(mean.interval for mean in means),
        sheet=sheet_of(parts, []),
    )


def _mean_line(entry: Entry, ceiling: float) -> Line:
    if entry.row is None or entry.row.mean is None:
        return Line(entry.label, note=entry.note or too_few(entry.result.minimum))
    mean = entry.row.mean
    interval = (mean.interval.low, mean.interval.high) if mean.interval else None
    (bar,) = charts.bars([mean.value], [interval], ceiling=ceiling)
    number = number_in_words(mean.value)
    return Line(entry.label, n=entry.n, bar=bar, number=number, tone=entry.tone, heard=number)
