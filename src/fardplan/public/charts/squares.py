"""Squares of a map."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from fardplan.analysis.charts import depth_of
from fardplan.public.charts.entries import Part
from fardplan.public.charts.shapes import Chart, Square
from fardplan.surveys.definition import Grid
from fardplan.surveys.results.shape import Question
from fardplan.surveys.showing.phrases import number_in_words


def squares(question: Question, parts: Sequence[Part], grid: Grid | None) -> Chart:
    """The first collection's squares, where they lie on the map; the others are in the table."""
    entry = next(entry for entry in parts[0].entries if entry.row is not None)
    numbers = {square.code: square.n for square in entry.table.squares}
    columns, rows = _extent(list(numbers), grid)
    most = max(numbers.values(), default=0)
    squares = tuple(
        tuple(
            Square(
                code := f"{chr(65 + column)}{row}",
                depth_of(numbers.get(code, 0), most),
                number_in_words(numbers[code]) if code in numbers else "",
            )
            for column in range(columns)
        )
        for row in range(1, rows + 1)
    )
    return Chart(
        "squares",
        _("Antal som pekade ut rutan, avrundat till tiotal. Rutor med färre än %(minimum)d visas inte.")
        % {"minimum": question.minimum},
        squares=squares,
        columns=tuple(chr(65 + column) for column in range(columns)),
    )


def _extent(codes: Sequence[str], grid: Grid | None) -> tuple[int, int]:
    if grid is not None:
        return grid.columns, grid.rows
    columns = max((ord(code[0]) - 64 for code in codes), default=1)
    return columns, max((int(code[1:]) for code in codes if code[1:].isdecimal()), default=1)
