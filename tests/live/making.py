"""A day that goes on now, and its stage. For a conftest: `from tests.live.making import live_day, now, stage, …`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue, RoleName, Session
from fardplan.live.actions.staging import begin_rehearsal, prepare
from fardplan.live.models import Stage
from fardplan.people.models import Official

MINUTES = timedelta(minutes=1)
PROGRAMME = [
    ("Välkommen", "talk", 10),
    ("Samtal om bostäder", "panel", 20),
    ("Paus", "break", 10),
    ("Rummen", "rooms", 30),
]


@pytest.fixture
def now(db: None) -> datetime:
    """The real time, to the second: five minutes into the day."""
    return clock.now().replace(microsecond=0)


@pytest.fixture
def live_day(dialogue: Dialogue, now: datetime) -> Day:
    """A day of two hours that began five minutes ago, with four points: 10, 20, 10 and 30 minutes."""
    starts_at = now - 5 * MINUTES
    about = {"slug": "i-dag", "title": "I dag", "focus": "Bostäder"}
    day = Day.objects.create(dialogue=dialogue, starts_at=starts_at, ends_at=starts_at + 120 * MINUTES, **about)
    for title, kind, length in PROGRAMME:
        ends_at = starts_at + length * MINUTES
        Session.objects.create(day=day, title=title, kind=kind, starts_at=starts_at, ends_at=ends_at)
        starts_at = ends_at
    return day


@pytest.fixture
def producer(make_official: Callable[..., Official]) -> Official:
    """Leads the broadcast and keeps the questions."""
    return make_official(RoleName.ORGANISER, email="leder@example.org")


@pytest.fixture
def stage(live_day: Day, producer: Official, now: datetime) -> Stage:
    """Prepared and not begun; its cues are those of the programme."""
    return prepare(day=live_day, by=producer, now=now)


@pytest.fixture
def running(stage: Stage) -> Stage:
    """The same with the broadcast going on, in its first cue since five minutes, and open for questions."""
    return begun(stage)


@pytest.fixture
def rehearsal(stage: Stage, producer: Official, now: datetime) -> Stage:
    return begin_rehearsal(day=stage.day, by=producer, now=now)


def begun(stage: Stage, **fields: Any) -> Stage:
    """Let the broadcast go on since its first cue was planned, without anything having been logged."""
    first = stage.cues.all()[0]
    first.began_at = first.planned_at
    first.save()
    since = {"began_at": first.planned_at, "situation_since": first.planned_at, "cue": first}
    for name, value in ({"situation": "running", "questions_open": True} | since | fields).items():
        setattr(stage, name, value)
    stage.save()
    return stage
