"""Student's t, Wilson's and Newcombe's intervals against published figures, and the figures for planning."""

from __future__ import annotations

from itertools import pairwise

import pytest

from fardplan.analysis.survey.intervals import (
    Interval,
    answers_needed,
    difference_interval,
    invitations_needed,
    planned_half_width,
    share_interval,
    t_for,
    t_quantile,
    wilson,
)

Z = 1.959963984540054


@pytest.mark.parametrize(
    ("probability", "degrees", "t"),
    [
        (0.975, 1, 12.706204736),
        (0.975, 2, 4.302652730),
        (0.975, 3, 3.182446305),
        (0.975, 5, 2.570581836),
        (0.975, 10, 2.228138852),
        (0.975, 30, 2.042272456),
        (0.975, 100, 1.983971519),
        (0.975, 1_000, 1.962339081),
        (0.95, 7, 1.894578605),
        (0.995, 3, 5.840909310),
        (0.025, 10, -2.228138852),
        (0.5, 4, 0.0),
    ],
)
def test_t_is_that_of_the_tables(probability: float, degrees: int, t: float):
    assert t_quantile(probability, degrees) == pytest.approx(t, abs=1e-8)


def test_t_falls_towards_the_normal_quantile_without_a_step():
    found = [t_quantile(0.975, degrees) for degrees in (298, 299, 300, 301, 302, 303)]
    falls = [before - after for before, after in pairwise(found)]
    assert falls == sorted(falls, reverse=True)
    assert falls[-1] > 0
    assert t_quantile(0.975, 10_000_000) == pytest.approx(Z, abs=1e-6)


@pytest.mark.parametrize(("probability", "degrees"), [(0.0, 5), (1.0, 5), (0.975, 0)])
def test_there_is_no_t_outside(probability: float, degrees: int):
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(probability, degrees)


@pytest.mark.parametrize(
    ("yes", "number", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_is_that_of_the_literature(yes: int, number: int, low: float, high: float):
    """R. G. Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3."""
    assert wilson(yes / number, number, Z) == pytest.approx((low, high), abs=5e-5)


def test_without_answers_everything_is_possible():
    assert wilson(0.0, 0, Z) == Interval(0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_a_difference_has_the_interval_of_the_literature(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
):
    """R. G. Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10."""
    shares = one[0] / one[1], other[0] / other[1]
    within, between = wilson(shares[0], one[1], Z), wilson(shares[1], other[1], Z)
    assert difference_interval(shares[0], within, shares[1], between) == pytest.approx((low, high), abs=5e-5)


def test_the_smaller_of_two_numbers_of_answers_decides():
    def found(variance: float, effective: float) -> Interval:
        return share_interval(0.4, variance=variance, effective=effective, answers=500, rank=9)

    t = t_for(answers=500, rank=9)
    assert t == t_quantile(0.975, 490)
    assert found(0.4 * 0.6 / 300, 350) == pytest.approx(wilson(0.4, 300, t))
    assert found(0.4 * 0.6 / 400, 350) == wilson(0.4, 350, t)
    assert found(0.0, 350) == wilson(0.4, 350, t)


def test_t_has_at_least_five_degrees_of_freedom():
    assert t_for(answers=12, rank=9) == t_quantile(0.975, 5)
    assert t_for(answers=30, rank=9) == t_quantile(0.975, 20)


def test_what_a_number_of_answers_will_give_and_what_it_takes():
    """1,200 invited of whom 38 % answer: ±4.6 points, and ±5.8 with a design effect of 1.6."""
    assert planned_half_width(456) == pytest.approx(0.046, abs=5e-4)
    assert planned_half_width(456, design_effect=1.6) == pytest.approx(0.058, abs=5e-4)
    assert answers_needed(0.03, design_effect=1.6) == 1708
    assert answers_needed(0.49) == 4
    assert invitations_needed(456, response_rate=0.38) == 1200


def test_plans_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="there must be an answer"):
        planned_half_width(0)
    with pytest.raises(ValueError, match="half the width"):
        answers_needed(0.0)
    with pytest.raises(ValueError, match="response rate"):
        invitations_needed(100, response_rate=0)
