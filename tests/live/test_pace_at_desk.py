"""Pace and rules at the desk: what to look into, who is blocked, the day's rules."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from fardplan.live.models import Blocked, Burst, Question, Stage
from fardplan.people.models import Official


def of(stage: Stage, name: str, *more: int) -> str:
    return reverse(name, args=[stage.day.dialogue.slug, stage.day.slug, *more])


def test_a_burst_is_shown_until_somebody_has_looked_into_it(client: Client, running: Stage, producer: Official) -> None:
    burst = Burst.objects.create(
        stage=running, what="vote", title="Vad förvånade dig?", began_at=running.day.starts_at, count=400
    )
    client.force_login(producer)
    page = client.get(of(running, "desk:live-pace"))
    assert "Vad förvånade dig?" in page.text
    assert "minst 400" in page.text
    page = client.post(of(running, "desk:live-burst", burst.pk), follow=True)
    assert "Inget ovanligt just nu." in page.text
    page = client.post(of(running, "desk:live-burst", burst.pk), follow=True)
    assert "Någon annan har redan tagit hand om det." in page.text


def test_somebody_is_blocked_by_a_rule_and_let_in_again(client: Client, running: Stage, producer: Official) -> None:
    question = Question.objects.create(
        stage=running, asker="a" * 32, text="Köp min bil?", asked_at=running.day.starts_at
    )
    client.force_login(producer)
    address = of(running, "desk:live-block", question.pk)
    assert "Köp min bil?" in client.get(address).text
    assert client.post(address, {"rule": "advertising", "reason": ""}).status_code == 422
    page = client.post(address, {"rule": "advertising", "reason": "Tre annonser."}, follow=True)
    assert "Tre annonser." in page.text
    blocked = Blocked.objects.get()
    page = client.post(of(running, "desk:live-lift", blocked.pk), follow=True)
    assert "Ingen är avstängd." in page.text


def test_the_rules_of_the_day_are_changed_and_a_second_official_is_told(
    client: Client, running: Stage, producer: Official
) -> None:
    client.force_login(producer)
    seen = client.get(of(running, "desk:live-pace")).context["form"]["seen"].value()
    rules = {"checking": "after", "slow_seconds": "60", "reply_workdays": "3", "seen": seen}
    assert client.post(of(running, "desk:live-pace"), rules).status_code == 302
    running.refresh_from_db()
    assert (running.checking, running.slow_seconds, running.reply_workdays, running.takes_reactions) == (
        "after", 60, 3, False,
    )  # fmt: skip
    assert client.post(of(running, "desk:live-pace"), rules | {"slow_seconds": "5"}).status_code == 409


def test_who_cannot_keep_questions_does_not_open_it(client: Client, running: Stage, make_official: Any) -> None:
    client.force_login(make_official("politician"))
    assert client.get(of(running, "desk:live-pace")).status_code == 403
