"""The bank of replies: words to begin with where many ask for the same thing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Invalid, NotAllowed
from fardplan.contributions.actions.changing import somebody_was_first
from fardplan.contributions.models import StandardReply
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_reply
from fardplan.people.models import Official


def add_standard_reply(
    *, dialogue: Dialogue, name: str, outcome: str, text: str, reason: str, by: Official, now: datetime
) -> StandardReply:
    _require_answerer(by, dialogue)
    with transaction.atomic():
        _require_new_name(dialogue, name)
        made = StandardReply.objects.create(dialogue=dialogue, name=name, outcome=outcome, text=text, reason=reason)
        audit.record("standard_reply.added", on=made, by=by, at=now, dialogue_id=dialogue.pk)
        return made


def change_standard_reply(
    *,
    standard: StandardReply,
    name: str,
    outcome: str,
    text: str,
    reason: str,
    revision: int,
    by: Official,
    now: datetime,
) -> StandardReply:
    """Replies that have begun with its words keep theirs. Raises Conflict when somebody else changed it first."""
    _require_answerer(by, standard.dialogue)
    with transaction.atomic():
        if name != standard.name:
            _require_new_name(standard.dialogue, name)
        unchanged = StandardReply.objects.filter(pk=standard.pk, revision=revision)
        if not unchanged.update(name=name, outcome=outcome, text=text, reason=reason, revision=revision + 1):
            raise somebody_was_first()
        changed = StandardReply.objects.select_related("dialogue").get(pk=standard.pk)
        audit.record("standard_reply.changed", on=changed, by=by, at=now, dialogue_id=standard.dialogue_id)
        return changed


def remove_standard_reply(*, standard: StandardReply, by: Official, now: datetime) -> None:
    """Replies that have begun with its words stay."""
    _require_answerer(by, standard.dialogue)
    with transaction.atomic():
        audit.record("standard_reply.removed", on=standard, by=by, at=now, dialogue_id=standard.dialogue_id)
        standard.delete()


def _require_answerer(by: Official, dialogue: Dialogue) -> None:
    if not may_reply(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att svara på synpunkter."))


def _require_new_name(dialogue: Dialogue, name: str) -> None:
    if StandardReply.objects.filter(dialogue=dialogue, name=name).exists():
        raise Invalid(_("Det finns redan ett svar i banken som heter så."), field="name")
