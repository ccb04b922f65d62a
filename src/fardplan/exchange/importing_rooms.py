"""The notes of a day's rooms, from the file. Their links are new, and those who answered get pseudonyms of nobody."""

from __future__ import annotations

import secrets

from fardplan.base import ids
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Day, Dialogue
from fardplan.exchange.shape import DayShape
from fardplan.exchange.shape_rooms import RoomAnswerShape, RoomNoteShape
from fardplan.exchange.work import Work
from fardplan.rooms.models import RoomAnswer, RoomNote, RoomPoint, RoomQuestion, RoomRemark

Path = tuple[str | int, ...]


def import_rooms(work: Work, dialogue: Dialogue, days: dict[str, Day]) -> None:
    """After what was said: a line of a room that was registered is a contribution."""
    points = Contribution.objects.filter(submission__dialogue=dialogue).select_related("submission")
    said = {point.label: point for point in points}
    submissions = {submission.label: submission for submission in dialogue.submissions.all()}
    for number, shape in enumerate(work.content.days):
        day = days[shape.slug]
        day.room_notes.all().delete()  # empty: `importing` replaces no dialogue where a room has written
        day.room_questions.all().delete()
        for place, text in enumerate(shape.room_questions):
            row = RoomQuestion(day=day, text=text, position=place)
            work.save(row, "days", number, "room_questions", place)
        _import_notes(work, day, shape, submissions, said, ("days", number))


def _import_notes(
    work: Work,
    day: Day,
    shape: DayShape,
    submissions: dict[str, Submission],
    said: dict[str, Contribution],
    path: Path,
) -> None:
    rooms = list(day.external_rooms.all())
    for place, each in enumerate(shape.room_notes):
        note = RoomNote(
            day=day,
            title=each.title,
            room=rooms[each.room - 1] if each.room is not None else None,
            who=each.who,
            worded_at=each.worded,
            finished_at=each.finished,
            registered_at=each.registered,
            submission=submissions[each.submission] if each.submission is not None else None,
            position=place,
        )
        where: Path = (*path, "room_notes", place)
        work.save(note, *where)
        for number, text in enumerate(each.questions):
            own = RoomQuestion(day=day, note=note, text=text, position=number)
            work.save(own, *where, "questions", number)
        points = _import_points(work, note, each, said, where)
        for number, answer in enumerate(each.answers):
            _import_answer(work, note, answer, points, (*where, "answers", number))


def _import_points(
    work: Work, note: RoomNote, shape: RoomNoteShape, said: dict[str, Contribution], path: Path
) -> list[RoomPoint]:
    common = {each.text: each for each in RoomQuestion.objects.filter(day=note.day, note=None).order_by("-position")}
    own = {each.text: each for each in RoomQuestion.objects.filter(note=note).order_by("-position")}
    points = []
    for place, each in enumerate(shape.points):
        point = RoomPoint(
            note=note,
            question=own.get(each.question) or common.get(each.question),
            asked=each.asked,
            text=each.text,
            position=place,
            key=ids.secret_key(),
            written_at=each.written,
            removed_at=each.removed,
            contribution=said[each.contribution] if each.contribution is not None else None,
        )
        work.save(point, *path, "points", place)
        points.append(point)
    return points


def _import_answer(work: Work, note: RoomNote, shape: RoomAnswerShape, points: list[RoomPoint], path: Path) -> None:
    answer = RoomAnswer(note=note, browser=secrets.token_hex(16), is_right=shape.is_right, given_at=shape.given)
    work.save(answer, *path)
    for place, each in enumerate(shape.remarks):
        remark = RoomRemark(
            answer=answer,
            point=points[each.point - 1] if each.point is not None else None,
            words=each.words,
            text=each.text,
            given_at=each.given,
        )
        work.save(remark, *path, "remarks", place)
