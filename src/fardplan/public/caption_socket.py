"""Captions by WebSocket: the same messages at the same address as by HTTP, one answer to each.

ASGI; Django's own handling of requests is not involved. The key in the address is asked for before the door is opened,
and again with each message, so that a renewed key closes it. docs/captions.md tells the technician.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections
from django.http import HttpRequest, parse_cookie

from fardplan.base import clock
from fardplan.base.body_limit import Receive, Send
from fardplan.base.errors import NotFound, TooMany
from fardplan.base.hub.frames import encoded
from fardplan.public.captions_intake import LARGEST, Answer, answer_to, stage_with

logger = logging.getLogger(__name__)

PATH = re.compile(r"/text/([A-Za-z0-9_-]{22})/rader/")
MOST = 50  # sockets of this process
MOST_FOR_ONE = 6  # with the same key: two who type, two services, and those that have not noticed that they are gone
PACE = 20.0  # messages a second; as many may come at once
IDLE = 30 * 60.0  # seconds without a message

# Why a socket is closed (the numbers from 4000 are ours).
WRONG_KEY, TOO_FAST, TOO_LARGE, TOO_MANY, SILENT = 4404, 4429, 1009, 1013, 4408


class CaptionSocket:
    """Answers `/text/<key>/rader/` when it is asked for a WebSocket."""

    def __init__(self, *, most: int = MOST, pace: float = PACE, idle: float = IDLE) -> None:
        self.most, self.pace, self.idle = most, pace, idle
        self._open: Counter[str] = Counter()
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="captions")

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        await receive()  # the browser or the service knocks
        found = PATH.fullmatch(scope["path"])
        key = found[1] if found else ""
        request = _request(scope)
        if not key or not await self._in_thread(_is_ours, key, request):
            await _close(send, WRONG_KEY)  # before the door was opened: the client sees 403
        elif self._open[key] >= MOST_FOR_ONE or self._open.total() >= self.most:
            await send({"type": "websocket.accept"})
            await _close(send, TOO_MANY)
        else:
            self._open[key] += 1
            try:
                await send({"type": "websocket.accept"})
                await self._serve(key, request, receive, send)
            finally:
                self._open[key] -= 1

    async def _serve(self, key: str, request: HttpRequest, receive: Receive, send: Send) -> None:
        allowance = Allowance(self.pace)
        while True:
            try:
                async with asyncio.timeout(self.idle):
                    message = await receive()
            except TimeoutError:
                return await _close(send, SILENT)
            if message["type"] == "websocket.disconnect":
                return None
            body = message.get("bytes") or (message.get("text") or "").encode("utf-8", "replace")
            if len(body) > LARGEST:
                return await _close(send, TOO_LARGE)
            if not allowance.takes_one():
                return await _close(send, TOO_FAST)
            answer = await self._in_thread(_answer, key, body, request)
            await send({"type": "websocket.send", "text": encoded({"status": answer.status, **answer.data})})
            if answer.status == NotFound.status:
                return await _close(send, WRONG_KEY)

    async def _in_thread(self, work: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def stop(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class Allowance:
    """So many a second, and as many at once after a pause."""

    def __init__(self, pace: float) -> None:
        self.pace = self.left = pace
        self.at = time.monotonic()

    def takes_one(self) -> bool:
        now = time.monotonic()
        self.left = min(self.pace, self.left + (now - self.at) * self.pace)
        self.at = now
        self.left -= 1
        return self.left >= 0


def _request(scope: Mapping[str, Any]) -> HttpRequest:
    """Who knocks: their cookies, as the example lets its visitors move the time, and the network they come from."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    request = HttpRequest()
    request.COOKIES = parse_cookie(headers.get(b"cookie", ""))
    request.META["REMOTE_ADDR"] = (scope.get("client") or ("",))[0]
    request.META["HTTP_X_FORWARDED_FOR"] = headers.get(b"x-forwarded-for", "")
    return request


def _is_ours(key: str, request: HttpRequest) -> bool:
    close_old_connections()
    try:
        stage_with(key, request=request)
    except (NotFound, TooMany, DatabaseError, InterfaceError):
        return False
    return True


def _answer(key: str, body: bytes, request: HttpRequest) -> Answer:
    close_old_connections()
    try:
        return answer_to(key, body, request=request, now=clock.page_time(request).now)
    except (DatabaseError, InterfaceError) as error:
        logger.warning("Captions wait for the database: %s", error)
        return Answer(503, {"error": "The database does not answer. Send it again.", "wait_seconds": 1})


async def _close(send: Send, code: int) -> None:
    await send({"type": "websocket.close", "code": code})
