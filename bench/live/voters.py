"""The browsers of the votes: some follow the tally, others vote at an even pace whatever the server does.

One process, so that one clock tells how long a vote was on its way and when everybody saw it. Reads one JSON object on
standard input, answers with one line. A vote is due at its own moment (open loop): waiting for the server counts.
"""

from __future__ import annotations

import asyncio
import bisect
import json
import re
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import uvloop

AT_ONCE = 100  # connections being made at the same time
PATIENCE = 15.0  # seconds for an answer to a vote, and for the last tally
COUNTED = re.compile(rb'"n":(\d+)')
CRLF = "\r\n"
AGAIN = 307  # "the same once more, with the cookie"
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
LOCATION = re.compile(rb"(?i)\r\nlocation: ([^\r]+)")
COOKIE = re.compile(rb"(?i)\r\nset-cookie: (deltagare=[^;]+)")


@dataclass
class Watched:
    """When a frame with so many votes in it first came to a viewer: two lists of the same length, both growing."""

    counts: list[int] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    received: int = 0
    frames: int = 0

    def note(self, data: bytes) -> None:
        self.received += len(data)
        found = COUNTED.findall(data)
        if not found:
            return
        self.frames += len(found)
        count = int(found[-1])
        if not self.counts or count > self.counts[-1]:
            self.counts.append(count)
            self.moments.append(time.monotonic())

    def saw(self, count: int) -> float | None:
        """When it first knew of `count` votes."""
        place = bisect.bisect_left(self.counts, count)
        return self.moments[place] if place < len(self.counts) else None


class Viewer(asyncio.Protocol):
    def __init__(self, request: bytes, opened: asyncio.Event) -> None:
        self.request, self.opened, self.watched, self.rest = request, opened, Watched(), b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.opened.set()
        whole = self.rest + data
        self.rest = b"" if whole.endswith(b"\r\n") else whole
        if not self.rest:
            self.watched.note(whole)


async def follow(port: int, path: str, count: int) -> list[Viewer]:
    loop, doors = asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()

    async def one() -> Viewer:
        async with doors:
            opened = asyncio.Event()
            _transport, viewer = await loop.create_connection(lambda: Viewer(request, opened), "127.0.0.1", port)
            await asyncio.wait_for(opened.wait(), 60)
            return viewer

    return list(await asyncio.gather(*(one() for _ in range(count))))


@dataclass(frozen=True)
class Vote:
    """How one vote went: seconds from when it was due to its answer, when that came, and the status (0: none)."""

    seconds: float
    at: float
    status: int


@dataclass
class Browser:
    """On a network of its own. Without a cookie it has never been here: it is given one and asked for the same form
    again, on the same connection, as browsers do by themselves."""

    number: int
    port: int
    cookie: str = ""

    async def vote(self, path: str, body: bytes, due: float) -> Vote:
        status = 0
        try:
            async with asyncio.timeout(PATIENCE):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                status, path = await self._send(reader, writer, path, body)
                if status == AGAIN:
                    status, _path = await self._send(reader, writer, path, body)
                writer.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status = 0
        now = time.monotonic()
        return Vote(now - due, now, status)

    async def take_part(self, path: str, body: bytes) -> None:
        """Get a cookie, as by an earlier vote the same day."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await self._send(reader, writer, path, body)
        writer.close()

    async def _send(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, body: bytes
    ) -> tuple[int, str]:
        """The status of the answer and where it leads."""
        writer.write(_request(self.port, path, body, self.number, self.cookie))
        answer = await reader.readuntil(b"\r\n\r\n")
        if length := LENGTH.search(answer):
            await reader.readexactly(int(length[1]))
        self.cookie = _found(COOKIE, answer) or self.cookie
        return int(answer.split()[1]), _found(LOCATION, answer)


def _request(port: int, path: str, body: bytes, number: int, cookie: str) -> bytes:
    network = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Forwarded-For: {network}\r\n"
        "Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n{f'Cookie: {cookie}' + CRLF if cookie else ''}\r\n"
    )
    return head.encode() + body


def _found(pattern: re.Pattern[bytes], answer: bytes) -> str:
    found = pattern.search(answer)
    return found[1].decode("latin-1") if found else ""


async def cast(order: dict[str, Any], browsers: list[Browser]) -> list[Vote]:
    """So many votes a second for so long, each at its own moment, spread over the ports."""
    rate, bodies = order["rate"], [body.encode() for body in order["bodies"]]
    began = time.monotonic() + 0.5

    async def one(browser: Browser) -> Vote:
        due = began + browser.number / rate
        await asyncio.sleep(max(0, due - time.monotonic()))
        return await browser.vote(order["vote"], bodies[browser.number % len(bodies)], due)

    return list(await asyncio.gather(*(one(browser) for browser in browsers)))


async def browsers_for(order: dict[str, Any]) -> list[Browser]:
    """One for each vote, spread over the ports; with a cookie already when they have taken part before."""
    ports, wanted = order["ports"], int(order["rate"] * order["seconds"])
    browsers = [Browser(number, ports[number % len(ports)]) for number in range(wanted)]
    doors = asyncio.Semaphore(AT_ONCE)

    async def take_part(browser: Browser) -> None:
        async with doors:
            await browser.take_part(order["vote"], order["bodies"][0].encode())

    if order["have_taken_part"]:
        await asyncio.gather(*map(take_part, browsers))
    return browsers


async def obey(order: dict[str, Any]) -> dict[str, Any]:
    viewers: list[Viewer] = []
    for port in order["ports"]:
        viewers += await follow(port, order["stream"], order["viewers"] // len(order["ports"]))
    browsers = await browsers_for(order)
    print(json.dumps({"following": len(viewers)}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    cpu, began = time.process_time(), time.monotonic()
    votes = await cast(order, browsers)
    spent, lasted = time.process_time() - cpu, time.monotonic() - began
    counted = sorted(each.at for each in votes if each.status in order["taken"])
    deadline = time.monotonic() + PATIENCE
    while any(each.watched.saw(len(counted)) is None for each in viewers) and time.monotonic() < deadline:
        await asyncio.sleep(0.02)
    return told(votes, counted, viewers) | {"cpu": spent, "seconds": lasted}


def told(votes: list[Vote], counted: list[float], viewers: list[Viewer]) -> dict[str, Any]:
    """What was noted. `visible`: for every tenth vote and viewer, seconds from the vote's answer to seeing a tally that
    has as many votes in it; None for those who never did."""
    late: list[float] = []
    unseen = 0
    for viewer in viewers:
        for place in {*range(0, len(counted), 10), *range(len(counted))[-1:]}:
            moment = viewer.watched.saw(place + 1)
            if moment is None:
                unseen += 1
            else:
                late.append(max(0.0, moment - counted[place]))
    return {
        "votes": len(votes),
        "taken": len(counted),
        "statuses": {str(status): sum(each.status == status for each in votes) for status in {v.status for v in votes}},
        "took": shares([each.seconds for each in votes]),
        "visible": shares(late),
        "unseen": unseen,
        "frames": sum(each.watched.frames for each in viewers),
        "bytes": sum(each.watched.received for each in viewers),
    }


def shares(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [0.0]
    return {str(share): ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99, 100)}


async def main() -> None:
    order = json.loads(await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline))
    print(json.dumps(await obey(order)), flush=True)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(main())
