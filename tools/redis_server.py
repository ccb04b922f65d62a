"""A Redis server of our own in a temporary folder, gone afterwards: for tests and for measuring."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tools.example_site import free_port

PATIENCE = 20  # seconds


def program() -> str | None:
    return shutil.which("redis-server")


@contextmanager
def server(redis: str, *, port: int | None = None) -> Iterator[int]:
    """A running server that keeps nothing on disk; its port."""
    port = port or free_port()
    with tempfile.TemporaryDirectory(prefix="fardplan-redis-") as folder:
        running = subprocess.Popen(
            [redis, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(port, running)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=PATIENCE)


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if running.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
