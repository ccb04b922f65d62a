"""The collections of a survey: what each can say, how it goes, when it is open, and how it is shared."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.analysis.survey.intervals import answers_needed, invitations_needed, planned_half_width
from fardplan.base.errors import NotFound
from fardplan.desk.access import official_required
from fardplan.desk.collecting import (
    HERE,
    collection_at_desk,
    collection_frame,
    collection_page,
    kiosk_address,
    public_address,
    qr_svg,
    survey_at_desk,
)
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.page import desk_page
from fardplan.desk.survey_editing import survey_tabs
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.actions import collecting
from fardplan.surveys.definition import minutes_of
from fardplan.surveys.forms.collecting import CollectionForm, NewCollection, Planning, Times
from fardplan.surveys.models import Collection, CollectionKind
from fardplan.surveys.queries.collecting import collections_now, participation, passed_over, stops
from fardplan.surveys.queries.finding import latest_version
from fardplan.surveys.queries.inviting import waves_now
from fardplan.surveys.rules import has_closed, is_open
from fardplan.surveys.words import MAY_BE_SAID

WEIGHTED = 1.6  # the design effect of a sample weighted on some background questions; seen in rounds of this kind


@official_required
@require_safe
def collections(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    of = survey_at_desk(request, slug, survey, "see_desk")
    rows = [(each, _state(each.collection, now=request.now)) for each in collections_now(of)]
    kinds = [(kind, MAY_BE_SAID[kind]) for kind in CollectionKind]
    context = {"survey": of, "rows": rows, "kinds": kinds, "tabs": survey_tabs(of, here="desk:survey-collections")}
    return desk_page(request, "desk/collecting/list.html", context, dialogue=of.dialogue, here=HERE)


def _state(collection: Collection, *, now: datetime) -> str:
    if is_open(collection, now=now):
        return "open"
    return "closed" if has_closed(collection, now=now) else "upcoming"


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_collection(request: OfficialRequest, slug: str, survey: str, way: str) -> HttpResponse:
    of = survey_at_desk(request, slug, survey)
    if way not in CollectionKind.values:
        raise NotFound(_("Sidan finns inte."))
    kind = CollectionKind(way)

    def save(form: NewCollection) -> str:
        made = actions.add_collection(survey=of, fields=form.fields_of_collection, by=request.official, now=request.now)
        return reverse("desk:survey-collection", args=[slug, survey, made.slug])

    list_address = reverse("desk:survey-collections", args=[slug, survey])
    context = {
        "heading": _("Ny insamling: %(kind)s") % {"kind": kind.label},
        "lead": MAY_BE_SAID[kind],
        "cancel": list_address,
        "submit": _("Lägg till insamlingen"),
    }
    form = NewCollection(request.POST or None, kind=kind, initial=_suggested(kind, now=request.now))
    return form_page(request, form, save, frame=Frame("desk/form.html", of.dialogue, HERE, context))


def _suggested(kind: CollectionKind, *, now: datetime) -> dict[str, Any]:
    names = {
        CollectionKind.OPEN: (_("Öppna länken"), "oppen"),
        CollectionKind.INVITED: (_("Slumpvis utvalda"), "urval"),
        CollectionKind.GROUP: ("", ""),
    }
    tomorrow = localdate(now) + timedelta(days=1)
    name, slug = names[kind]
    return {
        "name": name,
        "slug": slug,
        "opens_at": make_aware(datetime.combine(tomorrow, time(8))),
        "closes_at": make_aware(datetime.combine(tomorrow + timedelta(days=21), time(23, 59))),
    }


@official_required
@require_safe
def collection(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    """How it goes. Six queries and those of every page of a collection, whatever has been answered."""
    of = collection_at_desk(request, slug, survey, collection)
    version = latest_version(of.survey)
    so_far = participation(of)
    waves, all_waves = waves_now(of) if of.kind == CollectionKind.INVITED else ([], None)
    return collection_page(
        request,
        "desk/collecting/now.html",
        of,
        "desk:survey-collection",
        state=_state(of, now=request.now),
        may_be_said=MAY_BE_SAID[of.kind],
        participation=so_far,
        stops=stops(of, version, so_far) if version is not None else [],
        items=passed_over(of, version, today=localdate(request.now)) if version is not None else None,
        waves=waves,
        all_waves=all_waves,
    )


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_collection(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    stored = collection_at_desk(request, slug, survey, collection)

    def save(form: CollectionForm) -> str:
        saved = collecting.change_collection(
            collection=stored, changes=form.changes, seen=form.cleaned_data["seen"], by=request.official,
            now=request.now,
        )  # fmt: skip
        return reverse("desk:edit-survey-collection", args=[slug, survey, saved.slug])

    form = CollectionForm(request.POST or None, instance=Collection.objects.get(pk=stored.pk))
    frame = collection_frame(request, "desk/collecting/form.html", stored, "desk:edit-survey-collection")
    return form_page(request, form, save, frame=frame)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def times(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    stored = collection_at_desk(request, slug, survey, collection)

    def save(form: Times) -> str:
        collecting.set_times(collection=stored, by=request.official, now=request.now, **form.cleaned_data)
        return reverse("desk:survey-times", args=[slug, survey, collection])

    initial = {"opens_at": stored.opens_at, "closes_at": stored.closes_at}
    frame = collection_frame(
        request, "desk/collecting/times.html", stored, "desk:survey-times", state=_state(stored, now=request.now)
    )
    return form_page(request, Times(request.POST or None, initial=initial), save, frame=frame)


@official_required
@require_POST
def close(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    collecting.close_now(collection=of, is_sure=bool(request.POST.get("saker")), by=request.official, now=request.now)
    messages.success(request, _("Insamlingen är stängd. Ingen kan svara längre."))
    return redirect("desk:survey-times", slug=slug, survey=survey, collection=collection)


@official_required
@require_safe
def poster(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    if of.kind == CollectionKind.INVITED:
        raise NotFound(_("Ett inbjudet urval har ingen gemensam länk: var och en har sin egen kod."))
    address = public_address(of)
    host, _slash, rest = address.partition("://")[2].rstrip("/").partition("/")
    version = latest_version(of.survey)
    definition = version.asks if version is not None else of.survey.drafted
    return collection_page(
        request, "desk/collecting/poster.html", of, "desk:survey-poster",
        address=address, address_to_read=(host, f"/{rest}"), kiosk_address=kiosk_address(of),
        title=definition.say(definition.title, of.survey.dialogue.language), minutes=minutes_of(definition),
    )  # fmt: skip


@official_required
@require_safe
def poster_qr(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    if of.kind == CollectionKind.INVITED:
        raise NotFound(_("Ett inbjudet urval har ingen gemensam länk: var och en har sin egen kod."))
    return qr_svg(public_address(of), file_name=f"{survey}-{collection}")


@official_required
@require_safe
def planning(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """What so many invitations can give, worked out before anybody is asked."""
    of = survey_at_desk(request, slug, survey)
    asked = any(name in request.GET for name in Planning.base_fields)
    form = Planning(request.GET if asked else Planning.STARTS)
    context = {"survey": of, "form": form, "plan": _plan(form.cleaned_data) if form.is_valid() else None}
    return desk_page(request, "desk/collecting/planning.html", context, dialogue=of.dialogue, here=HERE)


def _plan(wanted: dict[str, Any]) -> dict[str, Any]:
    invited, rate, within = wanted["invited"], wanted["rate"], wanted["within"]
    answers = max(1, round(invited * rate / 100))
    half_width = float(within / Decimal(100))
    needed = answers_needed(half_width)
    needed_weighted = answers_needed(half_width, design_effect=WEIGHTED)
    return {
        "answers": answers,
        "half_width": 100 * planned_half_width(answers),
        "half_width_weighted": 100 * planned_half_width(answers, design_effect=WEIGHTED),
        "needed": needed,
        "needed_weighted": needed_weighted,
        "invitations": invitations_needed(needed, response_rate=rate / 100),
        "invitations_weighted": invitations_needed(needed_weighted, response_rate=rate / 100),
    }


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>"
_ONE = f"{_SURVEY}/insamlingar/<slug:collection>"
addresses = [
    path(f"{_SURVEY}/insamlingar/", collections, name="survey-collections"),
    path(f"{_SURVEY}/insamlingar/ny/<slug:way>/", new_collection, name="new-survey-collection"),
    path(f"{_SURVEY}/planering/", planning, name="survey-planning"),
    path(f"{_ONE}/laget/", collection, name="survey-collection"),
    path(f"{_ONE}/om/", edit_collection, name="edit-survey-collection"),
    path(f"{_ONE}/tid/", times, name="survey-times"),
    path(f"{_ONE}/stang/", close, name="close-survey-collection"),
    path(f"{_ONE}/affisch/", poster, name="survey-poster"),
    path(f"{_ONE}/affisch/qr.svg", poster_qr, name="survey-poster-qr"),
]
