"""Reaching a strategy's texts at the desk: only those of the dialogue's own strategy, all others look missing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.desk.access import desk_dialogue
from fardplan.dialogue.models import Dialogue
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy.models import Draft, Passage, Section, Strategy

TAKEN = "borttaget_ur_utkast"
# How long what was taken away can be put back with one press.
CAN_BE_UNDONE = timedelta(hours=2)


def strategy_of(request: OfficialRequest, slug: str) -> tuple[Dialogue, Strategy]:
    dialogue = desk_dialogue(request, slug, "edit_content")
    if dialogue.strategy is None:
        raise NotFound(_("Dialogen har ingen strategi ännu."))
    return dialogue, dialogue.strategy


def draft_of(request: OfficialRequest, slug: str, number: int) -> tuple[Dialogue, Draft]:
    dialogue, strategy = strategy_of(request, slug)
    draft = Draft.objects.select_related("strategy").filter(strategy=strategy, pk=number).first()
    if draft is None:
        raise NotFound(_("Utkastet finns inte."))
    return dialogue, draft


def section_of(request: OfficialRequest, slug: str, number: int) -> tuple[Dialogue, Section]:
    dialogue, strategy = strategy_of(request, slug)
    section = Section.objects.select_related("draft__strategy").filter(draft__strategy=strategy, pk=number).first()
    if section is None:
        raise NotFound(_("Avsnittet finns inte."), what_next=_("Någon annan kan ha tagit bort det."))
    return dialogue, section


def passage_of(request: OfficialRequest, slug: str, number: int) -> tuple[Dialogue, Passage]:
    dialogue, strategy = strategy_of(request, slug)
    found = Passage.objects.select_related("section", "draft__strategy").filter(draft__strategy=strategy, pk=number)
    passage = found.first()
    if passage is None:
        raise NotFound(_("Stycket finns inte."), what_next=_("Någon annan kan ha tagit bort det."))
    return dialogue, passage


def keep_taken(request: OfficialRequest, taken: dict[str, Any]) -> None:
    """Remember what this official last took out of a draft, so that one press puts it back."""
    request.session[TAKEN] = {"at": request.now.isoformat(), "what": taken}


def taken_from(request: OfficialRequest, draft: Draft) -> dict[str, Any] | None:
    """What this official last took out of this draft, if it was not long ago."""
    kept = request.session.get(TAKEN)
    if kept is None or kept["what"]["draft"] != draft.pk:
        return None
    age = request.now - datetime.fromisoformat(kept["at"])
    what: dict[str, Any] = kept["what"]
    return what if timedelta(0) <= age < CAN_BE_UNDONE else None


def forget_taken(request: OfficialRequest) -> None:
    request.session.pop(TAKEN, None)
