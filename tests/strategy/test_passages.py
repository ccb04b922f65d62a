"""Passages are divided, joined, moved and taken away while a draft is written; whose words they hold is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.audit import SYSTEM
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.models import AuditEntry
from fardplan.strategy import actions
from fardplan.strategy.models import Descent, Draft, Passage, Section, Strategy
from fardplan.strategy.queries import changes_to_come, contents_of, order_of
from fardplan.strategy.rules import pieces, places_to_split
from tests.conftest import at
from tests.races import at_once

NOW = at("2020-11-24 09:00")
WHO: dict[str, Any] = {"by": SYSTEM, "now": NOW}


@pytest.fixture
def draft(strategy: Strategy) -> Draft:
    return actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )


def the(draft: Draft, key: str) -> Passage:
    return Passage.objects.select_related("section", "draft").get(draft=draft, key=key)


def texts(draft: Draft) -> list[tuple[str, str]]:
    return [(passage.key, passage.text) for passage in contents_of(draft).passages]


def descents(draft: Draft) -> set[tuple[str, str, str]]:
    return set(draft.descents.values_list("from_key", "key", "kind"))


def split(draft: Draft, key: str, words: str) -> tuple[Passage, Passage]:
    """Divide a passage before some of its words."""
    passage = the(draft, key)
    return actions.split_passage(passage=passage, at=passage.text.index(words), revision=passage.revision, **WHO)


def merge(draft: Draft, first: str, second: str) -> Passage:
    one, two = the(draft, first), the(draft, second)
    return actions.merge_passages(first=one, second=two, revisions=(one.revision, two.revision), **WHO)


def test_a_part_divided_off_comes_from_the_passage_it_stood_in(draft: Draft):
    split(draft, "a1-2", "högst")
    assert texts(draft) == [
        ("a1-1", "Fler bostäder byggs."), ("a1-2", "Restiden är"), ("a1-2-del", "högst en timme."),
    ]  # fmt: skip
    assert descents(draft) == {("a1-2", "a1-2-del", "split")}
    assert [(each.key, each.kind, each.from_keys, each.into_keys) for each in changes_to_come(draft)] == [
        ("a1-2", "split", ["a1-2"], ["a1-2", "a1-2-del"]),
        ("a1-2-del", "split", ["a1-2"], []),
    ]


def test_divided_and_joined_again_leaves_no_trace(draft: Draft):
    split(draft, "a1-2", "högst")
    merge(draft, "a1-2", "a1-2-del")
    assert (descents(draft), [key for key, _text in texts(draft)]) == (set(), ["a1-1", "a1-2"])


def test_joined_and_divided_again_gives_each_its_key_back(draft: Draft):
    joined = merge(draft, "a1-1", "a1-2")
    assert descents(draft) == {("a1-2", "a1-1", "merged")}
    assert (joined.key, joined.code, joined.heading) == ("a1-1", "A1.1", "Bostäder")
    assert joined.text == "Fler bostäder byggs.\n\n**Restid**\n\nRestiden är högst en timme."
    actions.change_passage(
        passage=joined, changes={"text": joined.text.replace("**Restid**\n\n", "")}, revision=joined.revision, **WHO
    )
    split(draft, "a1-1", "Restiden")
    assert descents(draft) == set()
    back = the(draft, "a1-2")
    assert (back.text, back.code, back.heading) == ("Restiden är högst en timme.", "A1.2", "Restid")
    assert changes_to_come(draft) == []


def test_the_key_people_know_is_kept_when_a_new_passage_is_joined_with_it(draft: Draft):
    new = actions.add_passage(
        section=draft.sections.get(), after=the(draft, "a1-1"), values={"text": "Och hyrorna är rimliga."}, **WHO
    )
    merge(draft, new.key, "a1-2")
    assert [key for key, _text in texts(draft)] == ["a1-1", "a1-2"]
    assert descents(draft) == set()


def test_words_are_followed_through_several_steps(draft: Draft):
    split(draft, "a1-1", "byggs")
    merge(draft, "a1-1-del", "a1-2")
    assert texts(draft) == [("a1-1", "Fler bostäder"), ("a1-2", "byggs.\n\nRestiden är högst en timme.")]
    assert descents(draft) == {("a1-1", "a1-2", "merged")}
    taken = actions.remove_passage(passage=the(draft, "a1-2"), order=None, **WHO)
    assert descents(draft) == set()
    actions.put_back(draft=draft, taken=taken, **WHO)
    assert descents(draft) == {("a1-1", "a1-2", "merged")}


def test_a_copy_of_a_draft_being_written_remembers_too(strategy: Strategy, draft: Draft):
    split(draft, "a1-2", "högst")
    copy = actions.new_draft(strategy=strategy, number="0.5", title="", note="", copy_of=draft, **WHO)
    assert descents(copy) == {("a1-2", "a1-2-del", "split")}
    actions.publish_draft(draft=draft, **WHO)
    following = actions.new_draft(strategy=strategy, number="0.6", title="", note="", copy_of=draft, **WHO)
    assert descents(following) == set()


def test_the_later_writer_is_told_and_sees_what_is_stored(draft: Draft):
    seen = the(draft, "a1-1")
    actions.change_passage(passage=seen, changes={"text": "Den första."}, revision=seen.revision, **WHO)
    with pytest.raises(ChangedMeanwhile) as caught:
        actions.change_passage(passage=seen, changes={"text": "Den andra."}, revision=seen.revision, **WHO)
    assert (caught.value.theirs.text, the(draft, "a1-1").text) == ("Den första.", "Den första.")
    # The same words once more, as when an answer got lost on the way: nothing to be told about.
    actions.change_passage(passage=seen, changes={"text": "Den första."}, revision=seen.revision, **WHO)
    assert AuditEntry.objects.filter(action="passage.changed").count() == 1


def test_what_showed_something_old_is_refused(draft: Draft):
    homes, travel = the(draft, "a1-1"), the(draft, "a1-2")
    section = homes.section
    actions.move_passage(passage=travel, up=True, order=section.revision, **WHO)
    stale: list[Callable[[], object]] = [
        lambda: actions.move_passage(passage=homes, up=False, order=section.revision, **WHO),
        lambda: actions.place_passage(passage=homes, section=section, first=True, order=section.revision, **WHO),
        lambda: actions.remove_passage(passage=homes, order=section.revision, **WHO),
        lambda: actions.merge_passages(first=homes, second=travel, revisions=(0, 0), **WHO),
        lambda: actions.split_passage(passage=homes, at=5, revision=7, **WHO),
    ]
    for attempt in stale:
        with pytest.raises(Conflict):
            attempt()
    assert [key for key, _text in texts(draft)] == ["a1-2", "a1-1"]
    actions.remove_passage(passage=homes, order=None, **WHO)
    with pytest.raises(actions.Gone):
        actions.change_passage(passage=homes, changes={"text": "x"}, revision=homes.revision, **WHO)


def test_a_passage_is_put_in_another_section(draft: Draft):
    other = actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Annat", **WHO)
    actions.place_passage(passage=the(draft, "a1-1"), section=other, first=True, order=None, **WHO)
    assert [(passage.key, passage.section.heading) for passage in draft.passages.order_by("position")] == [
        ("a1-2", "Attraktiva livsmiljöer"), ("a1-1", "Annat"),
    ]  # fmt: skip
    assert [(each.key, each.kind, each.after_place) for each in changes_to_come(draft)][1:] == [
        ("a1-1", "moved", "Annat")
    ]


def test_a_section_is_put_in_another_and_never_in_itself(draft: Draft):
    outer = draft.sections.get()
    inner = actions.add_section(draft=draft, parent=outer, kind="goal", code="", heading="Mål", **WHO)
    other = actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Annat", **WHO)
    seen = order_of(draft)
    with pytest.raises(Invalid):
        actions.place_section(section=outer, parent=inner, first=True, seen=seen, **WHO)
    actions.place_section(section=inner, parent=other, first=True, seen=seen, **WHO)
    with pytest.raises(actions.OrderChanged):
        actions.place_section(section=other, parent=None, first=True, seen=seen, **WHO)
    headings = [f"{section.level} {section.heading}" for section in contents_of(draft).all_sections]
    assert headings == ["1 Attraktiva livsmiljöer", "1 Annat", "2 Mål"]


def test_a_section_taken_away_comes_back_with_all_that_stood_in_it(draft: Draft):
    outer = draft.sections.get()
    inner = actions.add_section(draft=draft, parent=outer, kind="goal", code="", heading="Mål", **WHO)
    actions.add_passage(section=inner, after=None, values={"text": "Fler stannar."}, **WHO)
    actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Annat", **WHO)
    before = [(section.key, section.level, section.passages) for section in contents_of(draft).all_sections]
    taken = actions.remove_section(section=outer, **WHO)
    assert [section.heading for section in contents_of(draft).all_sections] == ["Annat"]
    actions.put_back(draft=draft, taken=taken, **WHO)
    after = [(section.key, section.level, section.passages) for section in contents_of(draft).all_sections]
    assert [(key, level, [(p.key, p.text) for p in passages]) for key, level, passages in after] == [
        (key, level, [(p.key, p.text) for p in passages]) for key, level, passages in before
    ]
    with pytest.raises(Conflict):
        actions.put_back(draft=draft, taken=taken, **WHO)


def test_a_text_falls_apart_where_sentences_and_lines_end():
    text = "Restiden är t.ex. en timme kl. 13. Den är kort!\n- ett\n- två\n\nSlut"
    assert pieces(text, places_to_split(text)) == [
        "Restiden är t.ex. en timme kl. 13. ", "Den är kort!\n", "- ett\n", "- två\n\n", "Slut",
    ]  # fmt: skip
    assert places_to_split("En enda mening.") == []


@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_saves_and_the_other_is_told():
    strategy = actions.create_strategy(title="Kapplöpning", **WHO)
    draft = actions.new_draft(strategy=strategy, number="1", title="", note="", copy_of=None, **WHO)
    section = actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Text", **WHO)
    passage = actions.add_passage(section=section, after=None, values={"text": "Från början."}, **WHO)
    passage.refresh_from_db()

    def write(words: str) -> Callable[[], str]:
        def save() -> str:
            actions.change_passage(passage=passage, changes={"text": words}, revision=0, **WHO)
            return words

        return save

    outcomes = at_once([write("Ett."), write("Två."), write("Tre.")])
    (won,) = [outcome for outcome in outcomes if isinstance(outcome, str)]
    told = [outcome for outcome in outcomes if isinstance(outcome, ChangedMeanwhile)]
    assert [each.theirs.text for each in told] == [won, won]
    assert Passage.objects.get().text == won


@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_dividing_and_joining_at_once_loses_no_words():
    strategy = actions.create_strategy(title="Kapplöpning", **WHO)
    draft = actions.new_draft(strategy=strategy, number="1", title="", note="", copy_of=None, **WHO)
    section = actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Text", **WHO)
    two = actions.add_passage(section=section, after=None, values={"text": "Tre fyra."}, **WHO)
    one = actions.add_passage(section=section, after=None, values={"text": "Ett två."}, **WHO)
    outcomes = at_once(
        [
            lambda: actions.split_passage(passage=one, at=4, revision=0, **WHO),
            lambda: actions.merge_passages(first=one, second=two, revisions=(0, 0), **WHO),
            lambda: actions.change_passage(passage=one, changes={"text": "Ett två!"}, revision=0, **WHO),
        ]
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 2
    words = " ".join(text for _key, text in texts(draft)).replace("!", ".").split()
    assert words == ["Ett", "två.", "Tre", "fyra."]
    assert Section.objects.get().revision == 3 - isinstance(outcomes[2], Passage)
    assert Descent.objects.count() == 0


@pytest.mark.slow
@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_two_drafts_written_at_once_never_call_two_texts_by_one_key():
    strategy = actions.create_strategy(title="Kapplöpning", **WHO)

    def home(number: str) -> Section:
        draft = actions.new_draft(strategy=strategy, number=number, title="", note="", copy_of=None, **WHO)
        return actions.add_section(draft=draft, parent=None, kind="text", code="", heading=f"Text {number}", **WHO)

    def add(section: Section, words: str) -> Callable[[], Passage]:
        values = {"code": "A1", "text": words}
        return lambda: actions.add_passage(section=section, after=None, values=values, **WHO)

    one, two = home("1"), home("2")
    added = at_once([add(section, f"{n}") for n in range(4) for section in (one, two)])
    assert sorted(passage.key for passage in added) == ["a1", *(f"a1-{n}" for n in range(2, 9))]
