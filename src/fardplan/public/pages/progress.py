"""How far the answering has come: received, read, answered, how long it took, and what has waited longest."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.dialogue.queries import access_dialogue
from fardplan.dialogue.states import replies_were_due
from fardplan.ledger.queries import meter_of
from fardplan.people.viewer import ViewerRequest
from fardplan.public.waits import in_words


@require_safe
def progress_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    meter = meter_of(dialogue, now=request.now)
    context = {
        "dialogue": dialogue,
        "meter": meter,
        "progress": meter.progress,
        "median": in_words(meter.median) if meter.median is not None else "",
        "oldest_wait": in_words(request.now - meter.oldest_since) if meter.oldest_since else "",
        "replies_were_due": replies_were_due(dialogue, now=request.now),
        "here": "contributions",
    }
    return render(request, "public/contributions/progress.html", context)


addresses = [path("<slug:slug>/lage/", progress_page, name="progress")]
