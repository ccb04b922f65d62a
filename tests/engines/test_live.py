"""Several processes, one day: what one announces reaches the viewers of the other, through stops of what is between."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.commands.conftest import Site
from tests.live_reader import LiveReader
from tools import redis_server
from tools.example_site import free_port

# Announces from inside a process of its own: event after event, `seconds` apart.
ANNOUNCE = """
import sys, time
from django.db import transaction
from fardplan.base import clock, hub
hub.event("day", "question-asked")
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    with transaction.atomic():
        hub.announce(topic="day-1", name="question-asked", data={"question": number}, now=clock.now())
    print(number, flush=True)
    time.sleep(float(sys.argv[3]))
"""
TICKET = "from fardplan.base import hub\nprint(hub.ticket(['day-1']))"
SOON = 0.8  # seconds: less than a hub waits before it looks by itself


def beside(site: Site) -> Site:
    """The same site, to be served by one more process."""
    return Site(site.folder, site.environment | {"FARDPLAN_PORT": str(free_port())})


def follow_both(one: Site, other: Site, told: Callable[[list[LiveReader]], None]) -> None:
    ticket = one.python(TICKET).strip()
    with (
        one.served(),
        other.served(),
        LiveReader(one.address, [ticket]) as here,
        LiveReader(other.address, [ticket]) as there,
    ):
        told([here, there])


def test_postgres_tells_the_other_process_at_once(site: Site) -> None:
    def told(readers: list[LiveReader]) -> None:
        site.python(ANNOUNCE, "0", "5", "0.05")
        began = time.monotonic()
        for reader in readers:
            reader.until(lambda told: len(told) == 5)
        assert time.monotonic() - began < SOON
        assert [reader.ids() for reader in readers] == [[1, 2, 3, 4, 5]] * 2

    follow_both(site, beside(site), told)


def test_four_that_announce_at_the_same_time_leave_no_gap(site: Site) -> None:
    def told(readers: list[LiveReader]) -> None:
        writers = [site.start("-c", f"import django; django.setup()\n{ANNOUNCE}", "0", "25", "0") for _ in range(4)]
        for writer in writers:
            writer.communicate(timeout=120)
        for reader in readers:
            reader.until(lambda told: len(told) == 100)
        assert [reader.ids() for reader in readers] == [list(range(1, 101))] * 2

    follow_both(site, beside(site), told)


@pytest.fixture
def with_redis(make_site: Callable[..., Site]) -> tuple[Site, int]:
    port = free_port()
    site = make_site("redis", LIVE_URL=f"redis://127.0.0.1:{port}/0")
    site.do("migrate")
    return site, port


def test_redis_may_stop_and_start_and_nobody_misses_anything(with_redis: tuple[Site, int], redis_program: str) -> None:
    site, port = with_redis

    def told(readers: list[LiveReader]) -> None:
        def all_have(count: int) -> float:
            began = time.monotonic()
            for reader in readers:
                reader.until(lambda told: len(told) == count)
            return time.monotonic() - began

        with redis_server.server(redis_program, port=port):
            time.sleep(6)  # the longest the processes wait before they try again
            site.python(ANNOUNCE, "0", "5", "0")
            assert all_have(5) < SOON
        site.python(ANNOUNCE, "5", "10", "0")
        all_have(10)
        with redis_server.server(redis_program, port=port):
            site.python(ANNOUNCE, "10", "15", "0")
            all_have(15)
        assert [reader.ids() for reader in readers] == [list(range(1, 16))] * 2

    follow_both(site, beside(site), told)
