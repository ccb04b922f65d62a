"""Writing down what was decided, and what was asked for when it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.editing import ChangedMeanwhile, Row, rows_fingerprint, write, write_rows
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_edit_content
from fardplan.ledger.models import Decision, Motion
from fardplan.people.models import Official

MOTION_FIELDS = ["name", "text", "made_by", "outcome", "dissent"]


@transaction.atomic
def add_decision(*, dialogue: Dialogue, values: Mapping[str, Any], by: Official, now: datetime) -> Decision:
    _require_editor(by, dialogue)
    _require_own_draft(dialogue, values)
    decision = Decision.objects.create(dialogue=dialogue, **values)
    audit.record("decision.added", on=decision, by=by, at=now, dialogue_id=dialogue.pk)
    return decision


@transaction.atomic
def change_decision(
    *, decision: Decision, changes: Mapping[str, Any], seen: str | None, by: Official, now: datetime
) -> Decision:
    """Raises ChangedMeanwhile when somebody else saved first."""
    stored = _locked(decision, by=by)
    _require_own_draft(stored.dialogue, changes)
    if changed := write(stored, changes, seen=seen):
        audit.record(
            "decision.changed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id, fields=sorted(changed)
        )
    return stored


@transaction.atomic
def remove_decision(*, decision: Decision, by: Official, now: datetime) -> None:
    """Take away a decision nothing leads to. Raises Conflict when a change points to it or to one of its motions."""
    stored = _locked(decision, by=by)
    audit.record("decision.removed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    try:
        stored.delete()
    except ProtectedError as error:
        raise Conflict(
            _("Det finns ändringar som kommer av beslutet."), what_next=_("Ta bort de spåren först.")
        ) from error


@transaction.atomic
def change_motions(*, decision: Decision, rows: Sequence[Row], seen: str | None, by: Official, now: datetime) -> None:
    """Make a decision's motions be these, in this order. Raises ChangedMeanwhile, Invalid for a number used twice."""
    stored = _locked(decision, by=by)
    names = [str(row.values["name"]) for row in rows]
    if len(set(names)) != len(names):
        raise Invalid(_("Två yrkanden kan inte ha samma nummer."))
    kept = Motion.objects.filter(decision=stored).order_by("position", "id")
    before = list(held(kept))
    if seen is not None and rows_fingerprint(before, MOTION_FIELDS) != seen:
        raise ChangedMeanwhile(before)
    _free_the_numbers(before)
    try:
        write_rows(kept, rows, fields=MOTION_FIELDS, fixed={"decision": stored}, seen=None)
    except ProtectedError as error:
        raise Invalid(
            _("Det finns ändringar som kommer av ett yrkande du tog bort. Ta bort de spåren först.")
        ) from error
    audit.record("decision.motions", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id, number=len(rows))


def _free_the_numbers(motions: Sequence[Motion]) -> None:
    """Let motions swap numbers: each is unique, also while they are being written one by one."""
    for motion in motions:
        Motion.objects.filter(pk=motion.pk).update(name=f"~{motion.pk}"[:12])


def _locked(decision: Decision, *, by: Official) -> Decision:
    stored = held(Decision.objects).select_related("dialogue").get(pk=decision.pk)
    _require_editor(by, stored.dialogue)
    return stored


def _require_editor(by: Official, dialogue: Dialogue) -> None:
    if not may_edit_content(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att skriva in beslut."))


def _require_own_draft(dialogue: Dialogue, values: Mapping[str, Any]) -> None:
    draft = values.get("draft")
    if draft is not None and draft.strategy_id != dialogue.strategy_id:
        raise Invalid(_("Utkastet hör till en annan strategi."), field="draft")
