"""How far the answering has come, for everybody to see: the same numbers at the desk and on the public page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, F, FloatField, Func, Min, Q, QuerySet

from fardplan.contributions.models import Answer, Contribution, Verdict
from fardplan.dialogue.models import Dialogue

SECONDS_KEPT = 60
Found = TypeVar("Found")


@dataclass(frozen=True)
class Progress:
    """Contributions received by the page's time, and how many of them have been read and answered."""

    submissions: int
    received: int
    read: int
    answered: int
    waits_since: datetime | None

    @property
    def unread(self) -> int:
        return self.received - self.read

    @property
    def waiting(self) -> int:
        return self.received - self.answered


def progress_of(dialogue: Dialogue, *, now: datetime) -> Progress:
    """What has come in, what of it is read (an answered one is) and answered, and since when the oldest has waited.

    Hidden contributions are counted too: they are read and answered as all others. One query.
    """
    answered = Q(reply__published_at__lte=now)
    found = _received(dialogue, now=now).aggregate(
        submissions=Count("submission", distinct=True),
        received=Count("pk"),
        read=Count("pk", filter=answered | Q(read_at__lte=now)),
        answered=Count("pk", filter=answered),
        waits_since=Min("submission__received_at", filter=~answered | Q(reply=None)),
    )
    return Progress(**found)


class _Length(Func):
    """The time from one moment to another, to sort by: what the database itself counts with, in whatever unit."""

    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        moments = [
            Func(each, function="julianday", output_field=FloatField()) for each in self.get_source_expressions()
        ]
        days = self.copy()
        days.set_source_expressions(moments)
        return days.as_sql(compiler, connection, **extra)


def median_wait(dialogue: Dialogue, *, answered: int, now: datetime) -> timedelta | None:
    """The middle of the times from what came in to its public answer; None when nothing is answered.

    `answered` is `progress_of`'s number. The database sorts and gives the one or two in the middle: one query.
    """
    if not answered:
        return None
    length = _Length(F("reply__published_at"), F("submission__received_at"), output_field=FloatField())
    replied = _received(dialogue, now=now).filter(reply__published_at__lte=now).order_by(length, "pk")
    waits = replied.values_list("reply__published_at", "submission__received_at")
    middle = [until - since for until, since in waits[(answered - 1) // 2 : answered // 2 + 1] if until is not None]
    return sum(middle, timedelta()) / len(middle) if middle else None


def oldest_waiting(dialogue: Dialogue, *, now: datetime) -> Contribution | None:
    """The unanswered contribution that came in first, hidden ones aside."""
    waiting = _received(dialogue, now=now).exclude(reply__published_at__lte=now)
    not_hidden = Q(hidden_at=None) | Q(hidden_at__gt=now)
    rows = waiting.filter(not_hidden).select_related("submission")
    return rows.order_by("submission__received_at", "submission__number", "part").first()


def _received(dialogue: Dialogue, *, now: datetime) -> QuerySet[Contribution]:
    return Contribution.objects.filter(submission__dialogue=dialogue, submission__received_at__lte=now).order_by()


@dataclass(frozen=True)
class Meter:
    """Everything the public meter says, as it was `at` a moment."""

    progress: Progress
    median: timedelta | None
    oldest: str  # the number of what has waited longest; "" when nothing waits
    oldest_since: datetime | None
    at: datetime
    reopened: int


def meter_of(dialogue: Dialogue, *, now: datetime) -> Meter:
    """How far it has come, counted at most once a minute: going through 20,000 contributions takes longer than a page
    may. Four queries, or none. It holds numbers and times alone, nothing that anybody has written."""
    return _once_a_minute("meter", _measured, dialogue, now=now)


def progress_each_minute(dialogue: Dialogue, *, now: datetime) -> Progress:
    """The numbers of the meter alone. One query, or none."""
    return _once_a_minute("progress", progress_of, dialogue, now=now)


def reopened(dialogue: Dialogue, *, now: datetime) -> int:
    """How many answered contributions are looked at again, as their senders say that we have misunderstood."""
    waiting = Verdict.objects.filter(answer=Answer.MISUNDERSTOOD, given_at__lte=now)
    waiting = waiting.filter(Q(handled_at=None) | Q(handled_at__gt=now), contribution__submission__dialogue=dialogue)
    return waiting.values("contribution").distinct().count()


def _once_a_minute(name: str, count: Callable[..., Found], dialogue: Dialogue, *, now: datetime) -> Found:
    key = f"{name}:{dialogue.pk}:{now:%Y%m%d%H%M}"
    kept: Found | None = cache.get(key)
    if kept is None:
        kept = count(dialogue, now=now)
        cache.set(key, kept, SECONDS_KEPT)
    return kept


def _measured(dialogue: Dialogue, *, now: datetime) -> Meter:
    progress = progress_each_minute(dialogue, now=now)
    oldest = oldest_waiting(dialogue, now=now) if progress.waiting else None
    return Meter(
        progress=progress,
        median=median_wait(dialogue, answered=progress.answered, now=now),
        oldest=oldest.label if oldest else "",
        oldest_since=oldest.submission.received_at if oldest else None,
        at=now,
        reopened=reopened(dialogue, now=now),
    )
