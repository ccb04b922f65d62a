"""Finding the stage of a day."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Day, DayStatus, Dialogue, Session
from fardplan.live.models import Cue, Stage


def stage_of(day: Day, *, is_rehearsal: bool = False) -> Stage | None:
    """The day's stage with its day, dialogue and the cue going on; None when nobody has prepared it."""
    stages = Stage.objects.select_related("day__dialogue", "cue")
    return stages.filter(day=day, is_rehearsal=is_rehearsal).first()


def access_stage(day: Day, *, is_rehearsal: bool = False) -> Stage:
    """The same. Raises NotFound when there is none. Whoever asks has been let in to the day."""
    stage = stage_of(day, is_rehearsal=is_rehearsal)
    if stage is None:
        raise NotFound(_("Det finns ingen sida för sändningen än."), what_next=_("Dagens sida säger när den börjar."))
    return stage


def access_stage_by_key(key: str) -> Stage:
    """By the secret address of the projector. Raises NotFound for a key that is not one of ours."""
    stage = Stage.objects.select_related("day__dialogue", "cue").filter(key=key).first()
    if stage is None:
        raise NotFound(_("Adressen gäller inte."), what_next=_("Be den som leder sändningen om den nya."))
    return stage


def follows_programme(stage: Stage, cues: Sequence[Cue]) -> bool:
    """Whether the script still is as the programme, what was written in it apart."""
    of_programme = {
        cue.session_id: None if cue.is_changed_here else (cue.title, cue.kind, cue.planned_at, cue.planned_seconds)
        for cue in cues
        if cue.is_of_programme
    }
    if None in of_programme:
        return False  # taken out of the programme
    for session in Session.objects.filter(day_id=stage.day_id):
        seconds = int((session.ends_at - session.starts_at).total_seconds())
        here = of_programme.get(session.pk, ())
        if here is not None and here != (session.title, session.kind, session.starts_at, seconds):
            return False
    return True


def days_to_lead(dialogue: Dialogue) -> list[Day]:
    """The days that are not called off, the latest first, each with `stage` if it has been prepared."""
    days = list(dialogue.days.exclude(status=DayStatus.CANCELLED).order_by("-starts_at", "-pk"))
    prepared = {stage.day_id: stage for stage in Stage.objects.filter(day__in=days, is_rehearsal=False)}
    for day in days:
        day.dialogue = dialogue
        day.stage = prepared.get(day.pk)  # type: ignore[attr-defined]
    return days
