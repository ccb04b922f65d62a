"""Where a day is shown: the addresses of projector, broadcast and speaker's clock, and the strip for other sites."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fardplan.base.errors import Invalid
from fardplan.desk.access import official_required
from fardplan.desk.live_tabs import live_desk_address, live_page, stage_at_desk
from fardplan.live.actions.views import LONGEST_FOR_SPEAKER, renew_key, tell_speaker
from fardplan.live.models import Stage
from fardplan.live.rules import may_produce
from fardplan.people.viewer import OfficialRequest

HERE = "desk:live-views"


@official_required
@require_safe
def views(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at_desk(request, slug, day, may=may_produce)
    return live_page(
        request,
        "desk/live/views.html",
        stage,
        here=HERE,
        addresses=_addresses(stage),
        most_for_speaker=LONGEST_FOR_SPEAKER,
        qr_svg=reverse("qr-svg", args=[stage.day.short_code]),
    )


def _addresses(stage: Stage) -> dict[str, str]:
    """With scheme and host, in the language the dialogue is written in: they are pasted into other programs."""
    day = [stage.day.dialogue.slug, stage.day.slug]
    rehearsing = f"?{urlencode({'ovning': stage.key})}" if stage.is_rehearsal else ""
    with translation.override(stage.day.dialogue.language):
        return {
            "scene": _whole("public:scene", stage.key),
            "obs": _whole("public:scene", stage.key) + "?genomskinlig=1",
            "clock": _whole("public:speaker-clock", stage.key),
            "now": _whole("public:now", *day) + rehearsing,
            "strip": _whole("public:strip", *day) + rehearsing,
            "short": _whole("short-link", stage.day.short_code),
        }


def _whole(name: str, *arguments: str) -> str:
    return settings.BASE_URL + reverse(name, args=arguments)


@official_required
@require_POST
def renew(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at_desk(request, slug, day, may=may_produce)
    renewed = renew_key(stage=stage, by=request.official, now=request.now, seen=request.POST.get("seen", ""))
    messages.success(request, _("Adresserna är utbytta. De gamla leder ingenstans längre: byt dem där de används."))
    return redirect(live_desk_address(HERE, renewed))


@official_required
@require_POST
def speaker(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = stage_at_desk(request, slug, day, may=may_produce)
    try:
        told = tell_speaker(stage=stage, text=request.POST.get("text", ""), by=request.official, now=request.now)
    except Invalid as error:
        messages.warning(request, str(error.message))
    else:
        said = _("Den som talar ser det nu.") if told.speaker_message else _("Den som talar ser det inte längre.")
        messages.success(request, said)
    return redirect(live_desk_address(HERE, stage))


_BASE = "dialog/<slug:slug>/dagar/<slug:day>/just-nu/vyer/"
addresses = [
    path(_BASE, views, name="live-views"),
    path(f"{_BASE}ny-adress/", renew, name="renew-stage-key"),
    path(f"{_BASE}talaren/", speaker, name="tell-speaker"),
]
