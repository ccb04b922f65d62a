"""Two processes behind a real nginx with the configuration we hand out: one dies, and nobody misses anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack

import pytest

from tests.commands.conftest import Site
from tests.engines.test_live import ANNOUNCE, TICKET, beside
from tests.live_reader import Faithful, LiveReader
from tools import nginx_server, redis_server
from tools.example_site import free_port

READERS = 8
EVENTS = 60


@pytest.fixture
def sites(make_site: Callable[..., Site], redis_program: str) -> list[Site]:
    port = free_port()
    site = make_site("behind", LIVE_URL=f"redis://127.0.0.1:{port}/0", TRUSTED_PROXIES="1")
    site.do("migrate")
    return [site, beside(site)]


def redis_port(site: Site) -> int:
    return int(site.environment["FARDPLAN_LIVE_URL"].rsplit(":", 1)[1].partition("/")[0])


def behind(nginx: str, sites: list[Site], *, port: int) -> AbstractContextManager[None]:
    changes = {
        f"127.0.0.1:{there}": f"127.0.0.1:{site.environment['FARDPLAN_PORT']}"
        for there, site in zip(("8000", "8001"), sites, strict=True)
    }
    return nginx_server.server(nginx, "nginx-several.conf", port=port, changes=changes)


def test_viewers_of_a_process_that_is_killed_move_to_the_other_and_miss_nothing(
    sites: list[Site], nginx_program: str, redis_program: str
) -> None:
    one, other = sites
    port, ticket = free_port(), one.python(TICKET).strip()
    with ExitStack() as running:
        running.enter_context(redis_server.server(redis_program, port=redis_port(one)))
        doomed = running.enter_context(one.served())
        running.enter_context(other.served())
        running.enter_context(behind(nginx_program, sites, port=port))
        here = running.enter_context(LiveReader(one.address, [ticket]))
        there = running.enter_context(LiveReader(other.address, [ticket]))
        readers = [
            running.enter_context(Faithful(f"https://127.0.0.1:{port}", [ticket])) for _ in range(READERS)
        ]  # fmt: skip
        publisher = one.start("-c", f"import django; django.setup()\n{ANNOUNCE}", "0", str(EVENTS), "0.1")
        for reader in readers:
            reader.until(lambda told: len(told) >= 5)
        here.until(lambda told: len(told) >= 5)
        there.until(lambda told: len(told) >= 5)
        doomed.kill()
        publisher.communicate(timeout=120)
        for reader in readers:
            reader.until(lambda told: len(told) >= EVENTS)
        assert [reader.ids() for reader in readers] == [list(range(1, EVENTS + 1))] * READERS
        # Some were at the one that died and have come back; those at the other never left.
        streams = [reader.streams for reader in readers]
        assert min(streams) == 1 < max(streams)


def test_what_happens_is_passed_on_at_once_and_not_collected(
    sites: list[Site], nginx_program: str, redis_program: str
) -> None:
    one, other = sites
    port, ticket = free_port(), one.python(TICKET).strip()
    with (
        redis_server.server(redis_program, port=redis_port(one)),
        one.served(),
        other.served(),
        behind(nginx_program, sites, port=port),
        LiveReader(f"https://127.0.0.1:{port}", [ticket]) as reader,
    ):
        one.python(ANNOUNCE, "0", "1", "0")
        began = time.monotonic()
        reader.until(lambda told: len(told) == 1)
        assert time.monotonic() - began < 1.5
        assert reader.status == 200
