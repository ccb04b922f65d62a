"""What goes on, told to everybody who follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from fardplan.base import clock, hub
from fardplan.live.choices import Situation
from fardplan.live.models import Stage
from fardplan.live.timing import Course, course_of


@hub.state("stage", "stage")
def told_stage(subject: str) -> Mapping[str, Any]:
    """How the stage of this id stands. An empty one when it is gone, as a rehearsal that was thrown away."""
    stage = Stage.objects.filter(pk=subject).first()
    return stage_told(stage, now=whole_minute_from_now()) if stage else {}


def stage_told(stage: Stage, *, now: datetime | None) -> dict[str, Any]:
    """The same for a stage at hand, so that a page is drawn from what is sent to it afterwards."""
    course = course_of(stage, list(stage.cues.all()), now=now)
    return {
        "situation": stage.situation,
        "since": _told_time(stage.situation_since),
        **_cues(course),
        "message": {"text": stage.message, "at": _told_time(stage.message_at)} if stage.message else None,
        "shows": {"what": stage.shows, "question": stage.shown_question_id, "poll": stage.shown_poll_id},
        "questions": _questions(stage),
        "reactions": stage.takes_reactions,
        "captions": stage.has_captions,
        "revision": stage.revision,
    }


def whole_minute_from_now() -> datetime | None:
    """Times that wait for the clock move once a minute, so that what is told does not change with every second.

    None in the example, where every visitor has a time of their own: there, times are as the script was left.
    """
    if settings.EXAMPLE:
        return None
    return clock.now().replace(second=0, microsecond=0) + timedelta(minutes=1)


def _cues(course: Course) -> dict[str, Any]:
    now, coming = course.now, course.next
    return {
        "now": {
            "id": now.cue.pk,
            "title": now.cue.title,
            "kind": now.cue.kind,
            "began": _told_time(now.starts_at),
            "ends": _told_time(now.ends_at),
        } if now else None,
        "next": {"id": coming.cue.pk, "title": coming.cue.title, "starts": _told_time(coming.starts_at)}
        if coming else None,
    }  # fmt: skip


def _questions(stage: Stage) -> str:
    if not stage.questions_open or stage.situation == Situation.ENDED:
        return "closed"
    return "slow" if stage.slow_seconds else "open"


def _told_time(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
