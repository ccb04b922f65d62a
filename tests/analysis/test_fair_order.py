"""A question asked late has the same chance as one asked early, and none is left outside the page for good."""

from __future__ import annotations

import pytest

from fardplan.analysis.fair_order import BY_TURN, PLACES, Standing, fair_order, hope


def order(*questions: tuple[int, int, int], turn: int = 0) -> list[int]:
    return fair_order([Standing(*each) for each in questions], turn=turn)


@pytest.mark.parametrize(
    ("support", "chances", "expected"),
    [(0, 0, 1.0), (0, 10, 0.278), (5, 10, 0.763), (50, 100, 0.596), (500, 1000, 0.531), (10, 10, 1.0)],
)
def test_the_interval_is_wilsons(support: int, chances: int, expected: float) -> None:
    """As in Newcombe (1998), Statistics in Medicine 17, and any table of the interval."""
    assert hope(support, chances) == pytest.approx(expected, abs=0.0006)


def test_a_late_question_with_the_same_rate_stands_above_an_early_one() -> None:
    assert order((1, 40, 200), (2, 4, 20)) == [2, 1]


def test_a_question_that_nobody_has_had_the_chance_to_support_stands_first() -> None:
    assert order((1, 180, 200), (2, 0, 0)) == [2, 1]
    assert order((1, 40, 40), (2, 0, 0)) == [2, 1], "also beside one that got all the support there was"


@pytest.mark.parametrize(("leader", "chances"), [((20, 100), 9), ((10, 100), 18)])
def test_it_keeps_that_place_for_some_chances_and_no_longer(leader: tuple[int, int], chances: int) -> None:
    assert order((1, *leader), (2, 0, chances)) == [2, 1]
    assert order((1, *leader), (2, 0, chances + 1)) == [1, 2]


def test_among_those_with_the_same_chances_the_one_with_most_support_stands_first() -> None:
    assert order((1, 3, 60), (2, 9, 60), (3, 5, 60), (4, 5, 60)) == [2, 3, 4, 1]


def test_more_support_never_lowers_a_question() -> None:
    hopes = [hope(support, 50) for support in range(51)]
    assert hopes == sorted(hopes)
    assert len(set(hopes)) == 51


def test_a_page_full_of_popular_questions_still_lets_every_other_question_in() -> None:
    popular = [(key, 40, 400) for key in range(30)]
    alone = [(key, 0, 400) for key in range(30, 71)]
    outside = len(popular) + len(alone) - (PLACES - PLACES // BY_TURN)
    turns = -(-outside // (PLACES // BY_TURN))
    pages = [order(*popular, *alone, turn=turn)[:PLACES] for turn in range(turns)]
    assert {key for page in pages for key in page} == set(range(71))
    firsts = {page[0] for page in pages}
    assert firsts == {0}, "those with most support keep their places meanwhile"


@pytest.mark.parametrize("many", [1, 29, 30, 31, 36, 37, 200])
@pytest.mark.parametrize("turn", [0, 1, 7, 26_700_000])
def test_each_question_stands_in_exactly_one_place(many: int, turn: int) -> None:
    found = order(*((key, key % 7, 50 + key) for key in range(many)), turn=turn)
    assert sorted(found) == list(range(many))


def test_the_order_is_the_same_whatever_order_they_come_in_and_within_a_turn() -> None:
    questions = [(key, key % 5, 90 - key) for key in range(60)]
    assert order(*questions, turn=3) == order(*reversed(questions), turn=3)
    assert order(*questions, turn=3) != order(*questions, turn=4)


def test_with_a_page_that_holds_all_no_turn_moves_anything() -> None:
    questions = [(key, key % 5, 90 - key) for key in range(PLACES)]
    assert order(*questions, turn=3) == order(*questions, turn=4)
