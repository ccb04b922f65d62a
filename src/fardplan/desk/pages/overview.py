"""A dialogue's first page at the desk: how it stands and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.people.viewer import OfficialRequest


@official_required
@require_safe
def overview(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug)
    return desk_page(request, "desk/overview.html", {"days": dialogue.days.all()}, dialogue=dialogue, here="overview")


addresses = [path("dialog/<slug:slug>/", overview, name="dialogue")]
