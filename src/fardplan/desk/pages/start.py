"""The desk's first page: the dialogues an official works with."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.dialogue.queries import dialogues_of
from fardplan.people.viewer import OfficialRequest


@login_required
@require_safe
def start(request: OfficialRequest) -> HttpResponse:
    return render(request, "desk/start.html", {"dialogues": dialogues_of(request.viewer.official)})


addresses = [path("", start, name="start")]
