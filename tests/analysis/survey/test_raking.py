"""Weights that reach the margins: compared with raking person by person, and refused with a reason."""

from __future__ import annotations

import math

import pytest

from fardplan.analysis.survey.margins import CannotWeight, Cell, Margin, Reason, Target
from fardplan.analysis.survey.raking import rake
from fardplan.analysis.survey.weighting import Weighting, given, unweighted
from tests.analysis.survey.made import BACKGROUNDS, MARGINS, made


def weighted_shares(weighting: Weighting, place: int, targets: list[Target]) -> list[float]:
    found = []
    for target in targets:
        names = target.names or (None,)
        inside = sum(m for cell, m in zip(weighting.cells, weighting.masses, strict=True) if cell[place] in names)
        found.append(inside / sum(weighting.masses))
    return found


@pytest.mark.parametrize("trim", [None, (0.3, 3.0), (0.5, 2.2)])
def test_every_margin_is_reached_and_the_mean_weight_is_one(trim: tuple[float, float] | None):
    weighting = rake(made(1).respondents, BACKGROUNDS, MARGINS, trim=trim)
    for place, background in enumerate(BACKGROUNDS):
        aims = [target for target in weighting.targets if target.background == background]
        assert weighted_shares(weighting, place, aims) == pytest.approx([target.share for target in aims], rel=1e-8)
    assert sum(weighting.masses) / weighting.number == pytest.approx(1, abs=1e-12)
    assert weighting.gap < 1e-8


def test_trimming_keeps_the_weights_in_bounds_that_they_would_pass():
    respondents = made(1).respondents
    free = rake(respondents, BACKGROUNDS, MARGINS, trim=None)
    bound = rake(respondents, BACKGROUNDS, MARGINS, trim=(0.5, 2.2))
    assert min(free.weights) < 0.5
    assert max(free.weights) > 2.2
    assert min(bound.weights) >= 0.5 - 1e-9
    assert max(bound.weights) <= 2.2 + 1e-9


def test_one_margin_gives_population_share_by_sample_share():
    counts: dict[Cell, int] = {("women",): 300, ("men",): 100}
    weighting = rake(counts, ["sex"], [Margin("sex", {"women": 0.5, "men": 0.5})], trim=None)
    assert weighting.weights == pytest.approx((2 / 3, 2.0), rel=1e-12)


def test_raking_leaves_the_odds_ratio_as_it_was():
    """Together with the margins this is what defines the raked table."""
    counts: dict[Cell, int] = {("a", "x"): 100, ("a", "y"): 50, ("b", "x"): 60, ("b", "y"): 120}
    margins = [Margin("one", {"a": 0.7, "b": 0.3}), Margin("two", {"x": 0.4, "y": 0.6})]
    masses = rake(counts, ["one", "two"], margins, trim=None).masses
    assert masses[0] * masses[3] / (masses[1] * masses[2]) == pytest.approx(100 * 120 / (50 * 60), rel=1e-12)
    assert (masses[0] + masses[1], masses[0] + masses[2]) == pytest.approx((0.7 * 330, 0.4 * 330), rel=1e-12)


def test_raking_cells_is_raking_people():
    respondents = made(2).respondents
    weighting = rake(respondents, BACKGROUNDS, MARGINS, trim=None)
    people = [cell for cell, count in respondents.items() for _ in range(count)]
    weights = [1.0] * len(people)
    for _ in range(200):
        for target in weighting.targets:
            place, names = BACKGROUNDS.index(target.background), target.names or (None,)
            inside = [at for at, cell in enumerate(people) if cell[place] in names]
            factor = target.share * len(people) / math.fsum(weights[at] for at in inside)
            for at in inside:
                weights[at] *= factor
    of = dict(zip(weighting.cells, weighting.weights, strict=True))
    assert weights == pytest.approx([of[cell] for cell in people], rel=1e-11)


def test_the_order_of_the_cells_changes_nothing():
    respondents = made(3).respondents
    one = rake(respondents, BACKGROUNDS, MARGINS)
    other = rake(dict(reversed(respondents.items())), BACKGROUNDS, MARGINS)
    assert dict(zip(one.cells, one.weights, strict=True)) == pytest.approx(
        dict(zip(other.cells, other.weights, strict=True)), rel=1e-10
    )


def test_a_background_without_margin_is_left_as_it_is():
    counts: dict[Cell, int] = {("women", "x"): 60, ("women", "y"): 20, ("men", "x"): 20, ("men", "y"): 20}
    weighting = rake(counts, ["sex", "school"], [Margin("sex", {"women": 0.5, "men": 0.5})])
    assert weighting.weights == pytest.approx((0.75, 0.75, 1.5, 1.5))


def test_the_rank_is_the_number_of_independent_sums():
    assert rake(made(4, silent=0).respondents, BACKGROUNDS, MARGINS).rank == 1 + 3 + 2 + 1
    assert unweighted(made(4).respondents).rank == 0
    twice: dict[Cell, int] = {("a", "x"): 50, ("b", "y"): 50}
    same = [Margin("one", {"a": 0.6, "b": 0.4}), Margin("two", {"x": 0.6, "y": 0.4})]
    assert rake(twice, ["one", "two"], same).rank == 2


def test_margins_that_contradict_each_other_are_refused():
    counts: dict[Cell, int] = {("a", "x"): 50, ("b", "y"): 50}
    with pytest.raises(CannotWeight) as refused:
        rake(counts, ["one", "two"], [Margin("one", {"a": 0.5, "b": 0.5}), Margin("two", {"x": 0.6, "y": 0.4})])
    assert refused.value.reason == Reason.NO_CONVERGENCE


def test_bounds_that_cannot_be_kept_are_refused():
    counts: dict[Cell, int] = {("women",): 960, ("men",): 40}
    with pytest.raises(CannotWeight, match="no_convergence"):
        rake(counts, ["sex"], [Margin("sex", {"women": 0.5, "men": 0.5})])


def test_an_empty_class_is_refused_and_nobody_at_all_is():
    with pytest.raises(CannotWeight, match="empty_class: sex: men"):
        rake({("women",): 60}, ["sex"], [Margin("sex", {"women": 0.5, "men": 0.5})])
    with pytest.raises(CannotWeight, match="nobody_answered"):
        rake({("women",): 0}, ["sex"], [Margin("sex", {"women": 0.5, "men": 0.5})])


def test_kish_counts_what_unequal_weights_are_worth():
    """Two with weight 1 and two with weight 3: (2 + 6)² / (2 + 18) = 3.2."""
    weighting = given({("a",): (2, 1.0), ("b",): (2, 3.0)})
    assert weighting.effective() == pytest.approx(3.2)
    assert weighting.design_effect() == pytest.approx(1.25)
    assert weighting.effective([2, 0]) == pytest.approx(2)
    assert weighting.effective([0, 0]) == 0
    assert unweighted({("a",): 7, ("b",): 3}).design_effect() == pytest.approx(1)


def test_a_weight_of_nothing_is_refused():
    with pytest.raises(ValueError, match="more than 0"):
        given({("a",): (2, 0.0)})
