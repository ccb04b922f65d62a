"""ASGI: pages, which are synchronous, answered by a pool of threads that keep their database connections.

The body of a form is read before a thread is taken, and a page is handed back whole: one hand-over to a thread and one
back for each request, whereas a2wsgi's own way of answering has eight (measured; see docs/decisions/0001). What is
long, up or down, goes piece by piece at the pace of the one at the other end.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from a2wsgi.wsgi import Body, build_environ

from fardplan.base.body_limit import Receive, Send

GATHERED = 1_000_000  # bytes of a body that are read before a thread is taken: all forms, and no film
Message = dict[str, Any]


class Broken(ConnectionError):
    """The visitor left in the middle of sending: Django refuses the request, and no half form is read as a whole."""


class _Body(Body):
    """What the visitor sends, read by the thread as far as it was not gathered before."""

    async def gather(self) -> None:
        while self._has_more and len(self.buffer) < GATHERED:
            self.buffer.extend(await self._next())

    def _receive_more_data(self) -> bytes:
        return asyncio.run_coroutine_threadsafe(self._next(), self.loop).result() if self._has_more else b""

    async def _next(self) -> bytes:
        message: Message = dict(await self.receive())
        if message["type"] == "http.disconnect":
            raise Broken
        self._has_more = message.get("more_body", False)
        return bytes(message.get("body", b""))


class PageThreads:
    def __init__(self, application: Callable[..., Any], *, threads: int) -> None:
        """`application`: WSGI, answering with Django's responses."""
        self.application = application
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        body = _Body(loop, receive)  # type: ignore[arg-type]
        try:
            await body.gather()
        except Broken:
            return  # nobody is there to be answered

        def send_now(message: Message) -> None:
            asyncio.run_coroutine_threadsafe(send(message), loop).result()  # type: ignore[arg-type]

        work = partial(self._answer, build_environ(scope, body), send_now)  # type: ignore[arg-type]
        for message in await loop.run_in_executor(self.threads, contextvars.copy_context().run, work):
            await send(message)

    def _answer(self, environ: Any, send_now: Callable[[Message], None]) -> list[Message]:
        """What is left to send when the thread is done: the whole page, or the end of what was long."""
        head: Message = {"type": "http.response.start"}

        def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
            head["status"] = int(status.partition(" ")[0])
            told = [(name.lower(), text.strip()) for name, text in headers]
            head["headers"] = [(name.encode("latin-1"), text.encode("latin-1")) for name, text in told]

        response = self.application(environ, start)
        try:
            if not response.streaming:
                return [head, _part(b"".join(response))]
            send_now(head)
            for part in response:
                send_now(_part(part, more_body=True))
            return [_part(b"")]
        finally:
            response.close()


def _part(body: bytes, **how: bool) -> Message:
    return {"type": "http.response.body", "body": body, **how}
