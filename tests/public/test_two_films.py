"""The one who speaks and the one who signs: each after a click of its own, and both at once; other ways beside them."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from fardplan.base.errors import Invalid
from fardplan.dialogue.models import Day
from fardplan.live.choices import Situation
from fardplan.live.models import Stage
from fardplan.media.actions.broadcasts import BroadcastFacts, save_broadcast
from fardplan.media.models import Broadcast
from fardplan.people.models import Official
from tests.conftest import at

PAGE = "/dagen-2020/dagar/dag-3/just-nu/"
MAIN, SIGNED = "https://youtu.be/ABCdef12345", "https://youtu.be/TECKEN67890"


@pytest.fixture
def broadcast(day: Day) -> Broadcast:
    Stage.objects.create(day=day, situation=Situation.RUNNING, began_at=at("2020-12-01 13:00"))
    return Broadcast.objects.create(
        day=day, kind="youtube", address=MAIN, sign_language_address=SIGNED, second_label="Lyssna på engelska",
        second_address="https://example.org/english", described_address="https://example.org/syn",
    )  # fmt: skip


def frames(client: Client, query: str) -> tuple[bool, bool]:
    page = client.get(PAGE + query).text
    return "/embed/ABCdef12345" in page, "/embed/TECKEN67890" in page


def test_each_film_is_asked_for_by_itself_and_both_can_be_seen(client: Client, broadcast: Broadcast) -> None:
    found = [frames(client, query) for query in ("", "?visa=sandning", "?visa=tecken", "?visa=sandning&visa=tecken")]
    assert found == [(False, False), (True, False), (False, True), (True, True)]
    assert 'href="?visa=tecken&amp;visa=sandning#watch"' in client.get(f"{PAGE}?visa=sandning").text
    policy = client.get(f"{PAGE}?visa=sandning&visa=tecken").headers["Content-Security-Policy"]
    assert policy.count("https://www.youtube-nocookie.com") == 1
    assert "youtube-nocookie" not in client.get(PAGE).headers["Content-Security-Policy"]


def test_other_ways_stand_beside_it(client: Client, broadcast: Broadcast) -> None:
    page = client.get(PAGE).text
    assert ("Lyssna på engelska" in page, "https://example.org/syn" in page) == (True, True)
    assert "Se sändningen teckenspråkstolkad" not in page
    Broadcast.objects.update(sign_language_address="https://example.org/tolk")
    cache.clear()
    assert "Se sändningen teckenspråkstolkad" in client.get(PAGE).text


def test_a_second_broadcast_has_a_name_and_an_address(day: Day, administrator: Official) -> None:
    facts = BroadcastFacts(kind="youtube", address=MAIN, second_address="https://example.org/english")
    with pytest.raises(Invalid) as refused:
        save_broadcast(day=day, facts=facts, by=administrator, now=at("2020-11-20 09:00"))
    assert refused.value.field == "second_address"
