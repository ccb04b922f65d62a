"""Officials who trace, publish, answer and tell at the same moment, with real threads and connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fardplan.base import clock
from fardplan.base.errors import Conflict
from fardplan.base.jobs import look
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.contributions.actions import ReplyWords, draft_reply, publish_reply
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.ledger import actions, queries
from fardplan.ledger.actions import From, Place
from fardplan.ledger.actions.publishing import publish_checked
from fardplan.ledger.actions.telling import people_to_tell, tell_everyone
from fardplan.ledger.models import Trace
from fardplan.people.models import Official
from fardplan.strategy.actions import publish_draft
from fardplan.strategy.models import Change, Draft
from tests.contributions.conftest import MakeContribution
from tests.ledger.conftest import NOW
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]

HOUSING, TRAVEL = Place("passage", "a1-1"), Place("passage", "a1-2")


@pytest.fixture
def at_desk(dialogue: Dialogue, next_draft: Draft, editor: Official) -> dict[str, Any]:
    return {"dialogue": dialogue, "draft": next_draft, "by": editor, "now": NOW}


def draw(at_desk: dict[str, Any], place: Place, *said: Contribution) -> Callable[[], object]:
    return lambda: actions.draw_traces(**at_desk, places=[place], sources=From(said))


@pytest.mark.parametrize("round_", range(3))
def test_a_trace_drawn_while_the_draft_is_published_is_kept_at_the_numbered_change(
    at_desk: dict[str, Any], make_contribution: MakeContribution, round_: int
) -> None:
    said = [make_contribution(f"Nr {n}", about="stycke:a1-1") for n in range(6)]
    calls = [draw(at_desk, HOUSING, each) for each in said]
    calls.insert(3, lambda: publish_draft(draft=at_desk["draft"], by=at_desk["by"], now=NOW))
    assert [answer for answer in at_once(calls) if isinstance(answer, Exception)] == []
    change = Change.objects.get()
    assert (change.label, change.traces.count()) == ("C-1", 6)
    assert queries.led_to_change([each.pk for each in said], now=NOW) == {each.pk for each in said}
    assert AuditEntry.objects.filter(action="change.traced").count() == 6


def test_a_trace_to_what_did_not_change_is_either_refused_or_told_of_in_the_log(
    at_desk: dict[str, Any], make_contribution: MakeContribution
) -> None:
    said = make_contribution()
    publishing = lambda: publish_draft(draft=at_desk["draft"], by=at_desk["by"], now=NOW)  # noqa: E731
    drawn, _published = at_once([draw(at_desk, TRAVEL, said), publishing])
    assert not Trace.objects.exists()
    dropped = AuditEntry.objects.filter(action="changes.dropped")
    assert isinstance(drawn, Conflict) or [entry.detail["keys"] for entry in dropped] == [["a1-2"]]


def test_two_say_why_at_the_same_moment_and_one_is_told(
    at_desk: dict[str, Any], make_official: Callable[..., Official]
) -> None:
    other = make_official(RoleName.ORGANISER)

    def explain(by: Official, reason: str) -> Callable[[], object]:
        what = at_desk | {"by": by}
        return lambda: actions.explain_change(**what, place=HOUSING, reason=reason, is_editorial=False, revision=0)

    told = at_once([explain(at_desk["by"], "Ett."), explain(other, "Två.")])
    assert sorted(type(answer).__name__ for answer in told) == ["Change", "Conflict"]
    (saved,) = [answer for answer in told if isinstance(answer, Change)]
    assert Change.objects.get().reason == saved.reason


def test_two_publish_at_the_same_moment_and_one_is_told(
    at_desk: dict[str, Any], make_official: Callable[..., Official]
) -> None:
    other = at_desk | {"by": make_official(RoleName.ORGANISER)}
    told = at_once([lambda: publish_checked(**at_desk, confirmed=1), lambda: publish_checked(**other, confirmed=1)])
    assert sorted(type(answer).__name__ for answer in told) == ["Conflict", "Draft"]
    assert AuditEntry.objects.filter(action="draft.published").count() == 1


@pytest.mark.parametrize("round_", range(2))
def test_every_answer_published_while_people_are_told_is_told_once(
    at_desk: dict[str, Any], make_contribution: MakeContribution, round_: int
) -> None:
    dialogue, draft, by = at_desk["dialogue"], publish_draft(**without(at_desk, "dialogue")), at_desk["by"]
    Dialogue.objects.update(reply_letters="together")
    dialogue.refresh_from_db()
    said = [make_contribution(f"Nr {n}", email=f"nr{n}@example.org") for n in range(6)]
    words = ReplyWords(text="Vi har lagt till det.", outcome="accepted")
    drafted = [draft_reply(dialogue=dialogue, contributions=[each], words=words, by=by, now=NOW) for each in said]
    later = NOW + timedelta(hours=1)

    def tell_all(now: datetime) -> None:
        tell_everyone(dialogue=dialogue, draft=draft, by=by, now=now)
        look(now=clock.now())

    # All are asked for before the telling; which of them it sees is chance.
    calls: list[Callable[[], object]] = [
        lambda reply=reply: publish_reply(reply=reply, revision=reply.revision, by=by, now=NOW) for reply in drafted
    ]
    calls.insert(3, lambda: tell_all(later))
    assert [answer for answer in at_once(calls) if isinstance(answer, Exception)] == []
    if people_to_tell(dialogue, now=later + timedelta(hours=1)):
        tell_all(later + timedelta(hours=1))
    assert people_to_tell(dialogue, now=later + timedelta(hours=2)) == []
    told = OutgoingMail.objects.filter(key__contains=":telling:", text__contains="Vi har lagt till det.")
    assert sorted(told.values_list("to", flat=True)) == [f"nr{n}@example.org" for n in range(6)]


def without(named: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in named.items() if key != name}
