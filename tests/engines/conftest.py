"""PostgreSQL and Redis for the tests: servers of our own in temporary folders, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import PREPARE, Site, site_in
from tools import nginx_server, postgres, redis_server

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == HERE:
            item.add_marker("slow")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[int]:
    """A running server; its port."""
    with postgres.server(_postgres_programs()) as port:
        yield port


@pytest.fixture
def own_postgres() -> Iterator[postgres.Server]:
    """A server of this test's own, which it may stop and start."""
    with postgres.restartable(_postgres_programs()) as running:
        yield running


def _postgres_programs() -> Path:
    folder = postgres.programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed")
        pytest.skip("PostgreSQL is not installed")
    return folder


@pytest.fixture
def make_database(postgres_server: int) -> Callable[[str], str]:
    """make_database("one"): an empty database; its address."""
    return lambda name: postgres.make_database(postgres_server, name)


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


@pytest.fixture(scope="session")
def redis_program() -> str:
    """The path of redis-server."""
    found = redis_server.program()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("Redis is not installed")
        pytest.skip("Redis is not installed")
    return found


@pytest.fixture(scope="session")
def nginx_program() -> str:
    """The path of nginx."""
    found = nginx_server.program()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("nginx is not installed")
        pytest.skip("nginx is not installed")
    return found
