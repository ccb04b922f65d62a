"""The rooms at the desk: sheets made and handed out, questions, reading along, registering, what was said."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from fardplan.base.hub.topics import admitted, states_of
from fardplan.contributions.actions import create_theme, set_themes
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import ExternalRoom
from fardplan.people.models import Official
from fardplan.rooms import actions
from fardplan.rooms.models import RoomNote, RoomQuestion
from tests.conftest import at
from tests.rooms.conftest import NOW, QUESTIONS, Write


@pytest.fixture
def desk(client: Client, moderator: Official) -> Client:
    client.force_login(moderator)
    return client


def of_day(day: Day, rest: str = "") -> str:
    return f"/skrivbord/dialog/{day.dialogue.slug}/dagar/{day.slug}/sandning/rum/{rest}"


def of_room(note: RoomNote, rest: str = "") -> str:
    return f"/skrivbord/dialog/{note.day.dialogue.slug}/rumsanteckningar/{note.pk}/{rest}"


def test_sheets_are_made_by_number_or_of_rooms_elsewhere(desk: Client, day: Day) -> None:
    assert "Inga rum ännu" in desk.get(of_day(day)).text
    assert desk.post(of_day(day, "gor/"), {"gor": "antal", "number": ""}).status_code == 422
    ExternalRoom.objects.create(day=day, title="Natur", address="https://x.example/", provider="x", processor="x")
    desk.post(of_day(day, "gor/"), {"gor": "rum"})
    page = desk.post(of_day(day, "gor/"), {"gor": "antal", "number": "2"}, follow=True).text
    assert "2 tomma anteckningar är gjorda." in page
    assert [each.title for each in RoomNote.objects.order_by("position")] == ["Natur", "Rum 1", "Rum 2"]


def test_questions_of_the_day_and_of_one_room(desk: Client, day: Day, note: RoomNote) -> None:
    page = desk.get(of_room(note, "fragor/")).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    rows = {"rad-antal": "1", "rad-0-id": "", "rad-0-text": "Bara till er?", "seen": seen}
    assert desk.post(of_room(note, "fragor/"), rows).status_code == 302
    assert list(RoomQuestion.objects.values_list("note", "text")) == [
        (None, QUESTIONS[0]), (note.pk, "Bara till er?"), (None, QUESTIONS[1]),
    ]  # fmt: skip
    assert "egna frågor" in desk.get(of_day(day)).text
    assert desk.post(of_day(day, "fragor/"), rows | {"seen": "något annat"}).status_code == 409


def test_a_host_gets_the_link_on_paper_or_by_mail_and_it_can_be_renewed(desk: Client, note: RoomNote) -> None:
    address = f"/rum/{note.host_key}/"
    paper = desk.get(of_day(note.day, "utskrift/")).text
    assert address in paper
    assert f"/rum/{note.host_key}/qr.svg" in paper
    assert QUESTIONS[0] in paper
    page = desk.get(of_room(note)).text
    assert address in page
    assert "mailto:?subject=" in page
    renewed = desk.post(of_room(note, "gor/"), {"gor": "ny-vardlank"}, follow=True).text
    assert address not in renewed
    assert Client().get(address).status_code == 404
    assert desk.get(of_day(note.day, "utskrift/"), {"rum": "0"}).status_code == 404


def test_the_desk_reads_along_and_follows_what_is_written(desk: Client, written: RoomNote) -> None:
    wrong = [actions.Wrong("Vi sade praktik.")]
    actions.answer_check(note=written, browser="en", is_right=False, wrong=wrong, now=NOW)
    page = desk.get(of_room(written)).text
    assert "Fler lärlingsplatser." in page
    assert "Vi sade praktik." in page
    ticket = page.partition('data-live-ticket="')[2].partition('"')[0]
    assert admitted([ticket]) == frozenset({f"rooms-{written.day_id}"})
    told = states_of(f"rooms-{written.day_id}")["rooms"](str(written.day_id))
    assert told == {
        "rooms": [
            {
                "note": written.pk, "stage": "checking", "points": 3, "right": 0, "wrong": 1,
                "written": at("2020-12-01 14:10").isoformat().replace("+01:00", "+00:00").replace("14:10", "13:10"),
            }
        ]
    }  # fmt: skip


def test_what_the_host_did_not_send_is_registered_at_the_desk(
    desk: Client, written: RoomNote, moderator: Official
) -> None:
    assert "1 påbörjad anteckning är inte inskickad" in desk.get(of_day(written.day)).text
    page = desk.post(of_room(written, "gor/"), {"gor": "registrera"}, follow=True).text
    submission = Submission.objects.get()
    assert submission.registered_by == moderator
    assert "Anteckningen är registrerad som S-001." in page
    assert "S-001.3" in page
    assert "Registrera anteckningen" not in page
    assert desk.post(of_room(written, "gor/"), {"gor": "namn", "title": "Annat"}).status_code == 403


def test_the_points_of_a_room_are_not_marked_anew(desk: Client, written: RoomNote) -> None:
    actions.register_note(note=written, by=None, now=NOW)
    answer = desk.get(f"/skrivbord/dialog/{written.day.dialogue.slug}/synpunkter/S-001.1/markera/")
    assert answer.status_code == 409
    assert "De ändras inte" in answer.text
    page = desk.get(f"/skrivbord/dialog/{written.day.dialogue.slug}/synpunkter/S-001.1/").text
    assert "/markera/" not in page
    assert of_room(written) in page
    assert f"Svar på frågan: {QUESTIONS[0]}" in page


def test_an_empty_sheet_is_removed_and_one_with_words_is_not(desk: Client, note: RoomNote, write: Write) -> None:
    write("Fler bussar.")
    assert desk.post(of_room(note, "gor/"), {"gor": "ta-bort"}).status_code == 409
    empty = RoomNote.objects.create(day=note.day, title="Tomt")
    desk.post(of_room(empty, "gor/"), {"gor": "ta-bort"})
    assert [each.title for each in RoomNote.objects.all()] == ["Rum 1"]


def test_what_the_rooms_said_stands_by_theme_and_what_waits_is_marked(
    desk: Client, dialogue: Dialogue, written: RoomNote, moderator: Official
) -> None:
    actions.register_note(note=written, by=None, now=NOW)
    theme = create_theme(dialogue=dialogue, name="Arbete", by=moderator, now=NOW)
    said = list(Contribution.objects.select_related("submission").filter(text__startswith="Fler"))
    set_themes(contributions=said, add=[theme], by=moderator, now=NOW)
    page = desk.get(of_day(written.day, "teman/")).text
    assert page.index("Arbete</h2>") < page.index("Fler lärlingsplatser.") < page.index("Utan tema")
    assert page.count("väntar på läsning") == 3


@pytest.mark.parametrize("rooms", [1, 12])
def test_the_rooms_of_a_day_cost_the_same_however_many(
    desk: Client, day: Day, by: dict[str, Any], rooms: int, django_assert_num_queries: Any
) -> None:
    for made in actions.make_rooms(day=day, number=rooms, **by):
        actions.save_point(note=made, text="Fler bussar.", now=NOW)
    desk.get(of_day(day))
    with django_assert_num_queries(11):
        desk.get(of_day(day))
    with django_assert_num_queries(10):
        desk.get(of_day(day, "utskrift/"))
