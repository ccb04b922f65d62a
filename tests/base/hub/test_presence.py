"""How many follow: each process tells its own number, the sum is what counts, and dead processes age out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fardplan.base import clock, hub
from fardplan.base.hub import attendance
from fardplan.base.hub.attendance import Teller
from fardplan.base.models import LivePresence

NOW = datetime(2027, 3, 18, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attendance, "_kinds", set())
    hub.count_readers("day")


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_those_who_follow_in_all_processes_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    Teller("one").tell({"day-1": 700, "day-2": 3}, now=NOW)
    Teller("other").tell({"day-1": 400}, now=NOW)
    at(NOW, monkeypatch)
    assert [hub.presence(f"day-{number}") for number in (1, 2, 3)] == [1100, 3, 0]


def test_a_process_that_has_died_counts_for_nothing_and_its_rows_go(monkeypatch: pytest.MonkeyPatch) -> None:
    Teller("dead").tell({"day-1": 700}, now=NOW)
    later = NOW + attendance.VALID
    at(later, monkeypatch)
    assert hub.presence("day-1") == 0
    Teller("alive").tell({"day-1": 5}, now=later)
    assert [(row.process, row.readers) for row in LivePresence.objects.all()] == [("alive", 5)]


def test_a_process_tells_again_only_what_is_new_or_old() -> None:
    teller = Teller("one")
    teller.tell({"day-1": 5, "day-2": 1}, now=NOW)
    told_at = [NOW]
    for seconds, readers in ((5, 5), (10, 6), (20, 6), (25, 6)):
        teller.tell({"day-1": readers}, now=NOW + timedelta(seconds=seconds))
        told_at.append(LivePresence.objects.get(topic="day-1").at)
    assert [(moment - NOW).seconds for moment in told_at] == [0, 5, 10, 10, 25]
    teller.tell({}, now=NOW + timedelta(seconds=30))
    assert list(LivePresence.objects.all()) == []


def test_nobody_counts_who_follows_a_topic_of_one_person() -> None:
    assert not attendance.is_counted("asker-0f3a")
    with pytest.raises(ValueError, match="Nobody counts who follows 'asker-0f3a'"):
        hub.presence("asker-0f3a")
