"""A bare socket server on the same loop: it answers with one head and writes bytes it is given to all who are there.

    python -m bench.live.bare PORT

Standard input: one line for each event, written to everybody as it is. Standard output: the CPU seconds taken so far,
after each. What it reaches is the most that Python on this machine's network stack can.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time

import uvloop

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
A_FEW = 50


class Connection(asyncio.Protocol):
    __slots__ = ("everybody", "transport")

    def __init__(self, everybody: set[Connection]) -> None:
        self.everybody = everybody

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.WriteTransport = transport  # type: ignore[assignment]
        self.everybody.add(self)

    def data_received(self, data: bytes) -> None:
        self.transport.write(HEAD)

    def connection_lost(self, error: Exception | None) -> None:
        self.everybody.discard(self)


async def main(port: int) -> None:
    everybody: set[Connection] = set()
    loop = asyncio.get_running_loop()
    await loop.create_server(lambda: Connection(everybody), "127.0.0.1", port, backlog=4096)
    print("ready", flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        body = f"{line.strip()}\n\n".encode().replace(b"|", b"\n")
        frame = b"%x\r\n%b\r\n" % (len(body), body)
        for number, connection in enumerate(list(everybody), start=1):
            connection.transport.write(frame)
            if number % A_FEW == 0:
                await asyncio.sleep(0)
        print(time.process_time(), flush=True)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(main(int(sys.argv[1])))
