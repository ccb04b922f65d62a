"""`/live/`: one stream of Server-Sent Events for everything a page follows. Django never sees these requests."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from fardplan.base.body_limit import Receive, Send
from fardplan.base.hub.engine import Hub, NotYet, pause_before_coming_back
from fardplan.base.hub.frames import retry_frame, trouble_frame
from fardplan.base.hub.push import Pusher
from fardplan.base.hub.topics import admitted

PATH = "/live/"
GOODBYE = 2.0  # seconds for a slow reader to take the end of its stream
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Stream:
    """ASGI: answers `GET /live/?biljett=…&biljett=…&sedan=17` for as long as the browser stays."""

    def __init__(self, hub: Hub, *, most: int) -> None:
        self.hub = hub
        self.most = most

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        words = parse_qs(scope["query_string"].decode("latin-1"))
        followed = admitted(words.get("biljett", []))
        if scope["method"] != "GET":
            await _refuse(send, 405)
        elif followed is None:
            await _refuse(send, 403)
        elif not self.hub.has_room(most=self.most):
            await _refuse(send, 503)
        elif self.hub.pusher:
            await self._hand_over(self.hub.pusher, followed, _seen(scope, words), send)
        else:
            await self._serve(followed, _seen(scope, words), receive, send)

    async def _hand_over(self, pusher: Pusher, followed: frozenset[str], seen_id: int, send: Send) -> None:
        """To the push proxy, which holds the connection from here on."""
        welcome = retry_frame(pause_before_coming_back())
        headers, body = HEADERS, b""
        try:
            await self.hub.be_level(followed, seen_id=seen_id)
            place = pusher.let_in(followed, seen_id=seen_id, welcome=welcome)
            headers = [*HEADERS, (b"x-accel-redirect", place.encode())]
        except NotYet:
            body = welcome + trouble_frame(is_late=True)
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _serve(self, followed: frozenset[str], seen_id: int, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        body = {"type": "http.response.body", "body": retry_frame(pause_before_coming_back()), "more_body": True}
        await send(body)
        try:
            reader = await self.hub.follow(followed, seen_id=seen_id, send=send)
        except NotYet:
            await send({"type": "http.response.body", "body": trouble_frame(is_late=True), "more_body": False})
            return
        try:
            await _until_gone(receive)
        except asyncio.CancelledError:
            if not reader.is_gone:
                raise
            # We have sent it away. It comes back by itself, sooner when its stream ends as a stream should.
            async with asyncio.timeout(GOODBYE):
                await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            self.hub.unfollow(reader, followed)


def _seen(scope: Mapping[str, Any], words: Mapping[str, list[str]]) -> int:
    """The last event the reader has seen: what the browser says when it comes back, otherwise what the page said."""
    again = dict(scope["headers"]).get(b"last-event-id", b"").decode("latin-1")
    said = again or words.get("sedan", [""])[0]
    return int(said) if said.isdecimal() and len(said) < 19 else 0


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-store")]})
    await send({"type": "http.response.body", "body": b""})
