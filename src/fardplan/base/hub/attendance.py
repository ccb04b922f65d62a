"""How many follow a topic, over all processes: each tells the database now and then how many follow it there.

A number and no more: not who, and only for the kinds of topics that somebody wants to know it of, so that a topic of
one person never says whether that person is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, Sum

from fardplan.base import clock
from fardplan.base.hub.topics import kind_of
from fardplan.base.models import LivePresence

EVERY = 5.0  # seconds between two tellings, when something has changed
AT_LEAST = timedelta(seconds=15)  # between two tellings otherwise: a process that says nothing is taken to be dead
VALID = timedelta(seconds=40)

_kinds: set[str] = set()


def count_readers(kind: str) -> None:
    """Register a kind of topics ("stage" of "stage-3") whose presence is told."""
    _kinds.add(kind)


def is_counted(topic: str) -> bool:
    return kind_of(topic) in _kinds


def presence(topic: str) -> int:
    """How many streams follow a topic, in all processes, some seconds ago. Raises ValueError for an uncounted kind.

    A stream is a browser with the page open, whatever the number of its tabs. Who reads without JavaScript has none.
    """
    if not is_counted(topic):
        raise ValueError(f"Nobody counts who follows {topic!r}: see hub.count_readers.")
    told = LivePresence.objects.filter(topic=topic, at__gt=clock.now() - VALID)
    return told.aggregate(total=Sum("readers"))["total"] or 0


class Teller:
    """What one process has told, so that it writes only what is new."""

    def __init__(self, process: str) -> None:
        """`process`: a name no other process has."""
        self.process = process
        self._told: dict[str, int] = {}
        self._told_at: datetime | None = None

    def tell(self, counts: Mapping[str, int], *, now: datetime) -> None:
        """Write how many follow each topic here, when it is new or was told long ago; dead processes' rows go."""
        if counts == self._told and (not counts or (self._told_at and now - self._told_at < AT_LEAST)):
            return
        mine = Q(process=self.process) & ~Q(topic__in=counts)
        with transaction.atomic():
            LivePresence.objects.filter(mine | Q(at__lte=now - VALID)).delete()
            LivePresence.objects.bulk_create(
                [LivePresence(process=self.process, topic=topic, readers=n, at=now) for topic, n in counts.items()],
                update_conflicts=True, unique_fields=["process", "topic"], update_fields=["readers", "at"],
            )  # fmt: skip
        self._told, self._told_at = dict(counts), now
