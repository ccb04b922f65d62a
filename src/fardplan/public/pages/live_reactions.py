"""Reacting to what goes on: one press, counted together with everybody else's."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_POST

from fardplan.base import clock
from fardplan.base.origin import without_cookie
from fardplan.live import pace
from fardplan.live.actions.reacting import react
from fardplan.live.choices import ReactionKind
from fardplan.live.models import Stage
from fardplan.live.participant import participant
from fardplan.live.queries.audience import reactions_now
from fardplan.people.viewer import ViewerRequest
from fardplan.public.kept_page import forget_part
from fardplan.public.on_stage import live_address, stage_at

# Signs that stand beside the words, and that screen readers pass over.
SIGNS = {
    ReactionKind.APPLAUSE: "👏",
    ReactionKind.HEART: "❤️",
    ReactionKind.AGREE: "👍",
    ReactionKind.WONDER: "🤔",
    ReactionKind.UNCLEAR: "👂",
}


def reactions_context(request: ViewerRequest, stage: Stage) -> dict[str, Any]:
    """What `public/live/parts/reactions.html` needs. The same for everybody."""
    counts = reactions_now(stage, now=clock.now())
    return {
        "reactions": [
            {"kind": kind.value, "sign": sign, "label": kind.label, "count": counts[kind]}
            for kind, sign in SIGNS.items()
        ],
        "react_address": live_address("public:react", stage),
    }


@without_cookie
@require_POST
def react_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at(request, slug, day)
    by = participant(request)
    pace.keep(pace.Act.REACT, stage=stage, by=by, request=request, now=request.now)
    react(stage=stage, kind=request.POST.get("kind", ""), now=request.now, at=clock.now())
    if request.htmx or request.headers.get("Accept") == "application/json":
        response = HttpResponse(status=204)
    else:
        here = live_address("public:now", stage)
        forget_part("reactions", here)
        response = redirect(f"{here}#reaktioner")
    by.remember(response)
    return response


addresses = [path("<slug:slug>/dagar/<slug:day>/just-nu/reaktion/", react_page, name="react")]
