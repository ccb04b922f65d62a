"""From paper to page: short links, QR codes and a sheet to print for a day or a whole dialogue."""

from __future__ import annotations

import io

import segno
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Day, Dialogue
from fardplan.dialogue.queries import access_day, access_dialogue, day_or_dialogue_with_code
from fardplan.dialogue.rules import may_see
from fardplan.live.queries.following import can_be_followed
from fardplan.people.viewer import Viewer, ViewerRequest
from fardplan.public.absolute import short_address

# Error correction M: a crease or a coffee stain does no harm; the quiet zone of four modules is part of the standard.
CORRECTION, QUIET_ZONE = "m", 4
PNG_SCALE = 16


def _with_code(viewer: Viewer, code: str) -> Day | Dialogue:
    """What a code stands for; a dialogue that is not published looks like missing."""
    found = day_or_dialogue_with_code(code)
    dialogue = found.dialogue if isinstance(found, Day) else found
    if found is None or dialogue is None or not may_see(viewer, dialogue):
        raise NotFound(
            _("Det finns inget bakom den korta adressen."),
            what_next=_("Kontrollera tecknen en gång till. Små och stora bokstäver spelar ingen roll."),
        )
    return found


@require_safe
def short_link(request: ViewerRequest, code: str) -> HttpResponse:
    """Not permanent: the address behind may change, what is printed may not. While a day goes on it leads to what
    happens now: that is what those in the hall came for."""
    found = _with_code(request.viewer, code)
    dialogue = found.dialogue if isinstance(found, Day) else found
    with translation.override(dialogue.language):
        if isinstance(found, Day):
            page = "public:now" if can_be_followed(found, now=request.now) else "public:day"
            return redirect(page, slug=dialogue.slug, day=found.slug)
        return redirect("public:dialogue", slug=dialogue.slug)


def _qr(code: str) -> segno.QRCode:
    return segno.make(short_address(code), error=CORRECTION, micro=False)


@require_safe
def qr_svg(request: ViewerRequest, code: str) -> HttpResponse:
    """The code as a drawing without measures: it is sharp in any size."""
    found = _with_code(request.viewer, code)
    out = io.BytesIO()
    _qr(found.short_code).save(
        out, kind="svg", border=QUIET_ZONE, omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return _file(out.getvalue(), content_type="image/svg+xml", file_name=f"{found.short_code}.svg")


@require_safe
def qr_png(request: ViewerRequest, code: str) -> HttpResponse:
    """The code as a picture, large enough to print, for those whose tools take no drawings."""
    found = _with_code(request.viewer, code)
    out = io.BytesIO()
    _qr(found.short_code).save(out, kind="png", border=QUIET_ZONE, scale=PNG_SCALE)
    return _file(out.getvalue(), content_type="image/png", file_name=f"{found.short_code}.png")


def _file(body: bytes, *, content_type: str, file_name: str) -> HttpResponse:
    return HttpResponse(
        body,
        content_type=content_type,
        headers={
            "Cache-Control": "max-age=86400",
            "Content-Disposition": f'inline; filename="{file_name}"',
        },
    )


@require_safe
def day_poster(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    this = access_day(dialogue, day)
    context = {"dialogue": dialogue, "day": this, "days": [this], **code_context(this)}
    return render(request, "public/poster.html", context)


@require_safe
def dialogue_poster(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    context = {"dialogue": dialogue, "days": dialogue.days.order_by("starts_at", "id"), **code_context(dialogue)}
    return render(request, "public/poster.html", context)


def code_context(found: Day | Dialogue) -> dict[str, object]:
    """The short address to print or show, with its code as a picture."""
    address = short_address(found.short_code)
    # Nobody reads or types the scheme from a wall; a line that must break does so before the code.
    host, code = address.split("://")[1].rstrip("/").split("/k/")
    return {
        "short_address": address,
        "address_to_read": (host, f"/k/{code}"),
        "qr_svg": reverse("qr-svg", args=[found.short_code]),
        "qr_png": reverse("qr-png", args=[found.short_code]),
    }


addresses = [
    path("<slug:slug>/affisch/", dialogue_poster, name="dialogue-poster"),
    path("<slug:slug>/dagar/<slug:day>/affisch/", day_poster, name="poster"),
]
plain_addresses = [
    path("k/<slug:code>/", short_link, name="short-link"),
    path("k/<slug:code>/qr.svg", qr_svg, name="qr-svg"),
    path("k/<slug:code>/qr.png", qr_png, name="qr-png"),
]
