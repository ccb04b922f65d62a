"""What others than those who take part look at: the projector, the speaker's clock, a strip on other web sites.

The first two have a secret address instead of a login, which whoever leads the day can renew (`live.actions.keys`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.base import hub
from fardplan.live.choices import Situation
from fardplan.live.models import Stage
from fardplan.live.queries.stages import access_stage_by_key
from fardplan.live.topics import poll_topic, stage_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public.absolute import absolute
from fardplan.public.kept_page import kept_for_a_second
from fardplan.public.live_now import is_break, running
from fardplan.public.on_stage import rehearsal_query, stage_at
from fardplan.public.pages.posters import code_context
from fardplan.public.scenes import scene_of, time_left

SCENE_SCRIPTS = ["fardplan/js/live.js", "fardplan/js/scene.js"]
STRIP_SCRIPTS = ["fardplan/js/live.js", "fardplan/js/live-view.js"]


def _frame(stage: Stage, *, scripts: list[str], also: Sequence[str] = ()) -> dict[str, Any]:
    """What each of them needs. First what has been told, then what the page shows. `also`: more topics to follow."""
    topics = [stage_topic(stage), *also]
    following = {"topic": topics[0], "ticket": hub.ticket(topics), "since": hub.newest_id()}
    on = running(stage)
    about = {"stage": stage, "day": stage.day, "dialogue": stage.day.dialogue, "running": on, "is_break": is_break(on)}
    return {**following, **about, "scripts": scripts}


@require_safe
def scene(request: ViewerRequest, key: str) -> HttpResponse:
    """The projector; with ?genomskinlig=1 a plate at the foot of a transparent picture, for OBS."""
    stage = access_stage_by_key(key)
    shown = scene_of(stage, now=request.now)
    # Only here: a ticket to the numbers of a poll is given to nobody who may not see them yet.
    poll = [poll_topic(stage.shown_poll)] if stage.shown_poll is not None else []
    context = {
        **_frame(stage, scripts=SCENE_SCRIPTS, also=poll),
        **code_context(stage.day),
        **shown.context,
        "what": shown.what,
        "view_template": shown.template,
        "is_transparent": request.GET.get("genomskinlig") == "1",
    }
    return _for_nobody_else(render(request, "public/live/scene.html", context))


@require_safe
def speaker_clock(request: ViewerRequest, key: str) -> HttpResponse:
    stage = access_stage_by_key(key)
    frame = _frame(stage, scripts=SCENE_SCRIPTS)
    on = frame["running"].now
    counts = on is not None and stage.situation == Situation.RUNNING
    left = time_left(on.ends_at, now=request.now) if counts else None
    return _for_nobody_else(render(request, "public/live/clock.html", {**frame, "counts": counts, "left": left}))


def _for_nobody_else(response: HttpResponse) -> HttpResponse:
    """A secret address is neither kept by a proxy nor told to a page that is linked to."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def strip(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    """What goes on, to be framed by a municipality's web site: the one page of ours that others may frame."""
    answer = kept_for_a_second(request, lambda: _strip(request, slug, day))
    answer.xframe_options_exempt = True  # what Django's own decorator sets
    answer._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined] # and django-csp's
    return answer


def _strip(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at(request, slug, day)
    has_ended = stage.situation == Situation.ENDED
    page = "public:day" if has_ended else "public:now"
    address = absolute(page, slug, day) + ("" if has_ended else rehearsal_query(stage))
    return render(request, "public/live/strip.html", {**_frame(stage, scripts=STRIP_SCRIPTS), "address": address})


addresses = [
    path("scen/<str:key>/", scene, name="scene"),
    path("scen/<str:key>/klocka/", speaker_clock, name="speaker-clock"),
    path("<slug:slug>/dagar/<slug:day>/remsa/", strip, name="strip"),
]
