"""The day as it happens, for those who take part: what goes on, the broadcast, polls, questions, the text."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base import hub
from fardplan.dialogue import states
from fardplan.live.choices import Situation
from fardplan.live.models import Stage
from fardplan.live.topics import stage_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public.films import FilmElsewhere, film_elsewhere, let_in
from fardplan.public.kept_page import kept_for_a_second
from fardplan.public.live_now import audience, is_break, is_over_time, running
from fardplan.public.on_stage import live_address, stage_at
from fardplan.public.pages.live_captions import captions_context
from fardplan.public.pages.live_polls import polls_context
from fardplan.public.pages.live_questions import FROM_LIVE_PAGE, questions_context

SCRIPTS = [
    f"fardplan/js/{name}.js"
    for name in (
        "live",
        "live-view",
        "live-page",
        "live-clock",
        "live-polls",
        "live-questions",
        "error-summary",
        "captions",
        "keep-text",
    )
]
UNDER_THE_PICTURE = ["public/live/parts/captions.html"]
BESIDE_THE_PICTURE = ["public/live/parts/polls.html", "public/live/parts/questions.html"]


@require_safe
def now_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    return kept_for_a_second(request, lambda: _now_page(request, slug, day))


def _now_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at(request, slug, day)
    # First what has been told, then what the page shows: what comes in between is told again, never lost.
    since = hub.newest_id()
    following = {"topic": stage_topic(stage), "ticket": hub.ticket([stage_topic(stage)]), "since": since}
    film = _film(request, stage)
    parts = polls_context(request, stage) | questions_context(request, stage, page=FROM_LIVE_PAGE)
    parts |= captions_context(request, stage, since=since)
    places = {"under_the_picture": UNDER_THE_PICTURE, "beside_the_picture": BESIDE_THE_PICTURE}
    context = {**following, **parts, **_about(request, stage), **places, "film": film}
    return let_in(render(request, "public/live/now.html", context), film)


def _about(request: ViewerRequest, stage: Stage) -> dict[str, Any]:
    day, now = stage.day, request.now
    on = running(stage)
    return {
        "stage": stage,
        "day": day,
        "dialogue": day.dialogue,
        "running": on,
        "is_over": is_over_time(on, now=now),
        "is_break": is_break(on),
        "presence": audience(stage),
        "begins_today": timezone.localdate(day.starts_at) == timezone.localdate(now),
        "has_ended": stage.situation == Situation.ENDED,
        "broadcast": getattr(day, "broadcast", None),
        "programme": states.programme_now(day.sessions.order_by("starts_at", "id"), now=now),
        "day_address": reverse("public:day", args=[day.dialogue.slug, day.slug]),
        "here_address": live_address("public:now", stage),
        "scripts": SCRIPTS,
    }


def _film(request: ViewerRequest, stage: Stage) -> FilmElsewhere | None:
    broadcast = getattr(stage.day, "broadcast", None)
    if broadcast is None or stage.situation == Situation.ENDED:
        return None
    return film_elsewhere(request, broadcast, name="sandning", title=str(_("Sändningen")))


addresses = [path("<slug:slug>/dagar/<slug:day>/just-nu/", now_page, name="now")]
