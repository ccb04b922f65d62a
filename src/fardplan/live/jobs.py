"""What is to be done when a day is over, though nobody remembers it."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.jobs import periodic
from fardplan.live.actions.polls import close_forgotten_polls

FORGOTTEN = timedelta(hours=24)


@periodic(every=timedelta(hours=1))
def close_polls_for_good(now: datetime) -> int:
    """A day after the day, what ties ballots to browsers is erased even where nobody closed the poll."""
    return close_forgotten_polls(before=now - FORGOTTEN, now=now)
