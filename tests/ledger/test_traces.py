"""Saying why the text changed: before and after the draft is published, by two at once, and never for another text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.ledger import actions
from fardplan.ledger.actions import From, Place
from fardplan.ledger.models import Decision, Trace
from fardplan.people.models import Official
from fardplan.strategy.models import Change, Draft, Strategy
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import NOW, MakeChange

HOUSING, TRAVEL = Place("passage", "a1-1"), Place("passage", "a1-2")


@pytest.fixture
def at_desk(dialogue: Dialogue, next_draft: Draft, editor: Official) -> dict[str, Any]:
    return {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}


def explained(at_desk: dict[str, Any], *, revision: int = 0, **of: Any) -> Change:
    values = {"place": HOUSING, "reason": "Många bad om det.", "is_editorial": False} | of
    return actions.explain_change(**at_desk, **values, revision=revision)


def traced() -> list[tuple[str, str]]:
    return [(str(each.contribution or each.motion or each.decision), each.change.key) for each in Trace.objects.all()]


def test_a_change_to_come_gets_a_row_when_somebody_says_something_about_it(at_desk: dict[str, Any]) -> None:
    change = explained(at_desk)
    assert (change.label, change.key, change.reason, change.revision) == ("", "a1-1", "Många bad om det.", 1)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.detail["text"], entry.detail["was_published"]) == (
        "change.explained",
        "passage:a1-1",
        False,
    )


def test_whoever_comes_second_is_told_and_the_first_ones_words_stay(at_desk: dict[str, Any]) -> None:
    explained(at_desk)
    with pytest.raises(Conflict):
        explained(at_desk, reason="Något annat.")
    assert Change.objects.get().reason == "Många bad om det."
    explained(at_desk, reason="Något annat.", revision=1)
    assert Change.objects.get().reason == "Något annat."
    last = AuditEntry.objects.order_by("-id")[0]
    assert last.detail["before"] == {"reason": "Många bad om det.", "is_editorial": False}


def test_several_sources_to_several_changes(
    at_desk: dict[str, Any], make_contribution: MakeContribution, decision: Decision
) -> None:
    motion = decision.motions.get(name="Y1")
    sources = From([make_contribution("Ett"), make_contribution("Två")], [motion], [decision])
    actions.draw_traces(**at_desk, places=[HOUSING, TRAVEL], sources=sources)
    names = ["S-001", "S-002", "Y1", str(decision)]
    assert traced() == [(name, key) for key in ("a1-1", "a1-2") for name in names]
    entries = AuditEntry.objects.filter(action="change.traced")
    assert [entry.detail["sources"] for entry in entries] == [names, names]


def test_a_trace_drawn_twice_is_one_and_says_so_once(
    at_desk: dict[str, Any], make_contribution: MakeContribution
) -> None:
    sources = From([make_contribution()])
    for _press in range(2):
        actions.draw_traces(**at_desk, places=[HOUSING], sources=sources)
    assert traced() == [("S-001", "a1-1")]
    assert AuditEntry.objects.filter(action="change.traced").count() == 1


def test_what_somebody_asked_for_is_not_editorial(at_desk: dict[str, Any], make_contribution: MakeContribution) -> None:
    actions.mark_editorial(**at_desk, places=[HOUSING, TRAVEL])
    assert list(Change.objects.values_list("is_editorial", flat=True)) == [True, True]
    actions.draw_traces(**at_desk, places=[HOUSING], sources=From([make_contribution()]))
    assert dict(Change.objects.values_list("key", "is_editorial")) == {"a1-1": False, "a1-2": True}
    with pytest.raises(Invalid):
        actions.mark_editorial(**at_desk, places=[TRAVEL, HOUSING])
    with pytest.raises(Invalid):
        explained(at_desk, is_editorial=True, revision=Change.objects.get(key="a1-1").revision)


def test_a_trace_is_taken_back_and_the_log_keeps_that_it_stood(
    at_desk: dict[str, Any], make_contribution: MakeContribution
) -> None:
    actions.draw_traces(**at_desk, places=[HOUSING], sources=From([make_contribution()]))
    trace = Trace.objects.get()
    take = {"dialogue": at_desk["dialogue"], "trace": trace, "by": at_desk["by"], "now": NOW}
    actions.remove_trace(**take)
    assert traced() == []
    assert AuditEntry.objects.order_by("-id")[0].detail["sources"] == ["S-001"]
    with pytest.raises(Conflict):
        actions.remove_trace(**take)


def test_after_publication_reasons_and_traces_can_be_added_but_the_words_stay(
    at_desk: dict[str, Any], make_change: MakeChange, make_contribution: MakeContribution
) -> None:
    change = make_change()
    explained(at_desk, revision=0)
    actions.draw_traces(**at_desk, places=[HOUSING], sources=From([make_contribution()]))
    change.refresh_from_db()
    assert (change.label, change.reason, traced()) == ("C-1", "Många bad om det.", [("S-001", "a1-1")])
    assert {entry.detail["was_published"] for entry in AuditEntry.objects.filter(action__startswith="change.")} == {
        True
    }
    with pytest.raises(DatabaseError, match="a published change is never rewritten"), transaction.atomic():
        Change.objects.update(after_text="Något annat.")


def test_a_text_that_did_not_change_in_a_published_draft_takes_no_trace(
    at_desk: dict[str, Any], make_change: MakeChange, make_contribution: MakeContribution
) -> None:
    make_change("a1-1")
    with pytest.raises(Conflict):
        actions.draw_traces(**at_desk, places=[TRAVEL], sources=From([make_contribution()]))
    assert traced() == []


@pytest.mark.parametrize("place", [Place("passage", "finns-inte"), Place("section", "a1-1"), Place("dag", "a1-1")])
def test_only_texts_of_the_strategy_change(
    place: Place, at_desk: dict[str, Any], make_contribution: MakeContribution
) -> None:
    with pytest.raises(Invalid):
        actions.draw_traces(**at_desk, places=[place], sources=From([make_contribution()]))
    assert not Change.objects.exists()


def test_sources_and_drafts_of_another_strategy_are_refused(
    at_desk: dict[str, Any], make_contribution: MakeContribution, say: Any
) -> None:
    other = Strategy.objects.create(slug="annan", title="En annan")
    elsewhere = Dialogue.objects.create(
        slug="annan", title="Annan", strategy=other, contributions_open_at=at_desk["dialogue"].contributions_open_at
    )
    elsewhere.published_at = elsewhere.contributions_open_at
    elsewhere.save()
    foreign = say("Om något annat.", to=elsewhere).contributions.get()
    with pytest.raises(Invalid):
        actions.draw_traces(**at_desk, places=[HOUSING], sources=From([foreign]))
    draft = Draft.objects.create(strategy=other, number="1.0")
    with pytest.raises(Invalid):
        actions.draw_traces(**(at_desk | {"draft": draft}), places=[HOUSING], sources=From([make_contribution()]))
    assert not Trace.objects.exists()


@pytest.mark.parametrize("role", [RoleName.REGISTRAR, RoleName.POLITICIAN])
def test_only_those_who_answer_say_why(
    role: RoleName, at_desk: dict[str, Any], make_official: Callable[..., Official]
) -> None:
    with pytest.raises(NotAllowed):
        explained(at_desk | {"by": make_official(role)})
    assert not Change.objects.exists()
