"""The broadcast is led through its script; every press counts once, and mistakes can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import RoleName
from fardplan.live.actions import script, showing
from fardplan.live.actions.leading import MovedMeanwhile
from fardplan.live.models import Cue, Happening, Poll, Question, Stage
from fardplan.people.models import Official
from tests.live.making import MINUTES
from tests.races import at_once


@pytest.fixture
def lead(stage: Stage, producer: Official, now: datetime) -> Callable[..., Stage]:
    """lead("begin"); lead("go_to", 12, cue_id=…): an act, so many minutes after the day began."""

    def act(name: str, minutes: float = 0, **more: Any) -> Stage:
        moment = stage.day.starts_at + minutes * MINUTES
        return getattr(script, name)(stage=stage, by=more.pop("by", producer), now=moment, **more)  # type: ignore[no-any-return]

    return act


def cue(stage: Stage, title: str) -> Cue:
    return stage.cues.get(title__startswith=title)


def log(stage: Stage) -> list[tuple[str, str]]:
    return [(row.kind, row.title) for row in stage.happenings.order_by("id")]


def test_beginning_lets_the_first_cue_go_on(stage: Stage, lead: Callable[..., Stage]) -> None:
    led = lead("begin", 2)
    first = cue(stage, "Välkommen")
    assert (led.situation, led.cue, led.began_at) == ("running", first, stage.day.starts_at + 2 * MINUTES)
    assert first.began_at == led.began_at
    assert log(stage) == [("began", ""), ("cue", "Välkommen")]
    entries = [
        (entry.action, entry.detail["kind"]) for entry in AuditEntry.objects.filter(action="stage.led").order_by("id")
    ]
    assert entries == [("stage.led", "began"), ("stage.led", "cue")]


def test_going_on_ends_one_cue_and_begins_the_other(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    lead("go_to", 14, cue_id=cue(stage, "Samtal").pk)
    left, entered = cue(stage, "Välkommen"), cue(stage, "Samtal")
    assert left.ended_at == entered.began_at == stage.day.starts_at + 14 * MINUTES
    assert entered.ended_at is None


def test_two_presses_from_the_same_place_move_one_step(
    stage: Stage, lead: Callable[..., Stage], make_official: Callable[..., Official]
) -> None:
    other = make_official(RoleName.EDITOR, email="andra@example.org")
    seen = lead("begin").revision
    lead("go_to", 10, cue_id=cue(stage, "Samtal").pk, seen=seen)
    with pytest.raises(MovedMeanwhile) as refused:
        lead("go_to", 10, cue_id=cue(stage, "Samtal").pk, seen=seen, by=other)
    assert str(refused.value.message).startswith("leder@example.org hann före kl. ")
    assert str(refused.value.message).endswith("programpunkt började: Samtal om bostäder. Ditt tryck räknades inte.")
    with pytest.raises(MovedMeanwhile, match="redan gjort"):
        lead("go_to", 10, cue_id=cue(stage, "Paus").pk, seen=seen)
    assert log(stage) == [("began", ""), ("cue", "Välkommen"), ("cue", "Samtal om bostäder")]


@pytest.mark.django_db(transaction=True)
def test_two_producers_at_the_same_instant_move_one_step(
    file_database: None, stage: Stage, lead: Callable[..., Stage], make_official: Callable[..., Official]
) -> None:
    other = make_official(RoleName.EDITOR, email="andra@example.org")
    seen, second = lead("begin").revision, cue(stage, "Samtal").pk
    calls = [lambda: lead("go_to", 10, cue_id=second, seen=seen)] * 4
    calls += [lambda: lead("go_to", 10, cue_id=second, seen=seen, by=other)] * 4
    results = at_once(calls)
    assert sorted(type(result).__name__ for result in results) == ["MovedMeanwhile"] * 7 + ["Stage"]
    assert log(stage) == [("began", ""), ("cue", "Välkommen"), ("cue", "Samtal om bostäder")]
    stage.refresh_from_db()
    assert (stage.revision, stage.cue_id) == (seen + 1, second)


def test_a_skipped_cue_is_passed_over_and_can_be_taken_up(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("skip", cue_id=cue(stage, "Välkommen").pk)
    assert lead("begin", 1).cue == cue(stage, "Samtal")
    lead("take_up", 2, cue_id=cue(stage, "Välkommen").pk)
    assert cue(stage, "Välkommen").skipped_at is None
    with pytest.raises(Conflict, match="redan börjat"):
        lead("skip", 3, cue_id=cue(stage, "Samtal").pk)
    assert log(stage)[0] == ("skipped", "Välkommen")


def test_time_standing_still_is_given_back(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    assert lead("pause", 4).situation == "paused"
    assert lead("stop", 6).situation == "stopped"
    assert lead("resume", 9).situation == "running"
    assert cue(stage, "Välkommen").stood_still_seconds == 5 * 60
    assert [kind for kind, _title in log(stage)] == ["began", "cue", "paused", "stopped", "resumed"]


def test_going_on_from_a_stop_also_resumes(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    lead("stop", 4)
    led = lead("go_to", 6, cue_id=cue(stage, "Samtal").pk)
    assert (led.situation, led.cue) == ("running", cue(stage, "Samtal"))
    assert [kind for kind, _title in log(stage)][-2:] == ["resumed", "cue"]


def test_a_step_taken_by_mistake_is_taken_back(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    lead("go_to", 8, cue_id=cue(stage, "Samtal").pk)
    led = lead("step_back", 9)
    first, second = cue(stage, "Välkommen"), cue(stage, "Samtal")
    assert (led.cue, first.began_at, first.ended_at) == (first, stage.day.starts_at, None)
    assert (second.began_at, second.ended_at) == (None, None)
    with pytest.raises(Conflict, match="inget steg"):
        lead("step_back", 9)
    lead("go_to", 10, cue_id=second.pk)
    with pytest.raises(Conflict, match="inget steg"):
        lead("step_back", 12.5)


def test_a_beginning_by_mistake_is_taken_back(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    led = lead("step_back", 1)
    assert (led.situation, led.began_at, led.cue, cue(stage, "Välkommen").began_at) == ("before", None, None, None)
    assert lead("begin", 3).cue == cue(stage, "Välkommen")


def test_an_end_by_mistake_is_taken_back_for_half_an_hour(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    ended = lead("end", 9)
    assert (ended.situation, ended.ended_at) == ("ended", stage.day.starts_at + 9 * MINUTES)
    assert cue(stage, "Välkommen").ended_at == ended.ended_at
    again = lead("take_up_again", 12)
    assert (again.situation, again.ended_at, again.cue) == ("running", None, cue(stage, "Välkommen"))
    assert cue(stage, "Välkommen").ended_at is None
    lead("end", 20)
    with pytest.raises(Conflict, match="för länge sedan"):
        lead("take_up_again", 51)


def test_after_the_end_nothing_moves(stage: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    lead("end", 5)
    for name in ("pause", "stop", "resume", "end", "begin"):
        with pytest.raises(Conflict, match="slut"):
            lead(name, 6)


def test_those_who_may_not_lead_move_nothing(
    stage: Stage, lead: Callable[..., Stage], make_official: Callable[..., Official]
) -> None:
    with pytest.raises(NotAllowed):
        lead("begin", by=make_official(RoleName.POLITICIAN))
    assert log(stage) == []


def test_a_cue_of_another_stage_cannot_be_gone_to(stage: Stage, rehearsal: Stage, lead: Callable[..., Stage]) -> None:
    lead("begin")
    with pytest.raises(Conflict, match="finns inte längre"):
        lead("go_to", 5, cue_id=rehearsal.cues.all()[0].pk)


def test_a_rehearsal_is_not_in_the_log_of_the_dialogue(rehearsal: Stage, producer: Official, now: datetime) -> None:
    script.begin(stage=rehearsal, by=producer, now=now)
    assert log(rehearsal) == [("began", ""), ("cue", "Välkommen")]
    assert not AuditEntry.objects.filter(action="stage.led").exists()


# --- what is shown ---


def test_what_is_shown_is_kept_and_the_script_stands(running: Stage, producer: Official, now: datetime) -> None:
    shown = showing.show(stage=running, what="programme", by=producer, now=now)
    assert (shown.shows, shown.revision) == ("programme", running.revision)
    showing.show(stage=running, what="programme", by=producer, now=now)
    assert log(running) == [("shown", "nu och härnäst")]


def test_the_question_on_stage_is_shown_and_never_a_hidden_one(
    running: Stage, producer: Official, now: datetime
) -> None:
    def ask(text: str, **fields: Any) -> Question:
        return Question.objects.create(stage=running, text=text, asked_at=now, **fields)

    with pytest.raises(Invalid, match="ingen fråga"):
        showing.show(stage=running, what="question", by=producer, now=now)
    hidden = ask("Dold", on_stage_at=now, hidden_at=now)
    queued = ask("I kö", queued_at=now)
    assert showing.show(stage=running, what="question", by=producer, now=now).shown_question == queued
    on_stage = ask("På scenen", on_stage_at=now)
    assert showing.show(stage=running, what="question", by=producer, now=now).shown_question == on_stage
    with pytest.raises(Invalid):
        showing.show(stage=running, what="question", question_id=hidden.pk, by=producer, now=now)
    assert [row.question for row in Happening.objects.order_by("id")] == [queued, on_stage]


def test_only_a_poll_that_has_been_opened_is_shown(running: Stage, producer: Official, now: datetime) -> None:
    poll = Poll.objects.create(stage=running, question="Hur bor du?")
    with pytest.raises(Invalid):
        showing.show(stage=running, what="poll", poll_id=poll.pk, by=producer, now=now)
    Poll.objects.filter(pk=poll.pk).update(opened_at=now)
    assert showing.show(stage=running, what="poll", by=producer, now=now).shown_poll == poll
    assert log(running) == [("shown", "Hur bor du?")]


def test_a_message_stands_until_it_is_taken_back(running: Stage, producer: Official, now: datetime) -> None:
    said = showing.say_to_all(stage=running, text="  Vi börjar \n kl. 14.  ", by=producer, now=now)
    assert (said.message, said.message_at) == ("Vi börjar kl. 14.", now)
    assert showing.show(stage=running, what="message", by=producer, now=now).shows == "message"
    later = now + timedelta(minutes=1)
    back = showing.take_back_message(stage=running, by=producer, now=later)
    assert (back.message, back.message_at, back.shows) == ("", None, "programme")
    with pytest.raises(Invalid):
        showing.show(stage=running, what="message", by=producer, now=later)
    assert [kind for kind, _title in log(running)] == ["message", "shown"]
    assert AuditEntry.objects.filter(action="stage.message_taken_back").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 301])
def test_a_message_says_something_that_fits(running: Stage, producer: Official, now: datetime, text: str) -> None:
    with pytest.raises(Invalid):
        showing.say_to_all(stage=running, text=text, by=producer, now=now)
    running.refresh_from_db()
    assert running.message == ""
