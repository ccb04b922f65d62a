"""Responses that look odd: how many of each kind, and leaving a kind out of the result with a reason that is shown."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fardplan.desk.access import official_required
from fardplan.desk.collecting import collection_at_desk, collection_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys.actions import collecting
from fardplan.surveys.forms.collecting import LeaveOut
from fardplan.surveys.models import Collection
from fardplan.surveys.queries.collecting import flagged, left_out
from fardplan.surveys.words import FLAGS


@official_required
@require_safe
def odd_responses(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    return _page(request, of)


def _page(request: OfficialRequest, of: Collection, *, refused: str = "", status: int = 200) -> HttpResponse:
    rows = [(each, FLAGS.get(each.flag, each.flag)) for each in flagged(of)]
    return collection_page(
        request, "desk/collecting/flagged.html", of, "desk:survey-flagged",
        status=status, rows=rows, left_out=left_out(of), refused=refused,
    )  # fmt: skip


@official_required
@require_POST
def leave_out(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    form, flag = LeaveOut(request.POST), request.POST.get("slag", "")
    if not form.is_valid():
        messages.warning(request, _("Skriv varför svaren utelämnas. Skälet står vid resultatet."))
        return _page(request, of, refused=flag, status=422)
    number = collecting.leave_out(
        collection=of, flag=flag, because=form.cleaned_data["because"], by=request.official, now=request.now
    )
    said = ngettext("Ett svar räknas inte längre.", "%(number)s svar räknas inte längre.", number)
    messages.success(request, said % {"number": number})
    return redirect("desk:survey-flagged", slug=slug, survey=survey, collection=collection)


@official_required
@require_POST
def put_back(request: OfficialRequest, slug: str, survey: str, collection: str) -> HttpResponse:
    of = collection_at_desk(request, slug, survey, collection)
    because = request.POST.get("because", "")
    number = collecting.put_back(collection=of, because=because, by=request.official, now=request.now)
    said = ngettext("Ett svar räknas igen.", "%(number)s svar räknas igen.", number)
    messages.success(request, said % {"number": number})
    return redirect("desk:survey-flagged", slug=slug, survey=survey, collection=collection)


_ONE = "dialog/<slug:slug>/enkater/<slug:survey>/insamlingar/<slug:collection>/avvikande"
addresses = [
    path(f"{_ONE}/", odd_responses, name="survey-flagged"),
    path(f"{_ONE}/utelamna/", leave_out, name="leave-out-responses"),
    path(f"{_ONE}/rakna-igen/", put_back, name="put-back-responses"),
]
