"""The day as it happens, for those who take part: what goes on, the broadcast, polls, questions, the text."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base import hub
from fardplan.dialogue import states
from fardplan.live.choices import Situation
from fardplan.live.models import Stage
from fardplan.live.topics import stage_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public.films import BROADCAST, FilmElsewhere, film_elsewhere, let_in, signed_film
from fardplan.public.kept_page import kept_for_a_second, kept_part
from fardplan.public.live_now import audience, is_break, is_over_time, running
from fardplan.public.on_stage import live_address, stage_at
from fardplan.public.pages.live_captions import captions_context
from fardplan.public.pages.live_polls import polls_context
from fardplan.public.pages.live_questions import FROM_LIVE_PAGE, questions_context
from fardplan.public.pages.live_reactions import reactions_context

SCRIPTS = [
    f"fardplan/js/{name}.js"
    for name in (
        "live", "live-still", "live-view", "live-page", "live-clock", "captions", "live-polls", "live-questions",
        "error-summary", "keep-text",
    )
]  # fmt: skip
PARTS = "public/live/parts"


@require_safe
def now_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    return kept_for_a_second(request, lambda: _now_page(request, slug, day))


def _now_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at(request, slug, day)
    # First what has been told, then what the page shows: what comes in between is told again, never lost.
    since = hub.newest_id()
    following = {"topic": stage_topic(stage), "ticket": hub.ticket([stage_topic(stage)]), "since": since}
    film, signed = _film(request, stage), _signed(request, stage)
    own = polls_context(request, stage) | questions_context(request, stage, page=FROM_LIVE_PAGE)
    context = following | own | _about(request, stage)
    context |= {"film": film, "signed_film": signed, "scripts": SCRIPTS}
    shared = {name: kept_part(request, name, partial(part, request, context)) for name, part in _SHARED.items()}
    return let_in(render(request, "public/live/now.html", context | shared), film, signed)


def _about(request: ViewerRequest, stage: Stage) -> dict[str, Any]:
    day = stage.day
    return {
        "stage": stage,
        "day": day,
        "dialogue": day.dialogue,
        "has_captions": stage.has_captions,
        "has_ended": stage.situation == Situation.ENDED,
        "broadcast": getattr(day, "broadcast", None),
        "day_address": reverse("public:day", args=[day.dialogue.slug, day.slug]),
        "here_address": live_address("public:now", stage),
        "now": request.now,
    }


# --- what is the same for everybody -----------------------------------------------------------------------------------


def _head(request: ViewerRequest, context: dict[str, Any]) -> SafeString:
    """What goes on, what comes next, how many follow."""
    stage, now = context["stage"], request.now
    on = running(stage)
    about = {
        "running": on,
        "is_over": is_over_time(on, now=now),
        "is_break": is_break(on),
        "begins_today": timezone.localdate(stage.day.starts_at) == timezone.localdate(now),
        "presence": audience(stage),
    }
    return render_to_string(f"{PARTS}/head.html", context | about, request)


def _captions(request: ViewerRequest, context: dict[str, Any]) -> SafeString:
    return render_to_string(
        f"{PARTS}/captions.html", context | captions_context(request, context["stage"], since=context["since"]), request
    )


def _reactions(request: ViewerRequest, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"{PARTS}/reactions.html", context | reactions_context(request, context["stage"]), request)


def _programme(request: ViewerRequest, context: dict[str, Any]) -> SafeString:
    sessions = context["day"].sessions.order_by("starts_at", "id")
    points = {"programme": states.programme_now(sessions, now=request.now)}
    return render_to_string(f"{PARTS}/programme.html", context | points, request)


_SHARED = {"head": _head, "captions": _captions, "reactions": _reactions, "programme": _programme}


def _film(request: ViewerRequest, stage: Stage) -> FilmElsewhere | None:
    broadcast = getattr(stage.day, "broadcast", None)
    if broadcast is None or stage.situation == Situation.ENDED:
        return None
    return film_elsewhere(request, broadcast, name=BROADCAST, title=str(_("Sändningen")))


def _signed(request: ViewerRequest, stage: Stage) -> FilmElsewhere | None:
    """The interpreter's picture has a fixed place beside the broadcast, and covers nothing."""
    broadcast = getattr(stage.day, "broadcast", None)
    return None if broadcast is None or stage.situation == Situation.ENDED else signed_film(request, broadcast)


addresses = [path("<slug:slug>/dagar/<slug:day>/just-nu/", now_page, name="now")]
