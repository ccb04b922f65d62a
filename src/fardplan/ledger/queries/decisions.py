"""What has been decided about a dialogue's strategy, and what was asked for then."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Decision, Motion
from fardplan.ledger.rules import day_of


def decisions_of(dialogue: Dialogue) -> QuerySet[Decision]:
    """Every decision in a dialogue, the latest first."""
    return Decision.objects.filter(dialogue=dialogue).select_related("draft").order_by("-decided_on", "-id")


def public_decisions(dialogue: Dialogue, *, now: datetime) -> QuerySet[Decision]:
    """Those taken by the page's own time."""
    return decisions_of(dialogue).filter(decided_on__lte=day_of(now))


def decisions_about(dialogue: Dialogue, draft_ids: Collection[int], *, now: datetime) -> dict[int, list[Decision]]:
    """The decisions that adopted each of these drafts, by the draft's id. One query."""
    found: dict[int, list[Decision]] = {}
    for decision in public_decisions(dialogue, now=now).filter(draft__in=draft_ids):
        if decision.draft_id is not None:
            found.setdefault(decision.draft_id, []).append(decision)
    return found


def access_decision(dialogue: Dialogue, decision_id: int, *, now: datetime) -> Decision:
    decision = public_decisions(dialogue, now=now).prefetch_related("motions").filter(pk=decision_id).first()
    if decision is None:
        raise _missing()
    return decision


def access_decision_at_desk(dialogue: Dialogue, decision_id: int) -> Decision:
    decision = decisions_of(dialogue).filter(pk=decision_id).first()
    if decision is None:
        raise _missing()
    return decision


def motions_to_choose(dialogue: Dialogue) -> QuerySet[Motion]:
    """Every motion in a dialogue, for drawing a trace from it; the latest decision first."""
    motions = Motion.objects.filter(decision__dialogue=dialogue).select_related("decision")
    return motions.order_by("-decision__decided_on", "-decision_id", "position", "id")


def _missing() -> NotFound:
    return NotFound(_("Beslutet finns inte."), what_next=_("Se besluten i dialogen och välj där."))
