"""A PostgreSQL server of our own in a temporary folder, gone afterwards: for tests and for measuring."""

from __future__ import annotations

import getpass
import os
import shutil
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


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """A running server with the programs in `folder`; its port."""
    with tempfile.TemporaryDirectory(prefix="fardplan-postgres-") as name:
        data = Path(name) / "data"
        if os.geteuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", USER, "--auth=trust", "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, cwd=name, **_as_postgres(),
        )  # fmt: skip
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off",
            "max_connections": 250,
        }  # fmt: skip
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        running = subprocess.Popen(
            [folder / "postgres", "-D", data, *words], cwd=name, stderr=subprocess.DEVNULL, **_as_postgres()
        )
        try:
            _wait_for(port, running)
            yield port
        finally:
            running.terminate()
            running.wait(timeout=60)


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
