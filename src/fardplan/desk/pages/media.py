"""What is seen and heard, day by day: where it is broadcast, what is left of it, where people meet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Day
from fardplan.dialogue.queries import access_day
from fardplan.media.actions import broadcasts as actions
from fardplan.media.forms import BroadcastForm, RoomForm
from fardplan.media.models import Broadcast, ExternalRoom
from fardplan.media.queries import days_with_media, room_at_desk
from fardplan.people.viewer import OfficialRequest


def the_day(request: OfficialRequest, slug: str, day: str) -> Day:
    return access_day(desk_dialogue(request, slug, "edit_content"), day)


def place_in(day: Day) -> str:
    """Where the overview shows a day."""
    return f"{reverse('desk:media', args=[day.dialogue.slug])}#{day.slug}"


@official_required
@require_safe
def overview(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    context = {"days": days_with_media(dialogue)}
    return desk_page(request, "desk/media/overview.html", context, dialogue=dialogue, here="media")


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def broadcast(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = the_day(request, slug, day)
    stored = Broadcast.objects.filter(day=of).first()

    def save(form: BroadcastForm) -> str:
        actions.save_broadcast(
            day=of,
            facts=form.facts(),
            by=request.official,
            now=request.now,
            poster=form.cleaned_data["poster"],
            seen=form.cleaned_data["seen"],
        )
        return place_in(of)

    context = {
        "heading": _("Sändningen från %(day)s") % {"day": of.title},
        "day": of,
        "broadcast": stored,
        "cancel": place_in(of),
    }
    form = BroadcastForm(
        request.POST or None, request.FILES or None, instance=Broadcast.objects.filter(day=of).first() or Broadcast()
    )
    return form_page(request, form, save, frame=Frame("desk/media/broadcast.html", of.dialogue, "media", context))


@official_required
@require_POST
def remove_broadcast(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = the_day(request, slug, day)
    stored = Broadcast.objects.filter(day=of).first()
    if stored is None:
        raise NotFound(_("Dagen har ingen sändning."))
    stored.day = of
    actions.remove_broadcast(broadcast=stored, by=request.official, now=request.now)
    messages.success(request, _("Sändningen är borttagen."))
    return redirect(place_in(of))


def _room_page(request: OfficialRequest, day: Day, room: ExternalRoom | None, heading: str) -> HttpResponse:
    def save(form: RoomForm) -> str:
        actions.save_room(
            day=day,
            facts=form.facts(),
            by=request.official,
            now=request.now,
            room=room,
            seen=form.cleaned_data["seen"] if room else None,
        )
        return place_in(day)

    context: dict[str, Any] = {"heading": heading, "day": day, "room": room, "cancel": place_in(day)}
    instance = ExternalRoom.objects.get(pk=room.pk) if room else ExternalRoom(position=day.external_rooms.count())
    form = RoomForm(request.POST or None, instance=instance)
    return form_page(request, form, save, frame=Frame("desk/media/room.html", day.dialogue, "media", context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_room(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    return _room_page(request, the_day(request, slug, day), None, _("Nytt samtalsrum"))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = room_at_desk(desk_dialogue(request, slug, "edit_content"), number)
    return _room_page(request, stored.day, stored, stored.title)


@official_required
@require_POST
def remove_room(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = room_at_desk(desk_dialogue(request, slug, "edit_content"), number)
    actions.remove_room(room=stored, by=request.official, now=request.now)
    messages.success(request, _("Rummet är borttaget."))
    return redirect(place_in(stored.day))


addresses = [
    path("dialog/<slug:slug>/medier/", overview, name="media"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/", broadcast, name="broadcast"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/ta-bort/", remove_broadcast, name="remove-broadcast"),
    path("dialog/<slug:slug>/dagar/<slug:day>/rum/nytt/", new_room, name="new-room"),
    path("dialog/<slug:slug>/rum/<int:number>/", room, name="room"),
    path("dialog/<slug:slug>/rum/<int:number>/ta-bort/", remove_room, name="remove-room"),
]
