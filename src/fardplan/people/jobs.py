"""What is done every so often: links that once opened an account do not stay in our own mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.base.jobs import periodic
from fardplan.people.actions import forget_old_account_mail


@periodic(every=timedelta(hours=6))
def forget_account_mail(now: datetime) -> int:
    return forget_old_account_mail(now=now)
