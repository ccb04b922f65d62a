"""What becomes of responses when time has passed: unfinished ones go, and nobody can be told by their browser."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fardplan.base.laying import lay_by_key
from fardplan.base.locking import held
from fardplan.surveys.actions.answering import break_off
from fardplan.surveys.models import Collection, Invitation, Response, UnfinishedResponse

AT_ONCE = 200  # rows in one transaction: others may write in between
GRACE = timedelta(minutes=1)  # what was sent in the last second may still wait its turn, or for its receipt


def expire_unfinished(*, now: datetime) -> int:
    """Erase what nobody finished in time, or before the collection closed; how many gave up at each page is kept."""
    erased = 0
    while count := _expire_some(now=now):
        erased += count
    return erased


@transaction.atomic
def _expire_some(*, now: datetime) -> int:
    closed = Collection.objects.filter(closes_at__lt=now - GRACE, is_example=False)
    due = UnfinishedResponse.objects.filter(expires_on__lt=timezone.localdate(now)) | UnfinishedResponse.objects.filter(
        collection__in=closed
    )
    rows = list(due.order_by("collection_id", "id")[:AT_ONCE])
    list(held(Collection.objects).filter(pk__in={row.collection_id for row in rows}).order_by("pk"))
    break_off(rows)
    return len(rows)


def forget_order() -> bool:
    """Leave no trace in PostgreSQL of which response and which invitation were written together, or came after each
    other. False when somebody answered just then: it is done the next time."""
    return lay_by_key(Invitation, Response)  # in the order `submit` takes them


def forget_who_may_change(*, now: datetime) -> int:
    """After a collection has closed nothing ties its responses to the browsers they came from; returns how many did."""
    closed = Collection.objects.filter(closes_at__lt=now - GRACE, is_example=False)
    return Response.objects.filter(collection__in=closed, change_hash__isnull=False).update(change_hash=None)
