"""Telling people what became of what they said, and what they think of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fardplan.base.errors import DomainError
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.actions.telling import number_without_address, people_to_tell, sample, tell_everyone
from fardplan.ledger.queries.verdicts import verdicts_by_text
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy.models import Draft
from fardplan.strategy.queries import published_drafts

HERE = "telling"


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def telling(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "reply")
    draft = published_drafts(dialogue.strategy, now=request.now).first() if dialogue.strategy else None
    status = 200
    if request.method == "POST" and draft is not None:
        try:
            tell_everyone(dialogue=dialogue, draft=draft, by=request.official, now=request.now)
        except DomainError as error:
            messages.warning(request, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            messages.success(request, _("Breven skrivs och skickas nu. Du ser här hur långt de har kommit."))
            return redirect("desk:telling", slug=slug)
    return desk_page(
        request, "desk/telling.html", _context(request, dialogue, draft), dialogue=dialogue, here=HERE, status=status
    )


def _context(request: OfficialRequest, dialogue: Dialogue, draft: Draft | None) -> dict[str, object]:
    waiting = people_to_tell(dialogue, now=request.now) if draft is not None else []
    return {
        "draft": draft,
        "people": len(waiting),
        "without_address": number_without_address(dialogue, now=request.now),
        "sample": sample(dialogue, draft, now=request.now) if waiting and draft is not None else "",
        "tellings": dialogue.tellings.select_related("draft", "asked_by")[:20],
        "verdicts": verdicts_by_text(dialogue, now=request.now),
    }


addresses = [path("dialog/<slug:slug>/aterkoppling/", telling, name="telling")]
