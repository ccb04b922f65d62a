"""The browsers of those who answer: each begins at its own moment and submits a page every few seconds.

Reads one JSON object on standard input, answers with one line. A page is due at its own moment (open loop): waiting for
the server counts, and a slow answer does not slow the next page of anybody else.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Any

import uvloop

PATIENCE = 15.0  # seconds for an answer
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")
LOCATION = re.compile(rb"(?i)\r\nlocation: ([^\r]+)")
COOKIE = re.compile(rb"(?i)\r\nset-cookie: (enkat-[^;]+)")
FOUND, SHOWN = 302, 200


@dataclass
class Noted:
    """Seconds from when it was due to its answer, of each page submitted and of each page fetched after it."""

    submitted: list[float] = field(default_factory=list)
    fetched: list[float] = field(default_factory=list)
    sent_in: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Respondent:
    number: int
    port: int
    cookie: str = ""

    async def answer(self, order: dict[str, Any], noted: Noted, begins: float) -> None:
        """Begin, submit every page at its moment, and send in."""
        steps = [(order["start"], b"sprak=sv"), *((path, body.encode()) for path, body in order["pages"])]
        for place, (path, body) in enumerate(steps):
            due = begins + place * order["pause"]
            await asyncio.sleep(max(0, due - time.monotonic()))
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._submit(path, body, noted, due, is_page=place > 0)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as problem:
                noted.faults.append(f"{path}: {type(problem).__name__}")
                return
        noted.sent_in += 1

    async def _submit(self, path: str, body: bytes, noted: Noted, due: float, *, is_page: bool) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        status, location = await self._ask(reader, writer, "POST", path, body)
        if status != FOUND:
            noted.faults.append(f"{path}: {status}")
        if is_page:
            noted.submitted.append(time.monotonic() - due)
        began = time.monotonic()
        status, _location = await self._ask(reader, writer, "GET", location or path, b"")
        if status != SHOWN:
            noted.faults.append(f"{location}: {status}")
        noted.fetched.append(time.monotonic() - began)
        writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, path: str, body: bytes
    ) -> tuple[int, str]:
        """The status of the answer and where it leads."""
        network = f"10.{self.number >> 16 & 255}.{self.number >> 8 & 255}.{self.number & 255}"
        lines = [
            f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"X-Forwarded-For: {network}",
            "X-Forwarded-Proto: https",
            "Sec-Fetch-Site: same-origin", "Accept-Encoding: gzip", f"Content-Length: {len(body)}",
            "Content-Type: application/x-www-form-urlencoded", *([f"Cookie: {self.cookie}"] if self.cookie else ()),
        ]  # fmt: skip
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        if length := LENGTH.search(answer):
            await reader.readexactly(int(length[1]))
        found = COOKIE.search(answer)
        self.cookie = found[1].decode("latin-1") if found else self.cookie
        location = LOCATION.search(answer)
        return int(answer.split()[1]), location[1].decode("latin-1") if location else ""


async def main() -> None:
    order = json.loads(await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline))
    noted, cpu, began = Noted(), time.process_time(), time.monotonic() + 0.5
    everybody = [Respondent(number, order["port"]) for number in range(order["respondents"])]
    await asyncio.gather(
        *(each.answer(order, noted, began + each.number / order["begin_each_second"]) for each in everybody)
    )
    told = {
        "sent_in": noted.sent_in,
        "submitted": shares(noted.submitted),
        "pages": len(noted.submitted),
        "fetched": shares(noted.fetched),
        "faults": noted.faults[:5],
        "number_of_faults": len(noted.faults),
        "cpu": time.process_time() - cpu,
        "seconds": time.monotonic() - began,
    }
    print(json.dumps(told), flush=True)


def shares(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds) or [0.0]
    return {str(share): ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99, 100)}


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(main())
