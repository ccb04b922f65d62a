"""Replies: begun, changed, published, withdrawn. One may answer many; each sender is told once per publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions import letters
from fardplan.contributions.actions.changing import change, current, record, somebody_was_first
from fardplan.contributions.desk_queries import answered_by
from fardplan.contributions.followed import tell
from fardplan.contributions.models import Answer, Contribution, Reply, Standing, Verdict
from fardplan.contributions.rules import waits_for_second_reader, what_reply_lacks
from fardplan.dialogue.models import Dialogue, ReplyLetters
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
    standing: str = Standing.OFFICIAL
    adopted_by: str = ""

    @classmethod
    def of(cls, reply: Reply) -> ReplyWords:
        return cls(**{field.name: getattr(reply, field.name) for field in fields(cls)})

    @property
    def lacks(self) -> dict[str, Promise]:
        """What is missing before it can be public: field → what to do."""
        return what_reply_lacks(
            text=self.text,
            outcome=self.outcome,
            reason=self.reason,
            forwarded_to=self.forwarded_to,
            standing=self.standing,
            adopted_by=self.adopted_by,
        )


def draft_reply(
    *, dialogue: Dialogue, contributions: Sequence[Contribution], words: ReplyWords, by: Official, now: datetime
) -> Reply:
    """Begin an answer to one or more contributions: to all of them or to none.

    Raises AlreadyAnswered, with those it is about, when somebody has begun on any of them meanwhile.
    """
    require_answerer(by, dialogue)
    if not contributions:
        raise Invalid(_("Välj minst en synpunkt att svara på."))
    with transaction.atomic():
        free = _free(contributions, dialogue)
        reply = Reply.objects.create(dialogue=dialogue, written_by=by, created_at=now, **asdict(words))
        _attach(free, reply, now=now)
        audit.record("reply.begun", on=reply, by=by, at=now, dialogue_id=dialogue.pk, answers=_labels(free))
        return reply


def change_reply(*, reply: Reply, words: ReplyWords, revision: int, by: Official, now: datetime) -> Reply:
    """Save an answer that is not public. Other words than before are the words of whoever saves them: nobody has
    approved those."""
    require_answerer(by, reply.dialogue)
    with transaction.atomic():
        require_unpublished(reply)
        stored = held(Reply.objects).get(pk=reply.pk)
        if ReplyWords.of(stored) == words:
            return write(reply, revision=revision)
        nobody_approved = {"ready_at": None, "approved_by": None, "approved_at": None}
        changed = write(reply, revision=revision, written_by=by, **nobody_approved, **asdict(words))
        audit.record("reply.changed", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id)
        return changed


def publish_reply(*, reply: Reply, revision: int, by: Official, now: datetime) -> Reply:
    """Make an answer public and tell the senders. What was published stays readable in the audit log.

    Raises Invalid when the outcome needs a reason that is missing (L-85).
    """
    require_answerer(by, reply.dialogue)
    with transaction.atomic():
        require_unpublished(reply)
        answered = require_complete(reply)
        if waits_for_second_reader(reply):
            raise NotAllowed(
                _("I den här dialogen läser någon mer svaret innan det publiceras."),
                what_next=_("Säg att det är klart, så kan en kollega godkänna det."),
            )
        changed = write(reply, revision=revision, published_at=now, publications=reply.publications + 1)
        audit.record(
            "reply.published",
            on=changed,
            by=by,
            at=now,
            dialogue_id=reply.dialogue_id,
            answers=_labels(answered),
            publication=changed.publications,
            approved_by=str(changed.approved_by or ""),
            **asdict(ReplyWords.of(changed)),
        )
        close_misunderstandings(changed, now=now)
        _tell(changed, answered)
        tell(answered, now=now)
        return changed


def withdraw_reply(*, reply: Reply, revision: int, by: Official, now: datetime) -> Reply:
    """Take a public answer back, to correct it and publish it again."""
    require_answerer(by, reply.dialogue)
    with transaction.atomic():
        if reply.published_at is None:
            raise Conflict(_("Svaret är inte publicerat."))
        changed = write(reply, revision=revision, published_at=None)
        audit.record("reply.withdrawn", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id)
        tell(list(answered_by(changed)), now=now)
        return changed


def answer_also(
    *, reply: Reply, contributions: Sequence[Contribution], revision: int, by: Official, now: datetime
) -> Reply:
    """Let a reply answer more contributions; when it is public their senders are told at once."""
    require_answerer(by, reply.dialogue)
    if not contributions:
        raise Invalid(_("Välj minst en synpunkt att svara på."))
    with transaction.atomic():
        free = _free(contributions, reply.dialogue, besides=reply)
        changed = write(reply, revision=revision)
        _attach(free, reply, now=now)
        labels = _labels(free)
        audit.record("reply.extended", on=changed, by=by, at=now, dialogue_id=reply.dialogue_id, answers=labels)
        if changed.published_at is not None:
            _tell(changed, free)
            tell(free, now=now)
        return changed


def let_go(*, reply: Reply, contribution: Contribution, revision: int, by: Official, now: datetime) -> Reply:
    """Take a contribution away from an answer that is not public, so that it can get another."""
    require_answerer(by, reply.dialogue)
    with transaction.atomic():
        require_unpublished(reply)
        if contribution.reply_id != reply.pk:
            raise Conflict(_("Synpunkten hör inte till svaret."))
        current(contribution.pk, lock=True)  # before the reply, as in `answer_also`
        changed = write(reply, revision=revision)
        freed = change(contribution, revision=contribution.revision, reply=None)
        record("contribution.reply_removed", freed, by=by, at=now, reply=reply.pk)
        return changed


def require_answerer(by: Official, dialogue: Dialogue) -> None:
    if not may_reply(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att svara på synpunkter."))


def require_unpublished(reply: Reply) -> None:
    if reply.published_at is not None:
        raise Conflict(_("Svaret är redan publicerat. Dra tillbaka det först om det ska ändras."))


class AlreadyAnswered(Conflict):
    """Somebody has begun to answer some of the contributions meanwhile; none of them got this answer."""

    def __init__(self, taken: list[Contribution]) -> None:
        numbers = ", ".join(contribution.label for contribution in taken)
        super().__init__(
            ngettext(
                "%(numbers)s har redan ett svar, eller så skriver någon på ett.",
                "%(numbers)s har redan svar, eller så skriver någon på dem.",
                len(taken),
            )
            % {"numbers": numbers},
            what_next=gettext("Ingen synpunkt har fått det här svaret än. Det du skrev finns kvar."),
        )
        self.taken = taken


def _free(
    contributions: Sequence[Contribution], dialogue: Dialogue, *, besides: Reply | None = None
) -> list[Contribution]:
    """These contributions as they are now, held until the transaction ends, when nobody else answers any of them.

    Always locked in the same order, so that two who answer many at once wait for each other instead of both failing.
    """
    ids = [contribution.pk for contribution in contributions]
    rows = Contribution.objects.select_related("submission").order_by("pk").filter(pk__in=ids)
    now_held = list(held(rows))
    if any(row.submission.dialogue_id != dialogue.pk for row in now_held):
        raise Invalid(_("Synpunkten hör till en annan dialog."))
    own = besides.pk if besides is not None else None
    taken = [row for row in now_held if row.reply_id not in {None, own}]
    if taken:
        raise AlreadyAnswered(taken)
    return now_held


def _attach(contributions: Sequence[Contribution], reply: Reply, *, now: datetime) -> None:
    for row in contributions:
        change(row, revision=row.revision, reply=reply, read_at=row.read_at or now)


def require_complete(reply: Reply) -> list[Contribution]:
    """The contributions it answers. Raises Invalid when it lacks something, or answers nothing."""
    if lacks := ReplyWords.of(reply).lacks:
        field, message = next(iter(lacks.items()))
        raise Invalid(message, field=field)
    answered = list(answered_by(reply))
    if not answered:
        raise Invalid(_("Svaret hör inte till någon synpunkt."))
    return answered


def close_misunderstandings(reply: Reply, *, now: datetime) -> None:
    """A new answer is our answer to those who said that we had misunderstood."""
    waiting = Verdict.objects.filter(
        contribution__reply=reply, answer=Answer.MISUNDERSTOOD, handled_at=None, given_at__lte=now
    )
    waiting.update(handled_at=now)


def _tell(reply: Reply, contributions: Sequence[Contribution]) -> None:
    """One letter to each sender with all of theirs that it answers. Where replies go out together, a first answer waits
    until people are told of the next draft; a changed one never waits."""
    if reply.dialogue.reply_letters == ReplyLetters.TOGETHER and reply.publications <= 1:
        return
    to_tell = [each.pk for each in contributions]
    rows = answered_by(reply).filter(pk__in=to_tell).select_related("submission__contact", "submission__dialogue")
    people: dict[str, list[Contribution]] = {}
    for each in rows:
        if each.submission.contact is not None and each.submission.contact.email:
            people.setdefault(each.submission.contact.email.casefold(), []).append(each)
    for theirs in people.values():
        letters.tell_reply(reply, theirs)


def write(reply: Reply, *, revision: int, **changes: object) -> Reply:
    """Write, unless somebody else wrote since `revision`; returns the reply as it is now."""
    if not Reply.objects.filter(pk=reply.pk, revision=revision).update(revision=revision + 1, **changes):
        raise somebody_was_first()
    return Reply.objects.select_related("dialogue", "written_by", "approved_by").get(pk=reply.pk)


def _labels(contributions: Sequence[Contribution]) -> list[str]:
    return [contribution.label for contribution in contributions]
