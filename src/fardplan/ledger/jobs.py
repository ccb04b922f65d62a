"""What is done every so often, in real time."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.jobs import periodic
from fardplan.ledger.actions.compiling import give_up_lost


@periodic(every=timedelta(minutes=10))
def say_which_compilations_failed(now: datetime) -> int:
    """A process that was stopped while it wrote leaves a file that never comes; whoever waits is told."""
    return give_up_lost(now)
