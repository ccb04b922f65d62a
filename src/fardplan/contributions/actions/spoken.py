"""Answers that were given aloud, in the broadcast: taken down as replies, found by the number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.actions.changing import change, held_together
from fardplan.contributions.actions.replying import write
from fardplan.contributions.models import Contribution, Outcome, Reply
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_moderate
from fardplan.people.models import Official


def answer_aloud(
    *, dialogue: Dialogue, contributions: Sequence[Contribution], text: str, signed_as: str, by: Official, now: datetime
) -> Reply | None:
    """A reply that says where in the broadcast they were answered. None when somebody writes answers to all of them.

    Where a second reader approves what is published, it is ready and waits for that; elsewhere it is public at once.
    The senders are told by whoever calls this.
    """
    if not may_moderate(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att svara på frågor."))
    with transaction.atomic():
        rows = held_together(contributions)
        again = _taken_back_of(rows)
        free = [row for row in rows if row.reply_id is None or (again is not None and row.reply_id == again.pk)]
        if not free:
            return None
        words = {"text": text, "outcome": Outcome.ANSWERED, "signed_as": signed_as}
        if again is None:
            reply = Reply.objects.create(dialogue=dialogue, written_by=by, created_at=now, **words)
        else:
            reply = write(again, revision=again.revision, written_by=by, ready_at=None, approved_by=None,
                          approved_at=None, **words)  # fmt: skip
        for row in free:
            change(row, revision=row.revision, reply=reply, read_at=row.read_at or now)
        labels = [row.label for row in free]
        audit.record("reply.begun", on=reply, by=by, at=now, dialogue_id=dialogue.pk, answers=labels)
        return _publish(reply, labels, by=by, now=now)


def _publish(reply: Reply, labels: list[str], *, by: Official, now: datetime) -> Reply:
    dialogue_id = reply.dialogue_id
    if Dialogue.objects.values_list("replies_need_second_reader", flat=True).get(pk=dialogue_id):
        ready = write(reply, revision=reply.revision, ready_at=now)
        audit.record("reply.ready", on=ready, by=by, at=now, dialogue_id=dialogue_id, answers=labels)
        return ready
    shown = write(reply, revision=reply.revision, published_at=now, publications=reply.publications + 1)
    audit.record(
        "reply.published", on=shown, by=by, at=now, dialogue_id=dialogue_id, answers=labels,
        publication=shown.publications, text=shown.text, outcome=shown.outcome, signed_as=shown.signed_as,
    )  # fmt: skip
    return shown


def take_back_aloud(*, contribution: Contribution, since: datetime, by: Official, now: datetime) -> None:
    """It was not answered after all: the reply that has been public `since` then is withdrawn, and stays to be changed
    and published again. Another reply, that somebody has written, stays as it is."""
    dialogue = contribution.submission.dialogue
    if not may_moderate(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att svara på frågor."))
    with transaction.atomic():
        [row] = held_together([contribution])
        reply = held(Reply.objects).filter(contributions=row).first()
        if reply is None or since not in {reply.published_at, reply.ready_at}:
            return
        withdrawn = write(reply, revision=reply.revision, published_at=None, ready_at=None)
        audit.record("reply.withdrawn", on=withdrawn, by=by, at=now, dialogue_id=dialogue.pk)


def _taken_back_of(rows: Sequence[Contribution]) -> Reply | None:
    """A reply of theirs that has been public and was withdrawn."""
    ids = {row.reply_id for row in rows if row.reply_id is not None}
    back = held(Reply.objects).filter(pk__in=ids, published_at=None, publications__gt=0, outcome=Outcome.ANSWERED)
    return back.order_by("pk").first()
