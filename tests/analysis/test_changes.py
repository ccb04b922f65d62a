"""Applying the changes to one draft gives the next exactly, and there are no more of them than must be."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fardplan.analysis.changes import Change, Descent, Item, apply, changes, longest_rising


def section(key: str, parent: str = "", **more: str) -> Item:
    return Item(key, "section", parent, heading=more.pop("heading", key.upper()), **more)


def passage(key: str, parent: str, text: str = "", **more: str) -> Item:
    return Item(key, "passage", parent, text=text or f"Text {key}.", **more)


DRAFT = (
    section("a"),
    passage("a1", "a"),
    passage("a2", "a"),
    section("b"),
    passage("b1", "b"),
    section("b2", "b"),
    passage("b21", "b2"),
    section("c"),
    passage("c1", "c"),
)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Item, ...]:
    """Any tree of a few keys: a random subset in random order, under random parents, with random words."""
    keys = draw(st.lists(st.sampled_from("abcdefghijkl"), unique=True))
    words = st.sampled_from(["", "ett", "två", "tre"])
    inside: dict[str, list[Item]] = {}
    for at, key in enumerate(keys):
        parent = draw(st.sampled_from(["", *keys[:at]]))
        kind = draw(st.sampled_from(["section", "passage"]))
        item = Item(key, kind, parent, draw(words), draw(words), draw(words), draw(words))  # type: ignore[arg-type]
        siblings = inside.setdefault(parent, [])
        siblings.insert(draw(st.integers(0, len(siblings))), item)

    def read(parent: str) -> list[Item]:
        return [found for item in inside.get(parent, []) for found in (item, *read(item.key))]

    return tuple(read(""))


DESCENTS = st.lists(st.builds(Descent, st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl")), max_size=6)


@given(drafts(), drafts(), DESCENTS)
def test_applying_the_changes_gives_the_next_draft_exactly(
    before: tuple[Item, ...], after: tuple[Item, ...], descents: list[Descent]
):
    found = changes(before, after, descents)
    assert apply(before, found) == after
    assert len({change.key for change in found}) == len(found)


@given(drafts(), drafts(), DESCENTS)
def test_no_key_is_lost(before: tuple[Item, ...], after: tuple[Item, ...], descents: list[Descent]):
    """Every key lives on, or a row tells where its words went or that they are gone."""
    told = {change.key: change for change in changes(before, after, descents)}
    still = {item.key for item in after}
    for item in before:
        if item.key not in still:
            change = told[item.key]
            assert (change.before, change.after) == (item, None)
            assert change.kind == "removed" or set(change.into_keys) <= still


@given(drafts(), DESCENTS)
def test_a_draft_that_did_not_change_has_no_changes(draft: tuple[Item, ...], descents: list[Descent]):
    assert [change for change in changes(draft, draft) if change] == []
    assert {change.kind for change in changes(draft, draft, descents)} <= {"split", "merged"}


def test_one_inserted_section_moves_nothing_after_it():
    after = (*DRAFT[:3], section("n"), passage("n1", "n"), *DRAFT[3:])
    assert changes(DRAFT, after) == (
        Change("new", "n", None, section("n"), previous_key="a"),
        Change("new", "n1", None, passage("n1", "n")),
    )


def test_what_stands_in_a_section_moves_along_with_it():
    after = (*DRAFT[7:], *DRAFT[:7])
    assert changes(DRAFT, after) == (Change("moved", "c", DRAFT[7], DRAFT[7], moved=True),)


def test_reworded_and_moved_at_once_is_one_row_that_says_both():
    now = passage("a2", "c", "Andra ord.")
    after = (*DRAFT[:2], *DRAFT[3:], now)
    assert changes(DRAFT, after) == (Change("reworded", "a2", DRAFT[2], now, moved=True, previous_key="c1"),)


def test_a_split_is_told_at_every_part():
    first, second = passage("a1", "a", "Text"), passage("a1b", "a", "a1.")
    after = (DRAFT[0], first, second, *DRAFT[2:])
    assert changes(DRAFT, after, [Descent("a1", "a1b")]) == (
        Change("split", "a1", DRAFT[1], first, from_keys=("a1",), into_keys=("a1", "a1b")),
        Change("split", "a1b", None, second, previous_key="a1", from_keys=("a1",)),
    )


def test_a_merging_is_told_at_what_ended_too():
    both = passage("a1", "a", "Text a1. Text a2.")
    after = (DRAFT[0], both, *DRAFT[3:])
    assert changes(DRAFT, after, [Descent("a2", "a1")]) == (
        Change("merged", "a1", DRAFT[1], both, from_keys=("a1", "a2"), into_keys=("a1",)),
        Change("merged", "a2", DRAFT[2], None, into_keys=("a1",)),
    )


def test_what_is_gone_is_told_where_it_stood():
    after = (DRAFT[0], DRAFT[2], *DRAFT[3:6], *DRAFT[7:])
    assert [(change.kind, change.key) for change in changes(DRAFT, after)] == [("removed", "a1"), ("removed", "b21")]


def test_a_descent_whose_ends_are_gone_says_nothing():
    assert changes(DRAFT, DRAFT, [Descent("x", "a1"), Descent("a1", "x"), Descent("a1", "a1")]) == ()


@pytest.mark.parametrize(
    "draft",
    [
        (section("a"), section("a")),
        (section(""),),
        (passage("p", "a"), section("a")),
        (section("a"), section("b"), passage("p", "a"), passage("q", "b")),
    ],
)
def test_a_draft_out_of_reading_order_is_refused(draft: tuple[Item, ...]):
    with pytest.raises(ValueError, match="stand"):
        changes(draft, ())


@given(st.lists(st.integers(0, 30), unique=True))
def test_the_longest_rising_subsequence_rises_and_none_is_longer(numbers: list[int]):
    kept = [numbers[at] for at in sorted(longest_rising(numbers))]
    assert kept == sorted(kept)
    best: list[int] = []
    for at, number in enumerate(numbers):
        best.append(1 + max((best[i] for i in range(at) if numbers[i] < number), default=0))
    assert len(kept) == max(best, default=0)


def test_a_draft_of_three_thousand_passages_shuffled_whole_is_applied_exactly():
    before = tuple(
        item for s in range(100) for item in (section(f"s{s}"), *(passage(f"s{s}p{p}", f"s{s}") for p in range(30)))
    )
    shuffled = random.Random(3).sample(range(100), 100)
    after = tuple(item for s in shuffled for item in before[s * 31 : (s + 1) * 31])
    found = changes(before, after)
    assert apply(before, found) == after
    assert {change.key[0] for change in found} == {"s"}
    assert all("p" not in change.key for change in found)


def test_a_new_number_alone_is_told_from_other_words():
    before = (Item("s", "section", ""), Item("p", "passage", "s", "A1.2", "", "Text."))
    renumbered, reworded = replace(before[1], code="A1.3"), replace(before[1], code="A1.3", text="Andra.")
    assert [change.only_renumbered for change in changes(before, (before[0], renumbered))] == [True]
    assert [change.only_renumbered for change in changes(before, (before[0], reworded))] == [False]
    of_another_kind = replace(before[0], section_kind="goal")
    assert [change.only_renumbered for change in changes(before, (of_another_kind, before[1]))] == [False]


def test_another_place_and_number_for_the_same_words_is_a_move():
    now = passage("a2", "c", "Text a2.", code="D0")
    (found,) = changes(DRAFT, (*DRAFT[:2], *DRAFT[3:], now))
    assert (found.kind, found.moved, found.after) == ("moved", True, now)
    (found,) = changes(DRAFT, (*DRAFT[:2], *DRAFT[3:], replace(now, text="Andra ord.")))
    assert (found.kind, found.moved) == ("reworded", True)
