"""PostgreSQL for the tests: a cluster of our own in a temporary folder, gone afterwards."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.commands.conftest import PREPARE, Site, site_in

HERE = Path(__file__).parent
USER = "fardplan"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE:
            item.add_marker("slow")


def programs() -> Path | None:
    """The folder with initdb and postgres; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path and Path(on_path).resolve().is_file() else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in folders if (folder / "initdb").is_file() and (folder / "postgres").is_file()), None
    )


def _as_postgres() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as the user its package has made."""
    return {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[int]:
    """A running server; its port."""
    folder = programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="fardplan-postgres-") as name:
        data = Path(name) / "data"
        if os.geteuid() == 0:
            shutil.chown(name, "postgres", "postgres")
        subprocess.run(
            [folder / "initdb", "-D", data, "-U", USER, "--auth=trust", "--locale=C.UTF-8", "--no-sync"],
            check=True, capture_output=True, cwd=name, **_as_postgres(),
        )  # fmt: skip
        port = _free_port()
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "", "fsync": "off",
            "max_connections": 250,
        }  # fmt: skip
        words = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        server = subprocess.Popen(
            [folder / "postgres", "-D", data, *words], cwd=name, stderr=subprocess.DEVNULL, **_as_postgres()
        )
        try:
            _wait_for(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(timeout=60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=USER, dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            assert server.poll() is None, f"PostgreSQL stopped by itself (as {getpass.getuser()})"
            assert time.monotonic() < deadline
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def make_database(postgres_server: int) -> Callable[[str], str]:
    """make_database("one"): an empty database; its address."""

    def make(name: str) -> str:
        with psycopg.connect(
            host="127.0.0.1", port=postgres_server, user=USER, dbname="postgres", autocommit=True
        ) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://{USER}@127.0.0.1:{postgres_server}/{name}"

    return make


@pytest.fixture
def postgres_url(make_database: Callable[[str], str]) -> str:
    """The address of an empty database."""
    return make_database("fardplan")


@pytest.fixture
def make_site(tmp_path: Path, make_database: Callable[[str], str]) -> Callable[..., Site]:
    """make_site("one"): an empty site on PostgreSQL."""
    return lambda name, **settings: site_in(tmp_path / name, DATABASE_URL=make_database(name), **settings)


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    """A site on PostgreSQL with a dialogue that takes contributions, and one picture."""
    site = make_site("site")
    site.do("migrate")
    site.python(PREPARE)
    return site
