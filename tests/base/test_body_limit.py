"""A body that is too large is refused before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client

from fardplan.base.body_limit import WITHOUT_SIGN_IN, BodyLimit, Receive, Send, limit_for
from fardplan.people.models import Official

HERE = [(b"host", b"testserver")]


def sent(headers: list[tuple[bytes, bytes]], pieces: list[bytes]) -> tuple[int, list[str]]:
    """The status answered, and the messages the application met."""
    met: list[str] = []
    answered: list[Mapping[str, Any]] = []

    async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            met.append(str(message["type"]))
            if message["type"] == "http.disconnect" or not message.get("more_body"):
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})

    waiting = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Mapping[str, Any]:
        return waiting.pop(0)

    async def send(message: Mapping[str, Any]) -> None:
        answered.append(message)

    scope = {"type": "http", "headers": HERE + headers}
    asyncio.run(BodyLimit(application)(scope, receive, send))
    return answered[0]["status"], met


def test_an_ordinary_form_passes():
    assert sent([(b"content-length", b"5")], [b"hello"]) == (200, ["http.request", "http.request"])


@pytest.mark.parametrize("announced", [str(WITHOUT_SIGN_IN + 1).encode(), b"-1", b"1e9", b"9" * 40])
def test_an_announced_giant_is_refused_unread(announced: bytes):
    assert sent([(b"content-length", announced)], [b"x"]) == (413, [])


def test_a_body_that_grows_without_end_is_cut():
    _, met = sent([(b"transfer-encoding", b"chunked")], [b"x" * 2_000_000] * 5)
    assert met == ["http.request", "http.request", "http.disconnect"]


def test_films_come_from_those_who_have_signed_in(settings: Any, client: Client, administrator: Official):
    settings.UPLOAD_BYTES = 500_000_000
    client.force_login(administrator)
    session = client.cookies["inloggning"].value.encode()
    assert limit_for({b"cookie": b"sprak=sv; inloggning=" + session}) == 501_000_000
    assert limit_for({b"cookie": b"sprak=sv; inloggning=made-up-by-somebody"}) == WITHOUT_SIGN_IN
    assert limit_for({b"cookie": b"sprak=sv"}) == WITHOUT_SIGN_IN
