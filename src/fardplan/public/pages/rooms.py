"""The rooms of a day: the sheet its host writes in, what the room says of it, and what the rooms said."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import ids, limits, text
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import DomainError, NotFound
from fardplan.base.templatetags.fardplan import clock_time
from fardplan.base.text import whole_number
from fardplan.dialogue.queries import access_day, access_dialogue
from fardplan.live.participant import known, participant
from fardplan.people.viewer import ViewerRequest
from fardplan.public.absolute import absolute
from fardplan.public.pages.receipt import private
from fardplan.public.room_sheet import functions_of, page_of, save_form, saved_at
from fardplan.rooms import actions
from fardplan.rooms.kindly import hint, looks_like_names, looks_personal
from fardplan.rooms.models import RoomNote, RoomPoint
from fardplan.rooms.queries import (
    access_check,
    access_sheet,
    have_rooms_said,
    notes_of,
    said_by_theme,
    sheet_of,
    standing_of,
)
from fardplan.rooms.rules import LONGEST_REMARK

CHECKS = "600/hour"  # a whole class behind one address, several times over


# --- the host ---------------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_page(request: ViewerRequest, key: str) -> HttpResponse:
    note = access_sheet(key)
    if request.method != "POST":
        return _sheet(request, note)
    outcome = save_form(note, request.POST.dict(), now=request.now)
    act, _colon, number = request.POST.get("gor", "").partition(":")
    if act == "bort":
        actions.take_away(note=note, point_id=whole_number(number), now=request.now)
    elif act == "tillbaka":
        actions.put_back(note=note, point_id=whole_number(number), now=request.now)
    if not outcome.is_fine:
        return _sheet(request, access_sheet(key), outcome=outcome, status=outcome.status)
    if act in {"klar", "skicka"}:
        return _done(request, note, act)
    messages.success(request, saved_at(request.now, clock_time(request.now)))
    return redirect("public:room-sheet", key=key)


def _done(request: ViewerRequest, note: RoomNote, act: str) -> HttpResponse:
    try:
        actions.finish(note=note, now=request.now)
    except DomainError as error:
        if error.status != 422:
            raise
        messages.warning(request, str(error.message))
        return redirect("public:room-sheet", key=note.host_key)
    if act == "skicka":
        return redirect("public:room-send", key=note.host_key)
    return redirect(reverse("public:room-sheet", args=[note.host_key]) + "#stammer")


def _sheet(request: ViewerRequest, note: RoomNote, *, outcome: Any = None, status: int = 200) -> HttpResponse:
    context = {
        "page": page_of(note, outcome),
        "note": note,
        "day": note.day,
        "of_dialogue": note.day.dialogue,
        "writer": ids.secret_key(),
        "check_address": absolute("public:room-check", note.check_key),
        "trouble": outcome is not None,
    }
    # A form on a page without any referrer would be refused as forged.
    return private(render(request, "public/rooms/sheet.html", context, status=status), referrer="same-origin")


@never_cache
@require_POST
def save_line(request: ViewerRequest, key: str) -> JsonResponse:
    """One line, saved while it is typed. Answers in JSON; 409 with what somebody else wrote in it meanwhile."""
    note = access_sheet(key)
    try:
        told = _saved_line(request, note)
    except ChangedMeanwhile as error:
        theirs = error.theirs
        is_point = isinstance(theirs, RoomPoint)
        told = {
            "message": str(error.message),
            "theirs": theirs.text if is_point else theirs.who,
            "revision": theirs.revision,
            "gone": is_point and theirs.removed_at is not None,
        }
        return private(JsonResponse(told, status=409), referrer="same-origin")
    except DomainError as error:
        told = {"message": f"{error.message} {error.what_next}".strip(), "final": error.status != 422}
        return private(JsonResponse(told, status=error.status), referrer="same-origin")
    told["saved"] = saved_at(request.now, clock_time(request.now))
    return private(JsonResponse(told), referrer="same-origin")


def _saved_line(request: ViewerRequest, note: RoomNote) -> dict[str, Any]:
    sent, writer = request.POST, request.POST.get("blad", "")[:22]
    words, what = text.clean_line(sent.get("text", "")), sent.get("vad", "punkt")
    revision, number = whole_number(sent.get("rev")), whole_number(sent.get("punkt"))
    if what == "vilka":
        stored = actions.say_who(note=note, who=words, revision=revision, writer=writer, now=request.now)
        found = looks_like_names(words, official=functions_of(note))
        return {"revision": stored.revision, "text": stored.who, "hint": hint(found)}
    if what == "bort":
        return _told(actions.take_away(note=note, point_id=number, now=request.now))
    if what == "tillbaka":
        return _told(actions.put_back(note=note, point_id=number, now=request.now))
    point = actions.save_point(
        note=note,
        text=words,
        point_id=number or None,
        question_id=whole_number(sent.get("fraga")) or None,
        revision=revision,
        key=sent.get("nyckel", "")[:40],
        writer=writer,
        now=request.now,
    )
    found = looks_personal(words, official=functions_of(note))
    return _told(point) | {"hint": hint(found)}


def _told(point: RoomPoint) -> dict[str, Any]:
    return {"id": point.pk, "revision": point.revision, "text": point.text}


@never_cache
@require_safe
def sheet_news(request: ViewerRequest, key: str) -> HttpResponse:
    """What stands on the sheet now, for another page where it is open. 204 when nothing was written since ?sedan=."""
    note = access_sheet(key)
    since = parse_datetime(request.GET.get("sedan", "").replace(" ", "+"))
    is_the_same = since is not None and note.worded_at is not None and note.worded_at <= since
    if note.submission is None and is_the_same:
        return private(HttpResponse(status=204), referrer="same-origin")
    points = [
        {"id": each.pk, "question": block.id, "text": each.text, "revision": each.revision}
        for block in sheet_of(note).asked
        for each in block.points
    ]
    told = {
        "points": points,
        "who": {"text": note.who, "revision": note.revision},
        "since": note.worded_at.isoformat() if note.worded_at is not None else "",
        "sent": note.submission is not None,
    }
    return private(JsonResponse(told), referrer="same-origin")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send_page(request: ViewerRequest, key: str) -> HttpResponse:
    note = access_sheet(key)
    if note.submission is not None:
        return redirect("public:room-sheet", key=key)
    sheet = sheet_of(note)
    if not sheet.points:
        messages.warning(request, _("Det finns inga punkter att skicka in."))
        return redirect("public:room-sheet", key=key)
    if request.method == "POST":
        submission = actions.register_note(note=note, by=None, now=request.now)
        messages.success(
            request, _("Tack! Anteckningen är inskickad, med nummer %(label)s.") % {"label": submission.label}
        )
        return redirect("public:room-sheet", key=key)
    context = {
        "note": note,
        "day": note.day,
        "of_dialogue": note.day.dialogue,
        "sheet": sheet,
        "standing": standing_of(note),
    }
    return private(render(request, "public/rooms/send.html", context), referrer="same-origin")


# --- those who were in the room ---------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check_page(request: ViewerRequest, key: str) -> HttpResponse:
    note = access_check(key)
    problem = ""
    if request.method == "POST":
        is_right = request.POST.get("svar") == "ja"
        asked = participant(request)
        try:
            limits.allow("room-check", request=request, rate=CHECKS)
            actions.answer_check(
                note=note,
                browser=asked.pseudonym(_purpose(note), secret=settings.SECRET_KEY),
                is_right=is_right,
                wrong=[] if is_right else _wrong(request),
                now=request.now,
            )
        except DomainError as error:
            problem = f"{error.message} {error.what_next}".strip()
            return _check(request, note, problem=problem, status=error.status)
        said = _("Tack! Ditt svar är räknat.") if is_right else _("Tack! Rummets värd ser vad du skrev.")
        messages.success(request, said)
        answer = redirect("public:room-check", key=key)
        asked.remember(answer)
        return answer
    return _check(request, note)


def _purpose(note: RoomNote) -> str:
    return f"room-note-{note.pk}"


def _wrong(request: ViewerRequest) -> list[actions.Wrong]:
    said = [actions.Wrong(text.clean(request.POST.get("fel", "")))]
    for name, words in request.POST.items():
        if name.startswith("fel-"):
            said.append(actions.Wrong(text.clean(str(words)), whole_number(name[4:]) or None))
    return said


def _check(request: ViewerRequest, note: RoomNote, *, problem: str = "", status: int = 200) -> HttpResponse:
    here = known(request)
    mine = None
    if here is not None:
        mine = note.answers.filter(browser=here.pseudonym(_purpose(note), secret=settings.SECRET_KEY)).first()
    sent = {name: str(words) for name, words in request.POST.items() if name.startswith("fel")}
    context = {
        "note": note,
        "day": note.day,
        "of_dialogue": note.day.dialogue,
        "sheet": sheet_of(note),
        "standing": standing_of(note),
        "mine": mine,
        "is_outdated": mine is not None and note.worded_at is not None and mine.given_at < note.worded_at,
        "problem": problem,
        "sent": sent,
        "longest": LONGEST_REMARK,
    }
    return private(render(request, "public/rooms/check.html", context, status=status), referrer="same-origin")


def _qr(address: str) -> HttpResponse:
    """The code as a drawing without measures: sharp in any size. For the one who has the key, as the address is."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=4, omitsize=True, xmldecl=False, svgclass=None, lineclass=None
    )
    return private(HttpResponse(out.getvalue(), content_type="image/svg+xml"), referrer="no-referrer")


@require_safe
def sheet_qr(request: ViewerRequest, key: str) -> HttpResponse:
    return _qr(absolute("public:room-sheet", access_sheet(key).host_key))


@require_safe
def check_qr(request: ViewerRequest, key: str) -> HttpResponse:
    return _qr(absolute("public:room-check", access_check(key).check_key))


# --- everybody --------------------------------------------------------------------------------------------------------


@require_safe
def said_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    found = access_day(dialogue, day)
    if not have_rooms_said(found, now=request.now):
        raise NotFound(
            _("Här finns inget från samtalsrummen än."),
            what_next=_("Det kommer när rummens anteckningar är inskickade och lästa."),
        )
    themes = said_by_theme(found, now=request.now)
    context = {
        "dialogue": dialogue,
        "day": found,
        "rooms": notes_of(found, now=request.now),
        "themes": [each for each in themes if each.theme is not None],
        "now": timezone.localtime(request.now),
    }
    return render(request, "public/rooms/said.html", context)


addresses = [
    path("rum/stammer/<str:key>/", check_page, name="room-check"),
    path("rum/<str:key>/", sheet_page, name="room-sheet"),
    path("rum/<str:key>/punkt/", save_line, name="room-save-line"),
    path("rum/<str:key>/nytt/", sheet_news, name="room-news"),
    path("rum/<str:key>/skicka-in/", send_page, name="room-send"),
    path("<slug:slug>/dagar/<slug:day>/samtalsrummen/", said_page, name="rooms-said"),
]
plain_addresses = [
    path("rum/<str:key>/qr.svg", sheet_qr, name="room-sheet-qr"),
    path("rum/stammer/<str:key>/qr.svg", check_qr, name="room-check-qr"),
]
