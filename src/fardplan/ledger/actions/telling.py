"""Telling people what became of what they said: one letter to each, queued by a job, never twice.

What a letter tells is written down with it (`News`), and what is not written down is told the next time. No moment
decides that: what was begun before a telling may be committed after it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from fardplan.base import audit, clock, outbox
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.models import Contribution
from fardplan.contributions.queries import contributions_of
from fardplan.contributions.rules import public_reply, status_of
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_reply
from fardplan.ledger import letters
from fardplan.ledger.letters import Told
from fardplan.ledger.models import News, Telling, Trace
from fardplan.ledger.parting import Families, families_of
from fardplan.ledger.queries import changes_of
from fardplan.people.models import Official
from fardplan.strategy.models import Change, Draft

logger = logging.getLogger(__name__)

AT_ONCE = 100  # letters in one transaction: others may write in between
LOST_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Person:
    """Everything one address has said in a dialogue, in the order it came in."""

    email: str
    language: str
    contribution_ids: tuple[int, ...]
    submission_id: int


def tell_everyone(*, dialogue: Dialogue, draft: Draft, by: Official, now: datetime) -> Telling:
    """Begin to tell. Raises Conflict while an earlier telling is still being written, Invalid for a draft nobody can
    read or when there is nobody to tell."""
    if not may_reply(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att berätta för dem som lämnat synpunkter."))
    if draft.published_at is None or draft.published_at > now:
        raise Invalid(_("Utkastet är inte publicerat."), what_next=_("Publicera det först."))
    with transaction.atomic():
        held(Dialogue.objects).get(pk=dialogue.pk)
        if Telling.objects.filter(dialogue=dialogue, finished_at=None).exists():
            raise Conflict(_("Breven skrivs redan."), what_next=_("Vänta tills de är klara. Det syns här på sidan."))
        waiting = people_to_tell(dialogue, now=now)
        if not waiting:
            raise Invalid(_("Det finns ingen att berätta för: inget har hänt sedan sist för någon som lämnat e-post."))
        telling = Telling.objects.create(
            dialogue=dialogue, draft=draft, asked_by=by, asked_at=now, people=0,
            without_address=number_without_address(dialogue, now=now),
        )  # fmt: skip
        audit.record("telling.asked", on=telling, by=by, at=now, dialogue_id=dialogue.pk, people=len(waiting))
        write_letters.enqueue(telling.pk, [list(person.contribution_ids) for person in waiting])
    return telling


@task()
def write_letters(telling_id: int, theirs: list[list[int]]) -> None:
    """Queue the letters, some at a time. Safe to repeat: a person's letter has a key of its own for this telling."""
    telling = Telling.objects.select_related("dialogue", "draft__strategy").get(pk=telling_id)
    queued = failed = 0
    for start in range(0, len(theirs), AT_ONCE):
        with transaction.atomic():
            sent = _queue(telling, theirs[start : start + AT_ONCE])
            queued, failed = queued + sent.count(Sent.QUEUED), failed + sent.count(Sent.FAILED)
            Telling.objects.filter(pk=telling.pk).update(people=queued, failed=failed)
    Telling.objects.filter(pk=telling.pk).update(finished_at=clock.now())


def take_up_lost(now: datetime) -> int:
    """Go on with those a stopped process or an error left behind: nobody is passed over, nobody is told twice.

    Whom it was for is found again as it was when it was asked for. Returns how many were taken up.
    """
    lost = Telling.objects.filter(finished_at=None, asked_at__lte=now - LOST_AFTER).select_related("dialogue")
    for telling in (waiting := list(lost.order_by("pk"))):
        try:
            people = people_to_tell(telling.dialogue, now=telling.asked_at, besides=telling)
            write_letters.func(telling.pk, [list(person.contribution_ids) for person in people])
        except Exception:
            # It is tried again the next time; the others are not to wait for it.
            logger.exception("The letters of telling %s could not be written", telling.pk)
    return len(waiting)


class Sent(Enum):
    """What became of one person's letter."""

    QUEUED = 1
    NOBODY = 2  # erased since the telling was asked for
    FAILED = 3


def _queue(telling: Telling, theirs: Sequence[Sequence[int]]) -> list[Sent]:
    """Queue one letter for each of these. One that cannot be written keeps nobody else's back."""
    ids = [pk for of_one in theirs for pk in of_one]
    rows = contributions_of(telling.dialogue).filter(pk__in=ids).select_related("submission__contact")
    found = {row.pk: row for row in rows.select_related("submission__dialogue", "reply")}
    changes = changes_of(ids, now=telling.asked_at)
    families = families_of(change for mine in changes.values() for change in mine)
    said = [[found[pk] for pk in of_one if pk in found] for of_one in theirs]
    return [_queue_one(telling, of_one, changes, families) for of_one in said]


def _queue_one(
    telling: Telling, said: Sequence[Contribution], changes: Mapping[int, Sequence[Change]], families: Families
) -> Sent:
    try:
        with transaction.atomic():
            return _send(telling, [_told(row, changes, families, now=telling.asked_at) for row in said])
    except (OperationalError, InterfaceError):
        raise  # the database, not the letter: all are taken up again
    except Exception:
        # The desk shows that it failed, the operator reads why. Nothing is written down as told.
        logger.exception("A letter of telling %s could not be written: %s", telling.pk, [row.label for row in said])
        return Sent.FAILED


def _told(row: Contribution, changes: Mapping[int, Sequence[Change]], families: Families, *, now: datetime) -> Told:
    mine = changes.get(row.pk, [])
    is_answered = public_reply(row, now=now) is not None
    return Told(row, status_of(row, now=now, led_to_change=bool(mine)), mine, is_answered, families)


def _send(telling: Telling, told: Sequence[Told]) -> Sent:
    reached = (each.contribution.submission for each in told if _address(each))
    submission = next(reached, None)
    contact = submission.contact if submission is not None else None
    if submission is None or contact is None:
        return Sent.NOBODY
    with translation.override(contact.language):
        letter = letters.telling(telling.draft, told)
        queued = outbox.queue(
            key=f"submission:{submission.pk}:telling:{telling.pk}",
            to=contact.email,
            subject=letter.subject,
            text=letters.whole(letter, told),
        )
    if queued is not None:  # one that had been queued before told what was written down then
        News.objects.bulk_create(_news_in(telling, told), ignore_conflicts=True)
    return Sent.QUEUED


def _news_in(telling: Telling, told: Sequence[Told]) -> Iterator[News]:
    """What the letter says; what an earlier one has said as well is already written down, and stays as it is."""
    for each in told:
        reply = each.contribution.reply
        if each.is_answered and reply is not None:
            yield News(
                telling=telling, contribution=each.contribution, reply=reply, publication=reply.publications
            )  # fmt: skip
        for change in each.changes:
            yield News(telling=telling, contribution=each.contribution, change=change)


def _address(each: Told) -> str:
    contact = each.contribution.submission.contact
    return contact.email if contact is not None else ""


# --- whom -------------------------------------------------------------------------------------------------------------


def people_to_tell(dialogue: Dialogue, *, now: datetime, besides: Telling | None = None) -> list[Person]:
    """Everyone who left an address and has not been told of what has happened. Three queries.

    `besides` is a telling that has not been finished: it has told nobody yet.
    """
    earlier = Telling.objects.filter(dialogue=dialogue, asked_at__lte=now)
    if besides is not None:
        earlier = earlier.exclude(pk=besides.pk)
    said = _said(dialogue, now=now).filter(submission__contact__isnull=False).exclude(submission__contact__email="")
    news = set(said.filter(_has_news(besides, now=now)).values_list("pk", flat=True)) if earlier.exists() else None
    return [person for person in _by_address(said) if news is None or any(pk in news for pk in person.contribution_ids)]


def number_without_address(dialogue: Dialogue, *, now: datetime) -> int:
    """Submissions whose senders can only read the answer on their receipt or on the web."""
    said = _said(dialogue, now=now)
    nobody = Q(submission__contact=None) | Q(submission__contact__email="")
    return said.filter(nobody).values("submission").distinct().count()


def _said(dialogue: Dialogue, *, now: datetime) -> QuerySet[Contribution]:
    return Contribution.objects.filter(submission__dialogue=dialogue, submission__received_at__lte=now)


def _has_news(besides: Telling | None, *, now: datetime) -> Q:
    """A public answer, or a change in a published draft, that no letter has told of."""
    told = News.objects.exclude(telling=besides) if besides is not None else News.objects.all()
    of_reply = told.filter(
        contribution=OuterRef("pk"), reply=OuterRef("reply"), publication=OuterRef("reply__publications")
    )
    of_change = told.filter(contribution=OuterRef("contribution"), change=OuterRef("change"))
    traced = Trace.objects.filter(
        ~Exists(of_change),
        change__draft__published_at__lte=now, change__number__isnull=False, contribution__isnull=False,
    )  # fmt: skip
    answered = Q(reply__published_at__lte=now) & ~Q(Exists(of_reply))
    return answered | Q(pk__in=traced.values("contribution"))


def _by_address(said: QuerySet[Contribution]) -> Iterator[Person]:
    """One person for each address, in the order they first wrote."""
    rows: dict[str, list[tuple[int, int, str, str]]] = {}
    columns = ("submission__contact__email", "pk", "submission_id", "submission__contact__language")
    for email, pk, submission_id, language in said.order_by("submission__number", "part", "pk").values_list(*columns):
        rows.setdefault(email.casefold(), []).append((pk, submission_id, email, language))
    for theirs in rows.values():
        _pk, submission_id, email, language = theirs[0]
        yield Person(email, language, tuple(row[0] for row in theirs), submission_id)


def sample(dialogue: Dialogue, draft: Draft, *, now: datetime) -> str:
    """The letter to the one who has said most, without any address in it: to look at before sending. "" for nobody."""
    waiting = people_to_tell(dialogue, now=now)
    if not waiting:
        return ""
    person = max(waiting, key=lambda one: len(one.contribution_ids))
    changes = changes_of(person.contribution_ids, now=now)
    families = families_of(change for mine in changes.values() for change in mine)
    rows = contributions_of(dialogue).filter(pk__in=person.contribution_ids).order_by("submission__number", "part")
    told = [_told(row, changes, families, now=now) for row in rows]
    with translation.override(person.language):
        letter = letters.telling(draft, told)
    return f"{letter.subject}\n\n" + "\n\n".join(letter.paragraphs[:-1])
