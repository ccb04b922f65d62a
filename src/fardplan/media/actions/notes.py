"""Graphic notes: the picture, its words, its hotspots, and the gate before it is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.editing import ChangedMeanwhile, rows_fingerprint
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.media.actions.common import check_may_edit, forget_picture, replace_picture, write_facts
from fardplan.media.models import GraphicNote, Hotspot
from fardplan.media.rules import is_described
from fardplan.people.models import Official

MOST_HOTSPOTS = 40


@dataclass(frozen=True)
class NoteFacts:
    """What an official says about a graphic note."""

    title: str
    alternative: str = ""
    description: str = ""
    drawn_by: str = ""
    licence: str = ""


@transaction.atomic
def save_graphic_note(
    *,
    day: Day,
    facts: NoteFacts,
    by: Official,
    now: datetime,
    note: GraphicNote | None = None,
    picture: IO[bytes] | None = None,
    seen: str | None = None,
) -> GraphicNote:
    """Add a graphic note to a day, or change one. It is not seen before it is published.

    Raises Conflict when a published one would lose its description, ChangedMeanwhile when somebody else saved first.
    """
    check_may_edit(by, day)
    note = GraphicNote(day=day) if note is None else _locked(note)
    write_facts(note, facts, seen=seen)
    if picture is not None:
        replace_picture(note.picture, picture, folder="graphic-notes", field="picture")
    elif not note.picture:
        raise Invalid(_("Välj bilden som ska laddas upp."), field="picture")
    if note.published_at is not None and not is_described(note):
        raise Conflict(
            _("Anteckningen är publicerad, så beskrivningen måste stå kvar."),
            what_next=_("Dölj anteckningen först, eller låt beskrivningen stå."),
            field="description",
        )
    note.save()
    audit.record("graphic_note.saved", on=note, by=by, at=now, dialogue_id=day.dialogue_id)
    return note


def _locked(note: GraphicNote) -> GraphicNote:
    """The note as it is stored now, with the day we came by."""
    stored = held(GraphicNote.objects).get(pk=note.pk)
    stored.day = note.day
    return stored


@dataclass(frozen=True)
class NewHotspot:
    """A region in percent of the picture, its words, and when it was said in the recording."""

    x: float
    y: float
    width: float
    height: float
    heading: str
    text: str
    recording_seconds: int | None = None


@transaction.atomic
def save_hotspots(
    *, note: GraphicNote, hotspots: Sequence[NewHotspot], by: Official, now: datetime, seen: str | None = None
) -> None:
    """Replace the note's hotspots by these, in this order.

    Raises Invalid for one that goes outside the picture, ChangedMeanwhile when somebody else saved first.
    """
    check_may_edit(by, note.day)
    _locked(note)
    if seen is not None and hotspots_fingerprint(note) != seen:
        raise ChangedMeanwhile(list(note.hotspots.all()))
    if len(hotspots) > MOST_HOTSPOTS:
        raise Invalid(_("En anteckning kan ha högst %(number)d områden.") % {"number": MOST_HOTSPOTS})
    for number, spot in enumerate(hotspots, start=1):
        inside = min(spot.x, spot.y) >= 0 and max(spot.x + spot.width, spot.y + spot.height) <= 100.01
        if not inside or min(spot.width, spot.height) <= 0:
            raise Invalid(_("Område %(number)d går utanför bilden.") % {"number": number})
    note.hotspots.all().delete()
    Hotspot.objects.bulk_create(
        Hotspot(note=note, position=position, **asdict(spot)) for position, spot in enumerate(hotspots)
    )
    audit.record("hotspots.saved", on=note, by=by, at=now, dialogue_id=note.day.dialogue_id, number=len(hotspots))


def hotspots_fingerprint(note: GraphicNote) -> str:
    return rows_fingerprint(note.hotspots.all(), [field.name for field in fields(NewHotspot)])


@transaction.atomic
def publish_graphic_note(*, note: GraphicNote, by: Official, now: datetime) -> GraphicNote:
    """Let everyone see a graphic note. Raises Conflict when its description is missing."""
    check_may_edit(by, note.day)
    note = _locked(note)
    if not is_described(note):
        raise Conflict(
            _("Bilden är inte beskriven i ord och kan inte publiceras än."),
            what_next=_("Skriv den korta beskrivningen och hela bilden i ord."),
        )
    if note.published_at is None:
        note.published_at = now
        note.save(update_fields=["published_at"])
        audit.record("graphic_note.published", on=note, by=by, at=now, dialogue_id=note.day.dialogue_id)
    return note


@transaction.atomic
def hide_graphic_note(*, note: GraphicNote, by: Official, now: datetime) -> GraphicNote:
    """Take a graphic note back from the public pages; nothing of it is lost."""
    check_may_edit(by, note.day)
    note = _locked(note)
    note.published_at = None
    note.save(update_fields=["published_at"])
    audit.record("graphic_note.hidden", on=note, by=by, at=now, dialogue_id=note.day.dialogue_id)
    return note


@transaction.atomic
def remove_graphic_note(*, note: GraphicNote, by: Official, now: datetime) -> None:
    """Delete a graphic note and its picture. Raises Conflict while it is published."""
    check_may_edit(by, note.day)
    note = _locked(note)
    if note.published_at is not None:
        raise Conflict(_("Anteckningen är publicerad."), what_next=_("Dölj den först."))
    audit.record("graphic_note.removed", on=note, by=by, at=now, dialogue_id=note.day.dialogue_id)
    forget_picture(note.picture)
    note.delete()
