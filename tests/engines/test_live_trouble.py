"""The database goes away in the middle of the day and comes back: those who follow are told so, and miss nothing."""

from __future__ import annotations

from pathlib import Path

from tests.commands.conftest import site_in
from tests.engines.test_live import ANNOUNCE, TICKET
from tests.live_reader import Faithful, LiveReader, Told
from tools import postgres


def trouble(reader: LiveReader) -> list[bool]:
    return [each.data["late"] for each in reader.told if each.name == "trouble"]


def test_postgres_may_stop_and_start_under_those_who_follow(own_postgres: postgres.Server, tmp_path: Path) -> None:
    site = site_in(tmp_path / "site", DATABASE_URL=postgres.make_database(own_postgres.port, "trouble"))
    site.do("migrate")
    ticket = site.python(TICKET).strip()
    with site.served(), LiveReader(site.address, [ticket]) as reader:
        site.python(ANNOUNCE, "0", "3", "0")
        reader.until(lambda told: len(told) == 3)
        own_postgres.stop()

        # The stream stays; who reads it is told, also who comes only now.
        reader.until(lambda _told: trouble(reader) == [True])
        with LiveReader(site.address, [ticket], last_id="2") as late:
            late.until(lambda told: len(told) >= 2)
            assert {each.name for each in late.told} == {"trouble", "question-asked"}
            assert (late.ids(), trouble(late)) == ([3], [True])
        assert site.get("/halsa/")[0] >= 500

        own_postgres.start()
        reader.until(lambda _told: trouble(reader) == [True, False])
        site.python(ANNOUNCE, "3", "6", "0")
        reader.until(lambda _told: len(reader.ids()) == 6)
        assert reader.ids() == [1, 2, 3, 4, 5, 6]
        assert not reader.has_ended
        with LiveReader(site.address, [ticket], last_id="3") as back:
            back.until(lambda _told: len(back.ids()) == 3)
            assert [each for each in back.told if each.id][-1] == Told(
                "6", "question-asked", {"topic": "day-1", "data": {"question": 5}}
            )
        assert site.get("/halsa/")[0] == 200


def test_a_process_that_begins_without_its_database_lets_nobody_believe_they_are_level(
    own_postgres: postgres.Server, tmp_path: Path
) -> None:
    site = site_in(tmp_path / "site", DATABASE_URL=postgres.make_database(own_postgres.port, "beginning"))
    site.do("migrate")
    ticket = site.python(TICKET).strip()
    site.python(ANNOUNCE, "0", "3", "0")
    own_postgres.stop()
    with site.served():
        with LiveReader(site.address, [ticket], last_id="1") as early:
            early.until(lambda _told: early.has_ended)
            assert early.told == [Told("", "trouble", {"late": True})]
        own_postgres.start()
        with Faithful(site.address, [ticket]) as again:
            again.until(lambda _told: len(again.ids()) >= 3)
            assert again.ids() == [1, 2, 3]
