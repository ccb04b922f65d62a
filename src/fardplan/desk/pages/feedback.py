"""What visitors said of each page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fardplan.desk.access import administrator_required
from fardplan.desk.page import desk_page, page_of
from fardplan.organisation.desk_actions import handle_page_feedback
from fardplan.organisation.desk_queries import feedback_by_page, said_of_page
from fardplan.people.viewer import OfficialRequest

MOST_SAID = 200


@administrator_required
@require_safe
def feedback(request: OfficialRequest) -> HttpResponse:
    query = request.GET.get("q", "")
    rows = feedback_by_page()
    rows = rows.filter(path__icontains=query) if query else rows
    return desk_page(request, "desk/feedback.html", {"page": page_of(request, rows), "query": query}, here="feedback")


@administrator_required
@require_safe
def feedback_of_page(request: OfficialRequest) -> HttpResponse:
    of = request.GET.get("sida", "")
    context = {"of": of, "said": said_of_page(of)[:MOST_SAID], "counts": feedback_by_page().filter(path=of).first()}
    return desk_page(request, "desk/feedback_of_page.html", context, here="feedback")


@administrator_required
@require_POST
def handle_feedback(request: OfficialRequest) -> HttpResponse:
    number = handle_page_feedback(path=request.POST.get("sida", ""), by=request.official, now=request.now)
    if number:
        messages.success(request, _("Markerat som omhändertaget."))
    return redirect("desk:feedback")


addresses = [
    path("sidaterkoppling/", feedback, name="feedback"),
    path("sidaterkoppling/sida/", feedback_of_page, name="feedback-of-page"),
    path("sidaterkoppling/klar/", handle_feedback, name="handle-feedback"),
]
