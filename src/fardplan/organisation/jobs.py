"""What the organisation has promised to take away in time."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.jobs import periodic
from fardplan.organisation.actions import erase_what_is_due


@periodic(every=timedelta(hours=6))
def erase_messages_and_feedback(now: datetime) -> int:
    return erase_what_is_due(now=now)
