from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from fardplan.dialogue.models import Day
from fardplan.signup.calendar import calendar, day_event
from tests.conftest import at

ADDRESS = "https://dialog.example.org/dagen-2020/dagar/dag-3/"


def parsed(file: str) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(file)


def test_a_day_is_an_event_in_swedish_time(day: Day) -> None:
    file = calendar([day_event(day, address=ADDRESS, stamp=at("2020-11-20 09:00"), alarm=timedelta(hours=1))])
    event = parsed(file).events[0]
    assert str(parsed(file)["method"]) == "PUBLISH"
    assert "DTSTART;TZID=Europe/Stockholm:20201201T130000\r\n" in file
    assert (event.start, event.end) == (day.starts_at, day.ends_at)
    assert str(event["uid"]) == f"dag-{day.short_code}@127.0.0.1"
    assert (event["sequence"], str(event["status"]), str(event["url"])) == (0, "CONFIRMED", ADDRESS)
    assert str(event["summary"]) == "Dagen 2020: Dag 3"
    assert str(event["organizer"]) == "mailto:dialog@example.org"
    assert event.alarms.times[0].trigger == day.starts_at - timedelta(hours=1)


def test_the_file_is_the_same_until_the_day_changes(day: Day) -> None:
    first = calendar([day_event(day, address=ADDRESS)], name="Dagen 2020")
    day.refresh_from_db()
    assert calendar([day_event(day, address=ADDRESS)], name="Dagen 2020") == first
    day.revision += 1
    day.save()
    assert "SEQUENCE:1\r\n" in calendar([day_event(day, address=ADDRESS)])


def test_a_cancelled_day_is_a_cancelled_event_without_alarm(make_day: Callable[..., Day]) -> None:
    day = make_day(status="cancelled")
    event = day_event(day, address=ADDRESS, alarm=timedelta(hours=1))
    assert str(event["status"]) == "CANCELLED"
    assert event.walk("VALARM") == []


@pytest.mark.parametrize("starts", ["2021-03-28 01:30", "2021-10-31 01:30"])
def test_a_day_across_the_change_of_clocks_keeps_both_its_moments(make_day: Callable[..., Day], starts: str) -> None:
    day = make_day(starts)
    day.ends_at = (day.starts_at.astimezone(UTC) + timedelta(hours=3)).astimezone(UTC)
    event = parsed(calendar([day_event(day, address=ADDRESS)])).events[0]
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (day.starts_at.astimezone(UTC), day.ends_at)


def test_the_written_time_zone_agrees_with_the_system(day: Day) -> None:
    zone = parsed(calendar([day_event(day, address=ADDRESS)])).timezones[0].to_tz(lookup_tzid=False)
    for year in range(2020, 2046):
        for month in range(1, 13):
            for number in (1, 28):
                moment = datetime(year, month, number, 12, 0)  # noqa: DTZ001 - the zone is what is compared
                theirs = moment.replace(tzinfo=zone).utcoffset()
                assert theirs == moment.replace(tzinfo=ZoneInfo("Europe/Stockholm")).utcoffset(), moment


def test_nothing_people_write_can_add_lines_to_the_file(make_day: Callable[..., Day]) -> None:
    day = make_day(place="Rum; A, B\\C\nEND:VEVENT", focus="å" * 200)
    day.title = "Dag 3\r\nATTENDEE:mailto:x@example.org\x00\u202e"
    day.dialogue.title = 'Dagen "2020"\nX-EVIL:1'
    file = calendar([day_event(day, address=ADDRESS)], name="A\r\nMETHOD:REQUEST")
    assert [line for line in file.split("\r\n") if line.startswith(("ATTENDEE", "X-EVIL", "METHOD:R"))] == []
    assert file.count("\r\nEND:VEVENT\r\n") == 1
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))
    event = parsed(file).events[0]
    assert str(event["location"]) == "Rum; A, B\\C END:VEVENT"
    assert "\u202e" not in file
    assert "\x00" not in file
