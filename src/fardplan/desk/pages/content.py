"""“Sidan”: what stands on a dialogue's own page, one part to each page of the desk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fardplan.base.editing import rows_fingerprint
from fardplan.contributions.actions import keep_senders_for
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, Rows, form_page, rows_page
from fardplan.desk.navigation import tabs
from fardplan.dialogue import forms
from fardplan.dialogue.actions import dialogues as actions
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.signup.day_changes import keep_details_for

TABS: list[tuple[str, Promise]] = [
    ("desk:basics", _("Rubrik och ingress")),
    ("desk:influence", _("Påverka")),
    ("desk:contributing", _("Synpunkter")),
    ("desk:contact", _("Kontakt")),
    ("desk:hosts", _("Värdar")),
    ("desk:phases", _("Skeden")),
    ("desk:picture", _("Bild")),
]
LEADS: dict[str, Promise] = {
    "desk:influence": _("Det här står i nivårutan. Den måste vara ifylld innan dialogen visas."),
    "desk:hosts": _("Vilka som står för dialogen. Titeln räcker; namn är frivilligt."),
    "desk:phases": _("Vägen från första samtalet till beslutet. Utan datum visas skedet ändå."),
}


def _frame(dialogue: Dialogue, name: str, heading: str | Promise) -> Frame:
    context = {"heading": heading, "tabs": tabs(TABS, dialogue.slug, here=name), "lead": LEADS.get(name, "")}
    return Frame("desk/form.html", dialogue, "content", context)


def _part(request: OfficialRequest, slug: str, name: str, form_class: type[forms.DialogueForm]) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    form = form_class(request.POST or None, instance=Dialogue.objects.get(pk=dialogue.pk))

    @transaction.atomic
    def save(form: forms.DialogueForm) -> str:
        before = Dialogue.objects.get(pk=dialogue.pk)
        saved = actions.change_dialogue(
            dialogue=dialogue,
            changes=form.changes,
            seen=form.cleaned_data["seen"],
            by=request.official,
            now=request.now,
        )
        if saved.keep_signups_days != before.keep_signups_days:
            keep_details_for(dialogue=saved, days_before=before.keep_signups_days)
        keep_senders_for(dialogue=saved, before=before)
        return reverse(name, args=[saved.slug])

    return form_page(request, form, save, frame=_frame(dialogue, name, dict(TABS)[name]))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: OfficialRequest, slug: str) -> HttpResponse:
    return _part(request, slug, "desk:basics", forms.Basics)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def influence(request: OfficialRequest, slug: str) -> HttpResponse:
    return _part(request, slug, "desk:influence", forms.Influence)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def contributing(request: OfficialRequest, slug: str) -> HttpResponse:
    return _part(request, slug, "desk:contributing", forms.Contributing)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: OfficialRequest, slug: str) -> HttpResponse:
    return _part(request, slug, "desk:contact", forms.Contact)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    form = forms.Picture(request.POST or None, request.FILES or None, instance=Dialogue.objects.get(pk=dialogue.pk))

    def save(form: forms.Picture) -> str:
        data = form.cleaned_data
        actions.change_picture(
            dialogue=dialogue,
            upload=data["upload"],
            remove=data.get("remove", False),
            picture_text=data["picture_text"],
            seen=data["seen"],
            by=request.official,
            now=request.now,
        )
        return reverse("desk:picture", args=[slug])

    frame = _frame(dialogue, "desk:picture", dict(TABS)["desk:picture"])
    return form_page(request, form, save, frame=replace(frame, template="desk/picture.html"))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def hosts(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")

    def stored() -> tuple[list[dict[str, Any]], str]:
        rows = list(dialogue.hosts.all())
        return [forms.HostRow.initial_of(row) for row in rows], rows_fingerprint(rows, actions.HOST_FIELDS)

    def save(rows: Rows[forms.HostRow]) -> str:
        actions.change_hosts(dialogue=dialogue, rows=rows.rows(), seen=rows.seen, by=request.official, now=request.now)
        return reverse("desk:hosts", args=[slug])

    return rows_page(
        request, forms.HostRow, stored, save, frame=_rows_frame(dialogue, "desk:hosts", _("Lägg till en värd"))
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def phases(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")

    def stored() -> tuple[list[dict[str, Any]], str]:
        rows = list(dialogue.phases.all())
        return [forms.PhaseRow.initial_of(row) for row in rows], rows_fingerprint(rows, actions.PHASE_FIELDS)

    def save(rows: Rows[forms.PhaseRow]) -> str:
        actions.change_phases(dialogue=dialogue, rows=rows.rows(), seen=rows.seen, by=request.official, now=request.now)
        return reverse("desk:phases", args=[slug])

    return rows_page(
        request, forms.PhaseRow, stored, save, frame=_rows_frame(dialogue, "desk:phases", _("Lägg till ett skede"))
    )


def _rows_frame(dialogue: Dialogue, name: str, add: Promise) -> Frame:
    frame = _frame(dialogue, name, dict(TABS)[name])
    return replace(frame, template="desk/rows.html", context={**frame.context, "add": add, "movable": True})


addresses = [
    path("dialog/<slug:slug>/sidan/", basics, name="basics"),
    path("dialog/<slug:slug>/sidan/paverka/", influence, name="influence"),
    path("dialog/<slug:slug>/sidan/synpunkter/", contributing, name="contributing"),
    path("dialog/<slug:slug>/sidan/kontakt/", contact, name="contact"),
    path("dialog/<slug:slug>/sidan/vardar/", hosts, name="hosts"),
    path("dialog/<slug:slug>/sidan/skeden/", phases, name="phases"),
    path("dialog/<slug:slug>/sidan/bild/", picture, name="picture"),
]
