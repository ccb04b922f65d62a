"""The viewers: many connections in one process that read a stream and note how long each event was on its way.

Reads commands on standard input, one JSON object a line, and answers each with one line. An event carries the time it
was announced (`"at"`, seconds of the monotonic clock that all processes of a machine share). A viewer whose stream ends
does as the script of our pages does (`live.js`): it waits for a while of its own, comes back, and says the last id it
saw; each time it fails, the next while may be longer.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import re
import resource
import sys
import time
from typing import Any

import uvloop

AT = re.compile(rb'"at":([0-9.]+)')
ID = re.compile(rb"^id: (\d+)$", re.MULTILINE)
AT_ONCE = 100  # connections being made at the same time
SHORTEST, FIRST, LONGER, LONGEST = 0.5, 8.0, 1.5, 20.0  # seconds before coming back: chance between, as live.js has it


class Viewer(asyncio.Protocol):
    """One open page. It parses no more than it must: this process is not what is measured."""

    __slots__ = ("crowd", "failures", "is_open", "last_id", "path", "port", "rest", "transport")

    def __init__(self, crowd: Crowd, port: int, path: str) -> None:
        self.crowd = crowd
        self.port = port
        self.path = path
        self.is_open = False
        self.failures = self.last_id = 0
        self.rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        again = f"Last-Event-ID: {self.last_id}\r\n" if self.last_id else ""
        request = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n{again}\r\n"
        transport.write(request.encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self.is_open:
            self.is_open = data.startswith(b"HTTP/1.1 200")
            self.failures = 0 if self.is_open else self.failures
            self.crowd.arrived(self, is_welcome=self.is_open)
        whole = self.rest + data
        self.rest = b"" if whole.endswith(b"\r\n") else whole  # an event may come in two pieces
        if self.rest:
            return
        if b'"at":' in whole:
            self.crowd.note(self, whole)

    def connection_lost(self, error: Exception | None) -> None:
        self.crowd.lose(self)
        self.is_open = False
        self.rest = b""


class Crowd:
    """All viewers of this process, and what they have noted since they were last asked."""

    def __init__(self) -> None:
        self.viewers: list[Viewer] = []
        self.opened = self.lost = self.wrong_order = self.pieces = self.refused = 0
        self.delays: list[float] = []
        self.returns: list[float] = []
        self.comes_back = False

    def arrived(self, viewer: Viewer, *, is_welcome: bool) -> None:
        self.opened += is_welcome
        self.refused += not is_welcome
        self.returns.append(time.monotonic())

    def lose(self, viewer: Viewer) -> None:
        self.opened -= viewer.is_open
        self.lost += 1
        if self.comes_back:
            self.wait(viewer)

    def wait(self, viewer: Viewer) -> None:
        pause = random.uniform(SHORTEST, min(LONGEST, FIRST * LONGER**viewer.failures))
        viewer.failures += 1
        loop = asyncio.get_running_loop()
        loop.call_later(pause, lambda: loop.create_task(self._try(viewer)))

    async def _try(self, viewer: Viewer) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: viewer, "127.0.0.1", viewer.port)
        except OSError:
            self.refused += 1
            self.wait(viewer)

    def note(self, viewer: Viewer, data: bytes) -> None:
        now = time.monotonic()
        self.pieces += data.count(b"\r\n") // 2  # a chunk ends its length and itself so; our frames never do
        self.delays.extend(now - float(at) for at in AT.findall(data))
        for event_id in map(int, ID.findall(data)):
            if viewer.last_id and event_id != viewer.last_id + 1:
                self.wrong_order += 1
            viewer.last_id = event_id

    async def connect(self, *, port: int, paths: list[str], count: int) -> None:
        """`count` viewers, spread over the paths in turn."""
        loop = asyncio.get_running_loop()
        doors = asyncio.Semaphore(AT_ONCE)

        async def one(path: str) -> None:
            async with doors:
                _, viewer = await loop.create_connection(lambda: Viewer(self, port, path), "127.0.0.1", port)
                self.viewers.append(viewer)

        wanted = self.opened + count
        await asyncio.gather(*(one(path) for path in itertools.islice(itertools.cycle(paths), count)))
        while self.opened < wanted:
            await asyncio.sleep(0.02)

    def leave(self) -> None:
        self.comes_back = False
        for viewer in self.viewers:
            viewer.transport.close()
        self.viewers.clear()

    def told(self) -> dict[str, Any]:
        """How many events arrived, how late (seconds, percentiles), how many out of order; then forgets them."""
        delays, self.delays = sorted(self.delays), []
        answer = {
            "open": self.opened,
            "lost": self.lost,
            "refused": self.refused,
            "delivered": len(delays),
            "pieces": self.pieces,
            "out_of_order": self.wrong_order,
            "delays": {str(share): _share(delays, share) for share in (50, 95, 99, 100)},
            "returns": self.returns,
            "last_ids": sorted({viewer.last_id for viewer in self.viewers}),
            "cpu": time.process_time(),
        }
        self.pieces = self.wrong_order = self.lost = self.refused = 0
        self.returns = []
        return answer


def _share(ordered: list[float], percent: int) -> float | None:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else None


async def obey() -> None:
    crowd = Crowd()
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        began = time.monotonic()
        answer: dict[str, Any] = {}
        if command["do"] == "connect":
            await crowd.connect(port=command["port"], paths=command["paths"], count=command["count"])
            answer = {"seconds": time.monotonic() - began}
        elif command["do"] == "come back":
            crowd.comes_back = True
        elif command["do"] == "leave":
            crowd.leave()
            crowd = Crowd()
        else:
            answer = crowd.told()
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(obey())
