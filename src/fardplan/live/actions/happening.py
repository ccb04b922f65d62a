"""Keeping what happens on a stage, and telling everybody who follows it."""

from __future__ import annotations

from datetime import datetime

from fardplan.base import hub
from fardplan.live.models import Cue, Happening, Poll, Question, Stage
from fardplan.live.topics import desk_topic, stage_topic
from fardplan.people.models import Official


def happened(
    stage: Stage,
    kind: str,
    *,
    now: datetime,
    by: Official | None,
    title: str = "",
    cue: Cue | None = None,
    question: Question | None = None,
    poll: Poll | None = None,
) -> Happening:
    """Keep it, and let everybody who follows see the stage as it is now. Inside the transaction of what was done."""
    kept = Happening.objects.create(
        stage=stage, at=now, kind=kind, title=title[:300], cue=cue, question=question, poll=poll, by=by
    )
    stage_changed(stage)
    return kept


def stage_changed(stage: Stage) -> None:
    """What is told of the stage is to be looked at again, once the transaction commits."""
    hub.changed(stage_topic(stage))
    hub.changed(desk_topic(stage))
