"""The notes of a day's rooms, in the shape of the format. No links, and nobody's pseudonym."""

from __future__ import annotations

from fardplan.dialogue.models import Day
from fardplan.exchange.shape_rooms import RoomAnswerShape, RoomNoteShape, RoomPointShape, RoomRemarkShape
from fardplan.rooms.models import RoomAnswer, RoomNote, RoomPoint


def room_question_lines(day: Day) -> list[str]:
    """What every room is asked."""
    return [question.text for question in day.room_questions.filter(note=None).order_by("position", "id")]


def room_note_shapes(day: Day) -> list[RoomNoteShape]:
    notes = day.room_notes.select_related("submission").order_by("position", "id")
    rooms = {room.pk: place for place, room in enumerate(day.external_rooms.all(), start=1)}
    return [_note(note, rooms) for note in notes]


def _note(note: RoomNote, rooms: dict[int, int]) -> RoomNoteShape:
    points = list(note.points.select_related("question", "contribution__submission").order_by("position", "id"))
    places = {point.pk: place for place, point in enumerate(points, start=1)}
    return RoomNoteShape(
        title=note.title,
        room=rooms.get(note.room_id or 0),
        who=note.who,
        questions=[question.text for question in note.own_questions.order_by("position", "id")],
        points=[_point(point) for point in points],
        worded=note.worded_at,
        finished=note.finished_at,
        registered=note.registered_at,
        submission=note.submission.label if note.submission is not None else None,
        answers=[_answer(answer, places) for answer in note.answers.prefetch_related("remarks")],
    )


def _point(point: RoomPoint) -> RoomPointShape:
    return RoomPointShape(
        text=point.text,
        question=point.question.text if point.question is not None else "",
        asked=point.asked,
        written=point.written_at,
        removed=point.removed_at,
        contribution=point.contribution.label if point.contribution is not None else None,
    )


def _answer(answer: RoomAnswer, places: dict[int, int]) -> RoomAnswerShape:
    return RoomAnswerShape(
        is_right=answer.is_right,
        given=answer.given_at,
        remarks=[
            RoomRemarkShape(
                point=places.get(remark.point_id or 0), words=remark.words, text=remark.text, given=remark.given_at
            )
            for remark in answer.remarks.all()
        ],
    )
