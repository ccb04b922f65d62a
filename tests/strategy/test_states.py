"""A contribution made on one draft is read at another: where its passage stands there, and what happened on the way."""

from __future__ import annotations

from typing import Any

import pytest

from fardplan.base.audit import SYSTEM
from fardplan.strategy import actions
from fardplan.strategy.models import Descent, DescentKind, Draft, Passage, Section, Strategy
from fardplan.strategy.queries import State, Whereabouts, contents_of, forget_states, state_of, states
from tests.conftest import at

NOW = at("2020-11-24 09:00")
WHO = {"by": SYSTEM, "now": NOW}


def text(draft: Draft, key: str, words: str | None = None, **fields: Any) -> None:
    """Write other words under a key, or take it away."""
    if words is None:
        Passage.objects.filter(draft=draft, key=key).delete()
    elif not Passage.objects.filter(draft=draft, key=key).update(text=words, **fields):
        section = draft.sections.order_by("position")[0]
        place = draft.passages.count() + 10
        Passage.objects.create(draft=draft, section=section, key=key, text=words, position=place)


def descends(draft: Draft, key: str, from_key: str, kind: DescentKind) -> None:
    Descent.objects.create(draft=draft, key=key, from_key=from_key, kind=kind)


@pytest.fixture
def drafts(strategy: Strategy) -> list[Draft]:
    """1 → 2: a1-1 is split into itself and b, a1-2 reworded. 2 → 3: b is merged into a1-2. 3 → 4: a1-1 is taken away,
    and a1-2 moved to another section."""
    made = [strategy.drafts.get(number="0.3")]

    def following() -> Draft:
        number = f"0.{len(made) + 3}"
        draft = actions.new_draft(strategy=strategy, number=number, title="", note="", copy_of=made[-1], **WHO)
        made.append(draft)
        return draft

    two = following()
    text(two, "a1-1", "Fler bostäder")
    text(two, "b", "byggs.")
    descends(two, "b", "a1-1", DescentKind.SPLIT)
    text(two, "a1-2", "Restiden är kort.")
    actions.publish_draft(draft=two, **WHO)
    three = following()
    text(three, "a1-2", "Restiden är kort. byggs.")
    text(three, "b")
    descends(three, "a1-2", "b", DescentKind.MERGED)
    actions.publish_draft(draft=three, **WHO)
    four = following()
    text(four, "a1-1")
    other = Section.objects.create(draft=four, key="z", heading="Annat", position=90)
    Passage.objects.filter(draft=four, key="a1-2").update(section=other, position=91)
    actions.publish_draft(draft=four, **WHO)
    return made


def test_a_passage_is_followed_through_every_draft(drafts: list[Draft]):
    one, two, three, four = drafts
    expected = {
        ("a1-1", one, two): Whereabouts("a1-1", State.SPLIT, ("a1-1", "b")),
        ("a1-1", one, three): Whereabouts("a1-1", State.SPLIT, ("a1-1", "a1-2")),
        ("a1-1", one, four): Whereabouts("a1-1", State.MERGED, ("a1-2",), is_moved=True),
        ("a1-2", one, two): Whereabouts("a1-2", State.REWORDED, ("a1-2",)),
        ("a1-2", one, four): Whereabouts("a1-2", State.MERGED, ("a1-2",), is_moved=True),
        ("a1-2", three, four): Whereabouts("a1-2", State.MOVED, ("a1-2",), is_moved=True),
        ("a1-1", two, three): Whereabouts("a1-1", State.SAME, ("a1-1",)),
        ("a1-1", two, four): Whereabouts("a1-1", State.REMOVED, ()),
        ("b", two, three): Whereabouts("b", State.MERGED, ("a1-2",)),
        ("b", two, one): Whereabouts("b", State.LATER, ()),
        ("a1-2", two, one): Whereabouts("a1-2", State.REWORDED, ("a1-2",)),
        ("a1-1", one, one): Whereabouts("a1-1", State.SAME, ("a1-1",)),
    }
    found = {(key, then, now): state_of(key, then, now) for key, then, now in expected}
    assert found == expected
    assert found["a1-2", one, two].label == "omformulerat"


def test_no_passage_of_any_draft_is_lost_on_the_way(drafts: list[Draft]):
    places = [(passage.key, draft.pk) for draft in drafts for passage in contents_of(draft).passages]
    for draft in drafts:
        assert set(states(places, draft)) == set(places)


def test_a_draft_being_written_is_followed_too(strategy: Strategy, drafts: list[Draft]):
    draft = actions.new_draft(strategy=strategy, number="0.9", title="", note="", copy_of=drafts[-1], **WHO)
    text(draft, "a1-2", "Helt annat.")
    assert state_of("a1-2", drafts[0], draft) == Whereabouts("a1-2", State.MERGED, ("a1-2",), is_moved=True)
    assert state_of("a1-2", drafts[-1], draft) == Whereabouts("a1-2", State.REWORDED, ("a1-2",))


def test_words_that_came_back_are_the_same_words(strategy: Strategy, drafts: list[Draft]):
    draft = actions.new_draft(strategy=strategy, number="0.9", title="", note="", copy_of=drafts[-1], **WHO)
    text(draft, "a1-2", "Restiden är högst en timme.", code="A9.9")
    assert state_of("a1-2", drafts[0], draft) == Whereabouts("a1-2", State.MOVED, ("a1-2",), is_moved=True)


def test_drafts_without_recorded_changes_are_compared_by_their_texts(strategy: Strategy):
    """Drafts that came in from a file or an earlier version of the program."""
    first = strategy.drafts.get()
    later = actions.new_draft(strategy=strategy, number="0.4", title="", note="", copy_of=first, **WHO)
    text(later, "a1-1", "Nya ord.")
    text(later, "a1-2")
    Draft.objects.filter(pk=later.pk).update(published_at=NOW)
    later.refresh_from_db()
    assert state_of("a1-1", first, later) == Whereabouts("a1-1", State.REWORDED, ("a1-1",))
    assert state_of("a1-2", first, later) == Whereabouts("a1-2", State.REMOVED, ())


@pytest.mark.parametrize("times", [1, 300])
def test_many_places_cost_one_query(drafts: list[Draft], times: int, django_assert_num_queries: Any):
    forget_states()
    places = [(passage.key, draft.pk) for draft in drafts for passage in contents_of(draft).passages] * times
    states(places, drafts[-1])
    with django_assert_num_queries(1):
        assert len(states(places, drafts[-1])) == len(set(places))
