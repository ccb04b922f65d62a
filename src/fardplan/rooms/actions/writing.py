"""What the host of a room writes: saved line by line as it is typed, by several at once if they like.

A page that is open calls itself something (`writer`) and sends the revision of what it shows. When somebody else has
written since, ChangedMeanwhile is raised with what stands there now, and nothing is written. What the same page wrote
before is no conflict: over a bad line a page may not have heard that its last words were saved.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, ids
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Invalid, NotFound
from fardplan.rooms.actions.common import hold_open, record, tell
from fardplan.rooms.models import RoomNote, RoomPoint, RoomQuestion
from fardplan.rooms.rules import LONGEST_POINT, MOST_POINTS

LONGEST_WHO = 160


@transaction.atomic
def save_point(
    *,
    note: RoomNote,
    text: str,
    now: datetime,
    point_id: int | None = None,
    question_id: int | None = None,
    revision: int = 0,
    key: str = "",
    writer: str = "",
) -> RoomPoint:
    """Write one line: a new one under a question, or another wording of one that is there.

    The same `key` twice is the same point. Raises ChangedMeanwhile, Closed once the note has been registered, Invalid.
    """
    stored = hold_open(note)
    if not text:
        raise Invalid(_("Skriv något i punkten, eller ta bort den."), field="text")
    if len(text) > LONGEST_POINT:
        raise Invalid(
            _("En punkt kan vara högst %(most)d tecken. Dela den i två.") % {"most": LONGEST_POINT}, field="text"
        )
    point = _existing(stored, point_id, key)
    if point is None:
        return _new_point(stored, text, question_id=question_id, key=key, writer=writer, now=now)
    if point.text == text and point.removed_at is None:
        return point
    by_somebody_else = point.revision != revision and not (writer and point.writer == writer)
    if by_somebody_else or point.removed_at is not None:
        raise ChangedMeanwhile(point)
    was, point.text, point.writer, point.written_at = point.text, text, writer, now
    point.revision += 1
    point.save(update_fields=["text", "writer", "written_at", "revision"])
    if stored.finished_at is not None:  # the room has been shown the summary: what changes since then is told
        record("room_note.point_changed", stored, by=audit.PARTICIPANT, at=now, **{"from": was, "to": text})
    _worded(stored, now)
    return point


def _existing(note: RoomNote, point_id: int | None, key: str) -> RoomPoint | None:
    points = RoomPoint.objects.filter(note=note)
    if point_id is not None:
        found = points.filter(pk=point_id).first()
        if found is None:
            raise NotFound(_("Punkten finns inte i den här anteckningen."))
        return found
    return points.filter(key=key).first() if key else None


def _new_point(
    note: RoomNote, text: str, *, question_id: int | None, key: str, writer: str, now: datetime
) -> RoomPoint:
    points = RoomPoint.objects.filter(note=note)
    if points.count() >= MOST_POINTS:
        raise Invalid(_("Anteckningen är full: den har plats för %(most)d punkter.") % {"most": MOST_POINTS})
    question = None
    if question_id is not None:
        question = RoomQuestion.objects.filter(pk=question_id, day=note.day_id, note__in=[note]).first()
        question = question or RoomQuestion.objects.filter(pk=question_id, day=note.day_id, note=None).first()
        if question is None:
            raise NotFound(_("Frågan ställs inte längre. Ladda om sidan: det du skrev finns kvar."))
    last: int | None = points.aggregate(last=Max("position"))["last"]
    made = RoomPoint.objects.create(
        note=note,
        question=question,
        text=text,
        position=0 if last is None else last + 1,
        key=key or ids.secret_key(),
        writer=writer,
        written_at=now,
    )
    if note.finished_at is not None:
        record("room_note.point_added", note, by=audit.PARTICIPANT, at=now, text=text)
    _worded(note, now)
    return made


@transaction.atomic
def take_away(*, note: RoomNote, point_id: int, now: datetime) -> RoomPoint:
    """A line goes from the sheet; it can be put back until the note has been registered."""
    stored = hold_open(note)
    point = _point_of(stored, point_id)
    if point.removed_at is None:
        point.removed_at, point.revision = now, point.revision + 1
        point.save(update_fields=["removed_at", "revision"])
        record("room_note.point_removed", stored, by=audit.PARTICIPANT, at=now, text=point.text)
        _worded(stored, now)
    return point


@transaction.atomic
def put_back(*, note: RoomNote, point_id: int, now: datetime) -> RoomPoint:
    """A line that was taken away stands on the sheet again."""
    stored = hold_open(note)
    point = _point_of(stored, point_id)
    if point.removed_at is not None:
        point.removed_at, point.revision = None, point.revision + 1
        point.save(update_fields=["removed_at", "revision"])
        record("room_note.point_put_back", stored, by=audit.PARTICIPANT, at=now, text=point.text)
        _worded(stored, now)
    return point


def _point_of(note: RoomNote, point_id: int) -> RoomPoint:
    point = RoomPoint.objects.filter(note=note, pk=point_id).first()
    if point is None:
        raise NotFound(_("Punkten finns inte i den här anteckningen."))
    return point


@transaction.atomic
def say_who(*, note: RoomNote, who: str, revision: int, now: datetime, writer: str = "") -> RoomNote:
    """Roles and numbers of those in the room. Raises ChangedMeanwhile, Closed, Invalid."""
    stored = hold_open(note)
    if len(who) > LONGEST_WHO:
        raise Invalid(_("Korta till högst %(most)d tecken.") % {"most": LONGEST_WHO}, field="who")
    if stored.who == who:
        return stored
    if stored.revision != revision and not (writer and stored.writer == writer):
        raise ChangedMeanwhile(stored)
    stored.who, stored.writer, stored.revision = who, writer, stored.revision + 1
    stored.save(update_fields=["who", "writer", "revision"])
    _worded(stored, now)
    return stored


@transaction.atomic
def finish(*, note: RoomNote, now: datetime) -> RoomNote:
    """*Vår summering är klar*: from now on those who were in the room are asked whether it is right."""
    stored = hold_open(note)
    if not RoomPoint.objects.filter(note=stored, removed_at=None).exists():
        raise Invalid(_("Det finns inga punkter än. Skriv minst en innan summeringen är klar."))
    if stored.finished_at is None:
        stored.finished_at = now
        stored.save(update_fields=["finished_at"])
        record("room_note.finished", stored, by=audit.PARTICIPANT, at=now)
        tell(stored)
    return stored


def _worded(note: RoomNote, now: datetime) -> None:
    """What the sheet says is another from now on."""
    note.worded_at = now
    note.save(update_fields=["worded_at"])
    tell(note)
