"""Which stage a live page is about: the day's own, or its rehearsal (`?ovning=` with the key of the rehearsal).

Every live page for participants begins with `stage_at`, and writes the addresses of its forms and links with
`live_address`, so that whoever rehearses stays in the rehearsal.
"""

from __future__ import annotations

from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.queries import access_day, access_dialogue
from fardplan.dialogue.rules import may_see
from fardplan.live.models import Stage
from fardplan.live.queries.stages import access_stage
from fardplan.live.rules import may_produce
from fardplan.people.viewer import ViewerRequest

REHEARSAL = "ovning"


def stage_at(request: ViewerRequest, slug: str, day: str) -> Stage:
    """The stage of a day, with its day, dialogue and cue loaded: one query when there is one.

    Raises NotFound when there is none, when the dialogue is not for this viewer, and for a rehearsal when they have
    neither its key nor lead the day.
    """
    is_rehearsal = REHEARSAL in request.GET
    found = (
        Stage.objects.select_related(
            "day__dialogue__strategy", "day__broadcast", "cue__session", "shown_question", "shown_poll"
        )
        .filter(day__dialogue__slug=slug, day__slug=day, is_rehearsal=is_rehearsal)
        .first()
    )
    if found is None or not may_see(request.viewer, found.day.dialogue):
        return access_stage(access_day(access_dialogue(request.viewer, slug), day), is_rehearsal=is_rehearsal)
    if is_rehearsal and not _may_rehearse(request, found):
        raise NotFound(_("Övningen finns inte."), what_next=_("Be den som leder sändningen om länken till övningen."))
    return found


def _may_rehearse(request: ViewerRequest, stage: Stage) -> bool:
    has_key = constant_time_compare(request.GET[REHEARSAL], stage.key)
    return has_key or may_produce(request.viewer.official, stage.day.dialogue)


def live_address(name: str, stage: Stage, *more: str | int) -> str:
    """The address of a live page about this stage: `live_address("public:now", stage)`."""
    address = reverse(name, args=[stage.day.dialogue.slug, stage.day.slug, *more])
    return f"{address}{rehearsal_query(stage)}"


def rehearsal_query(stage: Stage) -> str:
    """ "?ovning=…" for a rehearsal, for templates that write an address themselves; otherwise nothing."""
    return f"?{urlencode({REHEARSAL: stage.key})}" if stage.is_rehearsal else ""
