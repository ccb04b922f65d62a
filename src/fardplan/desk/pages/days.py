"""The days of a dialogue: what they are about, their programme, and moving and cancelling them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, Rows, form_page, rows_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.dialogue import forms
from fardplan.dialogue.actions import days as actions
from fardplan.dialogue.models import Day
from fardplan.dialogue.queries import access_day, sessions_of
from fardplan.dialogue.states import days_now
from fardplan.live.actions.staging import follow_programme
from fardplan.people.viewer import OfficialRequest
from fardplan.signup.day_changes import telling_those_signed_up
from fardplan.signup.models import Need, Signup
from fardplan.signup.queries import ACTIVE

TABS: list[tuple[str, Promise]] = [
    ("desk:day", gettext_lazy("Om dagen")),
    ("desk:programme", gettext_lazy("Program")),
    ("desk:move-day", gettext_lazy("Tid, flytta eller ställ in")),
]


def _day(request: OfficialRequest, slug: str, day: str) -> Day:
    return access_day(desk_dialogue(request, slug, "edit_content"), day)


def _frame(template: str, day: Day, here: str, **context: Any) -> Frame:
    links = tabs(TABS, day.dialogue.slug, day.slug, here=here)
    return Frame(template, day.dialogue, "days", {"heading": day.title, "day": day, "tabs": links, **context})


def _letters(day: Day) -> int:
    """How many would get a letter about a change."""
    return Signup.objects.filter(day=day, state__in=ACTIVE, contact__erased_at=None).exclude(contact__email="").count()


@official_required
@require_safe
def days(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    return desk_page(
        request,
        "desk/days.html",
        {"days": days_now(dialogue.days.all(), now=request.now)},
        dialogue=dialogue,
        here="days",
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_day(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    number = dialogue.days.count() + 1
    suggested = forms.default_times() | {"title": _("Dag %(number)s") % {"number": number}, "slug": f"dag-{number}"}

    def save(form: forms.NewDay) -> str:
        names = ("slug", "title", "focus", "starts_at", "ends_at")
        about = {name: form.cleaned_data[name] for name in names}
        day = actions.create_day(dialogue=dialogue, by=request.official, now=request.now, **about)
        return reverse("desk:programme", args=[dialogue.slug, day.slug])

    context = {"heading": _("Ny dag"), "cancel": reverse("desk:days", args=[slug]), "submit": _("Lägg till dagen")}
    form = forms.NewDay(request.POST or None, initial=suggested)
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, "days", context))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stored = _day(request, slug, day)

    def save(form: forms.DayForm) -> str:
        with telling_those_signed_up(day=stored, now=request.now):
            saved = actions.change_day(
                day=stored, changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
            )
        return reverse("desk:day", args=[slug, saved.slug])

    form = forms.DayForm(
        request.POST or None,
        instance=Day.objects.get(pk=stored.pk),
        needs=[(need.value, str(need.label)) for need in Need],
    )
    return form_page(request, form, save, frame=_frame("desk/form.html", stored, "desk:day"))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    of = _day(request, slug, day)

    def stored() -> tuple[list[dict[str, Any]], str]:
        return [forms.SessionRow.initial_of(row) for row in sessions_of(of)], actions.programme_fingerprint(of)

    def save(rows: Rows[forms.SessionRow]) -> str:
        points = [
            actions.Point(
                **{**row.cleaned_data, "speakers": [forms.split_speaker(line) for line in row.cleaned_data["speakers"]]}
            )
            for row in rows.written
        ]
        with telling_those_signed_up(day=of, now=request.now, about_programme="beratta" in request.POST):
            actions.change_programme(day=of, points=points, seen=rows.seen, by=request.official, now=request.now)
            follow_programme(day=of, by=request.official, now=request.now)
        return reverse("desk:programme", args=[slug, day])

    lead = _("Punkterna ordnas efter tid. En punkt utan sluttid varar tills nästa börjar.")
    letters = _letters(of)
    tell = ngettext(
        "Skriv till den anmälda om tiderna i programmet har ändrats.",
        "Skriv till de %(number)s anmälda om tiderna i programmet har ändrats.",
        letters,
    ) % {"number": letters}
    context = {"lead": lead, "add": _("Lägg till en punkt"), "tell": tell if letters else ""}
    frame = _frame("desk/rows.html", of, "desk:programme", **context)
    return rows_page(request, forms.SessionRow, stored, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def move_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stored = _day(request, slug, day)

    def save(form: forms.MoveDay) -> str:
        when = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "status_note")}
        with telling_those_signed_up(day=stored, now=request.now):
            actions.move_day(day=stored, by=request.official, now=request.now, **when)
            follow_programme(day=stored, by=request.official, now=request.now)
        return reverse("desk:day", args=[slug, day])

    frame = _frame("desk/move_day.html", stored, "desk:move-day", letters=_letters(stored))
    frame = replace(frame, saved=_("Dagen har fått ny tid."))
    form = forms.MoveDay(request.POST or None, initial=forms.MoveDay.initial_of(stored))
    return form_page(request, form, save, frame=frame)


def _told(letters: int) -> str:
    if not letters:
        return _("Ingen är anmäld, så inga brev skickas.")
    said = ngettext("En anmäld får ett brev.", "%(number)s anmälda får ett brev.", letters)
    return said % {"number": letters}


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stored = _day(request, slug, day)

    def save(form: forms.CancelDay) -> str:
        note = form.cleaned_data["status_note"]
        with telling_those_signed_up(day=stored, now=request.now):
            actions.cancel_day(day=stored, status_note=note, by=request.official, now=request.now)
        return reverse("desk:days", args=[slug])

    context = {
        "heading": _("Ställ in %(day)s?") % {"day": stored.title},
        "lead": _told(_letters(stored)),
        "submit": _("Ställ in dagen"),
        "danger": True,
        "cancel": reverse("desk:move-day", args=[slug, day]),
    }
    frame = Frame("desk/form.html", stored.dialogue, "days", context, _("Dagen är inställd."))
    return form_page(request, forms.CancelDay(request.POST or None), save, frame=frame)


@official_required
@require_POST
def reinstate_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stored = _day(request, slug, day)
    with telling_those_signed_up(day=stored, now=request.now):
        actions.reinstate_day(day=stored, by=request.official, now=request.now)
    messages.success(request, _("Dagen blir av igen."))
    return redirect("desk:move-day", slug=slug, day=day)


@official_required
@require_POST
def delete_day(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stored = _day(request, slug, day)
    actions.delete_day(day=stored, by=request.official, now=request.now)
    messages.success(request, _("Dagen är borttagen."))
    return redirect("desk:days", slug=slug)


addresses = [
    path("dialog/<slug:slug>/dagar/", days, name="days"),
    path("dialog/<slug:slug>/dagar/ny/", new_day, name="new-day"),
    path("dialog/<slug:slug>/dagar/<slug:day>/om/", edit_day, name="day"),
    path("dialog/<slug:slug>/dagar/<slug:day>/program/", programme, name="programme"),
    path("dialog/<slug:slug>/dagar/<slug:day>/tid/", move_day, name="move-day"),
    path("dialog/<slug:slug>/dagar/<slug:day>/stall-in/", cancel_day, name="cancel-day"),
    path("dialog/<slug:slug>/dagar/<slug:day>/aterta/", reinstate_day, name="reinstate-day"),
    path("dialog/<slug:slug>/dagar/<slug:day>/ta-bort/", delete_day, name="delete-day"),
]
