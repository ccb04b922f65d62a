"""The viewers: many connections in one process that read a stream and note how long each event was on its way.

Reads commands on standard input, one JSON object a line, and answers each with one line. An event carries the time it
was announced (`"at"`, seconds of the monotonic clock that all processes of a machine share).
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time
from typing import Any

import uvloop

AT = re.compile(rb'"at":([0-9.]+)')
ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)
AT_ONCE = 100  # connections being made at the same time


class Viewer(asyncio.Protocol):
    """One open page. It parses no more than it must: this process is not what is measured."""

    __slots__ = ("crowd", "is_open", "last_id", "request", "rest", "transport")

    def __init__(self, crowd: Crowd, request: bytes) -> None:
        self.crowd = crowd
        self.request = request
        self.is_open = False
        self.last_id = self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self.is_open:
            self.is_open = data.startswith(b"HTTP/1.1 200")
            self.crowd.opened += self.is_open
        whole = self.rest + data
        self.rest = b"" if whole.endswith(b"\r\n") else whole  # an event may come in two pieces
        if not self.rest and b'"at":' in whole:
            self.crowd.note(self, whole)

    def connection_lost(self, error: Exception | None) -> None:
        self.crowd.opened -= self.is_open
        self.crowd.lost += 1
        self.is_open = False


class Crowd:
    """All viewers of this process, and what they have noted since they were last asked."""

    def __init__(self) -> None:
        self.viewers: list[Viewer] = []
        self.opened = self.lost = self.wrong_order = 0
        self.delays: list[float] = []

    def note(self, viewer: Viewer, data: bytes) -> None:
        now = time.monotonic()
        self.delays.extend(now - float(at) for at in AT.findall(data))
        for event_id in ID.findall(data):
            if viewer.last_id and int(event_id) != int(viewer.last_id) + 1:
                self.wrong_order += 1
            viewer.last_id = event_id

    async def connect(self, *, port: int, path: str, count: int) -> None:
        loop = asyncio.get_running_loop()
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
        doors = asyncio.Semaphore(AT_ONCE)

        async def one() -> None:
            async with doors:
                _transport, viewer = await loop.create_connection(lambda: Viewer(self, request), "127.0.0.1", port)
                self.viewers.append(viewer)

        await asyncio.gather(*(one() for _ in range(count)))
        while self.opened < count:
            await asyncio.sleep(0.02)

    def leave(self) -> None:
        for viewer in self.viewers:
            viewer.transport.close()
        self.viewers.clear()

    def told(self) -> dict[str, Any]:
        """How many events arrived, how late (seconds, sorted percentiles), how many out of order; then forgets them."""
        delays, self.delays = sorted(self.delays), []
        return {
            "open": self.opened,
            "lost": self.lost,
            "delivered": len(delays),
            "out_of_order": self.wrong_order,
            "delays": {share: _share(delays, share) for share in (50, 95, 99, 100)},
            "cpu": time.process_time(),
        }


def _share(ordered: list[float], percent: int) -> float | None:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else None


async def obey() -> None:
    crowd = Crowd()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        if command["do"] == "connect":
            began = time.monotonic()
            await crowd.connect(port=command["port"], path=command["path"], count=command["count"])
            answer: dict[str, Any] = {"seconds": time.monotonic() - began}
        elif command["do"] == "leave":
            crowd.leave()
            crowd = Crowd()
            answer = {}
        else:
            answer = crowd.told()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(obey())
