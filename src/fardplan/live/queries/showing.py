"""What there is to show on the projector."""

from __future__ import annotations

from fardplan.live.models import Poll, Question, Stage
from fardplan.live.question_rules import ANSWERED, HIDDEN


def question_to_show(stage: Stage, question_id: int | None = None) -> Question | None:
    """The question of this id; or the one on stage, or else the first in the queue. Never one that is hidden."""
    alive = stage.questions.filter(~HIDDEN, merged_into__isnull=True)
    if question_id is not None:
        return alive.filter(pk=question_id).first()
    open_still = alive.exclude(ANSWERED)
    on_stage = open_still.filter(on_stage_at__isnull=False).order_by("-on_stage_at", "-pk").first()
    queued = open_still.filter(queued_at__isnull=False)
    return on_stage or queued.order_by("queue_position", "queued_at", "pk").first()


def poll_to_show(stage: Stage, poll_id: int | None = None) -> Poll | None:
    """The poll of this id, or the one that was opened last."""
    opened = stage.polls.filter(opened_at__isnull=False)
    if poll_id is not None:
        return opened.filter(pk=poll_id).first()
    return opened.order_by("-opened_at", "-pk").first()
