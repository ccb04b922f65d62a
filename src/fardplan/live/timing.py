"""How the script stands against the clock. Pure: rows and a moment in, times out.

All moments are compared in UTC: two in the same zone are compared by wall clock, which repeats an hour in October.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from fardplan.live.choices import CueKind, Situation
from fardplan.live.models import Cue, Stage

NOTHING = timedelta(0)
STANDS_STILL = frozenset({Situation.PAUSED, Situation.STOPPED})


@dataclass(frozen=True)
class Expected:
    """A cue and when it is expected, as things stand."""

    cue: Cue
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Course:
    """The script from here on.

    `delay`: how much later than planned the cue that goes on ends, as things stand; negative when it is early.
    `gaps` and `breaks`: what there is to take it from, in the times between cues and in the breaks that are left.
    """

    now: Expected | None
    ahead: tuple[Expected, ...]
    delay: timedelta
    gaps: timedelta
    breaks: timedelta

    @property
    def next(self) -> Expected | None:
        return self.ahead[0] if self.ahead else None

    @property
    def ends_at(self) -> datetime | None:
        """When the last cue is expected to be over."""
        last = self.ahead[-1] if self.ahead else self.now
        return last.ends_at if last else None

    @property
    def ends_later(self) -> timedelta:
        """How much later than planned the last cue is expected to be over."""
        last = self.ahead[-1] if self.ahead else self.now
        return last.ends_at - planned_end(last.cue) if last else NOTHING


def planned_end(cue: Cue) -> datetime:
    return cue.planned_at.astimezone(UTC) + timedelta(seconds=cue.planned_seconds)


def elapsed(cue: Cue, stage: Stage, *, now: datetime) -> timedelta:
    """How long a cue has gone on, the time the broadcast stood still apart."""
    if cue.began_at is None:
        return NOTHING
    until = cue.ended_at or now
    return until.astimezone(UTC) - cue.began_at.astimezone(UTC) - _stood_still(cue, stage, now=now)


def remaining(cue: Cue, stage: Stage, *, now: datetime) -> timedelta:
    """How much is left of it; negative when it is over time."""
    return timedelta(seconds=cue.planned_seconds) - elapsed(cue, stage, now=now)


def standing_still(stage: Stage, *, now: datetime) -> timedelta:
    """How long the broadcast has stood still this time."""
    if stage.situation not in STANDS_STILL or stage.situation_since is None:
        return NOTHING
    return max(NOTHING, now.astimezone(UTC) - stage.situation_since.astimezone(UTC))


def still_to_come(cues: Sequence[Cue], current: Cue | None) -> list[Cue]:
    """The cues after the current one that have neither begun nor been skipped, in order."""
    after = (current.position, current.pk) if current else (-1, -1)
    coming = [cue for cue in cues if cue.began_at is None and cue.skipped_at is None]
    return [cue for cue in coming if (cue.position, cue.pk) > after]


def course_of(stage: Stage, cues: Sequence[Cue], *, now: datetime | None) -> Course:
    """The script from here on. `now` None: as it was when the current cue began, whatever the clock says."""
    if stage.situation == Situation.ENDED:
        return Course(None, (), NOTHING, NOTHING, NOTHING)
    current = next((cue for cue in cues if cue.pk == stage.cue_id), None)
    coming = still_to_come(cues, current)
    going_on = _expected_now(current, stage, now=now) if current else None
    free_from = _free_from(going_on, stage, now=now)
    return Course(
        now=going_on,
        ahead=tuple(_ahead(coming, free_from)),
        delay=_delay(going_on, coming, free_from),
        gaps=_gaps(current, coming),
        breaks=sum((timedelta(seconds=cue.planned_seconds) for cue in coming if cue.kind == CueKind.BREAK), NOTHING),
    )


def _stood_still(cue: Cue, stage: Stage, *, now: datetime) -> timedelta:
    this_time = standing_still(stage, now=now) if stage.cue_id == cue.pk and cue.ended_at is None else NOTHING
    return timedelta(seconds=cue.stood_still_seconds) + this_time


def _expected_now(cue: Cue, stage: Stage, *, now: datetime | None) -> Expected:
    began_at = (cue.began_at or cue.planned_at).astimezone(UTC)
    stood = _stood_still(cue, stage, now=now or stage.situation_since or began_at)
    return Expected(cue, began_at, began_at + timedelta(seconds=cue.planned_seconds) + stood)


def _free_from(going_on: Expected | None, stage: Stage, *, now: datetime | None) -> datetime | None:
    """When the next can begin at the earliest: when the current is over; never before now. None: as planned."""
    moment = now.astimezone(UTC) if now else None
    if going_on is None:
        return moment
    return max(going_on.ends_at, moment) if moment else going_on.ends_at


def _ahead(coming: Sequence[Cue], free_from: datetime | None) -> list[Expected]:
    found = []
    for cue in coming:
        planned = cue.planned_at.astimezone(UTC)
        starts_at = max(planned, free_from) if free_from else planned
        free_from = starts_at + timedelta(seconds=cue.planned_seconds)
        found.append(Expected(cue, starts_at, free_from))
    return found


def _delay(going_on: Expected | None, coming: Sequence[Cue], free_from: datetime | None) -> timedelta:
    if free_from is None:
        return NOTHING
    if going_on is not None:
        return free_from - planned_end(going_on.cue)
    return max(NOTHING, free_from - coming[0].planned_at.astimezone(UTC)) if coming else NOTHING


def _gaps(current: Cue | None, coming: Sequence[Cue]) -> timedelta:
    in_order = [*([current] if current else []), *coming]
    between = (later.planned_at.astimezone(UTC) - planned_end(earlier) for earlier, later in pairwise(in_order))
    return sum((max(NOTHING, gap) for gap in between), NOTHING)
