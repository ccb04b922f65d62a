"""What many answers come to, compared with what can be worked out by hand."""

from __future__ import annotations

import statistics

import pytest

from fardplan.analysis.counts import Bin, bins, borda, median, quantile


@pytest.mark.parametrize(
    ("counts", "middle"),
    [({}, None), ({3: 1}, 3), ({1: 1, 5: 1}, 3), ({1: 2, 2: 1, 5: 2}, 2), ({2: 3, 3: 3}, 2.5), ({1: 0, 4: 1}, 4)],
)
def test_the_median_is_the_middle_answer_or_between_the_two_in_the_middle(
    counts: dict[float, int], middle: float | None
) -> None:
    assert median(counts) == middle


def test_quartiles_are_those_of_the_standard_library() -> None:
    answers = [1.0, 2.0, 2.0, 3.5, 7.0, 7.0, 8.0, 40.0]
    counts = {answer: answers.count(answer) for answer in answers}
    expected = statistics.quantiles(answers, n=4, method="inclusive")  # the same type 7
    assert [quantile(counts, share) for share in (0.25, 0.5, 0.75)] == expected


def test_few_values_stand_each_for_itself() -> None:
    assert bins({3: 2, 1: 4, 9: 0}) == [Bin(1, 1, 4), Bin(3, 3, 2)]
    assert bins({}) == []


def test_many_values_are_put_in_round_bins_and_nobody_is_lost() -> None:
    counts = dict.fromkeys(range(101), 1)
    assert bins(counts) == [
        *(Bin(float(low), float(low + 10), 10) for low in range(0, 90, 10)),
        Bin(90.0, 100.0, 11),
    ]  # fmt: skip


@pytest.mark.parametrize("factor", [0.001, 0.1, 1, 7, 12_345.678])
def test_bins_cover_every_answer_at_any_scale(factor: float) -> None:
    counts = {number * factor: number % 3 + 1 for number in range(-20, 21)}
    found = bins(counts)
    assert sum(each.number for each in found) == sum(counts.values())
    assert found[0].least <= min(counts)
    assert max(counts) <= found[-1].most * (1 + 1e-9)
    assert len(found) <= 11
    assert [each.most for each in found[:-1]] == [each.least for each in found[1:]]


def test_borda_gives_a_point_for_each_option_ranked_below() -> None:
    # Three ballots: A B C, A C B, B C A.
    ranks = [(1, 1, 2), (1, 3, 1), (2, 1, 1), (2, 2, 1), (2, 3, 1), (3, 2, 2), (3, 3, 1)]
    points = borda(ranks, options=3)
    assert points == {1: 4, 2: 3, 3: 2}
    assert sum(points.values()) == 3 * (2 + 1 + 0)
