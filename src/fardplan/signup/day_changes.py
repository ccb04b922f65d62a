"""What a day's changes mean for those who signed up: they are told, in the same transaction as the change.

    with telling_those_signed_up(day=day, now=now):
        dialogue.actions.move_day(day=day, …)

Whatever was changed inside is compared with how the day was before: new times, another place, cancelled, taking place
after all, more seats. Nobody has to remember to say which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from fardplan.base import audit
from fardplan.base.locking import held
from fardplan.dialogue.models import Day, Dialogue, Session
from fardplan.people.models import ContactDetail
from fardplan.signup import letters
from fardplan.signup.actions import fill_seats
from fardplan.signup.models import Signup
from fardplan.signup.queries import ACTIVE

Programme = dict[int, tuple[datetime, datetime]]


@contextmanager
def telling_those_signed_up(*, day: Day, now: datetime, about_programme: bool = False) -> Iterator[None]:
    """Open a transaction around a change of a day; afterwards write to everyone it concerns, once.

    `about_programme` also tells of new times in the programme: for the official who asks for it, so that an evening
    of small corrections is not thirty letters. No letters when the day was over before and after the change.
    """
    with transaction.atomic():
        before = held(Day.objects).get(pk=day.pk)
        programme_before = _programme(before)
        yield
        after = Day.objects.select_related("dialogue").get(pk=day.pk)
        _keep_numbering(before, after)
        _follow(before, after)
        about = _what_happened(before, after)
        if about is None and about_programme and programme_before != _programme(after):
            about = "programme"
        if about is not None and now < max(before.ends_at, after.ends_at):
            _tell(after, about=about, now=now)
        fill_seats(day=after, now=now)


def _programme(day: Day) -> Programme:
    return {session.pk: (session.starts_at, session.ends_at) for session in Session.objects.filter(day=day)}


def _times_differ(before: Day, after: Day) -> bool:
    return (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)


def _what_happened(before: Day, after: Day) -> str | None:
    """The one letter that tells the whole change; None when it does not concern those who come."""
    if after.status == "cancelled":
        return "day-cancelled" if before.status != "cancelled" else None
    if before.status == "cancelled":
        return "reinstated"
    if _times_differ(before, after):
        return "moved"
    return "place" if before.place != after.place else None


def _keep_numbering(before: Day, after: Day) -> None:
    """Calendar files need a higher number after every change that shows in them."""
    shows = _what_happened(before, after) is not None or (before.title, before.focus) != (after.title, after.focus)
    if shows and after.revision <= before.revision:
        after.revision = before.revision + 1
        Day.objects.filter(pk=after.pk).update(revision=after.revision)


def _follow(before: Day, after: Day) -> None:
    """The time of erasing moves with the day's end, and a day with a new time is reminded of anew."""
    delta = after.ends_at - before.ends_at
    if delta:
        ContactDetail.objects.filter(signup__day=after, erased_at__isnull=True).update(
            erase_after=F("erase_after") + delta
        )
    if before.starts_at != after.starts_at or before.status == "cancelled":
        Signup.objects.filter(day=after, reminded_at__isnull=False).update(reminded_at=None)


def _tell(day: Day, *, about: str, now: datetime) -> None:
    programme = list(Session.objects.filter(day=day).order_by("starts_at", "id")) if about == "programme" else None
    key = f"{about}:{day.revision}" if programme is None else f"programme:{now.timestamp():.0f}"
    told = 0
    for signup in Signup.objects.filter(day=day, state__in=ACTIVE).select_related("contact").order_by("id"):
        signup.day = day
        told += letters.send_letter(signup, about=about, key=key, now=now, programme=programme)
    audit.record("signup.told", on=day, by=audit.SYSTEM, at=now, dialogue_id=day.dialogue_id, about=about, number=told)


@transaction.atomic
def keep_details_for(*, dialogue: Dialogue, days_before: int) -> None:
    """After `dialogue.keep_signups_days` has been changed: the promise follows, for details not yet erased."""
    delta = timedelta(days=dialogue.keep_signups_days - days_before)
    ContactDetail.objects.filter(signup__day__dialogue=dialogue, erased_at__isnull=True).update(
        erase_after=F("erase_after") + delta
    )
