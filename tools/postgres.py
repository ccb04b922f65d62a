"""A PostgreSQL server of our own in a temporary folder, gone afterwards: for tests and for measuring."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tools.example_site import free_port

USER = "fardplan"


def programs() -> Path | None:
    """The folder with initdb and postgres; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path and Path(on_path).resolve().is_file() else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in folders if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None
    )


class Server:
    """PostgreSQL in a folder of its own: `stop` and `start` as often as a test wants it away and back."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs = programs
        self.folder = folder
        self.port = free_port()
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", "-U", USER, "--auth=trust", "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, cwd=folder, **_as_postgres(),
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off",
            "max_connections": 250,
        }  # fmt: skip
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        self._running = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder / "data", *words], cwd=self.folder,
            stderr=subprocess.DEVNULL, **_as_postgres(),
        )  # fmt: skip
        _wait_for(self.port, self._running)

    def stop(self) -> None:
        """At once, though people are connected: PostgreSQL's "fast" way."""
        self._running.send_signal(signal.SIGINT)
        self._running.wait(timeout=60)


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """A running server with the programs in `folder`; its port."""
    with restartable(folder) as running:
        yield running.port


@contextmanager
def restartable(folder: Path) -> Iterator[Server]:
    """The same, to be stopped and started."""
    with tempfile.TemporaryDirectory(prefix="fardplan-postgres-") as name:
        if os.geteuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        running = Server(folder, Path(name))
        try:
            yield running
        finally:
            running.stop()


def make_database(port: int, name: str) -> str:
    """An empty database in the server at this port; its address."""
    with psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql://{USER}@127.0.0.1:{port}/{name}"


def _as_postgres() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user its package has made."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


def _wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            if running.poll() is not None:
                raise RuntimeError(f"PostgreSQL stopped by itself (as {getpass.getuser()})") from None
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
