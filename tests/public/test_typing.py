"""The interpreter's page without JavaScript: line by line, taking turns, writing a line anew."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from fardplan.dialogue.models import Day
from fardplan.live.choices import Situation
from fardplan.live.models import CaptionLine, CaptionTypist, Stage
from tests.conftest import at


@pytest.fixture
def stage(day: Day, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr("fardplan.base.clock.now", lambda: at("2020-12-01 14:10"))
    return Stage.objects.create(day=day, situation=Situation.RUNNING, began_at=at("2020-12-01 13:00"))


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(key|version|jag)" value="([^"]+)">', page))


def address(stage: Stage) -> str:
    return f"/text/{stage.caption_key}/"


def type_in(client: Client, stage: Stage, said: str, *, page: str = "", **more: str) -> Any:
    page = page or client.get(address(stage)).text
    return client.post(address(stage), fields(page) | {"text": said, "sprak": "sv", "namn": "A"} | more)


def test_a_line_is_typed_and_the_page_comes_back_ready_for_the_next(client: Client, stage: Stage) -> None:
    answer = type_in(client, stage, "Välkomna till dagen.")
    assert (answer.status_code, answer.url.endswith("#skriv")) == (302, True)
    page = client.get(answer.url).text
    assert ("Välkomna till dagen." in page, 'name="namn" value="A"' in page) == (True, True)
    type_in(client, stage, "Vi börjar.", page=page)
    assert [each.text for each in CaptionLine.objects.all()] == ["Välkomna till dagen.", "Vi börjar."]
    assert CaptionTypist.objects.get().name == "A"


def test_the_form_sent_twice_is_one_line(client: Client, stage: Stage) -> None:
    page = client.get(address(stage)).text
    for _again in range(2):
        type_in(client, stage, "Välkomna.", page=page)
    assert CaptionLine.objects.count() == 1


def test_ones_own_line_is_written_anew(client: Client, stage: Stage) -> None:
    answer = type_in(client, stage, "Välkomen.")
    page = client.get(answer.url).text
    link = re.search(r'href="(\?jag=[^"]*ratta=\d+)#skriv"', page)
    assert link
    page = client.get(address(stage) + link[1].replace("&amp;", "&")).text
    assert ("Rätta raden" in page, ">Välkomen.</textarea>" in page, fields(page)["version"]) == (True, True, "2")
    type_in(client, stage, "Välkommen.", page=page)
    kept = CaptionLine.objects.get()
    assert (kept.text, kept.version) == ("Välkommen.", 2)


def test_nobody_elses_line_can_be_taken(client: Client, stage: Stage) -> None:
    type_in(client, stage, "Välkomna.")
    line = CaptionLine.objects.get()
    page = client.get(f"{address(stage)}?jag=en-annan-webb&ratta={line.pk}").text
    assert (line.sending_key in page, "Rätta raden" in page) == (False, False)


def test_the_page_says_when_nothing_is_taken_and_when_nothing_is_shown(client: Client, stage: Stage) -> None:
    page = client.get(address(stage)).text
    assert ("data-not-shown hidden" in page, "data-shown hidden" in page) == (False, True)
    Stage.objects.update(situation=Situation.ENDED, situation_since=at("2020-12-01 12:00"))
    assert "Den tas emot från kl. 12.00" in client.get(address(stage)).text.replace("\xa0", " ")
    assert type_in(client, stage, "För sent.").status_code == 403
    assert CaptionLine.objects.count() == 0


def test_a_form_that_somebody_has_meddled_with_is_refused(client: Client, stage: Stage) -> None:
    for wrong in ({"key": "<b>"}, {"version": "0"}, {"sprak": "tlh"}, {"text": "a" * 501}, {"jag": ""}):
        assert type_in(client, stage, "Ja.", **wrong).status_code == 422
    foreign = client.post(address(stage), {}, headers={"Sec-Fetch-Site": "cross-site"})
    assert (foreign.status_code, CaptionLine.objects.count()) == (403, 0)


def test_the_address_is_the_key(client: Client, stage: Stage) -> None:
    assert client.get(f"/text/{stage.key}/").status_code == 404
    page = client.get(address(stage))
    assert ("noindex" in page.text, page.cookies) == (True, {})


@pytest.mark.parametrize("lines", [1, 12])
def test_the_page_costs_as_much_with_many_lines(
    client: Client, stage: Stage, lines: int, django_assert_num_queries: Any
) -> None:
    for number in range(lines):
        type_in(client, stage, f"Rad {number}.")
    with django_assert_num_queries(7):
        client.get(f"{address(stage)}?jag=minwebblasare")
