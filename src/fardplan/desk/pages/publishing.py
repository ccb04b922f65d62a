"""Showing a dialogue to everyone: what is missing first, then the button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.dialogue.actions import dialogues as actions
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.readiness import what_is_missing
from fardplan.people.viewer import OfficialRequest


@official_required
@require_safe
def publishing(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    gaps = [(gap, reverse(gap.page, args=[slug])) for gap in what_is_missing(dialogue)]
    context = {"gaps": gaps, "is_stopped": any(gap.stops_publishing for gap, _address in gaps)}
    return desk_page(request, "desk/publishing.html", context, dialogue=dialogue, here="publishing")


def _act(request: OfficialRequest, slug: str, act: Callable[..., Dialogue], said: Promise) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    act(dialogue=dialogue, by=request.official, now=request.now)
    messages.success(request, str(said))
    return redirect("desk:publishing", slug=slug)


@official_required
@require_POST
def publish(request: OfficialRequest, slug: str) -> HttpResponse:
    return _act(request, slug, actions.publish_dialogue, _("Dialogen är publicerad."))


@official_required
@require_POST
def unpublish(request: OfficialRequest, slug: str) -> HttpResponse:
    return _act(request, slug, actions.unpublish_dialogue, _("Dialogen visas bara för er som arbetar med den."))


@official_required
@require_POST
def end(request: OfficialRequest, slug: str) -> HttpResponse:
    return _act(request, slug, actions.end_dialogue, _("Dialogen är avslutad. Sidorna finns kvar."))


@official_required
@require_POST
def reopen(request: OfficialRequest, slug: str) -> HttpResponse:
    return _act(request, slug, actions.reopen_dialogue, _("Dialogen pågår igen."))


addresses = [
    path("dialog/<slug:slug>/publicera/", publishing, name="publishing"),
    path("dialog/<slug:slug>/publicera/nu/", publish, name="publish"),
    path("dialog/<slug:slug>/publicera/dolj/", unpublish, name="unpublish"),
    path("dialog/<slug:slug>/publicera/avsluta/", end, name="end"),
    path("dialog/<slug:slug>/publicera/oppna/", reopen, name="reopen"),
]
