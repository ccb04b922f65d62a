"""The start page: which dialogues there are."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import published_dialogues
from fardplan.dialogue.states import Contributing, State, contributing, day_state
from fardplan.people.viewer import ViewerRequest


def where_it_stands(dialogue: Dialogue, *, now: datetime) -> str:
    """ "open", "coming" or "earlier". A dialogue is open as long as there is a day ahead or something to answer."""
    if dialogue.ended_at is not None and dialogue.ended_at <= now:
        return "earlier"
    takes = contributing(dialogue, now=now)
    states = {day_state(day, now=now) for day in dialogue.days.all()}
    if takes is Contributing.OPEN or State.LIVE in states:
        return "open"
    ahead = states & {State.UPCOMING, State.MOVED}
    if takes is Contributing.CLOSED:
        return "open" if ahead else "earlier"
    has_been = State.ENDED in states
    return "open" if ahead and has_been else "earlier" if has_been else "coming"


@require_safe
def start(request: ViewerRequest) -> HttpResponse:
    dialogues = list(published_dialogues().prefetch_related("days")[:50])
    if len(dialogues) == 1:
        return redirect("public:dialogue", slug=dialogues[0].slug)
    context: dict[str, list[Dialogue]] = {"open": [], "coming": [], "earlier": []}
    for dialogue in dialogues:
        context[where_it_stands(dialogue, now=request.now)].append(dialogue)
    return render(request, "public/start.html", context)


addresses = [path("", start, name="start")]
