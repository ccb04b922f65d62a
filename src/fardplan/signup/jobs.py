"""What is done every so often, in real time: reminding those who come, and erasing what we said we would."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q

from fardplan.base import audit
from fardplan.base.jobs import periodic
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.people.erasing import due_for_erasing, erase_contacts
from fardplan.signup import letters
from fardplan.signup.models import Signup, SignupState
from fardplan.signup.queries import days_to_remind
from fardplan.signup.rules import FRESH, reminder_is_due

AT_ONCE = 200  # rows in one transaction: others may write in between


@periodic(every=timedelta(minutes=10))
def remind(now: datetime) -> int:
    """Remind those who have a seat, the day before; returns how many letters were queued."""
    days = [day for day in days_to_remind(now=now) if reminder_is_due(day, now=now)]
    return sum(_remind_all(day, now=now) for day in days)


@periodic(every=timedelta(hours=1))
def erase(now: datetime) -> int:
    """Erase details whose time has run out; returns how many."""
    erased = 0
    while count := _erase_some(now=now):
        erased += count
    return erased


def _remind_all(day: Day, *, now: datetime) -> int:
    queued = 0
    while (count := _remind_some(day, now=now)) is not None:
        queued += count
    return queued


@transaction.atomic
def _remind_some(day: Day, *, now: datetime) -> int | None:
    """One transaction's worth; None when nobody is left."""
    # The day may have been moved or cancelled since we looked.
    day = held(Day.objects).select_related("dialogue").get(pk=day.pk)
    if not reminder_is_due(day, now=now):
        return None
    just_written_to = Q(signed_up_at__gt=now - FRESH) | Q(promoted_at__gt=now - FRESH)
    waiting = Signup.objects.filter(day=day, state=SignupState.CONFIRMED, reminded_at__isnull=True)
    some = list(waiting.exclude(just_written_to).select_related("contact").order_by("id")[:AT_ONCE])
    if not some:
        return None
    Signup.objects.filter(pk__in=[signup.pk for signup in some]).update(reminded_at=now)
    queued = 0
    for signup in some:
        signup.day = day
        queued += letters.send_letter(signup, about="reminder", key=f"reminder:{day.revision}", now=now)
    return queued


@transaction.atomic
def _erase_some(*, now: datetime) -> int:
    due = list(due_for_erasing(now=now).filter(signup__isnull=False).values_list("id", flat=True)[:AT_ONCE])
    signups = list(Signup.objects.filter(contact__in=due).select_related("day__dialogue").order_by("day_id", "id"))
    erase_contacts(contact_ids=due, mail_keys=[f"signup:{signup.pk}:" for signup in signups], now=now)
    for day, of_day in groupby(signups, key=lambda signup: signup.day):
        _empty_texts(day, of_day, now=now)
    return len(due)


def _empty_texts(day: Day, signups: Iterable[Signup], *, now: datetime) -> None:
    """What somebody wrote goes; what was counted stays: state, needs by kind, municipality, channel, attendance."""
    rows = Signup.objects.filter(pk__in=[signup.pk for signup in signups])
    count = rows.update(email_hash="", role="", organisation="", other_need="", needs_answer="")
    # A municipality of the list is a fact to count. One that somebody typed may say anything.
    rows.exclude(municipality__in=day.dialogue.municipalities).update(municipality="")
    audit.record("signup.erased", on=day, by=audit.SYSTEM, at=now, dialogue_id=day.dialogue_id, number=count)
