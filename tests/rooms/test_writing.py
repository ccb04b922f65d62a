"""A host writes in the sheet of a room: line by line, together with others, over a bad line."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Closed, Invalid, NotFound
from fardplan.base.models import AuditEntry
from fardplan.rooms import actions
from fardplan.rooms.models import RoomNote, RoomPoint, RoomQuestion
from fardplan.rooms.queries import sheet_of
from fardplan.rooms.rules import LONGEST_POINT, Stage, stage_of
from tests.conftest import at
from tests.rooms.conftest import NOW, QUESTIONS, Write


def texts(note: RoomNote) -> dict[str, list[str]]:
    return {str(each.question or ""): [point.text for point in each.points] for each in sheet_of(note).asked}


def test_each_line_stands_under_its_question_in_the_order_it_was_written(note: RoomNote, write: Write) -> None:
    write("Fler lärlingsplatser.", under=1)
    write("Företagen tar emot oss gärna.")
    write("Bussar hem på kvällen.", under=1)
    assert texts(note) == {
        QUESTIONS[0]: ["Företagen tar emot oss gärna."],
        QUESTIONS[1]: ["Fler lärlingsplatser.", "Bussar hem på kvällen."],
    }


def test_a_line_sent_twice_over_a_bad_line_is_one_line(note: RoomNote, write: Write) -> None:
    first = write("Fler lärlingsplatser.", key="k1", writer="w1")
    again = write("Fler lärlingsplatser.", key="k1", writer="w1")
    longer = write("Fler lärlingsplatser i vården.", key="k1", writer="w1")
    assert first.pk == again.pk == longer.pk
    assert texts(note)[QUESTIONS[0]] == ["Fler lärlingsplatser i vården."]


def test_two_who_write_in_the_same_line_see_both_and_lose_nothing(note: RoomNote, write: Write) -> None:
    point = write("Fler platser.", writer="den ena")
    save = {"note": note, "point_id": point.pk, "revision": point.revision, "now": NOW}
    actions.save_point(text="Fler platser i vården.", writer="den ena", **save)
    with pytest.raises(ChangedMeanwhile) as told:
        actions.save_point(text="Fler platser i skolan.", writer="den andra", **save)
    assert told.value.theirs.text == "Fler platser i vården."
    assert RoomPoint.objects.get().text == "Fler platser i vården."


def test_what_the_same_page_wrote_before_is_no_conflict(note: RoomNote, write: Write) -> None:
    """The answer to its first saving was lost on the way, so it still has the old revision."""
    point = write("Fler platser.", writer="w1")
    save = {"note": note, "point_id": point.pk, "revision": point.revision, "writer": "w1", "now": NOW}
    actions.save_point(text="Fler platser i", **save)
    assert actions.save_point(text="Fler platser i vården.", **save).text == "Fler platser i vården."


def test_a_line_that_was_taken_away_is_kept_and_can_be_put_back(note: RoomNote, write: Write) -> None:
    point = write("Fler platser.")
    actions.take_away(note=note, point_id=point.pk, now=NOW)
    assert (texts(note)[QUESTIONS[0]], [each.text for each in sheet_of(note).removed]) == ([], ["Fler platser."])
    with pytest.raises(ChangedMeanwhile):
        actions.save_point(note=note, point_id=point.pk, text="Fler platser nu.", revision=0, now=NOW)
    actions.put_back(note=note, point_id=point.pk, now=NOW)
    assert texts(note)[QUESTIONS[0]] == ["Fler platser."]
    said = list(AuditEntry.objects.filter(action__startswith="room_note.point").values_list("action", "detail__text"))
    assert said == [("room_note.point_put_back", "Fler platser."), ("room_note.point_removed", "Fler platser.")]
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        RoomPoint.objects.filter(pk=point.pk).delete()


def test_who_is_in_the_room_is_written_by_two_without_loss(note: RoomNote) -> None:
    actions.say_who(note=note, who="3 elever", revision=0, writer="a", now=NOW)
    with pytest.raises(ChangedMeanwhile) as told:
        actions.say_who(note=note, who="4 elever", revision=0, writer="b", now=NOW)
    assert told.value.theirs.who == "3 elever"
    actions.say_who(note=note, who="3 elever, 1 lärare", revision=0, writer="a", now=NOW)
    note.refresh_from_db()
    assert (note.who, note.revision) == ("3 elever, 1 lärare", 2)


def test_a_sheet_tells_how_far_it_has_come(note: RoomNote, write: Write) -> None:
    stages = [stage_of(note)]
    with pytest.raises(Invalid):
        actions.finish(note=note, now=NOW)
    write("Fler platser.")
    note.refresh_from_db()
    stages.append(stage_of(note))
    note = actions.finish(note=note, now=NOW)
    stages.append(stage_of(note))
    actions.register_note(note=note, by=None, now=NOW)
    note.refresh_from_db()
    stages.append(stage_of(note))
    assert stages == [Stage.EMPTY, Stage.WRITING, Stage.CHECKING, Stage.REGISTERED]


def test_what_is_changed_after_the_room_was_asked_is_in_the_log(written: RoomNote) -> None:
    point = RoomPoint.objects.get(text="Fler lärlingsplatser.")
    actions.save_point(note=written, point_id=point.pk, text="Fler lärlingar.", revision=0, now=NOW)
    entry = AuditEntry.objects.get(action="room_note.point_changed")
    assert entry.detail == {"from": "Fler lärlingsplatser.", "to": "Fler lärlingar."}


def test_an_empty_line_a_far_too_long_one_and_one_of_another_room_are_refused(
    note: RoomNote, write: Write, by: dict[str, Any]
) -> None:
    for text in ("", "x" * (LONGEST_POINT + 1)):
        with pytest.raises(Invalid):
            write(text)
    point = write("Fler platser.")
    (other,) = actions.make_rooms(day=note.day, number=1, **by)
    with pytest.raises(NotFound):
        actions.save_point(note=other, point_id=point.pk, text="Vårt.", now=NOW)
    with pytest.raises(NotFound):
        actions.take_away(note=other, point_id=point.pk, now=NOW)
    assert texts(other) == {QUESTIONS[0]: [], QUESTIONS[1]: []}


def test_a_question_of_another_room_is_not_answered_here(
    note: RoomNote, questions: list[RoomQuestion], by: dict[str, Any]
) -> None:
    (other,) = actions.make_rooms(day=note.day, number=1, **by)
    own = RoomQuestion.objects.create(day=note.day, note=other, text="Bara till rum 2?")
    assert list(texts(other)) == ["Bara till rum 2?"]
    with pytest.raises(NotFound):
        actions.save_point(note=note, text="Svar.", question_id=own.pk, now=NOW)


def test_nothing_is_written_in_a_note_that_has_been_registered(written: RoomNote) -> None:
    actions.register_note(note=written, by=None, now=NOW)
    point = RoomPoint.objects.filter(note=written)[0]
    for late in (
        lambda: actions.save_point(note=written, text="En till.", now=NOW),
        lambda: actions.save_point(note=written, point_id=point.pk, text="Annat.", revision=0, now=NOW),
        lambda: actions.take_away(note=written, point_id=point.pk, now=NOW),
        lambda: actions.say_who(note=written, who="Andra", revision=1, now=NOW),
        lambda: actions.finish(note=written, now=NOW),
    ):
        with pytest.raises(Closed):
            late()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        RoomPoint.objects.filter(pk=point.pk).update(text="Annat.")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        RoomNote.objects.filter(pk=written.pk).update(who="Andra")


def test_a_sheet_costs_two_queries_however_much_is_written(
    note: RoomNote, write: Write, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        write(f"Punkt {number}", now=f"2020-12-01 14:1{number}")
    with django_assert_num_queries(2):
        assert len(sheet_of(note).points) == 3
    assert RoomNote.objects.get().worded_at == at("2020-12-01 14:12")
