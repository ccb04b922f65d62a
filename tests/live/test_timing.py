"""The script against the clock: what is late, what there is to take it from, over midnight and when clocks change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from fardplan.base import hub
from fardplan.dialogue.models import Day
from fardplan.live import timing
from fardplan.live.actions import script
from fardplan.live.models import Cue, Stage
from fardplan.live.told.desk import told_desk
from fardplan.live.told.stage import stage_told, told_stage
from fardplan.live.topics import stage_topic
from fardplan.people.models import Official
from tests.conftest import at
from tests.live.making import MINUTES


def course(stage: Stage, *, now: datetime | None) -> timing.Course:
    stage.refresh_from_db()
    return timing.course_of(stage, list(stage.cues.all()), now=now)


def minutes(length: timedelta) -> float:
    return length / MINUTES


@pytest.fixture
def at_minute(stage: Stage, producer: Official) -> Callable[[float], datetime]:
    """The broadcast began on time; gives the moment so many minutes into the day."""
    script.begin(stage=stage, by=producer, now=stage.day.starts_at)
    return lambda number: stage.day.starts_at + number * MINUTES


def test_on_time_everything_comes_as_planned(stage: Stage, at_minute: Callable[[float], datetime]) -> None:
    found = course(stage, now=at_minute(5))
    assert [each.starts_at for each in found.ahead] == [at_minute(10), at_minute(30), at_minute(40)]
    assert (found.delay, found.gaps, found.breaks) == (timedelta(0), timedelta(0), 10 * MINUTES)
    assert (found.ends_at, found.ends_later) == (at_minute(70), timedelta(0))


def test_over_time_shifts_what_is_ahead(stage: Stage, at_minute: Callable[[float], datetime]) -> None:
    found = course(stage, now=at_minute(14))
    assert minutes(found.delay) == 4
    assert found.next is not None
    assert found.next.starts_at == at_minute(14)
    assert minutes(found.ends_later) == 4


def test_a_gap_in_the_plan_takes_up_what_is_late(stage: Stage, at_minute: Callable[[float], datetime]) -> None:
    later = stage.cues.get(title="Paus")
    Cue.objects.filter(position__gte=later.position).update(planned_at=at_minute(33))
    found = course(stage, now=at_minute(14))
    assert minutes(found.gaps) == 3
    assert [minutes(each.starts_at - at_minute(0)) for each in found.ahead[:2]] == [14, 34]


def test_early_is_early_and_promises_no_earlier_times(
    stage: Stage, producer: Official, at_minute: Callable[[float], datetime]
) -> None:
    script.go_to(stage=stage, cue_id=stage.cues.all()[1].pk, by=producer, now=at_minute(7))
    found = course(stage, now=at_minute(8))
    assert minutes(found.delay) == -3
    assert found.next is not None
    assert found.next.starts_at == at_minute(30)


def test_standing_still_counts_as_late_and_not_as_the_cues_own_time(
    stage: Stage, producer: Official, at_minute: Callable[[float], datetime]
) -> None:
    script.stop(stage=stage, by=producer, now=at_minute(4))
    found = course(stage, now=at_minute(9))
    assert found.now is not None
    assert minutes(timing.elapsed(found.now.cue, stage, now=at_minute(9))) == 4
    assert minutes(timing.remaining(found.now.cue, stage, now=at_minute(9))) == 6
    assert minutes(found.delay) == 5
    script.resume(stage=stage, by=producer, now=at_minute(9))
    again = course(stage, now=at_minute(11))
    assert again.now is not None
    assert minutes(timing.elapsed(again.now.cue, stage, now=at_minute(11))) == 6


def test_before_it_begins_a_late_start_shifts_everything(stage: Stage) -> None:
    found = course(stage, now=stage.day.starts_at + 3 * MINUTES)
    assert (found.now, minutes(found.delay)) == (None, 3)


def test_what_was_passed_over_is_not_ahead(
    stage: Stage, producer: Official, at_minute: Callable[[float], datetime]
) -> None:
    script.go_to(stage=stage, cue_id=stage.cues.get(title="Paus").pk, by=producer, now=at_minute(10))
    assert [each.cue.title for each in course(stage, now=at_minute(10)).ahead] == ["Rummen"]


@pytest.mark.parametrize(
    ("starts", "what"), [("2020-10-24 23:30", "midnight"), ("2020-10-25 01:30", "an hour twice"),
                         ("2021-03-28 01:30", "an hour less")],
)  # fmt: skip
def test_a_night_is_as_long_as_it_is(make_day: Callable[..., Day], producer: Official, starts: str, what: str) -> None:
    from fardplan.live.actions.staging import prepare

    began_at = at(starts)
    of = make_day(starts, hours=3)
    night = prepare(day=of, by=producer, now=began_at)
    for number in range(3):
        planned = of.starts_at.astimezone(UTC) + number * 60 * MINUTES
        Cue.objects.create(stage=night, title=f"{number}", position=number, planned_at=planned, planned_seconds=3600)
    script.begin(stage=night, by=producer, now=began_at)
    now = (began_at.astimezone(UTC) + 75 * MINUTES).astimezone(began_at.tzinfo)
    found = course(night, now=now)
    assert (minutes(found.delay), minutes(found.ends_later)) == (15, 15)
    assert found.now is not None
    assert minutes(timing.elapsed(found.now.cue, night, now=now)) == 75


def test_what_is_told_is_the_whole_stage(running: Stage, now: datetime) -> None:
    first, second = running.cues.all()[:2]
    began = running.day.starts_at.astimezone(at("2020-12-01 13:00").tzinfo)
    told = stage_told(running, now=None)
    assert told == {
        "situation": "running",
        "since": began.isoformat(timespec="seconds"),
        "now": {
            "id": first.pk,
            "title": "Välkommen",
            "kind": "talk",
            "began": began.isoformat(timespec="seconds"),
            "ends": (began + 10 * MINUTES).isoformat(timespec="seconds"),
        },
        "next": {
            "id": second.pk,
            "title": "Samtal om bostäder",
            "starts": (began + 10 * MINUTES).isoformat(timespec="seconds"),
        },
        "message": None,
        "shows": {"what": "code", "question": None, "poll": None},
        "questions": "open",
        "reactions": True,
        "captions": False,
        "revision": 0,
    }
    assert told_stage(str(running.pk))["now"] == told["now"]


def test_what_is_told_over_time_changes_once_a_minute(running: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = running.day.starts_at.replace(second=0) + 14 * MINUTES
    told = []
    for seconds in (1, 30, 59, 61):
        moment = whole + timedelta(seconds=seconds)
        monkeypatch.setattr("fardplan.base.clock.now", lambda moment=moment: moment)
        told.append(told_stage(str(running.pk))["next"]["starts"])
    assert told[0] == told[1] == told[2] != told[3]


def test_a_stage_that_is_gone_tells_nothing(db: None) -> None:
    assert (told_stage("17"), told_desk("17")) == ({}, {})


def test_those_who_lead_are_told_who_sits_there_and_what_waits(running: Stage, producer: Official) -> None:
    from fardplan.base import clock
    from fardplan.live.actions.seats import take_seat
    from fardplan.live.models import DeskSeat, Question

    take_seat(stage=running, official=producer, page="live", now=clock.now())
    take_seat(stage=running, official=producer, page="live", now=clock.now())
    Question.objects.create(stage=running, text="Väntar", asked_at=clock.now())
    Question.objects.create(stage=running, text="Dold", asked_at=clock.now(), hidden_at=clock.now())
    seat = {"official_id": producer.pk, "name": str(producer), "pages": ("live",)}
    counts = {"waiting": 1, "queued": 0, "polls": 0, "bursts": 0, "following": hub.presence(stage_topic(running))}
    assert told_desk(str(running.pk)) == {"seats": [seat], **counts, "revision": 0}
    DeskSeat.objects.update(seen_at=clock.now() - timedelta(minutes=2))
    assert told_desk(str(running.pk))["seats"] == []
