"""What senders think of what became of what they said, and what we do when they say that we have misunderstood."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.contributions import letters
from fardplan.contributions.actions.changing import change, current, record
from fardplan.contributions.actions.replying import ReplyWords, require_answerer, withdraw_reply
from fardplan.contributions.models import Answer, Contribution, Reply, Verdict
from fardplan.contributions.rules import may_give_verdict
from fardplan.people.models import Official
from fardplan.strategy.models import Draft


def give_verdict(
    *, contribution: Contribution, answer: str, text: str, draft: Draft | None = None, now: datetime
) -> Verdict:
    """The sender says whether we have understood, or with a `draft` whether it became as they meant.

    One that says we have misunderstood needs words, and waits for an official; until then there is no other.
    """
    if answer not in Answer.values:
        raise Invalid(_("Välj ett svar."), field="answer")
    if answer == Answer.MISUNDERSTOOD and not text:
        raise Invalid(_("Skriv vad vi missade, så tittar vi igen."), field="text")
    with transaction.atomic():
        contribution = current(contribution.pk, lock=True)
        if not may_give_verdict(contribution, draft=draft, now=now):
            raise Conflict(_("Det finns inget svar att tycka till om än."))
        if _waiting(contribution).exists():
            raise Conflict(_("Du har redan skrivit att vi har missförstått. Vi tittar igen och svarar här."))
        given = Verdict.objects.create(contribution=contribution, draft=draft, answer=answer, text=text, given_at=now)
        record("contribution.verdict", contribution, by=audit.PARTICIPANT, at=now, verdict=answer)
        return given


def stand_by(*, contribution: Contribution, words: str, revision: int, by: Official, now: datetime) -> Contribution:
    """We have looked again and keep the answer, for reasons the sender is told."""
    require_answerer(by, contribution.submission.dialogue)
    if not words:
        raise Invalid(_("Skriv varför svaret står fast. Avsändaren får läsa det."), field="words")
    with transaction.atomic():
        changed = change(contribution, revision=revision)
        waiting = list(held(_waiting(changed)))
        if not waiting:
            raise Conflict(_("Någon annan har redan tagit hand om det."))
        for verdict in waiting:
            verdict.handled_at, verdict.handled_with = now, words
            verdict.save(update_fields=["handled_at", "handled_with"])
        record("contribution.stood_by", changed, by=by, at=now, words=words)
        letters.tell_stood_by(waiting[-1])
        return changed


def answer_anew(*, contribution: Contribution, revision: int, by: Official, now: datetime) -> Reply:
    """An answer of its own to change: the public one withdrawn, or, when that answers others too, a copy of it.

    What the sender said waits until the new answer is published.
    """
    require_answerer(by, contribution.submission.dialogue)
    with transaction.atomic():
        changed = change(contribution, revision=revision)
        if not _waiting(changed).exists():
            raise Conflict(_("Någon annan har redan tagit hand om det."))
        reply = changed.reply
        if reply is None or reply.published_at is None:
            raise Conflict(_("Någon skriver redan på ett nytt svar."))
        if not reply.contributions.exclude(pk=changed.pk).exists():
            return withdraw_reply(reply=reply, revision=reply.revision, by=by, now=now)
        return _copy_for(changed, reply, by=by, now=now)


def _copy_for(contribution: Contribution, reply: Reply, *, by: Official, now: datetime) -> Reply:
    copy = Reply.objects.create(
        dialogue_id=reply.dialogue_id,
        written_by=by,
        created_at=now,
        # Its sender has had these words once: what comes now is a changed answer.
        publications=reply.publications,
        **asdict(ReplyWords.of(reply)),
    )
    freed = change(contribution, revision=contribution.revision, reply=copy)
    record("contribution.reply_removed", freed, by=by, at=now, reply=reply.pk)
    dialogue_id = reply.dialogue_id
    audit.record("reply.begun", on=copy, by=by, at=now, dialogue_id=dialogue_id, answers=[freed.label])
    return copy


def _waiting(contribution: Contribution) -> QuerySet[Verdict]:
    return contribution.verdicts.filter(answer=Answer.MISUNDERSTOOD, handled_at=None)
