"""nginx with nchan in front, as docs/drift/nginx-push.conf has it: it holds the streams, we say who may follow what."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from tests.commands.conftest import Site, site_in
from tests.engines.test_live import ANNOUNCE
from tests.live_reader import Faithful, LiveReader, Told
from tools import nginx_server
from tools.example_site import free_port

TICKET = "import sys\nfrom fardplan.base import hub\nprint(hub.ticket(sys.argv[1:]))"


@dataclass
class Pushed:
    """A site that pushes, and nginx in front of it; both are started by the test."""

    site: Site
    nginx: str
    port: int
    publisher: int

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def ticket(self, *topics: str) -> str:
        return self.site.python(TICKET, *topics).strip()

    def start_nginx(self, running: ExitStack) -> None:
        changes = {
            "127.0.0.1:8000": f"127.0.0.1:{self.site.environment['FARDPLAN_PORT']}",
            "127.0.0.1:8081": f"127.0.0.1:{self.publisher}",
        }
        running.enter_context(
            nginx_server.server(self.nginx, "nginx-push.conf", port=self.port, changes=changes, nchan=True)
        )


@pytest.fixture(scope="module")
def pushed(tmp_path_factory: pytest.TempPathFactory, nginx_program: str) -> Pushed:
    if not nginx_server.NCHAN.exists():
        pytest.skip("nchan is not installed")
    publisher = free_port()
    site = site_in(
        tmp_path_factory.mktemp("push") / "site", LIVE_PUSH_URL=f"http://127.0.0.1:{publisher}/publicera",
        TRUSTED_PROXIES="1",
    )  # fmt: skip
    site.do("migrate")
    return Pushed(site, nginx_program, free_port(), publisher)


def announce(site: Site, first: int, last: int) -> None:
    site.python(ANNOUNCE, str(first), str(last), "0")


def test_nginx_holds_the_streams_and_nobody_misses_anything(pushed: Pushed) -> None:
    of_the_day, of_another = pushed.ticket("day-1"), pushed.ticket("day-2")
    with ExitStack() as running:
        pushed.start_nginx(running)
        running.enter_context(pushed.site.served())

        # Who has no ticket of ours comes nowhere, also not to the place inside.
        with LiveReader(pushed.address, [f"{of_the_day}x"]) as stranger:
            assert stranger.status == 403
        announce(pushed.site, 0, 3)

        # Somebody who comes gets what it lacks and then what happens; who follows another day gets nothing of this.
        reader = running.enter_context(LiveReader(pushed.address, [of_the_day], last_id="1"))
        other = running.enter_context(LiveReader(pushed.address, [of_another], last_id="3"))
        assert reader.until(lambda told: len(told) >= 2) == [
            Told("2", "question-asked", {"topic": "day-1", "data": {"question": 1}}),
            Told("3", "question-asked", {"topic": "day-1", "data": {"question": 2}}),
        ]
        announce(pushed.site, 3, 6)
        reader.until(lambda told: len(told) >= 5)
        assert (reader.ids(), other.ids(), reader.status) == ([2, 3, 4, 5, 6], [], 200)

        # Who has seen what this database never held begins anew.
        with LiveReader(pushed.address, [of_the_day], last_id="999") as elsewhere:
            # nginx may hand over the newest event again in the moment somebody comes; the reset follows.
            assert Told("6", "reset", {}) in elsewhere.until(lambda told: Told("6", "reset", {}) in told)


def test_the_process_behind_may_end_and_begin_and_nginx_too(pushed: Pushed) -> None:
    with ExitStack() as running:
        first_nginx = running.enter_context(ExitStack())
        pushed.start_nginx(first_nginx)
        ticket = pushed.ticket("day-1")
        first = running.enter_context(ExitStack())
        doomed = first.enter_context(pushed.site.served())
        readers = [running.enter_context(Faithful(pushed.address, [ticket])) for _ in range(3)]
        wanted = int(pushed.site.python("from fardplan.base import hub\nprint(hub.newest_id())")) + 4
        announce(pushed.site, 10, 14)
        for reader in readers:
            reader.until(lambda told: len(told) >= wanted)

        # Killed: nginx keeps the streams, which are ended when the next process begins, and nothing is lost.
        doomed.kill()
        announce(pushed.site, 14, 16)
        time.sleep(1)
        assert [reader.ids()[-1] for reader in readers] == [wanted] * 3
        running.enter_context(pushed.site.served())
        for reader in readers:
            reader.until(lambda told: len(told) >= wanted + 2)

        # nginx itself: those who follow come back to the next one.
        first_nginx.close()
        announce(pushed.site, 16, 18)
        pushed.start_nginx(running)
        for reader in readers:
            reader.until(lambda told: len(told) >= wanted + 4)
        announce(pushed.site, 18, 19)
        for reader in readers:
            reader.until(lambda told: len(told) >= wanted + 5)
        assert [sorted(set(reader.ids())) for reader in readers] == [list(range(1, wanted + 6))] * 3
        assert [reader.ids()[-1] for reader in readers] == [wanted + 5] * 3
