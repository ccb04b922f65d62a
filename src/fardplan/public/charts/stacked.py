"""Scales around a zero line, and bars of a hundred percent."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from fardplan.analysis import charts
from fardplan.public.charts.entries import Entry, Part, statistic_of
from fardplan.public.charts.shapes import Block, Chart, Drawn, Key, Line, without_lone_headings
from fardplan.public.charts.sheet import sheet_of
from fardplan.surveys.definition import QuestionType
from fardplan.surveys.results.shape import NOT_PLACED, Choice, Question, Result
from fardplan.surveys.showing.phrases import label_of, said


def stacked(
    question: Question, parts: Sequence[Part], tones_of: Callable[[int], tuple[str, ...]], *, hundred: bool
) -> Chart:
    choices = next(part.table.choices for part in parts if part.table.choices)
    result = next(entry.result for part in parts for entry in part.entries)
    tones = tones_of(len(choices))
    if choices[-1].code == NOT_PLACED:
        tones = (*tones[:-1], "rest")
    figures = [
        [float(answer.percent) for answer in entry.row.answers]
        for part in parts
        for entry in part.entries
        if entry.row is not None
    ]
    whole = charts.diverging(figures) if not hundred else None
    drawn = iter(whole.rows if whole else [charts.stacked(values) for values in figures])
    labels = [_step_label(choice, choices, question, result) for choice in choices]
    blocks = tuple(
        Block(
            part.heading,
            tuple(_stacked_line(entry, next(drawn) if entry.row else (), tones, labels) for entry in part.entries),
        )
        for part in parts
    )
    return Chart(
        "stacked" if hundred else "diverging",
        statistic_of(question, parts),
        blocks=without_lone_headings(blocks),
        key=tuple(Key(tone, label) for tone, label in zip(tones, labels, strict=True)),
        zero=whole.zero if whole else None,
        sheet=sheet_of(parts, labels),
    )


def _stacked_line(entry: Entry, pieces: Sequence[charts.Piece], tones: Sequence[str], labels: Sequence[str]) -> Line:
    if entry.row is None:
        return Line(entry.label, note=entry.note)
    percents = [answer.percent for answer in entry.row.answers]
    heard = "; ".join(f"{label}: {percent}" for label, percent in zip(labels, percents, strict=True))
    return Line(
        entry.label,
        n=entry.n,
        pieces=tuple(
            Drawn(piece, tones[piece.place], str(percents[piece.place]) if piece.has_room else "") for piece in pieces
        ),
        aside=entry.aside,
        heard=_("Procent: %(figures)s") % {"figures": heard},
    )


def _step_label(choice: Choice, choices: Sequence[Choice], question: Question, result: Result) -> str:
    """ "1 Inte alls", "2", "Plats 1"."""
    if question.type == QuestionType.RANKING and choice.code.isdecimal():
        return _("Plats %(place)s") % {"place": choice.code}
    label = label_of(choice, result)
    ends = {choices[0].code: question.scale_low, choices[-1].code: question.scale_high}
    words = said(ends.get(choice.code, {}), result)
    return f"{label} {words}" if words and not choice.label else label
