"""The second pair of eyes: its writer says that a reply is ready, somebody else approves it or sends it back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.contributions.actions.replying import (
    require_answerer,
    require_complete,
    require_unpublished,
    write,
)
from fardplan.contributions.models import Reply
from fardplan.contributions.rules import may_approve
from fardplan.people.models import Official


def mark_ready(*, reply: Reply, revision: int, by: Official, now: datetime) -> Reply:
    """Ask for a second reader. Raises Invalid when the answer lacks something it needs to be public."""
    require_answerer(by, reply.dialogue)
    with transaction.atomic():
        require_unpublished(reply)
        require_complete(reply)
        changed = write(reply, revision=revision, ready_at=reply.ready_at or now)
        audit.record("reply.ready", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id)
        return changed


def approve(*, reply: Reply, revision: int, by: Official, now: datetime) -> Reply:
    """Let the answer be published as it stands. Never by the one whose words they are."""
    with transaction.atomic():
        _require_second_reader(by, reply)
        changed = write(reply, revision=revision, approved_by=by, approved_at=now)
        audit.record("reply.approved", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id)
        return changed


def send_back(*, reply: Reply, note: str, revision: int, by: Official, now: datetime) -> Reply:
    """Give the answer back to its writer, with what ought to be changed."""
    if not note:
        raise Invalid(_("Skriv vad som behöver ändras, så vet den som skrev."), field="note")
    with transaction.atomic():
        _require_second_reader(by, reply)
        changed = write(reply, revision=revision, ready_at=None)
        audit.record("reply.sent_back", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id, note=note)
        return changed


def _require_second_reader(by: Official, reply: Reply) -> None:
    require_answerer(by, reply.dialogue)
    require_unpublished(reply)
    if reply.ready_at is None or reply.approved_at is not None:
        raise Conflict(_("Svaret väntar inte på en andra läsare."))
    if not may_approve(by, reply):
        raise NotAllowed(_("Du har själv skrivit svaret. Låt någon annan läsa och godkänna det."))
