"""What the clock makes of things, to the second."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from fardplan.dialogue import states
from fardplan.dialogue.models import Day, DayStatus, Dialogue, Phase, PhaseKind, Session
from fardplan.dialogue.states import Contributing, DayNow, State
from tests.conftest import at

SECOND = timedelta(seconds=1)


def a_day(starts: str = "2020-12-01 13:00", ends: str = "2020-12-01 16:00", **fields: object) -> Day:
    return Day(title="Dag", slug="dag", starts_at=at(starts), ends_at=at(ends), **fields)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-12-01 12:59:59", State.UPCOMING),
        ("2020-12-01 13:00:00", State.LIVE),
        ("2020-12-01 15:59:59", State.LIVE),
        ("2020-12-01 16:00:00", State.ENDED),
    ],
)
def test_a_day_begins_and_ends_on_the_second(now: str, expected: State) -> None:
    assert states.day_state(a_day(), now=at(now)) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-11-01 09:00", State.MOVED),
        ("2020-12-01 12:59:59", State.MOVED),
        ("2020-12-01 13:00:00", State.LIVE),
        ("2020-12-01 16:00:00", State.ENDED),
    ],
)
def test_a_moved_day_says_so_until_its_new_time_comes(now: str, expected: State) -> None:
    day = a_day(status=DayStatus.MOVED, moved_from=at("2020-11-24 13:00"))
    assert states.day_state(day, now=at(now)) is expected


@pytest.mark.parametrize("now", ["2020-11-01 09:00", "2020-12-01 14:00", "2021-01-01 00:00"])
def test_a_cancelled_day_stays_cancelled(now: str) -> None:
    assert states.day_state(a_day(status=DayStatus.CANCELLED), now=at(now)) is State.CANCELLED


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-10-01 07:59:59", Contributing.NOT_YET),
        ("2020-10-01 08:00:00", Contributing.OPEN),
        ("2020-12-04 23:59:59", Contributing.OPEN),
        ("2020-12-05 00:00:00", Contributing.CLOSED),
    ],
)
def test_contributions_are_taken_up_to_and_including_the_last_second(now: str, expected: Contributing) -> None:
    dialogue = Dialogue(contributions_open_at=at("2020-10-01 08:00"), contributions_close_at=at("2020-12-04 23:59:59"))
    assert states.contributing(dialogue, now=at(now)) is expected


def test_without_times_contributions_are_not_open_and_without_an_end_they_stay_open() -> None:
    now = at("2020-11-01 12:00")
    assert states.contributing(Dialogue(), now=now) is Contributing.NOT_YET
    assert states.contributing(Dialogue(contributions_open_at=now), now=now) is Contributing.OPEN
    assert states.contributing(Dialogue(contributions_close_at=now - SECOND), now=now) is Contributing.CLOSED


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-11-24 09:00", 7),
        ("2020-11-30 00:00:00", 1),
        ("2020-11-30 23:59:59", 1),
        ("2020-12-01 00:00:00", 0),
        ("2020-12-02 00:00:00", -1),
    ],
)
def test_days_are_counted_by_midnights_not_by_hours(now: str, expected: int) -> None:
    assert states.calendar_days_until(at("2020-12-01 13:00"), now=at(now)) == expected


def test_days_are_counted_in_swedish_time_whatever_zone_the_moments_are_in() -> None:
    utc = ZoneInfo("UTC")
    # Half past eleven at night in London is half past midnight in Sweden.
    late = datetime(2020, 11, 30, 23, 30, tzinfo=utc)
    assert states.calendar_days_until(at("2020-12-01 13:00"), now=late) == 0


def test_the_night_the_clocks_go_back_is_one_day_of_twenty_five_hours() -> None:
    """25 October 2020: 03.00 summer time becomes 02.00 winter time."""
    before, after = at("2020-10-24 13:00"), at("2020-10-25 13:00")
    assert after.astimezone(ZoneInfo("UTC")) - before.astimezone(ZoneInfo("UTC")) == timedelta(hours=25)
    assert states.calendar_days_until(after, now=before) == 1
    day = a_day("2020-10-25 01:00", "2020-10-25 04:00")
    one_minute_before_the_end = day.ends_at.astimezone(ZoneInfo("UTC")) - timedelta(minutes=1)
    assert states.day_state(day, now=one_minute_before_the_end) is State.LIVE
    assert states.seconds_until_change(states.changes_of_day(day), now=day.starts_at) == 4 * 3600


def test_the_night_the_clocks_go_forward_is_one_day_of_twenty_three_hours() -> None:
    """28 March 2021: 02.00 winter time becomes 03.00 summer time."""
    day = a_day("2021-03-28 01:00", "2021-03-28 04:00")
    assert states.calendar_days_until(at("2021-03-28 13:00"), now=at("2021-03-27 13:00")) == 1
    assert states.seconds_until_change(states.changes_of_day(day), now=day.starts_at) == 2 * 3600


def test_days_are_numbered_in_order_of_time_and_the_next_one_is_found() -> None:
    last, first = a_day(), a_day("2020-11-06 13:00", "2020-11-06 16:00")
    now = at("2020-11-24 09:00")
    found = states.days_now([last, first], now=now)
    assert found == [DayNow(first, State.ENDED, 1, -18), DayNow(last, State.UPCOMING, 2, 7)]
    assert states.next_day(found) == found[1]


def test_a_day_going_on_comes_before_one_still_to_come_and_a_cancelled_one_is_passed_over() -> None:
    long_day = a_day("2020-12-01 09:00", "2020-12-01 17:00")
    cancelled = a_day("2020-11-30 13:00", "2020-11-30 16:00", status=DayStatus.CANCELLED)
    moved = a_day("2020-12-08 13:00", "2020-12-08 16:00", status=DayStatus.MOVED)
    days = [cancelled, long_day, moved]
    assert states.next_day(states.days_now(days, now=at("2020-12-01 10:00"))).day is long_day
    assert states.next_day(states.days_now(days, now=at("2020-12-02 10:00"))).day is moved
    assert states.next_day(states.days_now([cancelled], now=at("2020-11-01 10:00"))) is None


def a_programme() -> list[Session]:
    times = ["13:00", "13:45", "14:30", "16:00"]
    return [
        Session(title=start, starts_at=at(f"2020-12-01 {start}"), ends_at=at(f"2020-12-01 {end}"))
        for start, end in pairwise(times)
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("12:59:59", [("upcoming", False), ("upcoming", False), ("upcoming", False)]),
        ("13:00:00", [("live", False), ("upcoming", True), ("upcoming", False)]),
        ("13:44:59", [("live", False), ("upcoming", True), ("upcoming", False)]),
        ("13:45:00", [("ended", False), ("live", False), ("upcoming", True)]),
        ("14:30:00", [("ended", False), ("ended", False), ("live", False)]),
        ("16:00:00", [("ended", False), ("ended", False), ("ended", False)]),
    ],
)
def test_the_programme_knows_what_is_on_and_what_comes_next(now: str, expected: list[tuple[str, bool]]) -> None:
    points = states.programme_now(reversed(a_programme()), now=at(f"2020-12-01 {now}"))
    assert [point.session.title for point in points] == ["13:00", "13:45", "14:30"]
    assert [(point.state, point.is_next) for point in points] == expected


def test_an_empty_programme_is_empty() -> None:
    assert states.programme_now([], now=at("2020-12-01 13:00")) == []


def phase(starts: str = "", ends: str = "") -> Phase:
    return Phase(
        kind=PhaseKind.EARLY,
        starts_on=date.fromisoformat(starts) if starts else None,
        ends_on=date.fromisoformat(ends) if ends else None,
    )


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2020-09-30 23:59:59", ["upcoming", "upcoming", "upcoming"]),
        ("2020-10-01 00:00:00", ["live", "upcoming", "upcoming"]),
        ("2020-12-04 23:59:59", ["live", "upcoming", "upcoming"]),
        ("2020-12-05 00:00:00", ["ended", "upcoming", "upcoming"]),
        ("2021-03-01 00:00:00", ["ended", "ended", "live"]),
    ],
)
def test_phases_follow_their_dates_and_one_without_dates_its_neighbours(now: str, expected: list[str]) -> None:
    phases = [phase("2020-10-01", "2020-12-04"), phase(), phase("2021-03-01")]
    assert [found.state for found in states.phases_now(phases, now=at(now))] == expected


def test_an_open_ended_phase_is_over_when_a_later_one_has_begun() -> None:
    phases = [phase("2020-10-01"), phase("2021-03-01")]
    assert [found.state for found in states.phases_now(phases, now=at("2020-12-01 12:00"))] == ["live", "upcoming"]
    assert [found.state for found in states.phases_now(phases, now=at("2021-03-02 12:00"))] == ["ended", "live"]


def test_the_next_change_is_the_first_second_at_which_the_page_differs() -> None:
    day, dialogue = a_day(), Dialogue(contributions_close_at=at("2020-12-04 23:59:59"))
    changes = states.changes_of_day(day, a_programme()) + states.changes_of_contributing(dialogue)
    assert states.seconds_until_change(changes, now=at("2020-12-01 12:59:30")) == 30
    assert states.seconds_until_change(changes, now=at("2020-12-01 13:00:00")) == 45 * 60
    # The last second still counts: one second before it, two must pass.
    assert states.seconds_until_change(changes, now=at("2020-12-04 23:59:58")) == 2
    assert states.contributing(dialogue, now=at("2020-12-04 23:59:58") + 2 * SECOND) is Contributing.CLOSED
    assert states.seconds_until_change(changes, now=at("2020-12-05 00:00:00")) is None


def test_a_moment_with_parts_of_a_second_is_rounded_up_so_that_the_change_has_happened() -> None:
    now = at("2020-12-01 12:59:58") + timedelta(milliseconds=700)
    assert states.seconds_until_change([at("2020-12-01 13:00")], now=now) == 2


def test_every_change_is_seen(make_day: Callable[..., Day]) -> None:
    """At each announced change the state is another than the microsecond before."""
    day = make_day(sessions=3)
    tick = timedelta(microseconds=1)
    for moment in [day.starts_at, day.ends_at]:
        assert states.day_state(day, now=moment) is not states.day_state(day, now=moment - tick)
    for moment in filter(None, states.changes_of_contributing(day.dialogue)):
        assert states.contributing(day.dialogue, now=moment) is not states.contributing(day.dialogue, now=moment - tick)
