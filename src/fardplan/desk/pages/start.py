"""The desk's first page: the dialogues an official works with."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.desk.access import official_required
from fardplan.desk.page import desk_page, page_of
from fardplan.dialogue.queries import dialogues_of
from fardplan.people.viewer import OfficialRequest


@official_required
@require_safe
def start(request: OfficialRequest) -> HttpResponse:
    dialogues = page_of(request, dialogues_of(request.official))
    return desk_page(request, "desk/start.html", {"dialogues": dialogues}, here="start")


addresses = [path("", start, name="start")]
