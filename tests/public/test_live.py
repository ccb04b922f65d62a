"""The page of those who take part, while the day goes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from fardplan.base import clock
from fardplan.dialogue.models import Day
from fardplan.live.models import CaptionLine, Cue, Poll, PollOption, Question, Stage
from fardplan.media.models import Broadcast
from tests.live.making import MINUTES
from tests.public.test_dialogue import words
from tests.public.visible import visible

HERE = "/dagen-2020/dagar/i-dag/just-nu/"


def _time(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H.%M}"


def _shown(client: Client, address: str = HERE) -> str:
    """What stands on the page for somebody who sees it: what is hidden left out."""
    return visible(client.get(address).text)


def test_what_goes_on_and_what_comes_next(client: Client, running: Stage) -> None:
    began = running.cue.began_at  # type: ignore[union-attr]
    assert (
        f"Nu sedan kl. {_time(began)} Välkommen Till omkring kl. {_time(began + 10 * MINUTES)} "
        f"Härnäst, omkring kl. {_time(began + 10 * MINUTES)} Samtal om bostäder"
    ) in _shown(client)


def test_over_time_is_said_in_words(
    client: Client,
    running: Stage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began = running.cue.began_at  # type: ignore[union-attr]
    monkeypatch.setattr(clock, "now", lambda: began + 13 * MINUTES)
    page = _shown(client)
    assert f"Drar över tiden. Skulle ha slutat kl. {_time(began + 10 * MINUTES)}" in page
    assert "Till omkring" not in page


def test_a_technical_stop_says_that_nothing_is_missed(client: Client, running: Stage) -> None:
    Stage.objects.update(situation="stopped")
    page = _shown(client)
    assert "Sändningen har fastnat. Du missar inget – inspelningen och texten kommer här." in page
    assert "sedan kl." not in page


def test_before_the_day_it_says_when_it_begins(
    client: Client,
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = stage.day.starts_at
    monkeypatch.setattr(clock, "now", lambda: starts - 20 * MINUTES)
    assert f"Har inte börjat Vi börjar kl. {_time(starts)}" in _shown(client)
    monkeypatch.setattr(clock, "now", lambda: starts + 2 * MINUTES)
    cache.clear()
    assert "Har inte börjat Vi börjar strax" in _shown(client)


def test_when_it_has_ended_it_leads_to_what_happened(client: Client, running: Stage) -> None:
    Stage.objects.update(situation="ended", ended_at=timezone.now(), replies_due_on="2031-05-09")
    page = client.get(HERE).text
    assert "Frågorna vi inte hann med besvaras senast 9 maj." in words(page)
    assert '<a class="button primary" href="/dagen-2020/dagar/i-dag/">Det här hände</a>' in page
    assert "Härnäst" not in _shown(client)


def test_a_message_reaches_everybody(client: Client, running: Stage) -> None:
    assert "Till alla" not in _shown(client)
    cache.clear()
    Stage.objects.update(message="Länken till rum 2 är lagad.", message_at=timezone.now())
    assert "Länken till rum 2 är lagad." in _shown(client)


def test_nothing_of_the_broadcast_loads_before_a_click(client: Client, running: Stage) -> None:
    Broadcast.objects.create(
        day=running.day, address="https://www.youtube.com/watch?v=abcdefghijk", sign_language_address="https://tolk.se/"
    )
    answer = client.get(HERE)
    assert "Filmen ligger hos" in answer.text
    assert 'href="https://tolk.se/"' in answer.text
    assert "<iframe" not in answer.text
    assert "youtube" not in answer["Content-Security-Policy"]
    shown = client.get(f"{HERE}?visa=sandning")
    assert '<iframe src="https://www.youtube-nocookie.com/embed/abcdefghijk' in shown.text
    assert "https://www.youtube-nocookie.com" in shown["Content-Security-Policy"]


def test_without_scripts_there_is_a_way_to_the_latest(client: Client, running: Stage) -> None:
    page = client.get(HERE).text
    assert "Läget kl. " in page
    assert f'<a class="more" href="{HERE}">Hämta det senaste</a>' in page


def test_a_rehearsal_is_marked_and_stays_in_itself(client: Client, rehearsal: Stage) -> None:
    page = client.get(f"{HERE}?ovning={rehearsal.key}").text
    assert "Övning." in words(page)
    assert f'href="{HERE}?ovning={rehearsal.key}">Hämta det senaste' in page
    assert '<meta name="robots" content="noindex">' in page
    assert client.get(f"{HERE}?ovning=gissat").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_a_page_of_ones_own_costs_at_most_eight_queries(
    client: Client, running: Stage, rows: int, django_assert_max_num_queries: Any
) -> None:
    """What is the same for everybody has been rendered by somebody else in the same second."""
    planned, moment = running.day.starts_at + timedelta(hours=2), timezone.now()
    Stage.objects.update(has_captions=True)
    for number in range(rows):
        about = {"title": f"Punkt {number}", "planned_at": planned, "planned_seconds": 60}
        Cue.objects.create(stage=running, position=10 + number, **about)
        Question.objects.create(stage=running, text=f"Fråga {number}?", asked_at=moment, shown_at=moment)
        CaptionLine.objects.create(stage=running, text=f"Rad {number}.", began_at=moment, shown_at=moment)
        poll = Poll.objects.create(stage=running, question=f"Omröstning {number}", opened_at=moment)
        PollOption.objects.create(poll=poll, text="Ja")
    client.cookies["deltagare"] = "något"
    with django_assert_max_num_queries(19):
        first = client.get(HERE).text
    with django_assert_max_num_queries(8):
        again = client.get(HERE).text
    for text in ("Välkommen", f"Fråga {rows - 1}?", f"Rad {rows - 1}.", f"Omröstning {rows - 1}"):
        assert text in first
        assert text in again


def test_ten_thousand_at_once_are_answered_from_one_rendering(
    client: Client,
    running: Stage,
    django_assert_num_queries: Any,
) -> None:
    first = client.get(HERE)
    assert first.cookies == {}
    with django_assert_num_queries(0):
        again = Client().get(HERE)
    assert (again.content, again["Cache-Control"]) == (first.content, first["Cache-Control"])


def test_whoever_has_something_of_their_own_gets_a_page_of_their_own(client: Client, running: Stage) -> None:
    client.get(HERE)
    Stage.objects.update(message="Nyss sagt.", message_at=timezone.now())
    assert "Nyss sagt." not in words(client.get(HERE).text)
    client.cookies["deltagare"] = "något"
    assert "Nyss sagt." in words(client.get(HERE).text)


# --- how the day's page leads there -----------------------------------------------------------------------------------


def test_the_days_page_leads_there_while_it_goes_on(
    client: Client, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From an hour before, with a code for those in the hall."""
    starts, ends = stage.day.starts_at, stage.day.ends_at
    for moment, leads in [
        (starts - 61 * MINUTES, False),
        (starts - 59 * MINUTES, True),
        (starts + MINUTES, True),
        (ends + 10 * MINUTES, True),
        (ends + 200 * MINUTES, False),
    ]:
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        page = client.get("/dagen-2020/dagar/i-dag/").text
        assert (f'href="{HERE}"' in page) is leads, moment
        assert (f"/k/{stage.day.short_code}/qr.svg" in page) is leads, moment
        short = client.get(f"/k/{stage.day.short_code}/")
        assert short["Location"] == (HERE if leads else "/dagen-2020/dagar/i-dag/")
    Stage.objects.update(situation="ended", began_at=starts, ended_at=starts + MINUTES)
    monkeypatch.setattr(clock, "now", lambda: starts + 5 * MINUTES)
    assert f'href="{HERE}"' not in client.get("/dagen-2020/dagar/i-dag/").text


def test_without_a_stage_the_days_page_is_as_before(client: Client, live_day: Day) -> None:
    page = client.get("/dagen-2020/dagar/i-dag/").text
    assert "Följ med" not in page
    assert client.get(f"/k/{live_day.short_code}/")["Location"] == "/dagen-2020/dagar/i-dag/"
