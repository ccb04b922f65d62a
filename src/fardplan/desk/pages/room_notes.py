"""The notes of the rooms at the desk: sheets and their links, questions, reading along, registering, what was said."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import hub
from fardplan.base.editing import rows_fingerprint
from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, Rows, rows_page
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Day
from fardplan.dialogue.queries import access_day
from fardplan.people.viewer import OfficialRequest
from fardplan.rooms import actions
from fardplan.rooms.forms import NumberOfRooms, QuestionRow, RoomName
from fardplan.rooms.models import RoomNote
from fardplan.rooms.queries import (
    access_note_at_desk,
    days_with_room_notes,
    external_rooms_without_note,
    questions_for,
    room_notes_of,
    said_by_theme,
    sheet_of,
    sheets_of,
    standing_of,
)
from fardplan.rooms.rules import stage_of
from fardplan.rooms.topics import rooms_topic

HERE = "room-notes"


def _day(request: OfficialRequest, slug: str, day: str) -> Day:
    return access_day(desk_dialogue(request, slug, "register"), day)


def _note(request: OfficialRequest, slug: str, number: int) -> RoomNote:
    return access_note_at_desk(desk_dialogue(request, slug, "register"), number)


def host_address(note: RoomNote) -> str:
    """The host's link, in the language of the dialogue."""
    return _absolute("public:room-sheet", note, note.host_key)


def check_address(note: RoomNote) -> str:
    """The link of those who were in the room."""
    return _absolute("public:room-check", note, note.check_key)


def _absolute(name: str, note: RoomNote, key: str) -> str:
    with translation.override(note.day.dialogue.language):
        return settings.BASE_URL + reverse(name, args=[key])


def letter_to_host(note: RoomNote) -> str:
    """A mailto: address with the words of a letter to the host, for the official's own mail program."""
    subject = _("Rumsanteckning: %(room)s, %(day)s") % {"room": note.title, "day": note.day.title}
    body = _(
        "Hej!\n\nDu är värd för %(room)s. Här skriver du vad ni kommer fram till, en punkt per rad:\n%(address)s\n\n"
        "Länken är bara till dig som värd. Du behöver inget konto."
    ) % {"room": note.title, "address": host_address(note)}
    return f"mailto:?subject={quote(subject)}&body={quote(body)}"


@official_required
@require_safe
def overview(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "register")
    context = {"days": days_with_room_notes(dialogue)}
    return desk_page(request, "desk/rooms/overview.html", context, dialogue=dialogue, here=HERE)


@official_required
@never_cache
@require_safe
def rooms_of_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    return _rooms_page(request, _day(request, slug, day), NumberOfRooms())


def _rooms_page(request: OfficialRequest, day: Day, form: NumberOfRooms, *, status: int = 200) -> HttpResponse:
    since = hub.newest_id()  # before what the page shows, so that nothing falls between
    notes = list(room_notes_of(day))
    context = {
        "day": day,
        "rooms": [{"note": note, "stage": stage_of(note), "letter": letter_to_host(note)} for note in notes],
        "questions": questions_for(day),
        "external": external_rooms_without_note(day),
        "unregistered": sum(1 for note in notes if note.submission_id is None and note.worded_at is not None),
        "form": form,
        **_live(day, since),
    }
    return desk_page(request, "desk/rooms/day.html", context, dialogue=day.dialogue, here=HERE, status=status)


def _live(day: Day, since: int) -> dict[str, Any]:
    topic = rooms_topic(day.pk)
    return {"topic": topic, "ticket": hub.ticket([topic]), "since": since}


@official_required
@require_POST
def make_rooms(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = _day(request, slug, day)
    if request.POST.get("gor") == "rum":
        made = actions.make_rooms_of_external(day=of, by=request.official, now=request.now)
    else:
        form = NumberOfRooms(request.POST)
        if not form.is_valid():
            return _rooms_page(request, of, form, status=422)
        made = actions.make_rooms(day=of, number=form.cleaned_data["number"], by=request.official, now=request.now)
    said = ngettext("En tom anteckning är gjord.", "%(number)d tomma anteckningar är gjorda.", len(made)) % {
        "number": len(made)
    }
    messages.success(request, said)
    return redirect("desk:rooms-of-day", slug=slug, day=day)


def _questions(request: OfficialRequest, day: Day, note: RoomNote | None, back: str) -> HttpResponse:
    def stored() -> tuple[list[dict[str, Any]], str]:
        rows = questions_for(day, note)
        return [QuestionRow.initial_of(row) for row in rows], rows_fingerprint(rows, actions.QUESTION_FIELDS)

    def save(rows: Rows[QuestionRow]) -> str:
        actions.set_questions(
            day=day, note=note, rows=rows.rows(), seen=rows.seen, by=request.official, now=request.now
        )
        return back

    lead = _("Två eller tre frågor räcker för ett samtal. De står i varje rums anteckning.")
    if note is not None:
        lead = _("Skriv frågor här bara om rummet ska ha andra än de övriga rummen.")
    heading = _("Frågor till rummen, %(day)s") % {"day": day.title}
    if note is not None:
        heading = _("Egna frågor till %(room)s") % {"room": note.title}
    more = {"heading": heading, "lead": lead, "add": _("Lägg till en fråga"), "movable": True, "cancel": back}
    return rows_page(request, QuestionRow, stored, save, frame=Frame("desk/rows.html", day.dialogue, HERE, more))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = _day(request, slug, day)
    return _questions(request, of, None, reverse("desk:rooms-of-day", args=[slug, day]))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_questions(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    note = _note(request, slug, number)
    return _questions(request, note.day, note, reverse("desk:room-note", args=[slug, number]))


@official_required
@never_cache
@require_safe
def papers(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """A sheet of paper for each room that is still written in, with its link, code and questions. ?rum= prints one."""
    of = _day(request, slug, day)
    asked = request.GET.get("rum", "")
    sheets = [
        sheet for sheet in sheets_of(of) if str(sheet.note.pk) == asked or not (asked or sheet.note.submission_id)
    ]
    if asked and not sheets:
        raise NotFound(_("Rummet finns inte i den här dialogen."))
    context = {"day": of, "papers": [{"sheet": sheet, "address": host_address(sheet.note)} for sheet in sheets]}
    return desk_page(request, "desk/rooms/papers.html", context, dialogue=of.dialogue, here=HERE)


@official_required
@require_safe
def said(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = _day(request, slug, day)
    context = {"day": of, "themes": said_by_theme(of, now=request.now, only_public=False)}
    return desk_page(request, "desk/rooms/said.html", context, dialogue=of.dialogue, here=HERE)


@official_required
@never_cache
@require_safe
def one_room(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    return _room_page(request, _note(request, slug, number))


def _room_page(
    request: OfficialRequest, note: RoomNote, *, form: RoomName | None = None, status: int = 200
) -> HttpResponse:
    since = hub.newest_id()
    context = {
        "note": note,
        "day": note.day,
        "sheet": sheet_of(note),
        "standing": standing_of(note),
        "stage": stage_of(note),
        "host_address": host_address(note),
        "check_address": check_address(note),
        "letter": letter_to_host(note),
        "form": form or RoomName(initial={"title": note.title}),
        **_live(note.day, since),
    }
    return desk_page(request, "desk/rooms/one.html", context, dialogue=note.day.dialogue, here=HERE, status=status)


@official_required
@require_POST
def act_on_room(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    note = _note(request, slug, number)
    act: dict[str, Any] = {"by": request.official, "now": request.now}
    match request.POST.get("gor"):
        case "namn":
            form = RoomName(request.POST)
            if not form.is_valid():
                return _room_page(request, note, form=form, status=422)
            actions.name_room(note=note, title=form.cleaned_data["title"], **act)
            messages.success(request, _("Sparat."))
        case "ny-vardlank":
            actions.renew_key(note=note, which="host", **act)
            messages.success(request, _("Värden har fått en ny länk. Den gamla leder ingenstans."))
        case "ny-rumslank":
            actions.renew_key(note=note, which="check", **act)
            messages.success(request, _("Rummet har fått en ny länk. Den gamla leder ingenstans."))
        case "registrera":
            submission = actions.register_note(note=note, **act)
            messages.success(request, _("Anteckningen är registrerad som %(label)s.") % {"label": submission.label})
        case "ta-bort":
            actions.remove_room(note=note, **act)
            messages.success(request, _("Den tomma anteckningen är borttagen."))
            return redirect("desk:rooms-of-day", slug=slug, day=note.day.slug)
        case _:
            raise NotFound(_("Det går inte att göra här."))
    return redirect("desk:room-note", slug=slug, number=number)


addresses = [
    path("dialog/<slug:slug>/rumsanteckningar/", overview, name="room-notes"),
    path("dialog/<slug:slug>/rumsanteckningar/<int:number>/", one_room, name="room-note"),
    path("dialog/<slug:slug>/rumsanteckningar/<int:number>/fragor/", own_questions, name="own-room-questions"),
    path("dialog/<slug:slug>/rumsanteckningar/<int:number>/gor/", act_on_room, name="act-on-room-note"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/rum/", rooms_of_day, name="rooms-of-day"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/rum/gor/", make_rooms, name="make-rooms"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/rum/fragor/", questions, name="room-questions"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/rum/utskrift/", papers, name="room-papers"),
    path("dialog/<slug:slug>/dagar/<slug:day>/sandning/rum/teman/", said, name="rooms-said"),
]
