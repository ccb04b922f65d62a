"""What the clock makes of a dialogue, its days, its programme and its phases. Pure: rows and a moment in, states out.

A stretch of time holds its first second and not its last (a day that ends 16.00 has ended at 16.00.00). The announced
last moment for contributions is the exception: that very second still counts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from django.utils import timezone

from fardplan.dialogue.models import Day, DayStatus, Dialogue, Phase, Session


class State(StrEnum):
    """The names are those of the marks in the design."""

    UPCOMING = "upcoming"
    LIVE = "live"
    ENDED = "ended"
    MOVED = "moved"
    CANCELLED = "cancelled"


class Contributing(StrEnum):
    """Whether a dialogue takes contributions."""

    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"


def stretch_state(starts_at: datetime, ends_at: datetime, *, now: datetime) -> State:
    now = now.astimezone(
        UTC
    )  # two moments in the same zone are compared by wall clock, which repeats an hour in October
    if now >= ends_at:
        return State.ENDED
    return State.LIVE if now >= starts_at else State.UPCOMING


def day_state(day: Day, *, now: datetime) -> State:
    """Cancelled stays cancelled. Moved is said until the new time comes; then the day is like any other."""
    if day.status == DayStatus.CANCELLED:
        return State.CANCELLED
    state = stretch_state(day.starts_at, day.ends_at, now=now)
    return State.MOVED if state is State.UPCOMING and day.status == DayStatus.MOVED else state


def contributing(dialogue: Dialogue, *, now: datetime) -> Contributing:
    """Open from the opening second up to and including the announced last one. Without an opening time: not yet."""
    opens, closes, now = dialogue.contributions_open_at, dialogue.contributions_close_at, now.astimezone(UTC)
    if closes is not None and now > closes:
        return Contributing.CLOSED
    return Contributing.OPEN if opens is not None and opens <= now else Contributing.NOT_YET


def replies_were_due(dialogue: Dialogue, *, now: datetime) -> bool:
    """Whether contributing is over and the day the replies were promised has passed: what is to be read is what came
    of it."""
    due = dialogue.replies_due_on
    is_closed = contributing(dialogue, now=now) is Contributing.CLOSED
    return is_closed and due is not None and due < timezone.localdate(now)


def calendar_days_until(moment: datetime, *, now: datetime) -> int:
    """How many times midnight comes before `moment`, in the page's time zone: 0 today, 1 tomorrow, negative later."""
    return (timezone.localdate(moment) - timezone.localdate(now)).days


@dataclass(frozen=True)
class DayNow:
    """A day as it stands at a moment. `number` counts the dialogue's days from 1 in order of time."""

    day: Day
    state: State
    number: int
    days_left: int


def days_now(days: Iterable[Day], *, now: datetime) -> list[DayNow]:
    in_order = sorted(days, key=lambda day: (day.starts_at, day.pk or 0))
    return [
        DayNow(day, day_state(day, now=now), number, calendar_days_until(day.starts_at, now=now))
        for number, day in enumerate(in_order, start=1)
    ]


def next_day(days: Sequence[DayNow]) -> DayNow | None:
    """The day going on, else the first that is still to come; None when all have been, or are cancelled."""
    for wanted in ({State.LIVE}, {State.UPCOMING, State.MOVED}):
        for found in days:
            if found.state in wanted:
                return found
    return None


@dataclass(frozen=True)
class Point:
    """A point of the programme: ended, live or upcoming; `is_next` is the first of those to come on the day itself."""

    session: Session
    state: State
    is_next: bool = False


def programme_now(sessions: Iterable[Session], *, now: datetime) -> list[Point]:
    """In order of time. On the day before nothing is "next": the whole programme is."""
    in_order = sorted(sessions, key=lambda session: (session.starts_at, session.pk or 0))
    points = [Point(session, stretch_state(session.starts_at, session.ends_at, now=now)) for session in in_order]
    has_begun = bool(points) and now >= points[0].session.starts_at
    coming = next((point for point in points if point.state is State.UPCOMING), None)
    return [Point(point.session, point.state, has_begun and point is coming) for point in points]


@dataclass(frozen=True)
class PhaseNow:
    phase: Phase
    state: State


def _phase_state(phase: Phase, today: date) -> State | None:
    """None when the dates do not tell."""
    if phase.ends_on is not None and phase.ends_on < today:
        return State.ENDED
    if phase.starts_on is not None:
        return State.LIVE if phase.starts_on <= today else State.UPCOMING
    return None


def phases_now(phases: Sequence[Phase], *, now: datetime) -> list[PhaseNow]:
    """In their own order. What has no dates lies behind if anything after it has begun, otherwise ahead.

    An open-ended phase is over when a later one has begun, so that at most one is "now" unless dates overlap.
    """
    today = timezone.localdate(now)
    states = [_phase_state(phase, today) for phase in phases]
    begun = [index for index, state in enumerate(states) if state in {State.LIVE, State.ENDED}]
    last_begun = begun[-1] if begun else -1
    found = []
    for index, (phase, state) in enumerate(zip(phases, states, strict=True)):
        if index < last_begun and (state is None or (state is State.LIVE and phase.ends_on is None)):
            state = State.ENDED
        found.append(PhaseNow(phase, state or State.UPCOMING))
    return found


def seconds_until_change(moments: Iterable[datetime | None], *, now: datetime) -> int | None:
    """Whole seconds until the first of these moments that is still to come has passed; None when none is."""
    now = now.astimezone(UTC)
    first = min((moment for moment in moments if moment is not None and moment > now), default=None)
    return None if first is None else math.ceil((first - now).total_seconds())


def changes_of_day(day: Day, sessions: Iterable[Session] = ()) -> list[datetime | None]:
    """Every moment at which the page of a day looks different."""
    moments: list[datetime | None] = [day.starts_at, day.ends_at]
    for session in sessions:
        moments += [session.starts_at, session.ends_at]
    return moments


def changes_of_contributing(dialogue: Dialogue) -> list[datetime | None]:
    """When the form opens, and the first second after the last."""
    closes = dialogue.contributions_close_at
    return [dialogue.contributions_open_at, closes and closes + timedelta(microseconds=1)]
