"""A recording: its film, its captions, its chapters, and the gate before it is published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, Rows, form_page, rows_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.desk.pages.media import place_in, the_day
from fardplan.live.queries.chapters import stage_recorded
from fardplan.media.actions import recordings as actions
from fardplan.media.forms import CaptionsForm, ChapterRow, RecordingForm
from fardplan.media.models import Captions, Recording
from fardplan.media.queries import recording_at_desk
from fardplan.media.rules import is_captioned, may_be_published, says_why_captions_are_missing
from fardplan.people.viewer import OfficialRequest

TABS: list[tuple[str, Promise]] = [
    ("desk:recording", gettext_lazy("Filmen")),
    ("desk:captions", gettext_lazy("Textning")),
    ("desk:chapters", gettext_lazy("Kapitel")),
    ("desk:publish-recording", gettext_lazy("Publicera")),
]


def _recording(request: OfficialRequest, slug: str, number: int) -> Recording:
    return recording_at_desk(desk_dialogue(request, slug, "edit_content"), number)


def _context(recording: Recording, here: str, **context: Any) -> dict[str, Any]:
    links = tabs(TABS, recording.day.dialogue.slug, recording.pk, here=here)
    return {"heading": recording.title, "recording": recording, "day": recording.day, "tabs": links, **context}


def _frame(template: str, recording: Recording, here: str, **context: Any) -> Frame:
    return Frame(template, recording.day.dialogue, "media", _context(recording, here, **context))


def _save(request: OfficialRequest, form: RecordingForm, **to: Any) -> Recording:
    data = form.cleaned_data
    return actions.save_recording(
        facts=form.facts(), film=data["film"], poster=data["poster"], by=request.official, now=request.now, **to
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_recording(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = the_day(request, slug, day)

    def save(form: RecordingForm) -> str:
        made = _save(request, form, day=of)
        return reverse("desk:captions", args=[slug, made.pk])

    context = {
        "heading": _("Ny inspelning från %(day)s") % {"day": of.title},
        "cancel": place_in(of),
        "submit": _("Spara och gå vidare till textningen"),
    }
    form = RecordingForm(request.POST or None, request.FILES or None, instance=Recording(title=str(of)))
    return form_page(request, form, save, frame=Frame("desk/form.html", of.dialogue, "media", context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def recording(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = _recording(request, slug, number)

    def save(form: RecordingForm) -> str:
        _save(request, form, day=stored.day, recording=stored, seen=form.cleaned_data["seen"])
        return reverse("desk:recording", args=[slug, number])

    form = RecordingForm(request.POST or None, request.FILES or None, instance=Recording.objects.get(pk=stored.pk))
    return form_page(request, form, save, frame=_frame("desk/media/recording.html", stored, "desk:recording"))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def captions(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = _recording(request, slug, number)

    def save(form: CaptionsForm) -> str:
        actions.save_captions(
            recording=stored,
            language=form.cleaned_data["language"],
            source=form.cleaned_data["text"],
            is_automatic=not form.cleaned_data["is_read_through"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:captions", args=[slug, number])

    frame = _frame(
        "desk/media/captions.html", stored, "desk:captions", captions=list(stored.captions.all()), submit=_("Lägg till")
    )
    initial = {"language": stored.day.dialogue.language}
    form = CaptionsForm(request.POST or None, request.FILES or None, initial=initial)
    return form_page(request, form, save, frame=frame)


@official_required
@require_POST
def remove_captions(request: OfficialRequest, slug: str, number: int, language: str) -> HttpResponse:
    stored = _recording(request, slug, number)
    found = Captions.objects.filter(recording=stored, language=language).first()
    if found is None:
        raise NotFound(_("Textningen finns inte."))
    found.recording = stored
    actions.remove_captions(captions=found, by=request.official, now=request.now)
    messages.success(request, _("Textningen är borttagen."))
    return redirect("desk:captions", slug=slug, number=number)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def chapters(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    of = _recording(request, slug, number)

    def stored() -> tuple[list[dict[str, Any]], str]:
        return [ChapterRow.initial_of(row) for row in of.chapters.all()], actions.chapters_fingerprint(of)

    def save(rows: Rows[ChapterRow]) -> str:
        written = [row.chapter() for row in rows.written]
        actions.save_chapters(recording=of, chapters=written, seen=rows.seen, by=request.official, now=request.now)
        return reverse("desk:chapters", args=[slug, number])

    lead = _("Kapitlen ordnas efter tid. Tiden skrivs som minuter och sekunder: 4.30.")
    frame = _frame(
        "desk/media/chapters.html", of, "desk:chapters", lead=lead, add=_("Lägg till ett kapitel"),
        stage=stage_recorded(of),
    )  # fmt: skip
    return rows_page(request, ChapterRow, stored, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_recording(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """What is there and what is missing; publish, hide or remove."""
    stored = _recording(request, slug, number)
    if request.method == "POST":
        act = {"visa": actions.publish_recording, "dolj": actions.hide_recording}.get(request.POST.get("gor", ""))
        if act is not None:
            act(recording=stored, by=request.official, now=request.now)
            messages.success(request, _("Sparat."))
        return redirect("desk:publish-recording", slug=slug, number=number)
    context = _context(
        stored,
        "desk:publish-recording",
        is_captioned=is_captioned(stored),
        says_why=says_why_captions_are_missing(stored),
        may_be_published=may_be_published(stored),
        captions=list(stored.captions.all()),
        has_chapters=stored.chapters.exists(),
    )
    return desk_page(request, "desk/media/publish_recording.html", context, dialogue=stored.day.dialogue, here="media")


@official_required
@require_POST
def remove_recording(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = _recording(request, slug, number)
    actions.remove_recording(recording=stored, by=request.official, now=request.now)
    messages.success(request, _("Inspelningen är borttagen."))
    return redirect(place_in(stored.day))


addresses = [
    path("dialog/<slug:slug>/dagar/<slug:day>/inspelning/ny/", new_recording, name="new-recording"),
    path("dialog/<slug:slug>/inspelningar/<int:number>/", recording, name="recording"),
    path("dialog/<slug:slug>/inspelningar/<int:number>/textning/", captions, name="captions"),
    path(
        "dialog/<slug:slug>/inspelningar/<int:number>/textning/<slug:language>/ta-bort/",
        remove_captions,
        name="remove-captions",
    ),
    path("dialog/<slug:slug>/inspelningar/<int:number>/kapitel/", chapters, name="chapters"),
    path("dialog/<slug:slug>/inspelningar/<int:number>/publicera/", publish_recording, name="publish-recording"),
    path("dialog/<slug:slug>/inspelningar/<int:number>/ta-bort/", remove_recording, name="remove-recording"),
]
