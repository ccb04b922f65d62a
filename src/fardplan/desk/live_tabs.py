"""The live pages of the desk: which stage they are about, the row of tabs between them, and who else has them open.

Every one of them begins and ends so:

    stage = stage_at_desk(request, slug, day, may=rules.may_produce)
    …
    return live_page(request, "desk/live/polls.html", stage, here="desk:live-polls", polls=…)

`?ovning=…` (any value) leads to the rehearsal; `live_desk_address` keeps it in addresses. Templates extend
`desk/live/base.html`. A page adds its line to TABS with the right it asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.base.errors import NotAllowed, NotFound
from fardplan.desk.access import desk_dialogue
from fardplan.desk.navigation import Link
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Day, Dialogue
from fardplan.dialogue.queries import access_day
from fardplan.live.actions.seats import take_seat
from fardplan.live.models import Stage
from fardplan.live.queries.desk import seated_at
from fardplan.live.queries.stages import stage_of
from fardplan.live.rules import may_keep_questions, may_produce
from fardplan.people.models import Official
from fardplan.people.viewer import OfficialRequest

REHEARSAL = "ovning"
May = Callable[[Official | None, Dialogue], bool]


@dataclass(frozen=True)
class Tab:
    """`address` names a URL pattern that takes the slugs of the dialogue and the day."""

    address: str
    label: Promise
    may: May


TABS = [
    Tab("desk:live", _("Leda"), may_produce),
    Tab("desk:live-script", _("Körschema"), may_produce),
    Tab("desk:live-questions", _("Frågor"), may_keep_questions),
    Tab("desk:live-polls", _("Omröstningar"), may_produce),
    Tab("desk:live-captions", _("Text"), may_produce),
    Tab("desk:live-pace", _("Tempo"), may_keep_questions),
    Tab("desk:live-views", _("Vyer"), may_produce),
    Tab("desk:live-notes", _("Rummen"), may_produce),
]


def live_day(request: OfficialRequest, slug: str, day: str, *, may: May) -> Day:
    """The day, for those who may. Raises NotFound and NotAllowed as the rest of the desk does."""
    dialogue = desk_dialogue(request, slug, "see_desk")
    if not may(request.official, dialogue):
        raise NotAllowed(
            _("Din roll i dialogen räcker inte för det här."),
            what_next=_("Be en arrangör i dialogen om hjälp, eller om en roll till."),
        )
    return access_day(dialogue, day)


def stage_at_desk(request: OfficialRequest, slug: str, day: str, *, may: May) -> Stage:
    """The stage of the day, or its rehearsal. Raises NotFound when there is none."""
    of = live_day(request, slug, day, may=may)
    is_rehearsal = REHEARSAL in request.GET
    stage = stage_of(of, is_rehearsal=is_rehearsal)
    if stage is None:
        raise NotFound(
            _("Det finns ingen övning nu.") if is_rehearsal else _("Sändningen är inte förberedd."),
            what_next=_("Öppna sidan ”Leda” under ”Just nu” och förbered den där."),
        )
    stage.day = of
    return stage


def live_desk_address(name: str, stage: Stage, *more: str | int) -> str:
    """The address of a live page of the desk about this stage: `live_desk_address("desk:live-polls", stage)`."""
    return f"{reverse(name, args=[stage.day.dialogue.slug, stage.day.slug, *more])}{rehearsal_words(stage)}"


def rehearsal_words(stage: Stage) -> str:
    return f"?{urlencode({REHEARSAL: '1'})}" if stage.is_rehearsal else ""


def live_tabs(official: Official, stage: Stage, *, here: str) -> list[Link]:
    """The tabs this official may open."""
    dialogue = stage.day.dialogue
    allowed = {may: may(official, dialogue) for may in {tab.may for tab in TABS}}
    found = []
    for tab in TABS:
        if allowed[tab.may] and (url := _address(tab, stage)):
            found.append(Link(tab.label, url, tab.address == here))
    return found


def _address(tab: Tab, stage: Stage) -> str:
    try:
        return live_desk_address(tab.address, stage)
    except NoReverseMatch:
        return ""


def live_frame(request: OfficialRequest, stage: Stage, *, here: str) -> dict[str, Any]:
    """What every live page shows: its tabs, and who else leads the day. Whoever opens it takes a seat."""
    now = clock.now()
    take_seat(stage=stage, official=request.official, page=here.removeprefix("desk:")[:16], now=now)
    seated = seated_at(stage, now=now)
    return {
        "stage": stage,
        "day": stage.day,
        "tabs": live_tabs(request.official, stage, here=here),
        "others": [each for each in seated if each.official_id != request.official.pk],
        "seated_key": ",".join(str(each.official_id) for each in seated),
        "rehearsal_words": rehearsal_words(stage),
    }


def live_page(
    request: OfficialRequest, template: str, stage: Stage, *, here: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a live page of the desk, in its frame."""
    frame = live_frame(request, stage, here=here) | context
    return desk_page(request, template, frame, dialogue=stage.day.dialogue, here="live", status=status)
