"""Live events over a real server: told after the commit, never missed, and the streams end when the server stops."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from tests.commands.conftest import Site, site_in
from tests.live_reader import Faithful, LiveReader, Told

ANNOUNCE = """
import sys
from django.db import transaction
from fardplan.base import clock, hub
hub.event("day", "question-asked")
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    with transaction.atomic():
        hub.announce(topic=sys.argv[1], name="question-asked", data={"question": number}, now=clock.now())
"""
TAKE_BACK = """
from django.db import transaction
from fardplan.base import clock, hub
hub.event("day", "question-asked")
try:
    with transaction.atomic():
        hub.announce(topic="day-12", name="question-asked", data={"question": 0}, now=clock.now())
        raise KeyError
except KeyError:
    pass
"""
GO_BACK = """
from fardplan.base.models import LiveEvent, LiveSeries
LiveEvent.objects.all().delete()
LiveSeries.objects.update(newest_id=0)
"""
NEWEST = "from fardplan.base import hub\nprint(hub.newest_id())"
PRESENCE = "from fardplan.base import hub\nprint(hub.presence('stage-9999'))"
ROWS = "from fardplan.base.models import LivePresence\nprint(*LivePresence.objects.values_list('topic', flat=True))"
TICKET = "import sys\nfrom fardplan.base import hub\nprint(hub.ticket(sys.argv[1:]))"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = site_in(tmp_path_factory.mktemp("live") / "site")
    site.do("migrate")
    return site


def ticket(site: Site, *topics: str) -> str:
    return site.python(TICKET, *topics).strip()


def asked(number: int, *, event_id: int) -> Told:
    return Told(str(event_id), "question-asked", {"topic": "day-12", "data": {"question": number}})


def test_events_are_told_once_and_a_reader_that_comes_back_after_a_restart_misses_none(empty: Site) -> None:
    of_the_day = ticket(empty, "day-12")
    with empty.served(), LiveReader(empty.address, [of_the_day]) as reader:
        empty.python(TAKE_BACK)
        empty.python(ANNOUNCE, "day-12", "0", "2")
        empty.python(ANNOUNCE, "day-13", "0", "1")
        assert reader.until(lambda told: len(told) >= 2) == [asked(0, event_id=1), asked(1, event_id=2)]
    began = time.monotonic()
    while not reader.has_ended:
        assert time.monotonic() - began < 5
        time.sleep(0.05)
    empty.python(ANNOUNCE, "day-12", "2", "4")
    with empty.served(), LiveReader(empty.address, [of_the_day], last_id=reader.last_id) as again:
        assert again.until(lambda told: len(told) >= 2) == [asked(2, event_id=4), asked(3, event_id=5)]
        with LiveReader(empty.address, [of_the_day], last_id="999") as elsewhere:
            assert elsewhere.until(lambda told: len(told) >= 1)[0] == Told("5", "reset", {})


def test_only_a_page_of_ours_lets_somebody_follow(empty: Site) -> None:
    with empty.served():
        good = ticket(empty, "day-12")
        status = {words: empty.get(f"/live/{words}")[0] for words in ("", "?biljett=day-12", f"?biljett={good}x")}
        assert set(status.values()) == {403}


def test_a_server_with_open_streams_stops_at_once(empty: Site) -> None:
    of_the_day = ticket(empty, "day-12")
    with ExitStack() as readers:
        with empty.served():
            for _ in range(3):
                readers.enter_context(LiveReader(empty.address, [of_the_day]))
            began = time.monotonic()
        assert time.monotonic() - began < 10  # a test of waiting for the readers, which would take half a minute


def test_a_series_that_goes_back_as_after_a_restore_is_followed_anew(empty: Site) -> None:
    of_the_day = ticket(empty, "day-15")
    with empty.served():
        with LiveReader(empty.address, [of_the_day]) as reader:
            empty.python(ANNOUNCE, "day-15", "0", "1")
            reader.until(lambda told: len(told) == 1)
            empty.python(GO_BACK)
            began = time.monotonic()
            while not reader.has_ended:
                assert time.monotonic() - began < 20
                time.sleep(0.05)
        with LiveReader(empty.address, [of_the_day], last_id=reader.last_id) as again:
            empty.python(ANNOUNCE, "day-15", "0", "1")
            assert [each.name for each in again.until(lambda told: len(told) >= 2)] == ["reset", "question-asked"]


@pytest.fixture
def second(empty: Site) -> Callable[[], Site]:
    """The same site served once more, by another process."""
    from tools.example_site import free_port

    return lambda: Site(empty.folder, empty.environment | {"FARDPLAN_PORT": str(free_port())})


def test_a_page_of_one_process_is_told_at_another(empty: Site, second: Callable[[], Site]) -> None:
    other = second()
    of_the_day = ticket(empty, "day-14")
    with (
        empty.served(),
        other.served(),
        LiveReader(empty.address, [of_the_day]) as here,
        LiveReader(other.address, [of_the_day]) as there,
    ):
        empty.python(ANNOUNCE, "day-14", "0", "3")
        here.until(lambda told: len(told) == 3)
        there.until(lambda told: len(told) == 3)
        assert here.told == there.told


def test_a_server_stops_at_once_also_while_people_come(empty: Site) -> None:
    """Who has been greeted and is not yet followed for must not be forgotten when the streams are ended."""
    of_the_day = ticket(empty, "day-12")
    with ExitStack() as readers:
        with empty.served():
            for _ in range(40):
                readers.enter_context(LiveReader(empty.address, [of_the_day], last_id="999"))
            began = time.monotonic()
        assert time.monotonic() - began < 10


def test_a_server_that_is_killed_and_begins_again_costs_nobody_an_event(empty: Site) -> None:
    of_the_day, before = ticket(empty, "day-16"), int(empty.python(NEWEST))
    with ExitStack() as readers:
        with empty.served() as doomed:
            faithful = [readers.enter_context(Faithful(empty.address, [of_the_day])) for _ in range(20)]
            empty.python(ANNOUNCE, "day-16", "0", "5")
            for reader in faithful:
                reader.until(lambda told: len(told) == 5)
            doomed.kill()
            empty.python(ANNOUNCE, "day-16", "5", "8")
        with empty.served():
            empty.python(ANNOUNCE, "day-16", "8", "10")
            for reader in faithful:
                reader.until(lambda told: len(told) == 10)
    assert [reader.ids() for reader in faithful] == [list(range(before + 1, before + 11))] * 20
    assert {reader.streams for reader in faithful} == {2}


def test_those_who_follow_are_counted_over_both_processes(empty: Site, second: Callable[[], Site]) -> None:
    other = second()
    of_the_stage = ticket(empty, "stage-9999", "asker-0f3a")
    with empty.served(), other.served(), ExitStack() as readers:
        for site in (empty, empty, other):
            readers.enter_context(LiveReader(site.address, [of_the_stage]))
        assert eventually(empty, "3") == "3"
        readers.close()
        assert eventually(empty, "0") == "0"
    assert empty.python(ROWS).split() == []


def eventually(site: Site, wanted: str) -> str:
    """How many follow the stage, when it is so or after half a minute."""
    deadline = time.monotonic() + 30
    while (found := site.python(PRESENCE).strip()) != wanted and time.monotonic() < deadline:
        time.sleep(0.5)
    return found
