"""Finding the stage of a day."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Day
from fardplan.live.models import Stage


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
