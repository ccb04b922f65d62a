"""Pace: generous to a hall behind one address, tiresome to a script; bursts are pointed out, people judge."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import RequestFactory

from fardplan.base.errors import Closed, Conflict, Invalid, NotAllowed, TooMany
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Day
from fardplan.live import pace
from fardplan.live.actions.blocking import block_asker, lift_block, refuse_blocked
from fardplan.live.actions.bursts import handle_burst, note_burst
from fardplan.live.actions.reacting import react
from fardplan.live.models import Blocked, Burst, Question, Reaction, Stage
from fardplan.live.participant import Participant
from fardplan.live.queries.audience import Crowd, crowd, reactions_now
from fardplan.people.models import Official
from tests.conftest import at

NOW = at("2020-12-01 14:10")


@pytest.fixture
def stage(make_day: Callable[..., Day]) -> Stage:
    return Stage.objects.create(day=make_day())


@pytest.fixture
def official(make_official: Callable[..., Official]) -> Official:
    return make_official("moderator")


def browser(number: int) -> Participant:
    return Participant(f"key-{number}", is_new=True)


def vote(stage: Stage, rf: RequestFactory, number: int, *, network: str = "192.0.2.1") -> None:
    request = rf.post("/", REMOTE_ADDR=network)
    pace.keep(pace.Act.VOTE, stage=stage, by=browser(number), request=request, now=NOW, about=(7, "Vad förvånade dig?"))


def test_a_full_hall_behind_one_address_is_let_in_and_pointed_out_as_it_doubles(stage: Stage, rf: RequestFactory):
    for number in range(450):
        vote(stage, rf, number)
    assert list(Burst.objects.values_list("what", "title", "count")) == [("vote", "Vad förvånade dig?", 400)]


def test_a_school_class_is_nothing_to_point_out(stage: Stage, rf: RequestFactory):
    for number in range(60):
        vote(stage, rf, number)
    vote(stage, rf, 61, network="192.0.2.2")
    assert list(Burst.objects.all()) == []


def test_a_script_that_throws_its_cookie_away_meets_an_end(stage: Stage, rf: RequestFactory):
    for number in range(1500):
        vote(stage, rf, number)
    with pytest.raises(TooMany):
        vote(stage, rf, 1501)


def test_one_browser_keeps_its_own_pace_and_the_others_theirs(stage: Stage, rf: RequestFactory):
    one, other = Participant("one", is_new=False), Participant("other", is_new=False)

    def ask(by: Participant) -> None:
        pace.keep(pace.Act.ASK, stage=stage, by=by, request=rf.post("/"), now=NOW)

    for _ in range(6):
        ask(one)
    with pytest.raises(TooMany):
        ask(one)
    ask(other)


def test_a_burst_that_somebody_has_looked_into_is_a_new_one_when_it_comes_again(stage: Stage, official: Official):
    def note(count: int) -> None:
        note_burst(stage, what="vote", title="Fråga", network="abc", count=count, now=NOW)

    note(100)
    note(200)
    burst = Burst.objects.get()
    assert burst.count == 200
    handle_burst(burst=burst, by=official, now=NOW)
    with pytest.raises(Conflict):
        handle_burst(burst=burst, by=official, now=NOW)
    note(100)
    assert list(Burst.objects.order_by("id").values_list("count", "handled_by")) == [(200, official.pk), (100, None)]
    assert AuditEntry.objects.filter(action="live.burst_handled").count() == 1


def test_who_is_blocked_learns_the_rule_and_the_reason_until_it_is_lifted(stage: Stage, official: Official):
    question = Question.objects.create(stage=stage, asker="a" * 32, text="Köp min bil?", asked_at=NOW)
    blocked = block_asker(question=question, rule="advertising", reason="Tre annonser.", by=official, now=NOW)
    with pytest.raises(Conflict):
        block_asker(question=question, rule="advertising", reason="Igen.", by=official, now=NOW)
    with pytest.raises(Closed, match=r"Ingen reklam.*Tre annonser\."):
        refuse_blocked(stage, "a" * 32)
    refuse_blocked(stage, "b" * 32)
    lift_block(blocked=blocked, by=official, now=NOW)
    refuse_blocked(stage, "a" * 32)
    logged = list(AuditEntry.objects.order_by("id").values_list("action", flat=True))
    assert logged == ["live.asker_blocked", "live.asker_let_in"]


@pytest.mark.parametrize(("rule", "reason", "field"), [("", "Varför", "rule"), ("threat", " ", "reason")])
def test_blocking_names_a_rule_and_says_why(stage: Stage, official: Official, rule: str, reason: str, field: str):
    question = Question.objects.create(stage=stage, asker="a" * 32, text="?", asked_at=NOW)
    with pytest.raises(Invalid) as refused:
        block_asker(question=question, rule=rule, reason=reason, by=official, now=NOW)
    assert (refused.value.field, Blocked.objects.count()) == (field, 0)


def test_who_has_no_role_blocks_nobody(stage: Stage, db: None):
    question = Question.objects.create(stage=stage, asker="a" * 32, text="?", asked_at=NOW)
    stranger = Official.objects.create(email="annan@example.org")
    with pytest.raises(NotAllowed):
        block_asker(question=question, rule="threat", reason="Hot.", by=stranger, now=NOW)


def test_reactions_are_counted_together_and_fade(stage: Stage):
    for second in (1, 2, 14):
        react(stage=stage, kind="applause", now=NOW, at=NOW.replace(second=second))
    react(stage=stage, kind="heart", now=NOW, at=NOW.replace(second=3))
    counts = dict.fromkeys(("applause", "heart", "agree", "wonder", "unclear"), 0)
    assert reactions_now(stage, now=NOW.replace(second=15)) == counts | {"applause": 3, "heart": 1}
    assert reactions_now(stage, now=NOW.replace(second=25)) == counts | {"applause": 1}
    assert reactions_now(stage, now=NOW.replace(second=55)) == counts
    assert Reaction.objects.count() == 3


def test_reactions_are_taken_while_the_day_goes_on(stage: Stage):
    with pytest.raises(Closed):
        react(stage=stage, kind="heart", now=at("2020-11-30 12:00"), at=NOW)
    with pytest.raises(Invalid):
        react(stage=stage, kind="boo", now=NOW, at=NOW)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "few"), (49, "few"), (50, "many"), (1000, "many"), (1001, "thousand"), (9000, "thousand")]
)
def test_how_many_follow_is_said_in_words(count: int, words: str):
    assert crowd(count) == Crowd(words)


def test_a_pseudonym_is_the_same_each_time_and_never_ties_two_acts_together():
    one, other = Participant("nyckel", is_new=False), Participant("annan", is_new=False)
    found = {
        one.pseudonym("ask", secret="s"),
        one.pseudonym("support", secret="s"),
        one.pseudonym("ask", secret="t"),
        other.pseudonym("ask", secret="s"),
    }
    assert one.pseudonym("ask", secret="s") in found
    assert len(found) == 4
    with pytest.raises(ValueError, match="erased"):
        one.pseudonym("vote", secret="")


def test_a_browser_that_goes_too_fast_takes_nothing_from_the_others_behind_its_address(
    stage: Stage, rf: RequestFactory
) -> None:
    request = rf.post("/", REMOTE_ADDR="192.0.2.1")
    hasty = Participant("hasty", is_new=False)
    for number in range(200):
        try:
            pace.keep(pace.Act.ASK, stage=stage, by=hasty, request=request, now=NOW)
        except TooMany:
            assert number >= 6
    pace.keep(pace.Act.ASK, stage=stage, by=Participant("calm", is_new=False), request=request, now=NOW)
