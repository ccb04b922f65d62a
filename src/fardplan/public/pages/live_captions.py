"""The captions of a day as they come: a part of the participant page, a page of their own, a line over a picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base import clock, hub
from fardplan.base.text import whole_number
from fardplan.live.choices import CaptionLanguage
from fardplan.live.models import CaptionLine, LineBeingTyped, Stage
from fardplan.live.queries.captions import MOST_LINES, growing_lines, languages_of, newest_lines
from fardplan.live.queries.stages import access_stage_by_key
from fardplan.live.topics import captions_topic, stage_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public.on_stage import REHEARSAL, live_address, stage_at

SIZES = [("normal", _("Vanlig")), ("large", _("Stor")), ("larger", _("Större")), ("largest", _("Störst"))]
CONTRASTS = [
    ("page", _("Som sidan")),
    ("black", _("Svart på vitt")),
    ("white", _("Vitt på svart")),
    ("yellow", _("Gult på svart")),
]
SCENE_LINES = 2
MORE_LINES = 200


@dataclass(frozen=True)
class Reading:
    """The captions as one page shows them. `since` is the last event they contain."""

    topic: str
    ticket: str
    since: int
    lines: list[CaptionLine]
    growing: list[LineBeingTyped]
    languages: list[tuple[str, str]]
    chosen: list[str]
    size: str
    contrast: str
    address: str
    rehearsal_key: str
    is_shown: bool
    now: datetime

    @property
    def is_automatic(self) -> bool:
        newest: LineBeingTyped | CaptionLine | None = self.growing[-1] if self.growing else None
        newest = newest or (self.lines[-1] if self.lines else None)
        return newest is not None and newest.is_automatic

    @property
    def earlier(self) -> str:
        """The address of what came before, "" when everything is here."""
        if len(self.lines) < MOST_LINES:
            return ""
        return _with(self.address, {"fore": self.lines[0].pk, "sprak": self.chosen})


def _with(address: str, words: dict[str, Any]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(words, doseq=True)}"


def captions_context(
    request: ViewerRequest, stage: Stage, *, most: int = MOST_LINES, since: int | None = None
) -> dict[str, Any]:
    """What `public/live/parts/captions.html` shows: three queries, none while captions are off, and one more when
    `since` is not given. The chosen languages are those of ?sprak=, or the first there is text in."""
    since = hub.newest_id() if since is None else since  # first what has been told, then what is shown
    found = languages_of(stage) if stage.has_captions else []
    chosen = [each for each in request.GET.getlist("sprak") if each in found] or found[:1]
    before = whole_number(request.GET.get("fore")) or None
    reading = Reading(
        topic=captions_topic(stage),
        ticket=hub.ticket([captions_topic(stage), stage_topic(stage)]),
        since=since,
        lines=newest_lines(stage, chosen, most=MORE_LINES if before else most, before=before) if found else [],
        growing=_growing(stage, chosen) if stage.has_captions and not before else [],
        languages=[(each, str(CaptionLanguage(each).label)) for each in found],
        chosen=chosen,
        size=_one_of(SIZES, request.GET.get("storlek")),
        contrast=_one_of(CONTRASTS, request.GET.get("kontrast")),
        address=live_address("public:live-captions", stage),
        rehearsal_key=stage.key if stage.is_rehearsal else "",
        is_shown=stage.has_captions,
        now=request.now,
    )
    return {"captions": reading, "caption_sizes": SIZES, "caption_contrasts": CONTRASTS}


def _growing(stage: Stage, chosen: list[str]) -> list[LineBeingTyped]:
    growing = growing_lines(stage.pk, real_now=clock.now())
    return [each for each in growing if not chosen or each.language in chosen]


def _one_of(choices: list[tuple[str, Any]], asked: str | None) -> str:
    return asked if asked in dict(choices) else choices[0][0]


@require_safe
def captions_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at(request, slug, day)
    context = {
        "stage": stage,
        "day": stage.day,
        "dialogue": stage.day.dialogue,
        "is_earlier": "fore" in request.GET,
        "has_captions_alone": True,
        "rehearsal": REHEARSAL,
    }
    return render(request, "public/live/captions.html", context | captions_context(request, stage))


@require_safe
def scene_captions(request: ViewerRequest, key: str) -> HttpResponse:
    """The last lines over a transparent ground, to lie in the picture of the broadcast."""
    stage = access_stage_by_key(key)
    number = min(max(whole_number(request.GET.get("rader"), SCENE_LINES), 1), 6)
    context = {"stage": stage, "day": stage.day, "most": number} | captions_context(request, stage, most=number)
    return render(request, "public/live/scene_captions.html", context)


addresses = [
    path("scen/<str:key>/text/", scene_captions, name="scene-captions"),
    path("<slug:slug>/dagar/<slug:day>/just-nu/text/", captions_page, name="live-captions"),
]
