"""What holds between the fields of a room's note: references lead somewhere, and what is registered says as what."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from fardplan.exchange.checks_common import Found, only_once
from fardplan.exchange.checks_ledger import labels_in
from fardplan.exchange.problems import Path as FieldPath
from fardplan.exchange.shape import Content, DayShape
from fardplan.exchange.shape_rooms import RoomNoteShape


def problems_in(content: Content) -> Iterator[Found]:
    submissions = {f"S-{number:03d}" for number in range(1, len(content.submissions) + 1)}
    labels = set(labels_in(content))
    seen: set[str] = set()
    for number, day in enumerate(content.days):
        path: FieldPath = ("days", number, "room_notes")
        yield from only_once([note.title for note in day.room_notes], path, "title")
        for place, note in enumerate(day.room_notes):
            yield from _note(note, day, (*path, place), submissions, labels, seen)


def _note(
    note: RoomNoteShape, day: DayShape, path: FieldPath, submissions: set[str], labels: set[str], seen: set[str]
) -> Iterator[Found]:
    if note.room is not None and note.room > len(day.external_rooms):
        yield (*path, "room"), _("Det finns inte så många i listan.")
    if (note.submission is None) != (note.registered is None):
        yield path, _("En anteckning som är registrerad säger när, och vilket bidrag den blev.")
    if note.submission is not None and note.submission not in submissions:
        yield (*path, "submission"), _("Bidraget %(label)s finns inte i filen.") % {"label": note.submission}
    questions = {*note.questions, *day.room_questions, ""}
    for place, point in enumerate(note.points):
        where: FieldPath = (*path, "points", place)
        if point.question not in questions:
            yield (*where, "question"), _("Frågan ställs inte till rummet.")
        if point.contribution is not None and point.contribution not in labels:
            words = _("Synpunkten %(label)s finns inte i filen.") % {"label": point.contribution}
            yield (*where, "contribution"), words
        for label in (point.contribution, note.submission if place == 0 else None):
            if label is not None and label in seen:
                yield where, _("%(value)s står redan tidigare i listan.") % {"value": label}
            seen.add(label or "")
    for place, answer in enumerate(note.answers):
        for number, remark in enumerate(answer.remarks):
            if remark.point is not None and remark.point > len(note.points):
                yield (*path, "answers", place, "remarks", number, "point"), _("Det finns inte så många i listan.")
