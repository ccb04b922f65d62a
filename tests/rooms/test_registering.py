"""The sheet of a room becomes one submission, whose lines are contributions about the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.audit import entries_about
from fardplan.base.errors import Closed, Invalid
from fardplan.contributions.actions import create_theme, publish, set_themes
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.rooms import actions
from fardplan.rooms.models import RoomNote, RoomPoint
from fardplan.rooms.queries import asked_of, have_rooms_said, note_behind, notes_of, said_by_theme, standing_of
from tests.conftest import at
from tests.rooms.conftest import NOW, QUESTIONS, Write

LATER = at("2020-12-01 15:00")


def test_the_host_sends_it_in_and_each_line_gets_a_number(
    written: RoomNote, say: Callable[..., Submission], by: dict[str, Any]
) -> None:
    say("En synpunkt före.", now="2020-12-01 09:00")
    submission = actions.register_note(note=written, by=None, now=LATER)
    assert submission.text == (
        "Anteckning från Rum 1, Dag 3\nI rummet: 3 elever, 2 från föreningar\n\n"
        f"{QUESTIONS[0]}\n– Företagen tar emot oss gärna.\n\n"
        f"{QUESTIONS[1]}\n– Fler lärlingsplatser.\n– Bussar som går hem på kvällen."
    )
    points = Contribution.objects.filter(submission=submission).select_related("submission").order_by("part")
    assert [(each.label, each.text, each.day_id) for each in points] == [
        ("S-002.1", "Företagen tar emot oss gärna.", written.day_id),
        ("S-002.2", "Fler lärlingsplatser.", written.day_id),
        ("S-002.3", "Bussar som går hem på kvällen.", written.day_id),
    ]
    assert all(submission.text[each.taken_start : each.taken_end] == each.text for each in points)
    assert (submission.channel, submission.sender, submission.received_at) == (
        "room", "3 elever, 2 från föreningar", LATER,
    )  # fmt: skip
    asked = [asked_of(each) for each in points]
    assert [each.asked for each in asked if each] == [QUESTIONS[0], QUESTIONS[1], QUESTIONS[1]]
    assert note_behind(submission) == written
    assert entries_about(submission)[0].actor == "deltagare"


def test_an_official_registers_what_was_left_and_it_came_in_when_the_room_was_done(
    written: RoomNote, by: dict[str, Any]
) -> None:
    submission = actions.register_note(note=written, by=by["by"], now=at("2020-12-07 09:00"))
    assert (submission.received_at, submission.registered_at) == (at("2020-12-01 14:30"), at("2020-12-07 09:00"))
    assert submission.registered_by == by["by"]


def test_registering_twice_gives_the_same_submission_and_one_line_still_has_a_number_of_its_own(
    note: RoomNote, write: Write, by: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        actions.register_note(note=note, by=None, now=NOW)
    write("Bara en.")
    first = actions.register_note(note=note, by=None, now=NOW)
    assert actions.register_note(note=note, by=by["by"], now=LATER) == first
    assert [each.label for each in Contribution.objects.select_related("submission")] == ["S-001.1"]
    assert first.sender == "deltagare i ett samtalsrum"


def test_it_is_published_under_the_dialogues_rule(dialogue: Dialogue, written: RoomNote, by: dict[str, Any]) -> None:
    actions.register_note(note=written, by=None, now=LATER)
    day = written.day
    assert (have_rooms_said(day, now=LATER), notes_of(day, now=LATER)) == (False, [])
    point = Contribution.objects.get(text="Fler lärlingsplatser.")
    publish(contribution=point, revision=point.revision, by=by["by"], now=LATER)
    (said,) = notes_of(day, now=LATER)
    assert [(asked, [each.text for each in lines]) for asked, lines in said.answers] == [
        (QUESTIONS[1], ["Fler lärlingsplatser."])
    ]


def test_at_once_means_at_once(dialogue: Dialogue, written: RoomNote) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(publishing="at_once")
    actions.register_note(note=written, by=None, now=LATER)
    assert have_rooms_said(written.day, now=LATER)
    assert not have_rooms_said(written.day, now=NOW)


def test_what_the_rooms_said_stands_theme_by_theme(
    dialogue: Dialogue, written: RoomNote, write: Write, by: dict[str, Any], django_assert_num_queries: Any
) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(publishing="at_once")
    (other,) = actions.make_rooms(day=written.day, number=1, **by)
    write("Lärlingar i vården.", under=1, to=other)
    for note in (written, other):
        actions.register_note(note=note, by=None, now=LATER)
    work, ours = (create_theme(dialogue=dialogue, name=name, by=by["by"], now=LATER) for name in ("Arbete", "Eget"))
    type(ours).objects.filter(pk=ours.pk).update(is_public=False)
    about_work = list(Contribution.objects.select_related("submission").filter(text__icontains="lärling"))
    set_themes(contributions=about_work, add=[work], by=by["by"], now=LATER)
    buses = list(Contribution.objects.select_related("submission").filter(text__startswith="Bussar"))
    set_themes(contributions=buses, add=[ours], by=by["by"], now=LATER)
    with django_assert_num_queries(2):
        groups = said_by_theme(written.day, now=LATER)
    assert [
        (str(group.theme or ""), group.rooms, [(each.room, each.text) for each in group.said]) for group in groups
    ] == [
        ("Arbete", 2, [("Rum 1", "Fler lärlingsplatser."), ("Rum 2", "Lärlingar i vården.")]),
        ("", 1, [("Rum 1", "Företagen tar emot oss gärna."), ("Rum 1", "Bussar som går hem på kvällen.")]),
    ]
    desk = said_by_theme(written.day, now=LATER, only_public=False)
    assert [str(group.theme or "") for group in desk] == ["Arbete", "Eget", ""]


def test_the_room_says_whether_it_is_right_once_per_browser(written: RoomNote) -> None:
    point = RoomPoint.objects.get(text="Fler lärlingsplatser.")
    wrong = [actions.Wrong("Vi sade praktik.", point.pk), actions.Wrong("Bussarna fattas inte.")]
    check = {"note": written, "now": at("2020-12-01 14:40")}
    actions.answer_check(browser="en", is_right=True, **check)
    actions.answer_check(browser="en", is_right=True, **check)
    actions.answer_check(browser="två", is_right=False, wrong=wrong, **check)
    standing = standing_of(written)
    assert (standing.right, standing.right_before, standing.wrong) == (1, 0, 1)
    assert [(each.words, each.text) for each in standing.remarks] == [
        ("Fler lärlingsplatser.", "Vi sade praktik."), ("", "Bussarna fattas inte."),
    ]  # fmt: skip
    actions.save_point(note=written, point_id=point.pk, text="Fler praktikplatser.", now=at("2020-12-01 14:45"))
    written.refresh_from_db()
    assert (standing_of(written).right, standing_of(written).right_before) == (0, 1)
    actions.answer_check(note=written, browser="två", is_right=True, now=at("2020-12-01 14:50"))
    assert (standing_of(written).right, standing_of(written).wrong, len(standing_of(written).remarks)) == (1, 0, 2)


def test_nobody_is_asked_before_the_host_is_done_and_wrong_needs_words(
    note: RoomNote, written: RoomNote, by: dict[str, Any]
) -> None:
    (other,) = actions.make_rooms(day=note.day, number=1, **by)
    with pytest.raises(Closed):
        actions.answer_check(note=other, browser="en", is_right=True, now=NOW)
    with pytest.raises(Invalid):
        actions.answer_check(note=written, browser="en", is_right=False, wrong=[actions.Wrong("")], now=NOW)
    assert standing_of(written).answers == 0


def test_corrections_are_noted_in_the_record_also_those_that_come_late(written: RoomNote) -> None:
    check = {"note": written, "is_right": False, "wrong": [actions.Wrong("Vi sade praktik.")]}
    actions.answer_check(browser="en", now=at("2020-12-01 14:40"), **check)
    actions.answer_check(note=written, browser="två", is_right=True, now=at("2020-12-01 14:41"))
    submission = actions.register_note(note=written, by=None, now=LATER)
    assert submission.source_note == (
        "Rumsanteckning: Rum 1, Dag 3. Antal i rummet som sade att den stämmer: 1. Antal som sade att något är fel: 1."
    )
    actions.answer_check(browser="tre", now=at("2020-12-02 09:00"), **check)
    assert len(standing_of(written).remarks) == 2
    assert Submission.objects.get().text == submission.text
