"""The site that is measured: the example in a folder of its own, answered by `fardplan serve` as it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen

from tools.example_site import ROOT, example_environment, free_port, stop_with_parent

PREPARE = """
import argparse, django
django.setup()
from fardplan.commands import demo, migrate
migrate.run(argparse.Namespace())
assert not demo.load_when_empty()
"""
TICKET = "import sys, django; django.setup(); from fardplan.base import hub; print(hub.ticket(sys.argv[1:]))"
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PATIENCE = 120  # seconds


class Site:
    """An installation with the example in it. `start` and `stop` its server as often as you like."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.port = free_port()
        self.folder = folder
        self.environment = example_environment(folder, self.port)
        self.environment |= {f"FARDPLAN_{name}": value for name, value in settings.items()}
        self.run("-c", PREPARE)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self.server.pid

    def run(self, *words: str, text: str = "") -> str:
        """Run Python in the site's environment, fed `text`; what it printed."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, input=text, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} failed:\n{done.stderr[-4000:]}")
        return done.stdout

    def begin(self, *words: str) -> subprocess.Popen[str]:
        """Start Python in the site's environment, beside us."""
        return subprocess.Popen(
            [sys.executable, *words], cwd=ROOT, env=self.environment, text=True, stdout=subprocess.PIPE,
            stdin=subprocess.PIPE, preexec_fn=stop_with_parent if sys.platform == "linux" else None,
        )  # fmt: skip

    def start(self, *words: str) -> None:
        """Serve, or run other words of Python that serve, and return when a page answers."""
        words = words or ("-m", "fardplan", "serve")
        with (self.folder / "server.log").open("a", encoding="utf-8") as log:
            self.server = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                preexec_fn=stop_with_parent if sys.platform == "linux" else None,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urlopen(f"{self.address}/halsa/", timeout=5).close()
            except (URLError, OSError):
                assert self.server.poll() is None, (self.folder / "server.log").read_text(encoding="utf-8")
                assert time.monotonic() < deadline
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        self.server.terminate()
        self.server.wait(timeout=60)

    def path(self, *topics: str) -> str:
        """The address of a stream of these topics."""
        return "/live/?" + urlencode({"biljett": self.run("-c", TICKET, *topics).strip()})


@contextmanager
def served_site(**settings: str) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="fardplan-bench-") as folder:
        site = Site(Path(folder), **settings)
        site.start()
        try:
            yield site
        finally:
            site.stop()


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
