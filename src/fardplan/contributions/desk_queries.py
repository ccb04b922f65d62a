"""What those who read and answer see: the queue, one contribution with its history, and replies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.base.models import AuditEntry
from fardplan.contributions.labels import LABEL
from fardplan.contributions.models import Contribution, Reconsideration, Reply, Report
from fardplan.contributions.queries import contributions_of, numbered
from fardplan.dialogue.models import Dialogue

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
    contribution = rows.filter(numbered(found)).order_by("part").first() if found else None
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
