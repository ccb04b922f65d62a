"""Runs the measurement that `bench.live` describes and prints each figure beside its budget."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

from tools.example_site import ROOT, ExampleSite, example_site, free_port

TOPIC = "bench-1"
TICKET = f"import django; django.setup(); from fardplan.base import hub; print(hub.ticket(['{TOPIC}']))"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Figure:
    """One measured value and the most (or the least) it should be; `unit` for the reader."""

    name: str
    value: float
    budget: float
    unit: str
    is_least: bool = False

    def __str__(self) -> str:
        sign = "≥" if self.is_least else "≤"
        ratio = self.value / self.budget
        return f"{self.name:<58} {self.value:>10.2f} {self.unit:<4} {sign} {self.budget:<8g} {ratio:>6.2f}"


class Crowd:
    """The process that plays the viewers."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.live.viewers"], cwd=ROOT, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )  # fmt: skip

    def do(self, what: str, **words: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": what} | words) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


def cpu_of(pid: int) -> float:
    """CPU seconds a process has taken, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def kilobytes_of(pid: int) -> int:
    """Memory a process holds that is its own (proportional set size), in kB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise ValueError("no Pss")


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


def publish(site: ExampleSite, crowd: Crowd, *, rate: float, seconds: float, server: int) -> dict[str, Any]:
    """Announce at `rate` for `seconds`; what the viewers noted, with CPU seconds of server, viewers and publisher."""
    before_server, before_crowd = cpu_of(server), crowd.do("tell")["cpu"]
    publisher = float(site.run("-m", "bench.live.publisher", TOPIC, str(rate), str(seconds)))
    time.sleep(2)
    told = crowd.do("tell")
    return told | {
        "server": cpu_of(server) - before_server,
        "viewers": told["cpu"] - before_crowd,
        "publisher": publisher,
        "wanted": int(rate * seconds),
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


def bare(crowd: Crowd, *, viewers: int, events: int, rate: float) -> dict[str, Any]:
    """The same to a bare server; deliveries and its CPU seconds."""
    port = free_port()
    with bare_server(port) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        crowd.do("connect", port=port, path="/", count=viewers)
        before = cpu_of(process.pid)
        words = "x" * 220
        for number in range(1, events + 1):
            at = round(time.monotonic(), 6)
            process.stdin.write(f'id: {number}|event: question-asked|data: {{"text":"{words}","at":{at}}}\n')
            process.stdin.flush()
            process.stdout.readline()
            time.sleep(1 / rate)
        time.sleep(1)
        told = crowd.do("tell")
        spent = cpu_of(process.pid) - before
        crowd.do("leave")
    return told | {"server": spent}


def server_pid(port: int) -> int:
    """The process that listens on a port of this machine."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdecimal():
            continue
        try:
            environment = (folder / "environ").read_bytes()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"FARDPLAN_PORT={port}".encode() in environment.split(b"\0") and b"fardplan\0demo" in command:
            return int(folder.name)
    raise ProcessLookupError(port)


def measure(viewers: int) -> list[Figure]:
    with example_site() as site:
        server = server_pid(int(site.environment["FARDPLAN_PORT"]))
        path = "/live/?" + urlencode({"biljett": site.run("-c", TICKET).strip()})
        crowd = Crowd()
        empty = kilobytes_of(server)
        connected = crowd.do("connect", port=int(site.environment["FARDPLAN_PORT"]), path=path, count=viewers)
        time.sleep(2)
        memory = (kilobytes_of(server) - empty) / viewers
        once = publish(site, crowd, rate=1, seconds=10, server=server)
        five = publish(site, crowd, rate=5, seconds=20, server=server)
        with Beside(f"{site.address}/") as page:
            publish(site, crowd, rate=5, seconds=10, server=server)
        crowd.do("leave")
    raw = bare(crowd, viewers=viewers, events=50, rate=5)
    crowd.process.terminate()
    for name, each in (("1 event/s", once), ("5 events/s", five), ("bare, 5 events/s", raw)):
        print(f"{name:<18} {json.dumps(each)}", file=sys.stderr)
    ours, bares = five["delivered"] / five["server"], raw["delivered"] / raw["server"]
    lost = (once["wanted"] + five["wanted"]) * viewers - once["delivered"] - five["delivered"]
    print(f"{viewers} viewers connected in {connected['seconds']:.1f} s; deliveries lost: {lost}; "
          f"CPU per delivery: ours {1e6 / ours:.1f} µs, bare {1e6 / bares:.1f} µs")  # fmt: skip
    return [
        Figure("one event to all, p99", once["delays"]["99"] * 1000, 400, "ms"),
        Figure("five events a second, p99", five["delays"]["99"] * 1000, 600, "ms"),
        Figure("deliveries per CPU-second, share of a bare server's", ours / bares, 0.7, "", is_least=True),
        Figure("memory per viewer", memory, 16, "kB"),
        Figure("an ordinary page beside it, p95", page.p95 * 1000, 300, "ms"),
        Figure("deliveries lost or out of order", lost + five["out_of_order"], 0.5, ""),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--viewers", type=int, default=10_000)
    load = os.getloadavg()[0]
    for figure in measure(parser.parse_args().viewers):
        print(figure)
    print(f"Load average when it began: {load:.1f}")
