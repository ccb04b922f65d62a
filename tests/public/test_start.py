"""The start page: what goes on, what is coming, what has been."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue
from fardplan.public.pages.start import where_it_stands
from tests.conftest import at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("moment", "stands"),
    [
        ("2020-09-30 12:00", "coming"),
        ("2020-10-01 08:00", "open"),
        ("2020-12-04 23:59", "open"),
        ("2020-12-05 00:00", "open"),  # the last day is still ahead
        ("2020-12-08 14:00", "open"),
        ("2020-12-08 16:00", "earlier"),
    ],
)
def test_a_dialogue_is_open_as_long_as_something_is_to_come(
    dialogue: Dialogue, make_day: Callable[..., Day], moment: str, stands: str
) -> None:
    make_day("2020-11-17 13:00", slug="dag-2")
    make_day("2020-12-08 13:00", slug="dag-3")
    assert where_it_stands(dialogue, now=at(moment)) == stands


def test_a_dialogue_without_contributions_follows_its_days(make_day: Callable[..., Day], dialogue: Dialogue) -> None:
    Dialogue.objects.update(contributions_open_at=None, contributions_close_at=None)
    dialogue.refresh_from_db()
    make_day("2020-11-17 13:00", slug="dag-2")
    make_day("2020-12-01 13:00", slug="dag-3")
    moments = ["2020-11-16 12:00", "2020-11-17 14:00", "2020-11-20 12:00", "2020-12-01 16:00"]
    found = [where_it_stands(dialogue, now=at(moment)) for moment in moments]
    assert found == ["coming", "open", "open", "earlier"]


def test_an_ended_dialogue_is_an_earlier_one(dialogue: Dialogue) -> None:
    dialogue.ended_at = at("2020-11-20 12:00")
    assert where_it_stands(dialogue, now=at("2020-11-20 11:59")) == "open"
    assert where_it_stands(dialogue, now=at("2020-11-20 12:00")) == "earlier"


def test_each_stands_under_its_heading(client: Client, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-24 09:00"))
    published = {"published_at": dialogue.published_at}
    Dialogue.objects.create(slug="ny", title="Nästa dialog", contributions_open_at=at("2021-03-01 08:00"), **published)
    Dialogue.objects.create(slug="gammal", title="Förra dialogen", ended_at=at("2019-12-31 12:00"), **published)
    Dialogue.objects.create(slug="hemlig", title="Hemlig")
    main = client.get("/").text.partition("<main")[2]
    found = re.findall(r"<h2[^>]*>([^<]+)</h2>|<a href=\"[^\"]+\">([^<]+)</a></h3>", main)
    assert [heading or title for heading, title in found if title or heading != "Hjälpte informationen på sidan dig?"][
        :6
    ] == ["Pågår nu", "Dagen 2020", "På gång", "Nästa dialog", "Tidigare dialoger", "Förra dialogen"]


def test_a_single_dialogue_is_the_start_page(client: Client, dialogue: Dialogue) -> None:
    answer = client.get("/en/")
    assert (answer.status_code, answer["Location"]) == (302, "/en/dagen-2020/")


def test_the_start_page_costs_the_same_for_two_dialogues_and_thirty(
    client: Client, dialogue: Dialogue, make_day: Callable[..., Day], django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(1, 30):
        other = Dialogue.objects.create(slug=f"d{number}", title=f"D {number}", published_at=dialogue.published_at)
        make_day("2020-12-01 13:00", dialogue=other)
        if number in {1, 29}:
            with django_assert_num_queries(3):
                assert client.get("/").status_code == 200
