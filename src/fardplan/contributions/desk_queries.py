"""What those who read and answer see: the queue, one contribution with its history, and replies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.base.models import AuditEntry
from fardplan.contributions.labels import LABEL
from fardplan.contributions.models import Answer, Contribution, Reconsideration, Reply, Report, Verdict
from fardplan.contributions.queries import contributions_of, numbered, with_all_shown
from fardplan.dialogue.models import Dialogue, Role
from fardplan.dialogue.rules import roles_with
from fardplan.people.models import Official

# Where contributions wait, from their own columns and their reply's: no other table is asked.
_PLAIN: dict[str, Q] = {
    "unread": Q(read_at=None, hidden_at=None),
    "unpublished": Q(published_at=None, hidden_at=None),
    "unanswered": Q(reply=None, hidden_at=None) | Q(reply__published_at=None, hidden_at=None),
    "unassigned": Q(assigned_to=None, hidden_at=None) & (Q(reply=None) | Q(reply__published_at=None)),
    "drafted": Q(reply__isnull=False, reply__published_at=None),
    "ready": Q(reply__ready_at__isnull=False, reply__approved_at=None, reply__published_at=None),
    "approved": Q(reply__approved_at__isnull=False, reply__published_at=None),
    "answered": Q(reply__published_at__isnull=False),
    "hidden": Q(hidden_at__isnull=False),
}
# What somebody outside has raised, from small tables of their own.
_RAISED: dict[str, QuerySet[Any]] = {
    "reported": Report.objects.filter(handled_at=None),
    "disputed": Reconsideration.objects.filter(answered_at=None),
    "reopened": Verdict.objects.filter(answer=Answer.MISUNDERSTOOD, handled_at=None),
}
QUEUES: dict[str, Q] = _PLAIN | {
    name: Q(Exists(rows.filter(contribution=OuterRef("pk")))) for name, rows in _RAISED.items()
}

ORDERS: dict[str, tuple[str, ...]] = {
    "aldst": ("submission__received_at", "submission__number", "part"),
    "nyast": ("-submission__received_at", "-submission__number", "part"),
    "nummer": ("submission__number", "part"),
}


def desk_queue(dialogue: Dialogue) -> QuerySet[Contribution]:
    """What nobody has read comes first, and within that what has waited longest."""
    unread_first = Case(When(read_at=None, then=Value(0)), default=Value(1), output_field=IntegerField())
    return contributions_of(dialogue).order_by(unread_first, "submission__number", "part")


def in_queue(contributions: QuerySet[Contribution], name: str) -> QuerySet[Contribution]:
    """Those that wait in one of `QUEUES`."""
    return contributions.filter(QUEUES[name])


def counts(dialogue: Dialogue, *, mine: Official | None = None) -> dict[str, int]:
    """How many contributions wait in each of `QUEUES`, "all", and with `mine` how many unanswered are that official's.

    Two queries, of which the large one counts in a single reading of the contributions.
    """
    waiting = {name: Count("pk", filter=condition) for name, condition in _PLAIN.items()}
    if mine is not None:
        waiting["mine"] = Count("pk", filter=_PLAIN["unanswered"] & Q(assigned_to=mine))
    found: dict[str, int] = Contribution.objects.filter(submission__dialogue=dialogue).aggregate(
        all=Count("pk"), **waiting
    )
    raised = [
        rows.filter(contribution__submission__dialogue=dialogue)
        .order_by()
        .values_list(Value(name, output_field=CharField()), "contribution")
        for name, rows in _RAISED.items()
    ]
    # UNION takes each contribution once, however many have reported it.
    by_name = Counter(name for name, _pk in raised[0].union(*raised[1:]))
    return found | {name: by_name[name] for name in _RAISED}


def with_order(contributions: QuerySet[Contribution], order: str) -> QuerySet[Contribution]:
    """In one of `ORDERS`; anything else leaves them as they are."""
    return contributions.order_by(*ORDERS[order]) if order in ORDERS else contributions


@dataclass(frozen=True)
class Found:
    """What a filter found: every id in order, from which a page is taken, and a chosen one's neighbours."""

    ids: list[int]

    @classmethod
    def by(cls, contributions: QuerySet[Contribution]) -> Found:
        """One narrow query; the rows themselves are read for one page only."""
        return cls(list(contributions.values_list("pk", flat=True)))

    def page_with(self, pk: int, *, per_page: int) -> int:
        """The page a contribution stands on; the first when it is not among those found."""
        return self.ids.index(pk) // per_page + 1 if pk in self.ids else 1

    def beside(self, pk: int) -> tuple[int | None, int | None]:
        """The one before and the one after; when `pk` is not among those found, the first comes after."""
        if pk not in self.ids:
            return None, (self.ids[0] if self.ids else None)
        at = self.ids.index(pk)
        return (self.ids[at - 1] if at else None), (self.ids[at + 1] if at + 1 < len(self.ids) else None)


def rows_of(ids: Sequence[int]) -> list[Contribution]:
    """These contributions with what a list shows of them, in no order. Two queries.

    Asked for by their ids alone: with the dialogue too, a database without statistics reads all of it for one page.
    """
    rows = with_all_shown(Contribution.objects.filter(pk__in=ids)).select_related("assigned_to")
    return list(rows.prefetch_related("themes").order_by())


def chosen_contributions(
    dialogue: Dialogue, *, labels: Sequence[str] = (), ids: Sequence[int] = ()
) -> list[Contribution]:
    """Several contributions by number or id, each once, in their order of numbers. Numbers nobody has are left out."""
    wanted = [found for label in labels if (found := LABEL.fullmatch(label))]
    if not wanted and not ids:
        return []
    those = Q(submission__number__in={int(found["number"]) for found in wanted}) | Q(pk__in=list(ids))
    rows = contributions_of(dialogue).select_related("submission__contact", "submission__dialogue", "assigned_to")
    asked = {(int(found["number"]), int(found["part"]) if found["part"] else None) for found in wanted}
    return [
        row
        for row in rows.prefetch_related("themes").filter(those).order_by("submission__number", "part")
        if not wanted or (row.submission.number, row.part) in asked
    ]


def access_several_at_desk(dialogue: Dialogue, labels: Sequence[str]) -> list[Contribution]:
    """All of these. Raises NotFound when there is one that nobody has said here."""
    found = chosen_contributions(dialogue, labels=labels)
    known = {row.label for row in found}
    if missing := [label for label in labels if not (m := LABEL.fullmatch(label)) or _label(m) not in known]:
        raise NotFound(
            _("Det finns ingen synpunkt med det numret i dialogen: %(numbers)s.") % {"numbers": ", ".join(missing[:5])}
        )
    return found


def _label(found: re.Match[str]) -> str:
    """As it is written: s-1 is S-001."""
    part = f".{int(found['part'])}" if found["part"] else ""
    return f"S-{int(found['number']):03d}{part}"


def colleagues(dialogue: Dialogue) -> list[Official]:
    """Those who can be given contributions: everyone whose role lets them sort, and administrators."""
    roles = Role.objects.filter(dialogue=dialogue, name__in=roles_with("sort"))
    may = Q(pk__in=roles.values("official")) | Q(is_administrator=True)
    return list(Official.objects.filter(may, is_active=True).order_by("name", "email"))


def access_contribution_at_desk(dialogue: Dialogue, label: str) -> Contribution:
    found = LABEL.fullmatch(label)
    rows = contributions_of(dialogue).select_related(
        "submission__contact", "submission__registered_by", "assigned_to", "attachment"
    )
    contribution = rows.filter(numbered(found)).order_by("part").first() if found else None
    if contribution is None:
        raise NotFound(_("Det finns ingen synpunkt med det numret i dialogen."))
    return contribution


def access_reply(dialogue: Dialogue, reply_id: int) -> Reply:
    reply = (
        Reply.objects.select_related("dialogue", "written_by", "approved_by")
        .filter(dialogue=dialogue, pk=reply_id)
        .first()
    )
    if reply is None:
        raise NotFound(_("Svaret finns inte i den här dialogen."))
    return reply


def answered_by(reply: Reply) -> QuerySet[Contribution]:
    """The contributions a reply answers."""
    return contributions_of(reply.dialogue).filter(reply=reply).order_by("submission__number", "part")


def verdicts_on(contribution: Contribution) -> list[Verdict]:
    """What its sender has said of what became of it; the latest first."""
    return list(contribution.verdicts.order_by("-id"))


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


def sent_back_with(reply: Reply) -> AuditEntry | None:
    """What the second reader wants changed, while nobody has said that the answer is ready again."""
    if reply.ready_at is not None or reply.published_at is not None:
        return None
    of_reply = AuditEntry.objects.filter(subject_type="contributions.reply", subject_id=reply.pk)
    latest = of_reply.filter(action__in=["reply.sent_back", "reply.published"]).order_by("-id").first()
    return latest if latest is not None and latest.action == "reply.sent_back" else None
