"""A dialogue's first page at the desk: how it stands and what waits."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.contributions.desk_queries import counts
from fardplan.desk.access import desk_dialogue, official_required, rights_on_page
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.readiness import what_is_missing
from fardplan.dialogue.states import Contributing, calendar_days_until, contributing, days_now
from fardplan.people.viewer import OfficialRequest
from fardplan.signup.queries import counts_by_day

# Queues of contributions, in the order they matter: (queue, words, whether somebody waits for us).
WAITING: list[tuple[str, Promise, bool]] = [
    ("disputed", _("vill att vi prövar igen"), True),
    ("reopened", _("säger att vi har missförstått"), True),
    ("reported", _("rapporterade"), True),
    ("unread", _("olästa"), False),
    ("unpublished", _("inte visade än"), False),
    ("unanswered", _("utan svar"), False),
    ("ready", _("väntar på en andra läsare"), True),
    ("answered", _("besvarade"), False),
]


@dataclass(frozen=True)
class Waiting:
    """A number worth seeing, and where to do something about it."""

    number: int
    words: Promise
    url: str
    is_urgent: bool


def _waiting(dialogue: Dialogue) -> list[Waiting]:
    found = counts(dialogue)
    url = reverse("desk:contributions", args=[dialogue.slug])
    return [
        Waiting(found[queue], words, f"{url}?ko={queue}", urgent)
        for queue, words, urgent in WAITING
        if found[queue] or not urgent
    ]


@official_required
@require_safe
def overview(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug)
    rights = rights_on_page(request, dialogue)
    days = days_now(dialogue.days.all(), now=request.now)
    seats = counts_by_day([each.day for each in days]) if "register" in rights else {}
    closes = dialogue.contributions_close_at
    is_open = contributing(dialogue, now=request.now) is Contributing.OPEN
    context = {
        "days": [(each, seats.get(each.day.pk)) for each in days],
        "waiting": _waiting(dialogue) if "read_contributions" in rights else [],
        "gaps": what_is_missing(dialogue) if "edit_content" in rights else [],
        "closes_in": calendar_days_until(closes, now=request.now) if closes and is_open else None,
    }
    return desk_page(request, "desk/overview.html", context, dialogue=dialogue, here="overview")


addresses = [path("dialog/<slug:slug>/", overview, name="dialogue")]
