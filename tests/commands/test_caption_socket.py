"""Captions by WebSocket, with a real client against the server as it is run."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.commands.conftest import PREPARE, Site, site_in
from tests.live_reader import LiveReader

pytestmark = pytest.mark.slow

STAGE = """
from datetime import timedelta
from django.http import HttpRequest
from fardplan.base import hub
from fardplan.dialogue.models import Day
from fardplan.live.models import Stage
from fardplan.live.topics import captions_topic
now = clock.page_time(HttpRequest()).now  # the example's
day = Day.objects.create(
    dialogue=dialogue, slug="dag-1", title="Dag 1", starts_at=now, ends_at=now + timedelta(hours=3)
)
stage = Stage.objects.create(day=day, situation="running", began_at=now, has_captions=True)
print(stage.caption_key, hub.ticket([captions_topic(stage)]))
"""
RENEW = """
from fardplan.live.models import Stage
Stage.objects.update(caption_key="a" * 22)
"""
LINES = """
import json
from fardplan.live.models import CaptionLine
print(json.dumps(list(CaptionLine.objects.order_by("id").values_list("text", flat=True))))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str, str]]:
    """A served site, the key of the captions, a ticket to follow them."""
    folder: Path = tmp_path_factory.mktemp("captions")
    site = site_in(folder / "site")
    site.do("migrate")
    key, ticket = site.python(PREPARE + STAGE).split()
    with site.served():
        yield site, key, ticket


def dialled(site: Site, key: str) -> ClientConnection:
    return connect(f"{site.address.replace('http', 'ws')}/text/{key}/rader/", proxy=None)


def say(socket: ClientConnection, **message: Any) -> dict[str, Any]:
    socket.send(json.dumps(message))
    return dict(json.loads(socket.recv(timeout=20)))


def test_a_service_speaks_and_everybody_reads_it(site: tuple[Site, str, str]) -> None:
    served, key, ticket = site
    with LiveReader(served.address, [ticket]) as reader, dialled(served, key) as socket:
        growing = {"key": "w1", "number": 1, "text": "Väl"}
        answer = {"status": 200, "received": [], "partial_shown": True, "captions_shown": True}
        assert say(socket, language="sv", automatic=True, partial=growing) == answer
        reader.until(lambda told: any(each.name == "line" and each.data["data"]["text"] == "Väl" for each in told))
        line = {"key": "w1", "text": "Välkomna."}
        assert say(socket, language="sv", automatic=True, lines=[line]) == answer | {"received": ["w1"]}
        told = reader.until(lambda told: any(each.name == "caption" for each in told))
    said = next(each for each in told if each.name == "caption").data["data"]
    assert (said["text"], said["automatic"], said["language"]) == ("Välkomna.", True, "sv")


def test_what_is_wrong_is_answered_and_the_socket_stays_open(site: tuple[Site, str, str]) -> None:
    served, key, _ticket = site
    with dialled(served, key) as socket:
        assert say(socket, lnies=[])["status"] == 422
        socket.send("{")
        assert json.loads(socket.recv(timeout=20))["status"] == 422
        socket.send(b"\xff\xfe")
        assert json.loads(socket.recv(timeout=20))["status"] == 422
        assert say(socket)["status"] == 200


@pytest.mark.parametrize("address", ["/text/aaaaaaaaaaaaaaaaaaaaaa/rader/", "/text/x/rader/", "/live/", "/"])
def test_no_door_is_opened_without_the_key(site: tuple[Site, str, str], address: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(site[0].address.replace("http", "ws") + address, proxy=None)
    assert refused.value.response.status_code == 403


def closed_with(socket: ClientConnection) -> int:
    """The number the server says good-bye with, after its answers."""
    with suppress(ConnectionClosed):
        for _answer in range(200):
            socket.recv(timeout=20)
    return socket.close_code or 0


def test_one_who_sends_too_fast_or_too_much_is_shut_out(site: tuple[Site, str, str]) -> None:
    served, key, _ticket = site
    with dialled(served, key) as socket:
        for _number in range(120):
            try:
                socket.send("{}")
            except ConnectionClosed:
                break
        assert closed_with(socket) == 4429
    with dialled(served, key) as socket:
        socket.send(json.dumps({"lines": [{"text": "a" * 70_000}]}))
        assert closed_with(socket) == 1009


def test_the_seventh_socket_with_the_same_key_is_turned_away(site: tuple[Site, str, str]) -> None:
    served, key, _ticket = site
    with ExitStack() as others:
        for _number in range(6):
            others.enter_context(dialled(served, key))
        with dialled(served, key) as socket:
            assert closed_with(socket) == 1013
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:  # the server notices that one has gone
        with dialled(served, key) as socket:
            try:
                assert say(socket)["status"] == 200
                break
            except ConnectionClosed:
                time.sleep(0.1)
    else:
        raise AssertionError("the place is not given back")


def test_a_renewed_key_closes_the_door(site: tuple[Site, str, str]) -> None:
    served, key, _ticket = site
    with dialled(served, key) as socket:
        assert say(socket, lines=[{"text": "Sist."}])["status"] == 200
        served.python(RENEW)
        assert say(socket, lines=[{"text": "För sent."}])["status"] == 404
        assert closed_with(socket) == 4404
    assert json.loads(served.python(LINES))[-1] == "Sist."
