"""Publishing: what changed is numbered and kept, together with what editors have said about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from fardplan.base.audit import SYSTEM
from fardplan.base.errors import Conflict
from fardplan.base.models import AuditEntry
from fardplan.strategy import actions
from fardplan.strategy.models import Change, ChangeKind, Draft, Passage, Section, SectionKind, Strategy, Subject
from fardplan.strategy.queries import changes_in, changes_to_come, prepared_in_vain
from tests.conftest import at
from tests.races import at_once

NOW = at("2020-11-24 09:00")
WHO = {"by": SYSTEM, "now": NOW}


@pytest.fixture
def draft(strategy: Strategy) -> Draft:
    """A draft 0.4 in which A1.1 reads otherwise, A1.2 is gone and A1.3 is new."""
    draft = actions.new_draft(
        strategy=strategy, number="0.4", title="", note="", copy_of=strategy.drafts.get(number="0.3"), **WHO
    )
    passages = Passage.objects.select_related("section", "draft")
    homes, travel = passages.get(draft=draft, key="a1-1"), passages.get(draft=draft, key="a1-2")
    words = {"text": "Fler och billigare bostäder byggs."}
    actions.change_passage(passage=homes, changes=words, revision=0, **WHO)
    actions.remove_passage(passage=travel, order=None, **WHO)
    new = {"code": "A1.3", "heading": "Service", "text": "Service finns nära."}
    actions.add_passage(section=homes.section, after=homes, values=new, **WHO)
    return draft


def told(changes: Any) -> list[tuple[str, str, str, str, str]]:
    return [(each.label, each.key, each.kind, each.before_text, each.after_text) for each in changes]


EXPECTED = [
    ("C-1", "a1-1", "reworded", "Fler bostäder byggs.", "Fler och billigare bostäder byggs."),
    ("C-2", "a1-2", "removed", "Restiden är högst en timme.", ""),
    ("C-3", "a1-3", "new", "", "Service finns nära."),
]


def test_what_changed_is_numbered_and_kept(draft: Draft):
    assert told(changes_to_come(draft)) == [("", *row[1:]) for row in EXPECTED]
    assert Change.objects.count() == 0
    actions.publish_draft(draft=draft, **WHO)
    assert told(changes_in(draft)) == EXPECTED
    change = changes_in(draft)[0]
    assert (change.text_label, change.before_place, change.after_place) == (
        "A1.1 Bostäder", "A Attraktiva livsmiljöer", "A Attraktiva livsmiljöer",
    )  # fmt: skip


def test_numbers_go_on_from_draft_to_draft_without_gaps(strategy: Strategy, draft: Draft):
    actions.publish_draft(draft=draft, **WHO)
    following = actions.new_draft(strategy=strategy, number="0.5", title="", note="", copy_of=draft, **WHO)
    section = following.sections.get()
    actions.change_section(section=section, changes={"heading": "Livsmiljöer"}, seen=None, **WHO)
    actions.publish_draft(draft=following, **WHO)
    (change,) = changes_in(following)
    assert (change.label, change.subject, change.kind, change.since_id) == ("C-4", "section", "reworded", draft.pk)
    assert (change.before_heading, change.after_heading) == ("Attraktiva livsmiljöer", "Livsmiljöer")
    assert list(Change.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_new_number_alone_is_no_change(strategy: Strategy):
    copied = strategy.drafts.get(number="0.3")
    draft = actions.new_draft(strategy=strategy, number="0.4", title="", note="", copy_of=copied, **WHO)
    draft.passages.filter(key="a1-2").update(code="A1.9")
    draft.sections.filter(key="a").update(code="B")
    assert changes_to_come(draft) == []


def test_a_section_of_another_kind_has_changed_and_both_kinds_are_told(strategy: Strategy):
    copied = strategy.drafts.get(number="0.3")
    draft = actions.new_draft(strategy=strategy, number="0.4", title="", note="", copy_of=copied, **WHO)
    draft.sections.filter(key="a").update(kind="goal")
    was = SectionKind(copied.sections.get(key="a").kind)
    with translation.override("en"):
        actions.publish_draft(draft=draft, **WHO)
    with translation.override("sv"):
        labels = (str(was.label), str(SectionKind.GOAL.label))
    assert told(changes_in(draft)) == [("C-1", "a", "reworded", *labels)]


def test_the_first_draft_changes_nothing(db: None):
    strategy = actions.create_strategy(title="Ny", **WHO)
    draft = actions.new_draft(strategy=strategy, number="1", title="", note="", copy_of=None, **WHO)
    actions.add_section(draft=draft, parent=None, kind="text", code="", heading="Inledning", **WHO)
    actions.publish_draft(draft=draft, **WHO)
    assert (list(changes_in(draft)), draft.strategy.changes.count()) == ([], 0)


def test_what_editors_have_said_stays_with_its_change(strategy: Strategy, draft: Draft):
    said = Change.objects.create(strategy=strategy, draft=draft, key="a1-2", reason="Den hör till trafikplanen.")
    vain = Change.objects.create(strategy=strategy, draft=draft, subject=Subject.SECTION, key="a", reason="Kortare.")
    assert [(each.pk, each.reason) for each in changes_to_come(draft)][1] == (said.pk, "Den hör till trafikplanen.")
    assert prepared_in_vain(draft) == [vain]
    actions.publish_draft(draft=draft, **WHO)
    assert told(changes_in(draft)) == EXPECTED
    kept = Change.objects.get(pk=said.pk)
    assert (kept.label, kept.reason) == ("C-2", "Den hör till trafikplanen.")
    assert not Change.objects.filter(pk=vain.pk).exists()
    assert AuditEntry.objects.get(action="changes.dropped").detail == {"number": 1, "keys": ["a"]}


def test_a_section_and_a_passage_may_share_a_key(strategy: Strategy, draft: Draft):
    section = Section.objects.create(draft=draft, key="a1-1", heading="Bostäder", position=9)
    found = [(each.subject, each.key, each.kind) for each in changes_to_come(draft) if each.key == section.key]
    assert found == [("passage", "a1-1", "reworded"), ("section", "a1-1", "new")]


def test_numbered_changes_are_never_rewritten(draft: Draft):
    actions.publish_draft(draft=draft, **WHO)
    for attempt in (
        lambda: changes_in(draft).update(after_text="Något annat."),
        lambda: Change.objects.filter(draft=draft)._raw_delete("default"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()
    changes_in(draft).update(reason="Skälet får skrivas efteråt.")
    assert told(changes_in(draft)) == EXPECTED


def test_an_older_draft_is_not_published_after_a_newer(strategy: Strategy, draft: Draft):
    newer = actions.new_draft(strategy=strategy, number="0.5", title="", note="", copy_of=draft, **WHO)
    actions.publish_draft(draft=newer, **WHO)
    with pytest.raises(Conflict) as caught:
        actions.publish_draft(draft=draft, **WHO)
    assert "0.5" in str(caught.value.message)


@pytest.mark.parametrize("passages", [1, 40])
def test_what_is_to_come_costs_the_same_however_long_the_text(
    strategy: Strategy, draft: Draft, passages: int, django_assert_num_queries: Any
):
    section = draft.sections.get()
    Passage.objects.bulk_create(
        Passage(draft=draft, section=section, key=f"n{n}", text=f"Nytt {n}.", position=10 + n) for n in range(passages)
    )
    with django_assert_num_queries(7):
        assert len(changes_to_come(draft)) == 3 + passages


@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_publishes_and_the_other_is_told(make_written: Callable[[], Draft]):
    draft = make_written()

    def publish() -> Draft:
        return actions.publish_draft(draft=draft, **WHO)

    outcomes = at_once([publish, publish, publish])
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict", "Conflict", "Draft"]
    assert [(each.number, each.kind) for each in changes_in(draft)] == [(1, ChangeKind.REWORDED)]


@pytest.mark.usefixtures("file_database")
@pytest.mark.django_db(transaction=True)
def test_what_is_written_while_somebody_publishes_is_in_the_draft_or_refused(make_written: Callable[[], Draft]):
    draft = make_written()
    passage = Passage.objects.select_related("section", "draft").get(draft=draft)

    def write() -> bool:
        actions.change_passage(passage=passage, changes={"text": "I sista stund."}, revision=0, **WHO)
        return True

    written, published = at_once([write, lambda: actions.publish_draft(draft=draft, **WHO)])
    assert isinstance(published, Draft)
    (change,) = changes_in(draft)
    text = Passage.objects.get(pk=passage.pk).text
    if written is True:
        assert (text, change.after_text) == ("I sista stund.", "I sista stund.")
    else:
        assert isinstance(written, Conflict)
        assert (text, change.after_text) == ("Två ord.", "Två ord.")


@pytest.fixture
def make_written() -> Callable[[], Draft]:
    """A draft that says something else than the published one before it."""

    def make() -> Draft:
        strategy = actions.create_strategy(title="Kapplöpning", **WHO)
        first = actions.new_draft(strategy=strategy, number="1", title="", note="", copy_of=None, **WHO)
        section = actions.add_section(draft=first, parent=None, kind="text", code="", heading="Text", **WHO)
        actions.add_passage(section=section, after=None, values={"text": "Ett ord."}, **WHO)
        actions.publish_draft(draft=first, **WHO)
        second = actions.new_draft(strategy=strategy, number="2", title="", note="", copy_of=first, **WHO)
        Passage.objects.filter(draft=second).update(text="Två ord.")
        return second

    return make
