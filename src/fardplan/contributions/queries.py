"""What has been said: for everyone, for the one who said it, and for those who answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from fardplan.base import search
from fardplan.base.errors import NotFound
from fardplan.base.models import AuditEntry
from fardplan.contributions.labels import LABEL
from fardplan.contributions.models import Contribution, Reconsideration, Reply, Report, Submission
from fardplan.contributions.rules import STATUS_OF_OUTCOME, Status
from fardplan.dialogue.models import Dialogue

_KEY = re.compile(r"[A-Za-z0-9_-]{22}")
_SEARCHED = ("text", "proposed_text", "passage__code", "passage__heading", "section__code", "section__heading")


# --- for everyone -----------------------------------------------------------------------------------------------------


def contributions_of(dialogue: Dialogue) -> QuerySet[Contribution]:
    """Every contribution of a dialogue with all that is needed to show it; the latest first."""
    return (
        Contribution.objects.filter(submission__dialogue=dialogue)
        .select_related("submission", "section__draft", "passage__draft", "day", "reply")
        .order_by("-submission__number", "part")
    )


def shown(*, now: datetime) -> Q:
    """Published, not hidden, and received before the page's own time."""
    return Q(published_at__lte=now, submission__received_at__lte=now) & (Q(hidden_at=None) | Q(hidden_at__gt=now))


def public_contributions(dialogue: Dialogue, *, now: datetime) -> QuerySet[Contribution]:
    return contributions_of(dialogue).filter(shown(now=now))


def with_status(status: str, *, now: datetime) -> Q:
    """Contributions that have come this far."""
    answered = Q(reply__published_at__lte=now)
    if status in {Status.RECEIVED, Status.READ}:
        read = Q(read_at__lte=now)
        return ~answered & (read if status == Status.READ else ~read)
    return answered & Q(reply__outcome__in=[outcome for outcome, its in STATUS_OF_OUTCOME.items() if its == status])


def saying(words: str) -> Q:
    """Contributions with all of these words in them, or with this number. What is known of senders is not searched."""
    if found := LABEL.fullmatch(words.strip()):
        return _numbered(found)
    return search.matches(words, *_SEARCHED)


def _numbered(found: re.Match[str]) -> Q:
    part = Q(part=int(found["part"])) if found["part"] else Q()
    return Q(submission__number=int(found["number"])) & part


def counts_by_passage(dialogue: Dialogue, *, now: datetime) -> dict[str, int]:
    """How many public contributions each passage has, by its key: the same in every draft. One query."""
    said = Contribution.objects.filter(shown(now=now), submission__dialogue=dialogue, passage__isnull=False)
    return dict(said.order_by().values_list("passage__key").annotate(Count("pk")))


def access_contribution(dialogue: Dialogue, label: str, *, now: datetime) -> Contribution:
    """One public contribution. Hidden and not yet read look like missing."""
    found = LABEL.fullmatch(label)
    contribution = public_contributions(dialogue, now=now).filter(_numbered(found)).first() if found else None
    if contribution is None:
        raise NotFound(
            _("Synpunkten finns inte eller visas inte."),
            what_next=_("I registret står allt som har kommit in, också det som inte visas."),
        )
    return contribution


def register_of(dialogue: Dialogue, *, now: datetime) -> QuerySet[Any]:
    """What has come in, the latest first (L-22). `is_shown` and `is_hidden` say what became of each submission."""
    said = Contribution.objects.filter(submission=OuterRef("pk"))
    return (
        Submission.objects.filter(dialogue=dialogue, received_at__lte=now)
        .annotate(is_shown=Exists(said.filter(shown(now=now))), is_hidden=Exists(said.filter(hidden_at__lte=now)))
        .order_by("-number")
    )


# --- for the one who said it ------------------------------------------------------------------------------------------


def access_receipt(key: str) -> Submission:
    """What somebody sent in, by the key in their personal link."""
    kept = Submission.objects.select_related("dialogue__strategy", "contact").filter(receipt_key=key)
    submission = kept.first() if _KEY.fullmatch(key) else None
    if submission is None:
        raise NotFound(
            _("Kvittot finns inte."),
            what_next=_("Kontrollera att hela länken kom med. Den står i brevet du fick, om du lämnade e-post."),
        )
    return submission


def said_in(submission: Submission) -> list[Contribution]:
    """The points of one submission, with their replies."""
    rows = contributions_of(submission.dialogue).filter(submission=submission).order_by("part", "id")
    return list(rows.prefetch_related("reconsiderations"))


# --- for those who read and answer ------------------------------------------------------------------------------------

QUEUES: dict[str, Q] = {
    "unread": Q(read_at=None, hidden_at=None),
    "unpublished": Q(published_at=None, hidden_at=None),
    "unanswered": Q(reply=None, hidden_at=None) | Q(reply__published_at=None, hidden_at=None),
    "drafted": Q(reply__isnull=False, reply__published_at=None),
    "answered": Q(reply__published_at__isnull=False),
    "hidden": Q(hidden_at__isnull=False),
    "reported": Q(reports__handled_at=None, reports__isnull=False),
    "disputed": Q(reconsiderations__answered_at=None, reconsiderations__isnull=False),
}


def desk_queue(dialogue: Dialogue) -> QuerySet[Contribution]:
    """What nobody has read comes first, and within that what has waited longest."""
    unread_first = Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    return contributions_of(dialogue).order_by(unread_first, "submission__number", "part")


def in_queue(contributions: QuerySet[Contribution], name: str) -> QuerySet[Contribution]:
    """Those that wait in one of `QUEUES`."""
    return contributions.filter(pk__in=Contribution.objects.filter(QUEUES[name]).values("pk"))


def counts(dialogue: Dialogue) -> dict[str, int]:
    """How many contributions wait in each of `QUEUES`, and "all"."""
    found: dict[str, int] = Contribution.objects.filter(submission__dialogue=dialogue).aggregate(
        all=Count("pk", distinct=True),
        **{name: Count("pk", filter=condition, distinct=True) for name, condition in QUEUES.items()},
    )
    return found


def access_contribution_at_desk(dialogue: Dialogue, label: str) -> Contribution:
    found = LABEL.fullmatch(label)
    rows = contributions_of(dialogue).select_related("submission__contact", "submission__registered_by")
    contribution = rows.filter(_numbered(found)).order_by("part").first() if found else None
    if contribution is None:
        raise NotFound(_("Det finns ingen synpunkt med det numret i dialogen."))
    return contribution


def access_reply(dialogue: Dialogue, reply_id: int) -> Reply:
    reply = Reply.objects.select_related("written_by").filter(dialogue=dialogue, pk=reply_id).first()
    if reply is None:
        raise NotFound(_("Svaret finns inte i den här dialogen."))
    return reply


def answered_by(reply: Reply) -> QuerySet[Contribution]:
    """The contributions a reply answers."""
    return contributions_of(reply.dialogue).filter(reply=reply).order_by("submission__number", "part")


def open_reports(contribution: Contribution) -> QuerySet[Report]:
    return contribution.reports.filter(handled_at=None)


def open_reconsideration(contribution: Contribution) -> Reconsideration | None:
    return contribution.reconsiderations.filter(answered_at=None).first()


@dataclass(frozen=True)
class Event:
    """One line of a contribution's history."""

    at: datetime
    who: str
    action: str
    detail: dict[str, object]


def history_of(contribution: Contribution) -> list[Event]:
    """What officials and the system have done with a contribution and its reply, the latest first."""
    mine = Q(subject_type="contributions.contribution", subject_id=contribution.pk)
    mine |= Q(subject_type="contributions.submission", subject_id=contribution.submission_id)
    if contribution.reply_id is not None:
        mine |= Q(subject_type="contributions.reply", subject_id=contribution.reply_id)
    return [
        Event(at=entry.at, who=entry.actor, action=entry.action, detail=entry.detail)
        for entry in AuditEntry.objects.filter(mine).order_by("-id")[:50]
    ]
