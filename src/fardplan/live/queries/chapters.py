"""What a recording's chapters could be, from what happened on the day."""

from __future__ import annotations

from datetime import timedelta

from fardplan.live.chapters import Suggested, suggested_chapters
from fardplan.live.models import Stage
from fardplan.media.models import Recording


def stage_recorded(recording: Recording) -> Stage | None:
    """The stage of the day a recording is of, if the broadcast began there. A rehearsal never is."""
    return Stage.objects.filter(day_id=recording.day_id, is_rehearsal=False, began_at__isnull=False).first()


def chapters_from(stage: Stage, recording: Recording, *, later: timedelta) -> list[Suggested]:
    """Suggestions for a recording that begins so much later than the broadcast (negative: earlier)."""
    if stage.began_at is None:
        return []
    happenings = stage.happenings.select_related("question__contribution").order_by("at", "id")
    return suggested_chapters(happenings, begins_at=stage.began_at + later, lasts=recording.seconds)
