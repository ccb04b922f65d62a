"""Calendar files (RFC 5545, and RFC 5546 for what is sent): a day as an event, events as a file.

We publish and cancel; we never request. A request would show buttons whose answers come by mail to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Component, Event, vCalAddress

from fardplan.base import text
from fardplan.dialogue.models import Day, Dialogue

STOCKHOLM = ZoneInfo("Europe/Stockholm")
Method = Literal["PUBLISH", "CANCEL"]

# The rule of the European Union since 1996. Written out because a generated one is long and stops in 2038.
_STOCKHOLM = """BEGIN:VTIMEZONE
TZID:Europe/Stockholm
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@cache
def _time_zone() -> Component:
    return Component.from_ical(_STOCKHOLM)


def day_event(
    day: Day,
    *,
    address: str,
    uid: str = "",
    sequence: int | None = None,
    description: str = "",
    stamp: datetime | None = None,
    alarm: timedelta | None = None,
    is_cancelled: bool = False,
) -> Event:
    """A day as an event. `day.dialogue` must be loaded.

    `address` is the full https address the event leads to. `uid` and `sequence` follow the day (its short code and
    revision) when not given; a personal event has its own. `stamp` is when this was written (default: when the day
    last changed, so that an unchanged file stays byte for byte the same). `alarm` is how long before the start.
    """
    cancelled = is_cancelled or day.status == "cancelled"
    event = Event()
    event.add("uid", uid or f"dag-{day.short_code}@{site_name()}")
    event.add("dtstamp", (stamp or day.changed_at).astimezone(ZoneInfo("UTC")))
    event.add("sequence", day.revision if sequence is None else sequence)
    event.add("summary", _line(f"{day.dialogue.title}: {day.title}"))
    event.add("dtstart", day.starts_at.astimezone(STOCKHOLM))
    event.add("dtend", day.ends_at.astimezone(STOCKHOLM))
    event.add("description", text.clean(description or "\n\n".join(filter(None, [_line(day.focus), address]))))
    event.add("url", address)
    event.add("location", _line(day.place) or address)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _organiser(day.dialogue))
    if alarm is not None and not cancelled:
        event.add_component(_alarm(day, before=alarm))
    return event


def calendar(events: Iterable[Event], *, name: str = "", method: Method = "PUBLISH") -> str:
    """Events as the text of one file, with the time zone they are written in."""
    file = Calendar()
    file.add("prodid", "-//Färdplan//fardplan//SV")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", method)
    if name:
        file.add("x-wr-calname", _line(name))
        file.add("refresh-interval;value=duration", "PT12H")
        file.add("x-published-ttl", "PT12H")
    file.add_component(_time_zone())
    for event in events:
        file.add_component(event)
    return str(file.to_ical().decode())


def _alarm(day: Day, *, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", _("%(day)s börjar snart") % {"day": _line(day.title)})
    return alarm


def _organiser(dialogue: Dialogue) -> vCalAddress:
    """Who stands for the event: a function's address, under the dialogue's name."""
    organiser = vCalAddress(f"mailto:{dialogue.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = _line(dialogue.title).replace('"', "'")
    return organiser


def site_name() -> str:
    """What the names of our events end with."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def _line(value: str) -> str:
    return text.clean_line(value)
