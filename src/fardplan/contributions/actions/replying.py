"""Replies: begun, changed, published, withdrawn. One may answer many; each sender is told once per publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.contributions import letters
from fardplan.contributions.actions.changing import change, record, somebody_was_first
from fardplan.contributions.desk_queries import answered_by
from fardplan.contributions.models import Contribution, Reply
from fardplan.contributions.rules import what_reply_lacks
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_reply
from fardplan.people.models import Official


@dataclass(frozen=True)
class ReplyWords:
    """What a reply says. It can be saved unfinished."""

    text: str = ""
    outcome: str = ""
    reason: str = ""
    forwarded_to: str = ""
    signed_as: str = ""


def draft_reply(
    *, dialogue: Dialogue, contributions: Sequence[Contribution], words: ReplyWords, by: Official, now: datetime
) -> Reply:
    """Begin an answer to one or more contributions. Raises Conflict when somebody has begun one meanwhile."""
    _require_answerer(by, dialogue)
    if not contributions:
        raise Invalid(_("Välj minst en synpunkt att svara på."))
    with transaction.atomic():
        reply = Reply.objects.create(dialogue=dialogue, written_by=by, created_at=now, **asdict(words))
        for contribution in contributions:
            _attach(contribution, reply, now=now)
        audit.record("reply.begun", on=reply, by=by, at=now, dialogue_id=dialogue.pk, answers=_labels(contributions))
        return reply


def change_reply(*, reply: Reply, words: ReplyWords, revision: int, by: Official, now: datetime) -> Reply:
    """Save an answer that is not public."""
    _require_answerer(by, reply.dialogue)
    with transaction.atomic():
        _require_unpublished(reply)
        changed = _change(reply, revision=revision, **asdict(words))
        audit.record("reply.changed", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id)
        return changed


def publish_reply(*, reply: Reply, revision: int, by: Official, now: datetime) -> Reply:
    """Make an answer public and tell the senders. What was published stays readable in the audit log.

    Raises Invalid when the outcome needs a reason that is missing (L-85).
    """
    _require_answerer(by, reply.dialogue)
    with transaction.atomic():
        _require_unpublished(reply)
        lacks = what_reply_lacks(
            text=reply.text, outcome=reply.outcome, reason=reply.reason, forwarded_to=reply.forwarded_to
        )
        if lacks:
            field, message = next(iter(lacks.items()))
            raise Invalid(message, field=field)
        answered = list(answered_by(reply))
        if not answered:
            raise Invalid(_("Svaret hör inte till någon synpunkt."))
        changed = _change(reply, revision=revision, published_at=now, publications=reply.publications + 1)
        audit.record(
            "reply.published",
            on=changed,
            by=by,
            at=now,
            dialogue_id=reply.dialogue_id,
            answers=_labels(answered),
            publication=changed.publications,
            **asdict(_words_of(changed)),
        )
        _tell(changed)
        return changed


def withdraw_reply(*, reply: Reply, revision: int, by: Official, now: datetime) -> Reply:
    """Take a public answer back, to correct it and publish it again."""
    _require_answerer(by, reply.dialogue)
    with transaction.atomic():
        if reply.published_at is None:
            raise Conflict(_("Svaret är inte publicerat."))
        changed = _change(reply, revision=revision, published_at=None)
        audit.record("reply.withdrawn", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id)
        return changed


def answer_also(
    *, reply: Reply, contributions: Sequence[Contribution], revision: int, by: Official, now: datetime
) -> Reply:
    """Let a reply answer more contributions; when it is public their senders are told at once."""
    _require_answerer(by, reply.dialogue)
    if not contributions:
        raise Invalid(_("Välj minst en synpunkt att svara på."))
    with transaction.atomic():
        changed = _change(reply, revision=revision)
        for contribution in contributions:
            _attach(contribution, reply, now=now)
        labels = _labels(contributions)
        audit.record("reply.extended", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id, answers=labels)
        if changed.published_at is not None:
            _tell(changed)
        return changed


def let_go(*, reply: Reply, contribution: Contribution, revision: int, by: Official, now: datetime) -> Reply:
    """Take a contribution away from an answer that is not public, so that it can get another."""
    _require_answerer(by, reply.dialogue)
    with transaction.atomic():
        _require_unpublished(reply)
        if contribution.reply_id != reply.pk:
            raise Conflict(_("Synpunkten hör inte till svaret."))
        changed = _change(reply, revision=revision)
        freed = change(contribution, revision=contribution.revision, reply=None)
        record("contribution.reply_removed", freed, by=by, at=now, reply=reply.pk)
        return changed


def _require_answerer(by: Official, dialogue: Dialogue) -> None:
    if not may_reply(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att svara på synpunkter."))


def _require_unpublished(reply: Reply) -> None:
    if reply.published_at is not None:
        raise Conflict(_("Svaret är redan publicerat. Dra tillbaka det först om det ska ändras."))


def _attach(contribution: Contribution, reply: Reply, *, now: datetime) -> None:
    if contribution.submission.dialogue_id != reply.dialogue_id:
        raise Invalid(_("Synpunkten hör till en annan dialog."))
    if contribution.reply_id is not None and contribution.reply_id != reply.pk:
        raise Conflict(
            _("%(number)s har redan ett svar, eller så skriver någon på ett.") % {"number": contribution.label}
        )
    change(contribution, revision=contribution.revision, reply=reply, read_at=contribution.read_at or now)


def _tell(reply: Reply) -> None:
    for contribution in answered_by(reply).select_related("submission__contact", "submission__dialogue"):
        letters.tell_reply(reply, contribution)


def _change(reply: Reply, *, revision: int, **changes: object) -> Reply:
    """Write, unless somebody else wrote since `revision`; returns the reply as it is now."""
    if not Reply.objects.filter(pk=reply.pk, revision=revision).update(revision=revision + 1, **changes):
        raise somebody_was_first()
    return Reply.objects.select_related("dialogue", "written_by").get(pk=reply.pk)


def _words_of(reply: Reply) -> ReplyWords:
    return ReplyWords(
        text=reply.text,
        outcome=reply.outcome,
        reason=reply.reason,
        forwarded_to=reply.forwarded_to,
        signed_as=reply.signed_as,
    )


def _labels(contributions: Sequence[Contribution]) -> list[str]:
    return [contribution.label for contribution in contributions]
