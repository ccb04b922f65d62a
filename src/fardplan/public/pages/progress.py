"""How far the answering has come: received, read, answered, how long it took, and what has waited longest."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.dialogue.queries import access_dialogue
from fardplan.ledger.queries import median_wait, oldest_waiting, progress_of
from fardplan.people.viewer import ViewerRequest
from fardplan.public.waits import in_words


@require_safe
def progress_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    progress = progress_of(dialogue, now=request.now)
    median = median_wait(dialogue, answered=progress.answered, now=request.now)
    oldest = oldest_waiting(dialogue, now=request.now) if progress.waiting else None
    context = {
        "dialogue": dialogue,
        "progress": progress,
        "median": in_words(median) if median is not None else "",
        "oldest": oldest,
        "oldest_wait": in_words(request.now - oldest.submission.received_at) if oldest else "",
        "here": "contributions",
    }
    return render(request, "public/contributions/progress.html", context)


addresses = [path("<slug:slug>/lage/", progress_page, name="progress")]
