"""What the weighting aims at: missing backgrounds, small classes, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from fardplan.analysis.survey.margins import CannotWeight, Margin, Reason, Target, targets

AGES = Margin("age", {"18–34": 0.25, "35–49": 0.25, "50–64": 0.3, "65–": 0.2}, is_ordered=True)
TOWNS = Margin("town", {"A": 0.4, "B": 0.3, "C": 0.2, "D": 0.1})


def test_those_who_did_not_say_keep_their_share_and_the_others_divide_the_rest():
    found = targets(Margin("sex", {"women": 0.6, "men": 0.4}), {"women": 50, "men": 30, None: 20})
    assert [(target.names, target.respondents) for target in found] == [(("women",), 50), (("men",), 30), ((), 20)]
    assert [target.share for target in found] == pytest.approx([0.48, 0.32, 0.2])


def test_numbers_of_people_are_taken_as_shares():
    numbers = Margin("sex", {"women": 600, "men": 400})
    answered: dict[str | None, int] = {"women": 50, "men": 50}
    assert targets(numbers, answered) == targets(Margin("sex", {"women": 0.6, "men": 0.4}), answered)


@pytest.mark.parametrize(
    ("margin", "answered", "classes"),
    [
        (AGES, {"18–34": 40, "35–49": 50, "50–64": 60, "65–": 70}, [("18–34",), ("35–49",), ("50–64",), ("65–",)]),
        (AGES, {"18–34": 5, "35–49": 50, "50–64": 40, "65–": 70}, [("18–34", "35–49"), ("50–64",), ("65–",)]),
        (AGES, {"18–34": 90, "35–49": 29, "50–64": 60, "65–": 70}, [("18–34",), ("35–49", "50–64"), ("65–",)]),
        (AGES, {"18–34": 2, "35–49": 3, "50–64": 4, "65–": 5}, [("18–34", "35–49", "50–64", "65–")]),
        (TOWNS, {"A": 31, "B": 70, "C": 60, "D": 10}, [("A", "D"), ("B",), ("C",)]),
        (TOWNS, {"A": 10, "B": 12, "C": 60, "D": 9}, [("A", "B", "D"), ("C",)]),
    ],
)
def test_a_small_class_joins_a_neighbour_when_they_have_an_order_and_otherwise_the_smallest(
    margin: Margin, answered: Mapping[str | None, int], classes: list[tuple[str, ...]]
):
    found = targets(margin, answered)
    joined = [tuple(sorted(target.names)) for target in found]
    assert joined == classes
    assert [target.share for target in found] == pytest.approx(
        [sum(margin.sizes[name] for name in names) for names in classes]
    )
    assert [target.respondents for target in found] == [sum(answered[name] for name in names) for names in classes]


def test_a_class_nobody_answered_from_is_refused_and_named():
    with pytest.raises(CannotWeight) as refused:
        targets(TOWNS, {"A": 100, "B": 100, "D": 100})
    assert (refused.value.reason, refused.value.background, refused.value.name) == (Reason.EMPTY_CLASS, "town", "C")


@pytest.mark.parametrize("sizes", [{"women": 1.0}, {"women": 1.0, "men": 0.0}])
def test_respondents_from_outside_the_population_are_refused_and_named(sizes: dict[str, float]):
    with pytest.raises(CannotWeight) as refused:
        targets(Margin("sex", sizes), {"women": 50, "men": 50})
    assert (refused.value.reason, refused.value.background, refused.value.name) == (
        Reason.NOT_IN_POPULATION,
        "sex",
        "men",
    )


def test_a_class_that_does_not_exist_and_that_nobody_is_in_is_no_obstacle():
    assert [target.names for target in targets(Margin("sex", {"women": 1, "men": 0}), {"women": 40, "men": 0})] == [
        ("women",)
    ]


def test_a_background_that_nobody_told_is_one_class():
    assert targets(AGES, {None: 40}) == (Target("age", (), 40, 1.0),)


def test_no_answers_are_refused():
    with pytest.raises(CannotWeight, match="nobody_answered"):
        targets(AGES, {})
