"""How far the answering has come, for everybody to see: the same numbers at the desk and on the public page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, QuerySet

from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue


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

    def share(self, number: int) -> int:
        """Per cent of what was received, rounded down: "100" is never said before all are done."""
        return 100 * number // self.received if self.received else 0

    @property
    def read_share(self) -> int:
        return self.share(self.read)

    @property
    def answered_share(self) -> int:
        return self.share(self.answered)


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


def median_wait(dialogue: Dialogue, *, answered: int, now: datetime) -> timedelta | None:
    """The middle of the times from what came in to its public answer; None when nothing is answered.

    `answered` is `progress_of`'s number. The database sorts and gives the one or two in the middle: one query.
    """
    if not answered:
        return None
    length = ExpressionWrapper(F("reply__published_at") - F("submission__received_at"), output_field=DurationField())
    replied = _received(dialogue, now=now).filter(reply__published_at__lte=now)
    waits = replied.annotate(wait=length).order_by("wait", "pk").values_list("wait", flat=True)
    middle = list(waits[(answered - 1) // 2 : answered // 2 + 1])
    return sum(middle, timedelta()) / len(middle) if middle else None


def oldest_waiting(dialogue: Dialogue, *, now: datetime) -> Contribution | None:
    """The unanswered contribution that came in first, hidden ones aside."""
    waiting = _received(dialogue, now=now).exclude(reply__published_at__lte=now)
    not_hidden = Q(hidden_at=None) | Q(hidden_at__gt=now)
    rows = waiting.filter(not_hidden).select_related("submission")
    return rows.order_by("submission__received_at", "submission__number", "part").first()


def _received(dialogue: Dialogue, *, now: datetime) -> QuerySet[Contribution]:
    return Contribution.objects.filter(submission__dialogue=dialogue, submission__received_at__lte=now).order_by()
