"""The desk makes the sheets of a day: so many, or one for each room elsewhere; questions, links, names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.editing import ChangedMeanwhile, Row
from fardplan.base.errors import Conflict, Invalid, NotAllowed, NotFound
from fardplan.dialogue.models import Day, RoleName
from fardplan.media.models import ExternalRoom
from fardplan.people.models import Official
from fardplan.rooms import actions
from fardplan.rooms.models import RoomNote, RoomQuestion
from fardplan.rooms.queries import access_check, access_sheet
from tests.rooms.conftest import NOW, QUESTIONS, Write


def test_rooms_are_numbered_on_from_those_there_are(day: Day, by: dict[str, Any]) -> None:
    actions.make_rooms(day=day, number=2, **by)
    first, *_rest = RoomNote.objects.all()
    actions.name_room(note=first, title="Biblioteket", **by)
    actions.make_rooms(day=day, number=2, **by)
    assert [each.title for each in RoomNote.objects.order_by("position")] == ["Biblioteket", "Rum 2", "Rum 1", "Rum 3"]
    with pytest.raises(Invalid):
        actions.make_rooms(day=day, number=60, **by)


def test_each_room_elsewhere_gets_one_sheet(day: Day, by: dict[str, Any]) -> None:
    rooms = [
        ExternalRoom.objects.create(day=day, title="Natur", address="https://x.example/", provider="x", processor="x")
        for _each in range(2)
    ]
    assert [each.title for each in actions.make_rooms_of_external(day=day, **by)] == ["Natur", "Natur (2)"]
    assert actions.make_rooms_of_external(day=day, **by) == []
    rooms[0].delete()
    assert list(RoomNote.objects.order_by("id").values_list("title", "room")) == [
        ("Natur", None), ("Natur (2)", rooms[1].pk),
    ]  # fmt: skip


def test_a_renewed_link_closes_the_old_one(note: RoomNote, by: dict[str, Any]) -> None:
    old = note.host_key
    renewed = actions.renew_key(note=note, which="host", **by)
    assert access_sheet(renewed.host_key) == access_check(note.check_key) == note
    for key in (old, note.check_key, "stammer", ""):
        with pytest.raises(NotFound):
            access_sheet(key)


def test_a_sheet_somebody_has_written_in_is_never_removed(note: RoomNote, write: Write, by: dict[str, Any]) -> None:
    (empty,) = actions.make_rooms(day=note.day, number=1, **by)
    actions.remove_room(note=empty, **by)
    point = write("Fler platser.")
    actions.take_away(note=note, point_id=point.pk, now=NOW)
    with pytest.raises(Conflict):
        actions.remove_room(note=note, **by)
    assert list(RoomNote.objects.all()) == [note]


def test_a_question_keeps_its_words_once_a_room_has_answered_it(
    day: Day, questions: list[RoomQuestion], note: RoomNote, write: Write, by: dict[str, Any]
) -> None:
    write("Fler platser.")
    first, second = questions
    for wrong in ([Row(first.pk, {"text": "Något annat?"})], [Row(second.pk, {"text": QUESTIONS[1]})]):
        with pytest.raises(Invalid):
            actions.set_questions(day=day, rows=wrong, seen=None, **by)
    more = [Row(None, {"text": "Ny?"}), Row(first.pk, {"text": QUESTIONS[0]})]
    actions.set_questions(day=day, rows=more, seen=None, **by)
    assert [each.text for each in RoomQuestion.objects.order_by("position")] == ["Ny?", QUESTIONS[0]]
    with pytest.raises(ChangedMeanwhile):
        actions.set_questions(day=day, rows=more, seen="något annat", **by)


@pytest.mark.parametrize("role", [RoleName.EDITOR, RoleName.POLITICIAN])
def test_others_do_not_keep_the_rooms(
    role: RoleName, day: Day, note: RoomNote, make_official: Callable[..., Official]
) -> None:
    by = {"by": make_official(role), "now": NOW}
    for forbidden in (
        lambda: actions.make_rooms(day=day, number=1, **by),
        lambda: actions.make_rooms_of_external(day=day, **by),
        lambda: actions.name_room(note=note, title="Mitt", **by),
        lambda: actions.renew_key(note=note, which="host", **by),
        lambda: actions.remove_room(note=note, **by),
        lambda: actions.set_questions(day=day, rows=[], seen=None, **by),
        lambda: actions.register_note(note=note, **by),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert RoomNote.objects.get().title == "Rum 1"
