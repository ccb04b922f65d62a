"""Writing a strategy: drafts from drafts, keys that stay, an order that holds, and nothing changed once it is out."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from fardplan.base.audit import SYSTEM
from fardplan.base.errors import Conflict, Invalid
from fardplan.strategy import actions
from fardplan.strategy.models import Draft, Passage, Section, Strategy
from fardplan.strategy.queries import Contents, contents_of
from tests.conftest import at

NOW = at("2020-11-24 09:00")
WHO = {"by": SYSTEM, "now": NOW}


def outline(contents: Contents) -> list[str]:
    lines = []
    for section in contents.all_sections:
        lines.append(f"{'  ' * (section.level - 1)}{section.label}")
        lines += [f"{'  ' * section.level}{passage.key}: {passage.text}" for passage in section.passages]
    return lines


@pytest.fixture
def draft(strategy: Strategy) -> Draft:
    return actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )


def the(draft: Draft, key: str) -> Passage:
    return Passage.objects.select_related("section", "draft").get(draft=draft, key=key)


def test_a_draft_made_from_another_has_the_same_text_under_the_same_keys(strategy: Strategy, draft: Draft):
    assert outline(contents_of(draft)) == outline(contents_of(strategy.drafts.get(number="0.3")))
    assert (draft.published_at, draft.position) == (None, 1)


def test_changing_the_copy_leaves_the_published_one_alone(strategy: Strategy, draft: Draft):
    first, second = the(draft, "a1-1"), the(draft, "a1-2")
    words = {"text": "Och turerna räcker hela dagen."}
    actions.change_passage(passage=second, changes=words, revision=0, **WHO)
    new = {"code": "A1.3", "heading": "Service", "text": "Service finns nära."}
    actions.add_passage(section=second.section, after=second, values=new, **WHO)
    for _step in range(3):  # past the last: stays
        actions.move_passage(passage=first, up=False, order=None, **WHO)
    assert outline(contents_of(draft)) == [
        "A Attraktiva livsmiljöer",
        "  a1-2: Och turerna räcker hela dagen.",
        "  a1-3: Service finns nära.",
        "  a1-1: Fler bostäder byggs.",
    ]
    assert outline(contents_of(strategy.drafts.get(number="0.3")))[1:] == [
        "  a1-1: Fler bostäder byggs.",
        "  a1-2: Restiden är högst en timme.",
    ]


def test_a_key_is_never_used_for_another_text(draft: Draft):
    section = draft.sections.get()
    actions.remove_passage(passage=the(draft, "a1-2"), order=None, **WHO)
    again = {"code": "A1.2", "heading": "Något helt annat", "text": "Ny text."}
    actions.add_passage(section=section, after=the(draft, "a1-1"), values=again, **WHO)
    assert [passage.key for passage in contents_of(draft).passages] == ["a1-1", "a1-2-2"]


def test_sections_nest_and_change_place_among_their_own(draft: Draft):
    first = draft.sections.get()
    second = actions.add_section(draft=draft, parent=None, kind="direction", code="B", heading="Näringsliv", **WHO)
    under = actions.add_section(draft=draft, parent=first, kind="priority", code="A1", heading="Planering", **WHO)
    last = actions.add_section(draft=draft, parent=first, kind="priority", code="A2", heading="Gott liv", **WHO)
    actions.move_section(section=second, up=True, **WHO)
    actions.move_section(section=last, up=True, **WHO)
    actions.move_section(section=last, up=True, **WHO)  # already first: stays
    headings = [f"{section.level} {section.label}" for section in contents_of(draft).all_sections]
    assert headings == ["1 B Näringsliv", "1 A Attraktiva livsmiljöer", "2 A2 Gott liv", "2 A1 Planering"]
    positions = list(Section.objects.filter(draft=draft).values_list("position", flat=True))
    assert positions == sorted(set(positions))
    actions.remove_section(section=Section.objects.get(pk=first.pk), **WHO)
    assert not Section.objects.filter(pk=under.pk).exists()


def test_a_published_draft_never_changes(strategy: Strategy, draft: Draft):
    actions.publish_draft(draft=draft, **WHO)
    section, passage = draft.sections.get(), the(draft, "a1-1")
    attempts = [
        lambda: actions.change_passage(passage=passage, changes={"text": "x"}, revision=0, **WHO),
        lambda: actions.add_passage(section=section, after=None, values={"text": "x"}, **WHO),
        lambda: actions.move_passage(passage=passage, up=True, order=None, **WHO),
        lambda: actions.place_passage(passage=passage, section=section, first=True, order=None, **WHO),
        lambda: actions.split_passage(passage=passage, at=4, revision=0, **WHO),
        lambda: actions.merge_passages(first=passage, second=the(draft, "a1-2"), revisions=(0, 0), **WHO),
        lambda: actions.remove_passage(passage=passage, order=None, **WHO),
        lambda: actions.move_section(section=section, up=True, **WHO),
        lambda: actions.place_section(section=section, parent=None, first=True, seen=None, **WHO),
        lambda: actions.change_section(section=section, changes={"heading": "x"}, seen=None, **WHO),
        lambda: actions.remove_section(section=section, **WHO),
        lambda: actions.add_section(draft=draft, parent=None, kind="text", code="", heading="x", **WHO),
        lambda: actions.delete_draft(draft=draft, **WHO),
        lambda: actions.publish_draft(draft=draft, **WHO),
    ]
    for attempt in attempts:
        with pytest.raises(Conflict):
            attempt()
    # And past the actions the database itself says no.
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.filter(draft=draft).update(text="x")


def test_an_empty_draft_is_not_published(strategy: Strategy):
    empty = actions.new_draft(strategy=strategy, number="9", title="", note="", copy_of=None, **WHO)
    with pytest.raises(Invalid):
        actions.publish_draft(draft=empty, **WHO)


def test_a_number_is_used_once(strategy: Strategy, draft: Draft):
    with pytest.raises(Invalid) as caught:
        actions.new_draft(strategy=strategy, number="0.3", title="", note="", copy_of=None, **WHO)
    assert caught.value.field == "number"


@pytest.mark.django_db
def test_two_strategies_may_have_the_same_title():
    slugs = [actions.create_strategy(title="Ny strategi", **WHO).slug for _time in range(3)]
    assert slugs == ["ny-strategi", "ny-strategi-2", "ny-strategi-3"]
