"""One event to all, five a second to all, an ordinary page meanwhile, memory; and the same bytes from a bare server."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from bench.live.crowd import Crowd, crowd
from bench.live.figures import Figure, milliseconds
from bench.live.site import Site, cpu_of, kilobytes_of, served_site
from tools.example_site import ROOT, free_port

TOPIC = "bench-1"
RATE = 5  # events a second


class Beside:
    """Asks for an ordinary page over and over while something else goes on, and notes how long each took."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.seconds: list[float] = []

    def __enter__(self) -> Beside:
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._is_over.wait(0.2):
            began = time.monotonic()
            with urlopen(self.address, timeout=30) as answer:
                answer.read()
            self.seconds.append(time.monotonic() - began)

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[len(self.seconds) * 95 // 100]


def publish(site: Site, viewers: Crowd, *, rate: float, seconds: float, topic: str = TOPIC) -> dict[str, Any]:
    """Announce at `rate` for `seconds`; what the viewers noted, with CPU seconds of server, viewers and publisher."""
    before_server, before_crowd = cpu_of(site.pid), viewers.do("tell")["cpu"]
    began = time.monotonic()
    publisher = float(site.run("-m", "bench.live.publisher", topic, str(rate), str(seconds)))
    time.sleep(2)
    told = viewers.do("tell")
    return told | {
        "server": cpu_of(site.pid) - before_server,
        "viewers": told["cpu"] - before_crowd,
        "publisher": publisher,
        "wanted": int(rate * seconds),
        "seconds": time.monotonic() - began,
    }


@contextmanager
def bare_server(port: int) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.live.bare", str(port)], cwd=ROOT, text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert process.stdout
        process.stdout.readline()
        yield process
    finally:
        process.terminate()
        process.wait()


def bare(viewers: Crowd, *, count: int, events: int, rate: float) -> dict[str, Any]:
    """The same to a bare server: what the viewers noted, and the CPU seconds of the server."""
    port = free_port()
    with bare_server(port) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        viewers.do("connect", port=port, paths=["/"], count=count)
        time.sleep(2)
        before = cpu_of(process.pid)
        words = "x" * 220
        for number in range(1, events + 1):
            at = round(time.monotonic(), 6)
            process.stdin.write(f'id: {number}|event: question-asked|data: {{"text":"{words}","at":{at}}}\n')
            process.stdin.flush()
            process.stdout.readline()
            time.sleep(1 / rate)
        time.sleep(2)
        told = viewers.do("tell")
        spent = cpu_of(process.pid) - before
        viewers.do("leave")
    return told | {"server": spent}


def measure(count: int) -> list[Figure]:
    with crowd() as viewers:
        raw = bare(viewers, count=count, events=40, rate=RATE)
        with served_site() as site:
            urlopen(f"{site.address}/").close()  # an empty server has answered its first page
            empty = kilobytes_of(site.pid)
            connected = viewers.do("connect", port=site.port, paths=[site.path(TOPIC)], count=count)
            time.sleep(2)
            memory = (kilobytes_of(site.pid) - empty) / count
            once = publish(site, viewers, rate=1, seconds=10)
            five = publish(site, viewers, rate=RATE, seconds=20)
            with Beside(f"{site.address}/") as page:
                publish(site, viewers, rate=RATE, seconds=10)
            viewers.do("leave")
    lost = (once["wanted"] + five["wanted"]) * count - once["delivered"] - five["delivered"]
    ours, bares = five["server"] / five["pieces"], raw["server"] / raw["pieces"]
    print(f"  {count} viewers connected in {connected['seconds']:.1f} s")
    for name, told in (("one event a second", once), ("five a second", five), ("the bare server, five a second", raw)):
        print(f"  {name}: {milliseconds(told)}, {told['delivered'] / told['pieces']:.2f} events in each piece sent")
    share = five["viewers"] / five["seconds"] / (os.cpu_count() or 1)
    print(f"  CPU per piece sent: ours {ours * 1e6:.1f} µs, bare {bares * 1e6:.1f} µs")
    print(f"  CPU in {five['seconds']:.0f} s of five a second: server {five['server']:.1f} s, publisher "
          f"{five['publisher']:.1f} s, viewers {five['viewers']:.1f} s ({share:.0%} of the machine)")  # fmt: skip
    return [
        Figure("one event to all, p99", once["delays"]["99"] * 1000, 400, "ms"),
        Figure("five events a second, p99", five["delays"]["99"] * 1000, 600, "ms"),
        Figure("pieces sent per CPU-second, share of the bare server's", bares / ours, 0.7, "", is_least=True),
        Figure("memory per viewer", memory, 16, "kB"),
        Figure("an ordinary page beside it, p95", page.p95 * 1000, 300, "ms"),
        Figure("deliveries lost or out of order", lost + once["out_of_order"] + five["out_of_order"], 0, ""),
    ]
