"""Live events: what happens is told to everybody who follows it, after it has been committed and never before.

Two kinds of news. An *event* happened once ("a question was asked"): it gets an id in a gapless series, is kept in
the database, and whoever was away gets it afterwards. A *state* is a value that changes often ("312 votes"): only the
newest is worth anything, so it is computed at most once a tick however many votes came, and sent when it has changed.

    ASKED = hub.event("day", "question-asked")  # once, in the app's live.py

    with transaction.atomic():
        ...
        hub.announce(topic="day-12", name=ASKED, data={"question": 5}, now=now)
        hub.changed("poll-17")

The series is the truth and stands in the database; buses (`hub.bus`) only wake the processes that read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from fardplan.base.hub import bus
from fardplan.base.hub.attendance import count_readers, presence
from fardplan.base.hub.frames import encoded, event_frame
from fardplan.base.hub.journal import Event
from fardplan.base.hub.topics import event, is_registered, state, ticket
from fardplan.base.models import LiveEvent, LiveSeries

__all__ = [
    "announce", "changed", "count_readers", "event", "events_after", "newest_id", "presence", "state", "ticket",
]  # fmt: skip


def announce(*, topic: str, name: str, data: Mapping[str, Any], now: datetime) -> int:
    """Tell all who follow `topic`, once the transaction commits. Returns the id of the event.

    Take it last in an action: the series is locked until the commit, so that ids are in the order of commits.
    Raises ValueError for a name that is not registered (`event`) or that no reader could take, and
    TransactionManagementError outside a transaction.
    """
    if not is_registered(topic, name):
        raise ValueError(f"{name!r} is not registered as an event of {topic!r}: see hub.event.")
    event_frame(event_id=0, topic=topic, name=name, data=encoded(data))
    event_id = _next_id()
    LiveEvent.objects.create(id=event_id, at=now, topic=topic, name=name, data=dict(data))
    bus.wake_after_commit(topic)
    return event_id


def changed(topic: str) -> None:
    """The states of `topic` are to be computed again, once the transaction commits."""
    bus.wake_after_commit(topic)


def newest_id() -> int:
    """What a page that is rendered now has seen; it follows from there."""
    return LiveSeries.objects.values_list("newest_id", flat=True).first() or 0


def events_after(event_id: int, *, most: int) -> list[Event]:
    """The next events of the series, oldest first."""
    rows = LiveEvent.objects.filter(id__gt=event_id).order_by("id")[:most]
    return [
        Event(row.id, row.topic, event_frame(event_id=row.id, topic=row.topic, name=row.name, data=encoded(row.data)))
        for row in rows
    ]


def _next_id() -> int:
    if not LiveSeries.objects.filter(pk=1).update(newest_id=F("newest_id") + 1):
        LiveSeries.objects.get_or_create(pk=1)
        return _next_id()
    return LiveSeries.objects.get(pk=1).newest_id  # ours until we commit: the update holds the row
