"""What is done every so often, in real time."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.jobs import periodic
from fardplan.indicators.actions.fetches import give_up_lost


@periodic(every=timedelta(minutes=5))
def say_which_fetches_failed(now: datetime) -> int:
    """A process that was stopped while it fetched leaves a table that never comes; whoever waits is told."""
    return give_up_lost(now)
