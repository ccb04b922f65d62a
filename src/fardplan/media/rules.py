"""What may be shown and published, in small sentences."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from fardplan.dialogue.models import Day, DayStatus
from fardplan.dialogue.rules import may_edit_content, may_see_desk
from fardplan.media.models import Captions, ExternalRoom, GraphicNote, Recording, SourceKind
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer

# Those who come a little early or talk a little longer are not shut out.
ROOMS_STAY = timedelta(minutes=30)


def may_edit_media(official: Official | None, day: Day) -> bool:
    return may_edit_content(official, day.dialogue)


def is_captioned(recording: Recording) -> bool:
    """Captions that a person has made or read through, here or where the film lies."""
    elsewhere = recording.is_captioned_elsewhere and recording.kind != SourceKind.FILE
    return recording.main_captions_id is not None or elsewhere


def main_captions_among(captions: Iterable[Captions], *, language: str) -> Captions | None:
    """The captions the gate counts: read through by a person, in the dialogue's own language if there are such."""
    read_through = (each for each in captions if not each.is_automatic)
    return min(read_through, key=lambda each: (each.language != language, each.pk), default=None)


def says_why_captions_are_missing(recording: Recording) -> bool:
    return bool(recording.captions_missing_reason) and recording.captions_due_on is not None


def may_be_published(recording: Recording) -> bool:
    """A recording is not published without captions unless someone gives a reason and a date (L-11)."""
    return is_captioned(recording) or says_why_captions_are_missing(recording)


def is_described(note: GraphicNote) -> bool:
    """An image that carries information has a written description before it is published (L-17)."""
    return bool(note.alternative) and bool(note.description)


def is_published(thing: Recording | GraphicNote, *, now: datetime) -> bool:
    return thing.published_at is not None and thing.published_at <= now


def may_see_unpublished(viewer: Viewer, day: Day) -> bool:
    """Those who work with the dialogue, unless they preview what everyone sees at some moment."""
    return not viewer.is_previewing and may_see_desk(viewer.official, day.dialogue)


def may_see(viewer: Viewer, thing: Recording | GraphicNote, *, now: datetime) -> bool:
    return is_published(thing, now=now) or may_see_unpublished(viewer, thing.day)


def room_opens_at(room: ExternalRoom, day: Day) -> datetime:
    return day.starts_at - timedelta(minutes=room.opens_minutes_before)


def room_is_open(room: ExternalRoom, day: Day, *, now: datetime) -> bool:
    """From the set minute until a while after the day. Never when the day is cancelled."""
    return day.status != DayStatus.CANCELLED and room_opens_at(room, day) <= now < day.ends_at + ROOMS_STAY
