"""Leading the day as it happens: one screen for the producer, by ordinary forms that scripts make smoother."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fardplan.base import clock
from fardplan.base.errors import DomainError, NotFound
from fardplan.base.text import whole_number
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.leading import screen
from fardplan.desk.live_tabs import REHEARSAL, live_day, live_desk_address, live_page, stage_at_desk
from fardplan.desk.page import desk_page
from fardplan.dialogue.states import days_now
from fardplan.live.actions import script, showing, staging
from fardplan.live.actions.seats import take_seat
from fardplan.live.models import Stage
from fardplan.live.queries.stages import days_to_lead, stage_of
from fardplan.live.rules import may_produce
from fardplan.people.models import Official
from fardplan.people.viewer import OfficialRequest


@dataclass(frozen=True)
class Press:
    """What somebody pressed: who and when, where the page said that the script stood, and what it is about."""

    stage: Stage
    by: Official
    now: datetime
    seen: int
    about: str
    text: str

    @property
    def whose(self) -> dict[str, Any]:
        return {"stage": self.stage, "by": self.by, "now": self.now}


Act = Callable[[Press], Stage]


@official_required
@require_safe
def live_days(request: OfficialRequest, slug: str) -> HttpResponse:
    """The days there are to lead; the one that goes on comes first."""
    dialogue = desk_dialogue(request, slug, "sort")
    days = days_now(days_to_lead(dialogue), now=request.now)
    days = sorted(days, key=lambda each: each.state != "live")
    return desk_page(request, "desk/live/days.html", {"days": days}, dialogue=dialogue, here="live")


@official_required
@require_safe
def producer(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = live_day(request, slug, day, may=may_produce)
    is_rehearsal = REHEARSAL in request.GET
    stage = stage_of(of, is_rehearsal=is_rehearsal)
    if stage is None:
        context = {"day": of, "is_rehearsal": is_rehearsal, "sessions": of.sessions.count()}
        return desk_page(request, "desk/live/prepare.html", context, dialogue=of.dialogue, here="live")
    stage.day = of
    return live_page(request, "desk/live/lead.html", stage, here="desk:live", **screen(stage, now=request.now))


def _moves(action: Callable[..., Stage]) -> Act:
    """An act that depends on where the script stands."""
    return lambda press: action(**press.whose, seen=press.seen)


def _moves_to(action: Callable[..., Stage]) -> Act:
    """The same, about one cue."""
    return lambda press: action(**press.whose, seen=press.seen, cue_id=whole_number(press.about))


ACTS: dict[str, Act] = {
    "borja": _moves(script.begin),
    "ga-till": _moves_to(script.go_to),
    "tillbaka": _moves(script.step_back),
    "hoppa-over": _moves_to(script.skip),
    "ta-med": _moves_to(script.take_up),
    "pausa": _moves(script.pause),
    "fastnat": _moves(script.stop),
    "fortsatt": _moves(script.resume),
    "avsluta": _moves(script.end),
    "angra-slut": _moves(script.take_up_again),
    "visa": lambda press: showing.show(**press.whose, what=press.about),
    "sag": lambda press: showing.say_to_all(**press.whose, text=press.text),
    "ta-tillbaka": lambda press: showing.take_back_message(**press.whose),
}


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """One press. What could not be done is said on the screen, never on a page of its own: the day goes on."""
    stage = stage_at_desk(request, slug, day, may=may_produce)
    name, _colon, about = request.POST.get("gor", "").partition(":")
    if name not in ACTS:
        raise NotFound(_("Det går inte att göra det här."))
    seen, text = whole_number(request.POST.get("revision")), request.POST.get("text", "")
    try:
        ACTS[name](Press(stage, request.official, request.now, seen, about, text))
    except DomainError as error:
        messages.warning(request, str(error.message))
    return redirect(live_desk_address("desk:live", stage))


@official_required
@require_POST
def prepare(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """Prepare the day's stage, or let the script follow the programme again."""
    of = live_day(request, slug, day, may=may_produce)
    stage = staging.prepare(day=of, by=request.official, now=request.now)
    return redirect(live_desk_address("desk:live", stage))


@official_required
@require_POST
def rehearse(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """Begin a rehearsal, begin it anew, or throw it away."""
    of = live_day(request, slug, day, may=may_produce)
    if request.POST.get("gor") == "kasta":
        stage = stage_of(of, is_rehearsal=True)
        if stage is not None:
            staging.throw_away_rehearsal(stage=stage, by=request.official, now=request.now)
        messages.success(request, _("Övningen är kastad."))
        return redirect("desk:live", slug=slug, day=day)
    rehearsal = staging.begin_rehearsal(day=of, by=request.official, now=request.now)
    messages.success(request, _("Övningen kan börja. Inget du gör här syns på riktigt."))
    return redirect(live_desk_address("desk:live", rehearsal))


@official_required
@require_POST
def seat(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """The page is still open: a script says so every twenty seconds."""
    stage = stage_at_desk(request, slug, day, may=may_produce)
    take_seat(stage=stage, official=request.official, page="live", now=clock.now())
    return HttpResponse(status=204)


addresses = [
    path("dialog/<slug:slug>/just-nu/", live_days, name="live-days"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/", producer, name="live"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/gor/", act, name="live-act"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/forbered/", prepare, name="live-prepare"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/ovning/", rehearse, name="live-rehearse"),
    path("dialog/<slug:slug>/dagar/<slug:day>/just-nu/plats/", seat, name="live-seat"),
]
