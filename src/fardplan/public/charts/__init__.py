"""Charts of published results: what `public/results/chart.html` and the picture to share draw.

Everything here is worked out from a `Result`; `analysis.charts` says where the parts stand. A chart is blocks of lines:
a block is a row of a matrix, a thing to rank or an answer, a line is a collection or a group. Collections stand beside
each other as lines of their own and are never added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fardplan.analysis.charts import diverging_tones, rising_tones
from fardplan.public.charts.bars import bars, means
from fardplan.public.charts.entries import parts_of
from fardplan.public.charts.shapes import Block, Chart, Line, Series
from fardplan.public.charts.squares import squares
from fardplan.public.charts.stacked import stacked
from fardplan.public.charts.who import who_answered
from fardplan.surveys.definition import Grid, QuestionType
from fardplan.surveys.results.shape import Measure, Question, Table

__all__ = ["Block", "Chart", "Line", "Series", "chart_of", "who_answered"]


def chart_of(
    question: Question,
    series: Sequence[Series],
    *,
    by: str = "",
    hundred: bool = False,
    grid: Grid | None = None,
) -> Chart:
    """The chart of a question for one or several collections, in which it is the same question.

    `by` divides the first of them by a background; `hundred` draws a scale as bars of 100 percent.
    """
    parts = tuple(parts_of(question, series, by))
    shown = [entry for part in parts for entry in part.entries if entry.row is not None]
    if not shown:
        return Chart("none", "", notes=tuple(dict.fromkeys(entry.note for part in parts for entry in part.entries)))
    measure = question.tables[0].measure
    if measure is Measure.SQUARES:
        return squares(question, parts, grid)
    if measure is Measure.WRITTEN:
        return Chart("none", "")
    if measure is Measure.MEAN and question.type == QuestionType.POINTS:
        return means(question, parts)
    if not any(part.table.choices for part in parts):
        return replace(means(question, parts), form="none", blocks=(), has_intervals=False)
    if question.type == QuestionType.RANKING:
        return stacked(question, parts, rising_tones, hundred=True)
    if question.type == QuestionType.SCALE or (question.type == QuestionType.MATRIX and _is_scale(parts[0].table)):
        return stacked(question, parts, diverging_tones, hundred=hundred)
    if question.type == QuestionType.MATRIX:
        return stacked(question, parts, rising_tones, hundred=True)
    return bars(question, parts)


def _is_scale(table: Table) -> bool:
    return bool(table.choices) and all(choice.code.isdecimal() and not choice.label for choice in table.choices)
