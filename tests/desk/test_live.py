"""The producer's screen: ordinary forms, nothing lost, and one cost however long the script is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.base import clock
from fardplan.desk import live_tabs
from fardplan.dialogue.models import Day, RoleName, Session
from fardplan.live.actions.staging import prepare
from fardplan.live.models import Cue, DeskSeat, Poll, Question, Stage
from fardplan.people.models import Official
from tests.conftest import at
from tests.live.making import begun, live_day, now, producer, rehearsal, running, stage

__all__ = ["live_day", "now", "producer", "rehearsal", "running", "stage"]


@pytest.fixture
def lead(client: Client, producer: Official) -> Client:
    client.force_login(producer)
    return client


def page(stage: Stage) -> str:
    return live_tabs.live_desk_address("desk:live", stage)


def press(browser: Client, stage: Stage, what: str, **sent: Any) -> str:
    """Press a button as the page shows it now; gives the text of the page that follows."""
    stage.refresh_from_db()
    address = live_tabs.live_desk_address("desk:live-act", stage)
    answer = browser.post(address, {"gor": what, "revision": stage.revision} | sent, follow=True)
    stage.refresh_from_db()
    return str(answer.text)


def test_a_day_is_prepared_from_its_own_page(lead: Client, live_day: Day) -> None:
    where = [live_day.dialogue.slug, live_day.slug]
    assert "programmet, som har 4 punkter" in lead.get(reverse("desk:live", args=where)).text
    answer = lead.post(reverse("desk:live-prepare", args=where), follow=True)
    assert answer.redirect_chain == [(reverse("desk:live", args=where), 302)]
    assert "Börja sändningen" in answer.text
    assert Stage.objects.get().cues.count() == 4


def test_a_day_is_led_by_presses(lead: Client, stage: Stage) -> None:
    assert "Sändningen pågår" in press(lead, stage, "borja")
    second = stage.cues.all()[1]
    text = press(lead, stage, f"ga-till:{second.pk}")
    assert "data-now-title>Samtal om bostäder</span>" in text
    assert "Ångra steget" in text
    assert "Fortsätt sändningen" in press(lead, stage, "pausa")
    assert "Sändningen har fastnat. Du missar inget – inspelningen och texten kommer här." in press(
        lead, stage, "fastnat"
    )
    press(lead, stage, "fortsatt")
    assert "Ångra: sändningen är inte slut" in press(lead, stage, "avsluta")
    assert "Sändningen pågår" in press(lead, stage, "angra-slut")
    assert stage.situation == "running"


def test_a_press_from_an_old_page_says_what_happened_and_moves_nothing(
    lead: Client, running: Stage, make_official: Callable[..., Official]
) -> None:
    seen, (_first, second, third, *_more) = running.revision, running.cues.all()
    press(lead, running, f"ga-till:{second.pk}")
    other = Client()
    other.force_login(make_official(RoleName.EDITOR, email="andra@example.org"))
    text = press(other, running, f"ga-till:{third.pk}", revision=seen)
    assert "leder@example.org hann före" in text
    assert "programpunkt började: Samtal om bostäder. Ditt tryck räknades inte." in text
    assert running.cue == second


def test_what_is_shown_is_marked(lead: Client, running: Stage) -> None:
    text = press(lead, running, "visa:programme")
    assert 'value="visa:programme" aria-pressed="true"' in text
    assert text.count('aria-pressed="true"') == 1
    assert "Ingen omröstning har öppnats än." in press(lead, running, "visa:poll")
    assert running.shows == "programme"


def test_a_message_is_said_and_taken_back(lead: Client, running: Stage) -> None:
    assert "Vi börjar om tio minuter" in press(lead, running, "sag", text="Vi börjar om tio minuter")
    assert running.message == "Vi börjar om tio minuter"
    press(lead, running, "ta-tillbaka")
    assert running.message == ""


def test_over_time_is_said_in_words(lead: Client, running: Stage) -> None:
    Cue.objects.filter(pk=running.cue_id).update(planned_seconds=60)
    text = lead.get(page(running)).text
    assert "+4 min efter planen." in text
    assert "Att ta av: 9 min luft i planen, 10 min paus." in text


def test_those_who_lead_see_each_other(lead: Client, running: Stage, make_official: Callable[..., Official]) -> None:
    assert "Du är ensam vid skrivbordet just nu." in lead.get(page(running)).text
    other = Client()
    other.force_login(make_official(RoleName.EDITOR, email="andra@example.org"))
    other.get(page(running))
    assert "Du och en till leder sändningen: andra@example.org" in lead.get(page(running)).text
    DeskSeat.objects.filter(official__email="andra@example.org").update(seen_at=clock.now() - timedelta(minutes=2))
    assert "Du är ensam vid skrivbordet just nu." in lead.get(page(running)).text
    other.post(live_tabs.live_desk_address("desk:live-seat", running))
    assert "Du och en till leder sändningen: andra@example.org" in lead.get(page(running)).text


def test_a_rehearsal_looks_like_one_and_is_led_on_its_own(lead: Client, rehearsal: Stage, stage: Stage) -> None:
    text = press(lead, rehearsal, "borja")
    assert "<title>Övning: Leda – I dag" in text
    assert "Inget här når deltagarna, och inget får nummer." in text
    stage.refresh_from_db()
    assert (rehearsal.situation, stage.situation) == ("running", "before")
    assert "Övning:" not in lead.get(page(stage)).text
    address = reverse("desk:live-rehearse", args=[stage.day.dialogue.slug, stage.day.slug])
    lead.post(address, {"gor": "kasta"})
    assert list(Stage.objects.all()) == [stage]


def test_a_programme_changed_at_the_desk_is_followed(
    lead: Client, producer: Official, make_day: Callable[..., Day], now: datetime
) -> None:
    of = make_day(sessions=2)
    stage = prepare(day=of, by=producer, now=now)
    address = reverse("desk:programme", args=[of.dialogue.slug, of.slug])
    row = {"rad-0-starts": "13:30", "rad-0-ends": "14:00", "rad-0-title": "Allt", "rad-0-kind": "talk"}
    lead.post(address, {"seen": lead.get(address).context["rows"].seen, "rad-antal": 1} | row)
    assert [(cue.title, cue.planned_at) for cue in stage.cues.all()] == [("Allt", at("2020-12-01 13:30"))]


def test_the_page_says_when_the_programme_is_another(lead: Client, stage: Stage, now: datetime) -> None:
    says = "Programmet på dagens sida har ändrats"
    assert says not in lead.get(page(stage)).text
    Session.objects.filter(day=stage.day, title="Paus").update(title="Fika")
    assert says in lead.get(page(stage)).text
    begun(stage)
    assert says not in lead.get(page(stage)).text


@pytest.mark.parametrize("number", [1, 30])
def test_the_screen_costs_the_same_however_long_the_script(
    lead: Client, running: Stage, django_assert_max_num_queries: Any, number: int, now: datetime
) -> None:
    for place in range(number):
        Cue.objects.create(stage=running, title=f"{place}", position=9 + place, planned_at=now, planned_seconds=60)
        Question.objects.create(stage=running, text=f"{place}", asked_at=now)
        Poll.objects.create(stage=running, question=f"{place}", opened_at=now)
    lead.get(page(running))
    with django_assert_max_num_queries(30):
        text = lead.get(page(running)).text
    assert text.count('class="when"') == 4 + number


def test_the_days_there_are_to_lead(lead: Client, stage: Stage, make_day: Callable[..., Day]) -> None:
    make_day()
    text = lead.get(reverse("desk:live-days", args=[stage.day.dialogue.slug])).text
    assert text.index("I dag: Bostäder") < text.index("Dag 3")
    assert "Dagen pågår." in text
    assert "Inte förberedd." in text
