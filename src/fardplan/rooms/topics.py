"""The names of what can be followed (`base.hub`)."""

from __future__ import annotations

from fardplan.rooms.models import RoomNote


def rooms_topic(day_id: int) -> str:
    """How far the sheets of a day have come: for those who read along at the desk."""
    return f"rooms-{day_id}"


def topic_of(note: RoomNote) -> str:
    return rooms_topic(note.day_id)
