"""What every action here begins with, and what it tells when it is done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, hub
from fardplan.base.errors import Closed, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.people.models import Official
from fardplan.rooms.models import RoomNote
from fardplan.rooms.rules import is_open, may_keep_rooms
from fardplan.rooms.topics import rooms_topic, topic_of


def check_may_keep(by: Official, day: Day) -> None:
    if not may_keep_rooms(by, day.dialogue):
        raise NotAllowed(_("Din roll i dialogen räcker inte för att sköta rumsanteckningar."))


def hold(note: RoomNote) -> RoomNote:
    """The sheet as it is now, held until the transaction ends: what is written in it is written one at a time."""
    held(RoomNote.objects).get(pk=note.pk)  # by itself: what is joined is then read as it is after the wait
    return RoomNote.objects.select_related("day__dialogue", "submission").get(pk=note.pk)


def hold_open(note: RoomNote) -> RoomNote:
    """As `hold`. Raises Closed once it has been registered."""
    stored = hold(note)
    if not is_open(stored):
        raise Closed(
            _("Anteckningen är inskickad och kan inte ändras."),
            what_next=_("Saknas något? Lämna det som en egen synpunkt om dagen."),
        )
    return stored


def record(action: str, note: RoomNote, *, by: audit.Actor, at: datetime, **detail: Any) -> None:
    audit.record(action, on=note, by=by, at=at, dialogue_id=note.day.dialogue_id, **detail)


def tell(note: RoomNote) -> None:
    hub.changed(topic_of(note))


def tell_day(day: Day) -> None:
    hub.changed(rooms_topic(day.pk))
