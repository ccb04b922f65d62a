"""Where the lines and marks of a small chart stand."""

from __future__ import annotations

import random
from datetime import date

import pytest

from fardplan.analysis.line_chart import Dot, Stroke, axis_for, line_chart, places_in_time, width_of


@pytest.mark.parametrize(
    ("values", "ticks", "decimals"),
    [
        ([35, 42], (35, 37.5, 40, 42.5), 1),
        ([3, 42], (0, 20, 40, 60), 0),
        ([157973, 159684], (157000, 158000, 159000, 160000), 0),
        ([0.12, 0.5], (0, 0.2, 0.4, 0.6), 1),
        ([-3, 8], (-5, 0, 5, 10), 0),
        ([-8, -3], (-10, -5, 0), 0),
        ([7, 7], (6.0, 6.5, 7.0, 7.5, 8.0), 1),
        ([0, 0], (0, 0.5, 1), 1),
        ([], (0, 0.5, 1), 1),
    ],
)
def test_axes_have_round_numbers(values: list[float], ticks: tuple[float, ...], decimals: int) -> None:
    axis = axis_for(values)
    assert axis.ticks == pytest.approx(ticks)
    assert (axis.decimals, axis.starts_at_zero) == (decimals, ticks[0] == 0)


def test_any_values_lie_within_an_axis_of_few_ticks() -> None:
    chance = random.Random(11)
    for _ in range(2_000):
        scale = 10 ** chance.uniform(-4, 9)
        values = [chance.uniform(-1, 1) * scale if chance.random() < 0.3 else chance.random() * scale for _ in range(5)]
        if chance.random() < 0.3:
            values = [1e6 * scale + value for value in values]
        axis = axis_for(values)
        assert axis.low <= min(values) + 1e-9 * abs(axis.low)
        assert max(values) <= axis.high + 1e-9 * abs(axis.high)
        assert 2 <= len(axis.ticks) <= 6
        heights = [axis.height_of(value) for value in values]
        assert all(-1e-6 <= height <= 1 + 1e-6 for height in heights)


def test_a_missing_value_is_a_gap() -> None:
    chart = line_chart([10, 20, None, 30], [0, 0.25, 0.5, 1], axis_for([0, 30]))
    assert chart.dots == (
        Dot("0%", "66.67%", is_last=False), Dot("25%", "33.33%", is_last=False), Dot("100%", "0%", is_last=True),
    )  # fmt: skip
    assert chart.strokes == (Stroke("0%", "66.67%", "25%", "33.33%"),)


def test_times_stand_as_far_apart_as_they_are() -> None:
    years = [date(year, 1, 1).toordinal() for year in (2018, 2020, 2023)]
    assert places_in_time(years, 3) == pytest.approx([0, 0.4, 1], abs=0.001)
    assert places_in_time([None, None, None], 3) == [0, 0.5, 1]
    assert places_in_time([years[0]], 1) == [0.5]


def test_bars_are_as_long_as_their_part_of_the_largest() -> None:
    assert [width_of(value, 40) for value in (40, 13, 0, -5)] == ["100%", "32.5%", "0%", "0%"]
    assert width_of(5, 0) == "0%"
