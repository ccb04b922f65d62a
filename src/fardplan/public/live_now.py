"""What goes on and what comes next, as the live pages say it: from what is told to those who follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fardplan.live.choices import CueKind
from fardplan.live.models import Stage
from fardplan.live.queries.audience import crowd, presence_of
from fardplan.live.timing import Course, course_of
from fardplan.live.told.stage import whole_minute_from_now


def running(stage: Stage) -> Course:
    """The script from here on, with the times that are told (`stage_told`). One query."""
    return course_of(stage, list(stage.cues.all()), now=whole_minute_from_now())


def is_over_time(course: Course, *, now: datetime) -> bool:
    """Whether what goes on should have ended by now."""
    return course.now is not None and course.now.ends_at < now


def is_break(course: Course) -> bool:
    return course.now is not None and course.now.cue.kind == CueKind.BREAK


def audience(stage: Stage) -> dict[str, Any]:
    """How many follow, as the state "presence" tells it."""
    count = presence_of(stage)
    return {"words": crowd(count), "count": count if stage.shows_exact_presence else None}
