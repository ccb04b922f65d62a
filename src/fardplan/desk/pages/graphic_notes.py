"""A graphic note: its picture, its words, its parts, and the gate before it is published."""

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

from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, Rows, form_page, rows_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.desk.pages.media import place_in, the_day
from fardplan.media.actions import notes as actions
from fardplan.media.forms import GraphicNoteForm, HotspotRow
from fardplan.media.models import GraphicNote
from fardplan.media.queries import graphic_note_at_desk
from fardplan.media.rules import is_described
from fardplan.people.viewer import OfficialRequest

TABS: list[tuple[str, Promise]] = [
    ("desk:graphic-note", gettext_lazy("Bild och ord")),
    ("desk:hotspots", gettext_lazy("Delar av bilden")),
    ("desk:publish-graphic-note", gettext_lazy("Publicera")),
]


def _note(request: OfficialRequest, slug: str, number: int) -> GraphicNote:
    return graphic_note_at_desk(desk_dialogue(request, slug, "edit_content"), number)


def _context(note: GraphicNote, here: str, **context: Any) -> dict[str, Any]:
    links = tabs(TABS, note.day.dialogue.slug, note.pk, here=here)
    return {"heading": note.title, "note": note, "day": note.day, "tabs": links, **context}


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_graphic_note(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = the_day(request, slug, day)

    def save(form: GraphicNoteForm) -> str:
        made = actions.save_graphic_note(
            day=of, facts=form.facts(), picture=form.cleaned_data["picture"], by=request.official, now=request.now
        )
        return reverse("desk:hotspots", args=[slug, made.pk])

    context = {
        "heading": _("Ny grafisk anteckning från %(day)s") % {"day": of.title},
        "cancel": place_in(of),
        "submit": _("Spara och gå vidare till bildens delar"),
    }
    title = _("Grafisk anteckning: %(focus)s") % {"focus": of.focus or of.title}
    form = GraphicNoteForm(request.POST or None, request.FILES or None, instance=GraphicNote(title=title))
    return form_page(request, form, save, frame=Frame("desk/form.html", of.dialogue, "media", context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def graphic_note(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = _note(request, slug, number)

    def save(form: GraphicNoteForm) -> str:
        actions.save_graphic_note(
            day=stored.day,
            facts=form.facts(),
            note=stored,
            picture=form.cleaned_data["picture"],
            seen=form.cleaned_data["seen"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:graphic-note", args=[slug, number])

    form = GraphicNoteForm(request.POST or None, request.FILES or None, instance=GraphicNote.objects.get(pk=stored.pk))
    context = _context(stored, "desk:graphic-note")
    frame = Frame("desk/media/graphic_note.html", stored.day.dialogue, "media", context)
    return form_page(request, form, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def hotspots(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """The parts of the picture, as rows; with a script each can be drawn in the picture instead."""
    of = _note(request, slug, number)

    def stored() -> tuple[list[dict[str, Any]], str]:
        return [HotspotRow.initial_of(row) for row in of.hotspots.all()], actions.hotspots_fingerprint(of)

    def save(rows: Rows[HotspotRow]) -> str:
        written = [row.hotspot() for row in rows.written]
        actions.save_hotspots(note=of, hotspots=written, seen=rows.seen, by=request.official, now=request.now)
        return reverse("desk:hotspots", args=[slug, number])

    context = _context(of, "desk:hotspots", add=_("Lägg till en del"), movable=True)
    frame = Frame("desk/media/hotspots.html", of.day.dialogue, "media", context)
    return rows_page(request, HotspotRow, stored, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish_graphic_note(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """What is there and what is missing; publish, hide or remove."""
    stored = _note(request, slug, number)
    if request.method == "POST":
        act = {"visa": actions.publish_graphic_note, "dolj": actions.hide_graphic_note}.get(request.POST.get("gor", ""))
        if act is not None:
            act(note=stored, by=request.official, now=request.now)
            messages.success(request, _("Sparat."))
        return redirect("desk:publish-graphic-note", slug=slug, number=number)
    context = _context(
        stored,
        "desk:publish-graphic-note",
        may_be_published=is_described(stored),
        has_hotspots=stored.hotspots.exists(),
    )
    template = "desk/media/publish_graphic_note.html"
    return desk_page(request, template, context, dialogue=stored.day.dialogue, here="media")


@official_required
@require_POST
def remove_graphic_note(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    stored = _note(request, slug, number)
    actions.remove_graphic_note(note=stored, by=request.official, now=request.now)
    messages.success(request, _("Den grafiska anteckningen är borttagen."))
    return redirect(place_in(stored.day))


_NOTES = "dialog/<slug:slug>/grafiska-anteckningar/<int:number>/"
addresses = [
    path("dialog/<slug:slug>/dagar/<slug:day>/grafisk-anteckning/ny/", new_graphic_note, name="new-graphic-note"),
    path(_NOTES, graphic_note, name="graphic-note"),
    path(f"{_NOTES}delar/", hotspots, name="hotspots"),
    path(f"{_NOTES}publicera/", publish_graphic_note, name="publish-graphic-note"),
    path(f"{_NOTES}ta-bort/", remove_graphic_note, name="remove-graphic-note"),
]
