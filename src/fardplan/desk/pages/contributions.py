"""Contributions at the desk: the queue with its list, and one contribution beside it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.contributions.desk_queries import access_contribution_at_desk
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.answering import HERE, list_context, queue_links, queue_of, views_for
from fardplan.desk.one_contribution import contribution_page
from fardplan.desk.page import desk_page
from fardplan.people.viewer import OfficialRequest


@official_required
@require_safe
def queue(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")
    asked = queue_of(request, dialogue)
    context = list_context(request, dialogue, asked) | {
        "queues": queue_links(request, dialogue, asked),
        "views": views_for(request.official, dialogue),
    }
    return desk_page(request, "desk/contributions/queue.html", context, dialogue=dialogue, here=HERE)


@official_required
@require_safe
def contribution(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "read_contributions")
    found = access_contribution_at_desk(dialogue, label)
    if found.label != label:
        return redirect("desk:contribution", slug=slug, label=found.label)
    return contribution_page(request, dialogue, found)


addresses = [
    path("dialog/<slug:slug>/synpunkter/", queue, name="contributions"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/", contribution, name="contribution"),
]
