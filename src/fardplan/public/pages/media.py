"""What is left of a day to see and hear: recordings with their text, graphic notes with their words."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fardplan.dialogue.queries import access_day, access_dialogue
from fardplan.media import webvtt
from fardplan.media.models import Recording, SourceKind
from fardplan.media.queries import (
    access_captions,
    access_graphic_note,
    access_recordings,
    chosen_among,
    cues_with,
    has_recording,
    spots_of,
    tracks_of,
)
from fardplan.media.rules import is_captioned, is_published
from fardplan.people.viewer import ViewerRequest
from fardplan.public.films import film_elsewhere, let_in


@require_safe
def recording_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    its_day = access_day(dialogue, day)
    recordings = access_recordings(request.viewer, its_day, now=request.now)
    recording = chosen_among(recordings, request.GET.get("film", ""))
    is_own = recording.kind == SourceKind.FILE
    film = None if is_own else film_elsewhere(request, recording, name="film", title=recording.title)
    context = {
        "dialogue": dialogue,
        "day": its_day,
        "recording": recording,
        "others": [each for each in recordings if each != recording],
        "is_first": recording == recordings[0],
        "is_published": is_published(recording, now=request.now),
        "is_captioned": is_captioned(recording),
        "is_late": recording.captions_due_on is not None and recording.captions_due_on < request.now.date(),
        "film": film,
        "starts_at": _whole_number(request.GET.get("t", "")),
        "chapters": recording.chapters.all(),
    } | _as_text(recording, request.GET.get("sok", ""))
    return let_in(render(request, "public/media/recording.html", context), film)


def _whole_number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _as_text(recording: Recording, sought: str) -> dict[str, Any]:
    """The recording for reading: its captions, what is sought in them, and the running text."""
    tracks = tracks_of(recording, language=get_language() or "sv")
    cues, sought = tracks.cues, " ".join(sought.split())[:80]
    return {
        "captions": tracks.captions,
        "read_here": tracks.read_here,
        "sought": sought,
        "found": cues_with(cues, sought) if sought else [],
        "paragraphs": [] if recording.transcript else webvtt.paragraphs(cues),
        "can_be_searched": bool(cues),
    }


@require_safe
def captions_file(request: ViewerRequest, slug: str, day: str, recording: int, language: str) -> HttpResponse:
    """Captions as the player reads them."""
    its_day = access_day(access_dialogue(request.viewer, slug), day)
    captions = access_captions(request.viewer, its_day, recording, language, now=request.now)
    return HttpResponse(captions.vtt, content_type="text/vtt; charset=utf-8")


@require_safe
def graphic_note_page(request: ViewerRequest, slug: str, day: str, note: int) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    its_day = access_day(dialogue, day)
    found = access_graphic_note(request.viewer, its_day, note, now=request.now)
    context = {
        "dialogue": dialogue,
        "day": its_day,
        "note": found,
        "is_published": is_published(found, now=request.now),
        "spots": spots_of(found),
        "has_recording": has_recording(its_day, now=request.now),
        "zoom_words": {
            "zoomed": _("Förstorad till %(percent)s procent."),
            "whole": _("Hela bilden visas."),
        },
    }
    return render(request, "public/media/graphic_note.html", context)


addresses = [
    path("<slug:slug>/dagar/<slug:day>/inspelning/", recording_page, name="recording"),
    path("<slug:slug>/dagar/<slug:day>/grafisk-anteckning/<int:note>/", graphic_note_page, name="graphic-note"),
]
addresses_without_language = [
    path("<slug:slug>/dagar/<slug:day>/inspelning/<int:recording>/<slug:language>.vtt", captions_file, name="captions"),
]
