"""Many shares at once are the same as each by itself."""

from __future__ import annotations

from random import Random

import pytest

from fardplan.analysis.survey.margins import Cell, Margin
from fardplan.analysis.survey.raking import rake
from fardplan.analysis.survey.shares import part, share_difference, weighted_mean, weighted_share
from fardplan.analysis.survey.sums import Summing, Sums
from fardplan.analysis.survey.weighting import Weighting, unweighted

CELLS: list[Cell] = [(sex, age) for sex in ("w", "m", None) for age in ("young", "middle", "old")]
MARGINS = [Margin("sex", {"w": 0.5, "m": 0.5}), Margin("age", {"young": 3, "middle": 4, "old": 5}, is_ordered=True)]


def _drawn(random: Random) -> tuple[dict[Cell, int], dict[Cell, int], dict[Cell, int]]:
    respondents = {cell: random.randint(20, 90) for cell in CELLS}
    answered = {cell: random.randint(1, number) for cell, number in respondents.items()}
    return respondents, answered, {cell: random.randint(0, number) for cell, number in answered.items()}


def _sums(summing: Summing, counts: dict[Cell, int]) -> Sums:
    return summing.everywhere.of(summing.weighting.row(counts))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("is_raked", [True, False])
def test_shares_differences_and_means_are_those_made_one_by_one(seed: int, is_raked: bool) -> None:
    respondents, answered, chosen = _drawn(Random(seed))
    weighting: Weighting = rake(respondents, ["sex", "age"], MARGINS) if is_raked else unweighted(respondents)
    summing = Summing(weighting)
    groups = [(part(chosen, 0, [name]), part(answered, 0, [name])) for name in ("w", "m")]
    summed = [(_sums(summing, one), _sums(summing, every)) for one, every in groups]

    for (one, every), (one_sum, every_sum) in zip([(chosen, answered), *groups],
                                                  [(_sums(summing, chosen), _sums(summing, answered)), *summed],
                                                  strict=True):  # fmt: skip
        slow, quick = weighted_share(weighting, chosen=one, answered=every), summing.share(one_sum, every_sum)
        assert quick.share == pytest.approx(slow.share, rel=1e-12)
        assert quick.variance == pytest.approx(slow.variance, rel=1e-9, abs=1e-18)
        assert (quick.chosen, quick.answers, quick.rank) == (slow.chosen, slow.answers, slow.rank)
        assert quick.effective == pytest.approx(slow.effective, rel=1e-12)
        assert quick.interval() == pytest.approx(slow.interval(), rel=1e-9)

    apart = share_difference(weighting, one=groups[0], other=groups[1])
    first, quickly = summing.shares(summed[0], summed[1])
    assert first == summing.share(*summed[0])
    assert quickly.difference == pytest.approx(apart.difference, rel=1e-12)
    assert quickly.variance == pytest.approx(apart.variance, rel=1e-9)
    assert quickly.interval() == pytest.approx(apart.interval(), rel=1e-9)

    others = {cell: answered[cell] - chosen[cell] for cell in CELLS}
    mean = weighted_mean(weighting, {3: chosen, 7: others})
    quick_mean = summing.mean(
        *(_sums(summing, {cell: 3**power * chosen[cell] + 7**power * others[cell] for cell in CELLS})
          for power in (0, 1, 2))
    )  # fmt: skip
    assert quick_mean.value == pytest.approx(mean.value, rel=1e-12)
    assert quick_mean.variance == pytest.approx(mean.variance, rel=1e-9)


def test_sums_of_parts_add_up() -> None:
    respondents, answered, _ = _drawn(Random(1))
    summing = Summing(rake(respondents, ["sex", "age"], MARGINS))
    whole = _sums(summing, answered)
    parts = [_sums(summing, part(answered, 0, [name])) for name in ("w", "m", None)]
    added = parts[0].plus(parts[1]).plus(parts[2])
    assert added.once == pytest.approx(whole.once)
    assert whole.minus(parts[0]).minus(parts[1]).twice == pytest.approx(parts[2].twice)
    here = [summing.weighting.places[cell] for cell in CELLS if cell[0] == "w"]
    assert summing.over(here).of(summing.weighting.row(answered)) == parts[0]


def test_nobody_has_no_share() -> None:
    summing = Summing(unweighted({("a",): 3}))
    with pytest.raises(ValueError, match="nobody"):
        summing.share(summing.everywhere.of([0]), summing.everywhere.of([0]))
