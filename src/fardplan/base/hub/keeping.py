"""Live events are kept for as long as somebody may come back and ask for them, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.hub.topics import VALID
from fardplan.base.jobs import periodic
from fardplan.base.models import LiveEvent

KEPT_FOR = timedelta(seconds=2 * VALID)  # a ticket is good for half of this: whoever comes later loads the page anew


@periodic(every=timedelta(hours=1))
def forget_old_events(now: datetime) -> int:
    """Delete events older than two days; returns how many. What they told of stands with the domain."""
    deleted, _each = LiveEvent.objects.filter(at__lt=now - KEPT_FOR).delete()
    return deleted
