"""What is done every so often, in real time: erasing senders' addresses in time, finding what is alike."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction

from fardplan.base import audit
from fardplan.base.jobs import periodic
from fardplan.contributions.likeness import remember, without_fingerprint
from fardplan.contributions.models import Submission
from fardplan.people.erasing import due_for_erasing, erase_contacts

AT_ONCE = 200  # rows in one transaction: others may write in between


@periodic(every=timedelta(hours=1))
def erase(now: datetime) -> int:
    """Erase the addresses of senders whose time has run out; returns how many. What they said stays (L-24, L-44)."""
    erased = 0
    while count := _erase_some(now=now):
        erased += count
    return erased


@transaction.atomic
def _erase_some(*, now: datetime) -> int:
    due = list(due_for_erasing(now=now).filter(submission__isnull=False).values_list("id", flat=True)[:AT_ONCE])
    senders = list(Submission.objects.filter(contact__in=due).select_related("dialogue").order_by("dialogue_id", "id"))
    erase_contacts(contact_ids=due, mail_keys=[f"submission:{sender.pk}:" for sender in senders], now=now)
    for dialogue, of_dialogue in groupby(senders, key=lambda sender: sender.dialogue):
        number = len(list(of_dialogue))
        audit.record("senders.erased", on=dialogue, by=audit.SYSTEM, at=now, dialogue_id=dialogue.pk, number=number)
    return len(due)


@periodic(every=timedelta(minutes=10))
def take_fingerprints(_now: datetime) -> int:
    """Of what came in some other way than by the form or the registrar, so that what is alike is found; how many."""
    taken = 0
    while count := _take_some():
        taken += count
    return taken


@transaction.atomic
def _take_some() -> int:
    rows = list(without_fingerprint()[:AT_ONCE])
    remember(rows)
    return len(rows)
