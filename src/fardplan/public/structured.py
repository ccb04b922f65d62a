"""Days and dialogues as schema.org events, for search engines and assistants that read more than words.

https://schema.org/Event; which state and attendance mode a day has is told in the words of
https://schema.org/EventStatusType and https://schema.org/EventAttendanceModeEnumeration.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from fardplan.base import text
from fardplan.dialogue.models import Day, DayStatus, Dialogue
from fardplan.organisation.models import Organisation
from fardplan.public.absolute import day_address, dialogue_address

_CONTEXT = "https://schema.org"


def event_of_day(day: Day, *, organisation: Organisation, is_broadcast: bool = True) -> dict[str, Any]:
    """A day as an Event. `day.dialogue` must be loaded. `is_broadcast`: one can follow it from elsewhere."""
    address = day_address(day)
    event = {
        "@context": _CONTEXT,
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": _line(f"{day.dialogue.title}: {day.title}"),
        "description": _line(text.first_words(day.focus or day.before_text or day.dialogue.lead, 300)),
        "startDate": _moment(day.starts_at),
        "endDate": _moment(day.ends_at),
        "eventStatus": _status(day),
        "eventAttendanceMode": _attendance(day, is_broadcast=is_broadcast),
        "location": _locations(day, address=address, is_broadcast=is_broadcast),
        "organizer": _organiser(organisation),
        "superEvent": {
            "@type": "EventSeries",
            "@id": dialogue_address(day.dialogue),
            "name": _line(day.dialogue.title),
        },
        "inLanguage": day.dialogue.language,
        "isAccessibleForFree": True,
        "image": _picture(day.dialogue),
    }
    if day.status == DayStatus.MOVED and day.moved_from is not None:
        event["previousStartDate"] = _moment(day.moved_from)
    return _without_nothing(event)


def series_of_dialogue(dialogue: Dialogue, days: Iterable[Day], *, organisation: Organisation) -> dict[str, Any]:
    """A dialogue as an EventSeries of its days."""
    days = sorted(days, key=lambda day: day.starts_at)
    for day in days:
        day.dialogue = dialogue
    address = dialogue_address(dialogue)
    parts = [
        {key: value for key, value in event_of_day(day, organisation=organisation).items() if key != "@context"}
        for day in days
    ]
    return _without_nothing(
        {
            "@context": _CONTEXT,
            "@type": "EventSeries",
            "@id": address,
            "url": address,
            "name": _line(dialogue.title),
            "description": _line(text.first_words(dialogue.lead or dialogue.theme, 300)),
            "startDate": _moment(days[0].starts_at) if days else "",
            "endDate": _moment(max(day.ends_at for day in days)) if days else "",
            "organizer": _organiser(organisation),
            "inLanguage": dialogue.language,
            "isAccessibleForFree": True,
            "image": _picture(dialogue),
            "subEvent": parts,
        }
    )


def _status(day: Day) -> str:
    if day.status == DayStatus.CANCELLED:
        return f"{_CONTEXT}/EventCancelled"
    return f"{_CONTEXT}/EventRescheduled" if day.status == DayStatus.MOVED else f"{_CONTEXT}/EventScheduled"


def _attendance(day: Day, *, is_broadcast: bool) -> str:
    if not day.place:
        return f"{_CONTEXT}/OnlineEventAttendanceMode"
    return f"{_CONTEXT}/{'Mixed' if is_broadcast else 'Offline'}EventAttendanceMode"


def _locations(day: Day, *, address: str, is_broadcast: bool) -> list[dict[str, str]]:
    online = [{"@type": "VirtualLocation", "url": address}] if is_broadcast or not day.place else []
    place = [{"@type": "Place", "name": _line(day.place), "address": _line(day.place)}] if day.place else []
    return [*online, *place]


def _organiser(organisation: Organisation) -> dict[str, str]:
    return _without_nothing(
        {
            "@type": "GovernmentOrganization",
            "name": _line(organisation.name),
            "url": organisation.website or settings.BASE_URL,
            "email": organisation.email,
        }
    )


def _picture(dialogue: Dialogue) -> str:
    return settings.BASE_URL + dialogue.picture.url if dialogue.picture else ""


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _line(words: str) -> str:
    return text.clean_line(words)


def _without_nothing(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None, [])}
