"""Pages by threads: forms read whole, pages handed back whole, long answers piece by piece, and nobody's half form."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

from fardplan.base.page_threads import GATHERED, PageThreads

Message = dict[str, Any]


def asked(application: Any, *messages: Message) -> list[Message]:
    """What is sent to a visitor who sends these messages."""
    sent: list[Message] = []
    waiting = list(messages)

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http", "method": "POST", "path": "/å/", "query_string": b"", "http_version": "1.1", "scheme": "http",
        "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"text/plain")], "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 5),
    }  # fmt: skip
    asyncio.run(PageThreads(application, threads=2)(scope, receive, send))
    return sent


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


def answering(response: HttpResponse | StreamingHttpResponse, bodies: list[bytes]) -> Any:
    """A WSGI application that notes what it was sent."""

    def application(environ: Any, start: Any) -> Iterable[bytes]:
        bodies.append(environ["wsgi.input"].read())
        start(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return response

    return application


def test_a_page_is_handed_back_whole() -> None:
    bodies: list[bytes] = []
    response = HttpResponse("Svar", headers={"X-Space": " before"}, status=201)
    head, body = asked(answering(response, bodies), part(b"fr", more=True), part(b"\xc3\xa5ga"))
    assert bodies == ["fråga".encode()]
    assert head["status"] == 201
    assert (b"x-space", b"before") in head["headers"]
    assert body == {"type": "http.response.body", "body": b"Svar"}
    assert response.closed


def test_a_long_answer_goes_piece_by_piece() -> None:
    sent = asked(answering(StreamingHttpResponse([b"a", b"b"]), []), part(b""))
    assert [message.get("body") for message in sent[1:]] == [b"a", b"b", b""]
    assert [message.get("more_body", False) for message in sent[1:]] == [True, True, False]


def test_a_long_body_is_read_to_its_end() -> None:
    bodies: list[bytes] = []
    pieces = [part(b"x" * GATHERED, more=True), part(b"y", more=True), part(b"z")]
    asked(answering(HttpResponse(), bodies), *pieces)
    assert bodies == [b"x" * GATHERED + b"yz"]


def test_half_a_form_is_nobodys() -> None:
    bodies: list[bytes] = []
    assert asked(answering(HttpResponse(), bodies), part(b"text=halva", more=True)) == []
    assert bodies == []
