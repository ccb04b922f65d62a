"""When one may sign up, change and be marked as present."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from fardplan.dialogue.models import Day
from fardplan.dialogue.rules import takes_signups
from fardplan.signup.models import Signup, SignupState

__all__ = [
    "has_a_place",
    "is_active",
    "is_drop_in",
    "may_be_added_at_desk",
    "may_be_changed",
    "may_be_marked",
    "may_sign_up_again",
    "reminder_is_due",
    "takes_signups",
]

REMINDER_HOUR = time(9, 0)
# Somebody who signed up this recently has just had a letter with the same facts.
FRESH = timedelta(hours=12)


def has_a_place(signup: Signup) -> bool:
    return signup.state == SignupState.CONFIRMED


def is_active(signup: Signup) -> bool:
    return signup.state != SignupState.CANCELLED


def is_drop_in(day: Day, *, now: datetime) -> bool:
    """The day has begun: whoever signs up now gets the links at once."""
    return day.starts_at <= now < day.ends_at


def may_be_changed(signup: Signup, *, now: datetime) -> bool:
    """Changed or cancelled, by the person or at the desk: until the day ends, and not once cancelled."""
    return is_active(signup) and signup.day.status != "cancelled" and now < signup.day.ends_at


def may_sign_up_again(signup: Signup, *, now: datetime) -> bool:
    return not is_active(signup) and takes_signups(signup.day, now=now)


def may_be_added_at_desk(day: Day, *, now: datetime) -> bool:
    """Also when the web form is closed: somebody who calls is not turned away before the day has ended."""
    return day.status != "cancelled" and now < day.ends_at


def may_be_marked(day: Day, *, now: datetime) -> bool:
    """Attendance: from the morning of the day (people arrive early), with no end (lists are typed in afterwards)."""
    return timezone.localdate(now) >= timezone.localdate(day.starts_at)


def reminder_is_due(day: Day, *, now: datetime) -> bool:
    """From nine in the morning the day before, Swedish time, until the day begins."""
    day_before = timezone.localdate(day.starts_at) - timedelta(days=1)
    due = timezone.make_aware(datetime.combine(day_before, REMINDER_HOUR))
    return day.status != "cancelled" and due <= now < day.starts_at
