"""Making the sheets of a day, the questions they ask, and their links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Literal

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, ids
from fardplan.base.editing import ChangedMeanwhile, Row, rows_fingerprint, write_rows
from fardplan.base.errors import Conflict, Invalid
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.media.models import ExternalRoom
from fardplan.people.models import Official
from fardplan.rooms.actions.common import check_may_keep, hold, hold_open, record, tell_day
from fardplan.rooms.models import RoomNote, RoomQuestion
from fardplan.rooms.rules import MOST_QUESTIONS, MOST_ROOMS

QUESTION_FIELDS = ["text"]
Which = Literal["host", "check"]


def make_rooms(*, day: Day, number: int, by: Official, now: datetime) -> list[RoomNote]:
    """So many more sheets, named Rum 1, Rum 2 … in the dialogue's language. Raises Invalid above the most."""
    check_may_keep(by, day)
    if number < 1:
        raise Invalid(_("Skriv hur många rum det är."), field="number")
    with transaction.atomic():
        taken = _titles(day)
        with override(day.dialogue.language):
            names = (gettext("Rum %(number)d") % {"number": each} for each in count(1))
        free = (name for name in names if name not in taken)
        return _make(day, [(next(free), None) for _each in range(number)], by=by, now=now)


def make_rooms_of_external(*, day: Day, by: Official, now: datetime) -> list[RoomNote]:
    """A sheet for each room elsewhere that has none yet."""
    check_may_keep(by, day)
    with transaction.atomic():
        taken = _titles(day)
        wanted: list[tuple[str, ExternalRoom | None]] = []
        for room in ExternalRoom.objects.filter(day=day, note__isnull=True).order_by("position", "id"):
            title = next(name for name in _alternatives(room.title[:110]) if name not in taken)
            taken.add(title)
            wanted.append((title, room))
        return _make(day, wanted, by=by, now=now)


def _alternatives(title: str) -> list[str]:
    return [title, *(f"{title} ({number})" for number in range(2, MOST_ROOMS + 2))]


def _titles(day: Day) -> set[str]:
    """What the sheets of a day are called; the day is held, so that two who make rooms at once make different ones."""
    held(Day.objects).get(pk=day.pk)
    return set(RoomNote.objects.filter(day=day).values_list("title", flat=True))


def _make(
    day: Day, wanted: Sequence[tuple[str, ExternalRoom | None]], *, by: Official, now: datetime
) -> list[RoomNote]:
    notes = RoomNote.objects.filter(day=day)
    if notes.count() + len(wanted) > MOST_ROOMS:
        raise Invalid(_("En dag kan ha högst %(most)d rum.") % {"most": MOST_ROOMS}, field="number")
    last: int | None = notes.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    made = [
        RoomNote.objects.create(day=day, title=title, room=room, position=first + place)
        for place, (title, room) in enumerate(wanted)
    ]
    if made:
        audit.record("room_notes.made", on=day, by=by, at=now, dialogue_id=day.dialogue_id, number=len(made))
        tell_day(day)
    return made


@transaction.atomic
def name_room(*, note: RoomNote, title: str, by: Official, now: datetime) -> RoomNote:
    """Raises Invalid when another sheet of the day is called so, Closed once it has been registered."""
    check_may_keep(by, note.day)
    held(Day.objects).get(pk=note.day_id)
    stored = hold_open(note)
    if not title:
        raise Invalid(_("Skriv vad rummet heter."), field="title")
    if RoomNote.objects.filter(day=stored.day_id, title=title).exclude(pk=stored.pk).exists():
        raise Invalid(_("Det finns redan ett rum som heter så den dagen."), field="title")
    if title != stored.title:
        was, stored.title = stored.title, title
        stored.save(update_fields=["title"])
        record("room_note.named", stored, by=by, at=now, **{"from": was, "to": title})
        tell_day(stored.day)
    return stored


@transaction.atomic
def renew_key(*, note: RoomNote, which: Which, by: Official, now: datetime) -> RoomNote:
    """A new link, for the host or for those who were in the room; the old one leads nowhere from now on."""
    check_may_keep(by, note.day)
    stored = hold(note)
    setattr(stored, f"{which}_key", ids.secret_key())
    stored.save(update_fields=[f"{which}_key"])
    record("room_note.key_renewed", stored, by=by, at=now, kind=which)
    return stored


@transaction.atomic
def remove_room(*, note: RoomNote, by: Official, now: datetime) -> None:
    """Take away a sheet nobody has written in. Raises Conflict when somebody has."""
    check_may_keep(by, note.day)
    stored = hold(note)
    record("room_note.removed", stored, by=by, at=now)
    day = stored.day
    try:
        stored.delete()
    except ProtectedError as error:
        raise Conflict(
            _("Någon har skrivit i rummets anteckning."), what_next=_("Det som är skrivet tas aldrig bort.")
        ) from error
    tell_day(day)


@transaction.atomic
def set_questions(
    *, day: Day, note: RoomNote | None = None, rows: Sequence[Row], seen: str | None, by: Official, now: datetime
) -> None:
    """Make the questions of all rooms, or of one, be these, in this order.

    A question that a room has begun to answer keeps its words. Raises ChangedMeanwhile, Invalid.
    """
    check_may_keep(by, day)
    if len(rows) > MOST_QUESTIONS:
        raise Invalid(_("Högst %(most)d frågor. Två eller tre är lagom.") % {"most": MOST_QUESTIONS})
    held(Day.objects).get(pk=day.pk)
    kept = RoomQuestion.objects.filter(day=day, note=note).order_by("position", "id")
    before = list(held(kept))
    if seen is not None and rows_fingerprint(before, QUESTION_FIELDS) != seen:
        raise ChangedMeanwhile(before)
    said = {row.id: str(row.values["text"]) for row in rows}
    answered = set(
        RoomQuestion.objects.filter(pk__in=[each.pk for each in before], points__isnull=False).values_list(
            "pk", flat=True
        )
    )
    for question in before:
        if question.pk in answered and said.get(question.pk) != question.text:
            raise Invalid(
                _("”%(question)s” har ett rum redan svarat på. Låt frågan stå, och lägg till en ny.")
                % {"question": question.text}
            )
    write_rows(kept, rows, fields=QUESTION_FIELDS, fixed={"day": day, "note": note}, seen=None)
    on = day if note is None else note
    audit.record("room_questions.changed", on=on, by=by, at=now, dialogue_id=day.dialogue_id, number=len(rows))
    tell_day(day)
