"""The start page: which dialogues there are."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.dialogue.queries import published_dialogues
from fardplan.people.viewer import ViewerRequest


@require_safe
def start(request: ViewerRequest) -> HttpResponse:
    dialogues = list(published_dialogues()[:50])
    if len(dialogues) == 1:
        return redirect("public:dialogue", slug=dialogues[0].slug)
    return render(request, "public/start.html", {"dialogues": dialogues})


addresses = [path("", start, name="start")]
