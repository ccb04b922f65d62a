"""The sheet of a room becomes a submission, and its lines contributions about the day."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.about import About
from fardplan.contributions.actions import Received, Said, Taken, register_points
from fardplan.contributions.models import Channel, SenderKind, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.rooms.actions.common import hold, tell
from fardplan.rooms.models import RoomNote, RoomPoint
from fardplan.rooms.rules import may_keep_rooms


def register_note(*, note: RoomNote, by: Official | None, now: datetime) -> Submission:
    """Take the sheet in as one submission, by its host (`by` None) or by an official. Twice is the same submission.

    It came in when its host said that it was done, or was last written in when nobody did. Raises Invalid when nothing
    is written in it.
    """
    if by is not None and not may_keep_rooms(by, note.day.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att registrera det som kommer in."))
    with transaction.atomic():
        held(Dialogue.objects).get(pk=note.day.dialogue_id)  # before the note: the number is the dialogue's
        stored = hold(note)
        if stored.submission is not None:
            return stored.submission
        points = _in_order(stored)
        if not points:
            raise Invalid(_("Det finns inga punkter att skicka in."))
        dialogue = stored.day.dialogue
        with override(dialogue.language):
            text, taken = _written_out(stored, points)
            said = Said(
                about=About(day=stored.day),
                text=text,
                sender_kind=SenderKind.GROUP,
                sender_label=stored.who or gettext("deltagare i ett samtalsrum"),
                language=dialogue.language,
                sending_key=f"rumsanteckning-{stored.pk}",
            )
            source = _source(stored)
        came_in = now if by is None else min(now, stored.finished_at or stored.worded_at or now)
        received = Received(channel=Channel.ROOM, received_at=came_in, source_note=source[:300])
        submission, contributions = register_points(
            dialogue=dialogue, said=said, received=received, points=taken, by=by, now=now
        )
        for point, contribution in zip(points, contributions, strict=True):
            point.contribution = contribution
            point.asked = point.question.text if point.question is not None else ""
            point.save(update_fields=["contribution", "asked"])
        stored.submission, stored.registered_at = submission, now
        stored.finished_at = stored.finished_at or now
        stored.save(update_fields=["submission", "registered_at", "finished_at"])
        audit.record(
            "room_note.registered",
            on=submission,
            by=by or audit.PARTICIPANT,
            at=now,
            dialogue_id=dialogue.pk,
            channel=Channel.ROOM.value,
            source=source,
            number=len(points),
        )
        tell(stored)
        return submission


def _in_order(note: RoomNote) -> list[RoomPoint]:
    """The lines of the sheet, question by question."""
    points = RoomPoint.objects.filter(note=note, removed_at=None).select_related("question")
    return sorted(
        points,
        key=lambda point: (
            (1, 0, 0) if point.question is None else (0, point.question.position, point.question.pk),
            point.position,
            point.pk,
        ),
    )


def _written_out(note: RoomNote, points: list[RoomPoint]) -> tuple[str, list[Taken]]:
    """The whole sheet as text, and where in it each line stands."""
    names = {"room": note.title, "day": note.day.title}
    text = gettext("Anteckning från %(room)s, %(day)s") % names
    if note.who:
        text += "\n" + gettext("I rummet: %(who)s") % {"who": note.who}
    taken: list[Taken] = []
    for question, lines in groupby(points, key=lambda point: point.question):
        text += "\n\n" + (question.text if question is not None else gettext("Det här kom rummet fram till"))
        for line in lines:
            text += "\n– "
            taken.append(Taken(len(text), len(text) + len(line.text)))
            text += line.text
    return text, taken


def _source(note: RoomNote) -> str:
    """Where it comes from, and what the room said of it."""
    counted = {True: 0, False: 0}
    for is_right in note.answers.values_list("is_right", flat=True):
        counted[is_right] += 1
    sentences = [gettext("Rumsanteckning: %(room)s, %(day)s.") % {"room": note.title, "day": note.day.title}]
    if counted[True]:
        sentences.append(gettext("Antal i rummet som sade att den stämmer: %(number)d.") % {"number": counted[True]})
    if counted[False]:
        sentences.append(gettext("Antal som sade att något är fel: %(number)d.") % {"number": counted[False]})
    return " ".join(sentences)
