"""Which groups are shown: what subtraction leads to is never under the minimum, and the rule itself tells no size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from fardplan.analysis.disclosure import Group, plan

PLACE = Group("everybody", tuple(Group(name) for name in ("north", "south", "east", "unknown")))
AGE = Group(
    "everybody",
    (
        Group("young", (Group("16–19"), Group("20–29"))),
        Group("older", (Group("30–64"), Group("65–"))),
        Group("unknown"),
    ),
)


def by_place(*sizes: int) -> dict[str, int]:
    return dict(zip(PLACE.classes(), sizes, strict=True))


def hidden(*sizes: int, minimum: int = 30) -> set[str]:
    made = plan(PLACE, [by_place(*sizes)], minimum=minimum)
    return {group.name for group in PLACE.walk()} - made.shown


def test_all_are_shown_when_all_have_enough() -> None:
    made = plan(PLACE, [by_place(30, 40, 50, 60)], minimum=30)
    assert made.shown == {"everybody", "north", "south", "east", "unknown"}
    assert made.blocks == (("north",), ("south",), ("east",), ("unknown",))


def test_one_that_falls_takes_the_next_smallest_along() -> None:
    assert hidden(100, 29, 31, 90) == {"south", "east"}


def test_two_that_fall_are_not_enough_when_they_are_few_together() -> None:
    assert hidden(3, 4, 50, 60) == {"north", "south", "east"}
    assert hidden(15, 16, 50, 60) == {"north", "south"}


def test_an_empty_class_is_hidden_like_a_small_one() -> None:
    assert hidden(0, 400, 500, 600) == {"north", "south"}


def test_with_two_classes_both_are_hidden() -> None:
    two = Group("everybody", (Group("women"), Group("men")))
    made = plan(two, [{"women": 400, "men": 20}], minimum=30)
    assert made.shown == {"everybody"}
    assert made.blocks == (("women", "men"),)


def test_nothing_is_shown_of_fewer_than_the_minimum() -> None:
    made = plan(PLACE, [by_place(10, 10, 5, 4)], minimum=30)
    assert (made.shown, made.blocks) == (frozenset(), ())


def test_the_minimum_is_the_one_that_was_set() -> None:
    assert hidden(9, 11, 12, 50, minimum=10) == {"north", "south"}
    assert hidden(9, 11, 12, 50, minimum=5) == set()
    assert plan(PLACE, [by_place(9, 11, 12, 50)], minimum=10).minimum == 10


def test_a_question_that_some_skipped_hides_the_same_rows_in_all() -> None:
    """Otherwise 30 in one question and "too few" in the other would say 29, when one person skipped it."""
    made = plan(PLACE, [by_place(30, 40, 50, 60), by_place(29, 40, 50, 60)], minimum=30)
    assert made.shown == {"everybody", "east", "unknown"}


def test_a_finer_class_is_not_left_over_beside_the_coarser_one() -> None:
    ages = {"16–19": 12, "20–29": 48, "30–64": 200, "65–": 90, "unknown": 35}
    made = plan(AGE, [ages], minimum=30)
    assert made.shown == {"everybody", "young", "older", "30–64", "65–", "unknown"}
    assert made.blocks == (("16–19", "20–29"), ("30–64",), ("65–",), ("unknown",))


def test_nothing_inside_a_hidden_group_is_shown() -> None:
    ages = {"16–19": 35, "20–29": 48, "30–64": 200, "65–": 90, "unknown": 2}
    made = plan(AGE, [ages], minimum=30)
    assert made.shown == {"everybody", "older", "30–64", "65–"}
    assert made.blocks == (("30–64",), ("65–",), ("16–19", "20–29", "unknown"))


def test_a_question_fewer_are_asked_hides_what_the_others_hide() -> None:
    common = plan(PLACE, [by_place(20, 60, 50, 90)], minimum=30)
    assert common.shown == {"everybody", "south", "unknown"}
    asked = plan(PLACE, [by_place(20, 31, 45, 25)], minimum=30, within=common)
    assert asked.shown == {"everybody", "south"}


def test_what_was_shown_stays_and_a_block_is_divided_by_itself() -> None:
    before = plan(PLACE, [by_place(10, 35, 40, 50)], minimum=30)
    assert before.shown == {"everybody", "east", "unknown"}
    grown = by_place(29, 300, 45, 50)  # "east" is the next smallest now, but was shown
    assert plan(PLACE, [grown], minimum=30, before=before).shown == {"everybody", "east", "unknown"}
    enough = by_place(30, 300, 45, 50)
    assert plan(PLACE, [enough], minimum=30, before=before).shown == {"everybody", *PLACE.classes()}


def test_a_row_that_was_shown_and_fell_stops_the_plan() -> None:
    before = plan(PLACE, [by_place(30, 35, 40, 50)], minimum=30)
    with pytest.raises(ValueError, match="fallen under 30"):
        plan(PLACE, [by_place(29, 35, 40, 50)], minimum=30, before=before)


def test_a_tree_with_a_single_part_or_a_name_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="only one part"):
        Group("everybody", (Group("women"),))
    with pytest.raises(ValueError, match="comes twice"):
        Group("everybody", (Group("women"), Group("women")))


TWO_LEVELS = Group("everybody", (Group("a", (Group("a1"), Group("a2"))), Group("b", (Group("b1"), Group("b2")))))
FOUR = Group("everybody", tuple(Group(name) for name in "abcd"))
FIVE = Group("everybody", tuple(Group(name) for name in "abcde"))


def divisions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """All ways to divide so many people between so many classes."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in divisions(total - first, parts - 1):
            yield (first, *rest)


@pytest.mark.parametrize(
    ("tree", "minimum", "most"), [(FOUR, 3, 15), (FOUR, 4, 17), (TWO_LEVELS, 3, 14), (FIVE, 3, 12)]
)
def test_who_knows_the_rule_and_every_exact_number_shown_learns_no_hidden_size(
    tree: Group, minimum: int, most: int
) -> None:
    """All surveys of so many people: each hidden class under the minimum could have another size on the same page."""
    told = []
    for total in range(minimum, most + 1):
        origins: dict[tuple[tuple[str, int], ...], list[tuple[int, ...]]] = defaultdict(list)
        for sizes in divisions(total, len(tree.classes())):
            answers = dict(zip(tree.classes(), sizes, strict=True))
            made = plan(tree, [answers], minimum=minimum)
            assert all(sum(answers[name] for name in block) >= minimum for block in made.blocks)
            page = tuple((group.name, group.size(answers)) for group in tree.walk() if group.name in made.shown)
            origins[page].append(sizes)
        for page, surveys in origins.items():
            for name, sizes in zip(tree.classes(), zip(*surveys, strict=True), strict=True):
                if name not in dict(page) and len(set(sizes)) == 1 and sizes[0] < minimum:
                    told.append((page, name, sizes[0]))
    assert told == []
