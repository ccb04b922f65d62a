"""The sheet of a room, the page where the room says whether it is right, and what the rooms said."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Day, Dialogue
from fardplan.rooms import actions
from fardplan.rooms.models import RoomAnswer, RoomNote, RoomPoint, RoomQuestion, RoomRemark
from fardplan.rooms.queries import sheet_of
from tests.conftest import at
from tests.rooms.conftest import NOW, QUESTIONS, Write


def sheet(note: RoomNote, rest: str = "") -> str:
    return f"/rum/{note.host_key}/{rest}"


def check(note: RoomNote) -> str:
    return f"/rum/stammer/{note.check_key}/"


def form_of(client: Client, note: RoomNote) -> dict[str, str]:
    """The form as a browser without scripts has it."""
    page = client.get(sheet(note)).text.partition("<template")[0]
    fields = re.findall(r'<input type="(?:hidden|text)"[^>]* name="([^"]+)" value="([^"]*)"', page)
    fields += re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return {name: value for name, value in fields if name != "csrfmiddlewaretoken"}


def texts(note: RoomNote) -> list[str]:
    return [point.text for point in sheet_of(note).points]


def test_the_host_writes_without_scripts_one_line_is_one_point(
    client: Client,
    note: RoomNote,
    questions: list[RoomQuestion],
) -> None:
    data = form_of(client, note)
    data |= {"vilka": "3 elever", f"ny-{questions[0].pk}": "Fler bussar.\r\n\r\n  Fler lärlingsplatser. "}
    answer = client.post(sheet(note), data, follow=True)
    note.refresh_from_db()
    assert (note.who, texts(note)) == ("3 elever", ["Fler bussar.", "Fler lärlingsplatser."])
    assert re.search(r"Sparat kl\. \d{1,2}\.\d\d\.", answer.text)
    client.post(sheet(note), data)  # the same form once more, by the back button
    assert texts(note) == ["Fler bussar.", "Fler lärlingsplatser."]


def test_a_page_that_is_not_everybodys_is_kept_nowhere(client: Client, note: RoomNote) -> None:
    for address in (sheet(note), check(note), f"{sheet(note)}qr.svg", f"{check(note)}qr.svg"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["Cache-Control"].startswith("private, no-store")
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert client.get("/rum/finnsinte/").status_code == 404
    assert client.get(sheet(note).replace("/rum/", "/rum/stammer/")).status_code == 404


def test_a_line_somebody_else_changed_is_shown_in_both_wordings_and_the_rest_is_saved(
    client: Client,
    note: RoomNote,
    write: Write,
) -> None:
    mine, other = write("Fler bussar."), write("Fler platser.")
    data = form_of(client, note)
    actions.save_point(note=note, point_id=mine.pk, text="Fler bussar hem.", revision=0, writer="annan", now=NOW)
    data |= {f"punkt-{mine.pk}": "Fler bussar dit.", f"punkt-{other.pk}": "Fler lärlingsplatser."}
    answer = client.post(sheet(note), data)
    assert answer.status_code == 409
    assert "Fler bussar hem." in answer.text
    assert "Fler bussar dit." in answer.text
    assert texts(note) == ["Fler bussar hem.", "Fler lärlingsplatser."]
    both = form_of_answer(answer.text) | {"gor": f"bada:{mine.pk}"}
    client.post(sheet(note), both)
    assert texts(note) == ["Fler bussar hem.", "Fler lärlingsplatser.", "Fler bussar dit."]


def form_of_answer(page: str) -> dict[str, str]:
    page = page.partition("<template")[0]
    fields = re.findall(r'<input type="(?:hidden|text)"[^>]* name="([^"]+)" value="([^"]*)"', page)
    fields += re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page)
    return dict(fields)


def test_a_line_nobody_touched_is_no_conflict(client: Client, note: RoomNote, write: Write) -> None:
    point = write("Fler bussar.")
    data = form_of(client, note)
    actions.save_point(note=note, point_id=point.pk, text="Fler bussar hem.", revision=0, now=NOW)
    assert client.post(sheet(note), data | {"vilka": "2 elever"}).status_code == 302
    assert texts(note) == ["Fler bussar hem."]


def test_a_far_too_long_line_stays_in_its_field(
    client: Client,
    note: RoomNote,
    questions: list[RoomQuestion],
) -> None:
    data = form_of(client, note) | {f"ny-{questions[0].pk}": f"Kort.\n{'lång ' * 300}"}
    answer = client.post(sheet(note), data)
    assert answer.status_code == 422
    assert "lång lång" in answer.text
    assert "En punkt kan vara högst" in answer.text
    assert texts(note) == ["Kort."]


def test_a_line_is_taken_away_and_put_back(client: Client, note: RoomNote, write: Write) -> None:
    point = write("Fler bussar.")
    client.post(sheet(note), form_of(client, note) | {"gor": f"bort:{point.pk}"})
    assert texts(note) == []
    assert "1 borttagen punkt" in client.get(sheet(note)).text
    client.post(sheet(note), form_of(client, note) | {"gor": f"tillbaka:{point.pk}"})
    assert texts(note) == ["Fler bussar."]


def test_each_line_is_saved_while_it_is_typed(
    client: Client,
    note: RoomNote,
    questions: list[RoomQuestion],
) -> None:
    send = {"vad": "punkt", "fraga": questions[1].pk, "nyckel": "k1", "blad": "w1", "rev": 0}
    told = client.post(sheet(note, "punkt/"), send | {"text": " Fler  bussar. "}).json()
    point = RoomPoint.objects.get()
    assert (told["id"], told["revision"], told["text"], told["hint"]) == (point.pk, 0, "Fler bussar.", "")
    assert told["saved"].startswith("Sparat kl. ")
    mine = {"vad": "punkt", "punkt": point.pk, "blad": "w1", "rev": 0, "text": "Aaaa Bbbbson vill ha bussar."}
    assert "Aaaa Bbbbson" in client.post(sheet(note, "punkt/"), mine).json()["hint"]
    theirs = client.post(sheet(note, "punkt/"), mine | {"blad": "w2", "text": "Fler tåg."})
    assert theirs.status_code == 409
    assert (theirs.json()["theirs"], theirs.json()["revision"]) == ("Aaaa Bbbbson vill ha bussar.", 1)
    assert client.post(sheet(note, "punkt/"), {"vad": "vilka", "text": "2 elever", "rev": 0}).json()["revision"] == 1
    assert client.post(sheet(note, "punkt/"), {"vad": "bort", "punkt": point.pk}).status_code == 200
    assert texts(note) == []


def test_another_page_of_the_same_sheet_hears_what_is_new(client: Client, note: RoomNote, write: Write) -> None:
    write("Fler bussar.", under=1)
    told = client.get(sheet(note, "nytt/?sedan=")).json()
    assert [(each["text"], each["revision"]) for each in told["points"]] == [("Fler bussar.", 0)]
    assert client.get(sheet(note, "nytt/"), {"sedan": told["since"]}).status_code == 204
    write("Fler tåg.", now="2020-12-01 14:20")
    assert len(client.get(sheet(note, "nytt/"), {"sedan": told["since"]}).json()["points"]) == 2


def test_done_asked_corrected_and_sent_in(client: Client, note: RoomNote, write: Write) -> None:
    assert "inte klar än" in client.get(check(note)).text
    point = write("Fler bussar.")
    done = client.post(sheet(note), form_of(client, note) | {"gor": "klar"}, follow=True)
    assert check(note) in done.text
    someone, another = Client(), Client()
    page = someone.get(check(note)).text
    assert "Här är vår sammanfattning av ert samtal. Stämmer det?" in page
    assert "Fler bussar." in page
    assert someone.post(check(note), {"svar": "ja"}, follow=True).status_code == 200
    someone.post(check(note), {"svar": "ja"})
    assert another.post(check(note), {"svar": "nej"}).status_code == 422
    another.post(check(note), {"svar": "nej", f"fel-{point.pk}": "Vi sade tåg."})
    assert sorted(RoomAnswer.objects.values_list("is_right", flat=True)) == [False, True]
    seen = client.get(sheet(note)).text
    assert "Vi sade tåg." in seen
    assert "1 säger att det stämmer" in seen
    client.post(sheet(note), form_of(client, note) | {f"punkt-{point.pk}": "Fler tåg."})
    assert "Något har ändrats sedan du svarade" in someone.get(check(note)).text
    sending = client.post(sheet(note), form_of(client, note) | {"gor": "skicka"}, follow=True)
    assert "Skicka in anteckningen från Rum 1?" in sending.text
    sent = client.post(sheet(note, "skicka-in/"), follow=True)
    assert Submission.objects.get().label in sent.text
    assert Contribution.objects.get().text == "Fler tåg."
    assert client.post(sheet(note), {"vilka": "Andra", "var-vilka": ""}).status_code == 403
    assert client.post(sheet(note, "punkt/"), {"text": "Sent"}).json()["final"] is True
    another.post(check(note), {"svar": "nej", "fel": "Fortfarande fel."})
    assert RoomRemark.objects.count() == 2


def test_the_browser_gets_a_key_only_when_it_answers(client: Client, written: RoomNote) -> None:
    client.get(check(written))
    assert "deltagare" not in client.cookies
    client.post(check(written), {"svar": "ja"})
    kept = RoomAnswer.objects.get().browser
    assert client.cookies["deltagare"].value not in kept
    assert len(kept) == 32


def test_what_the_rooms_said_is_a_page_once_it_may_be_read(
    client: Client,
    dialogue: Dialogue,
    written: RoomNote,
    django_assert_max_num_queries: Any,
) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(publishing="at_once")
    address = f"/{dialogue.slug}/dagar/{written.day.slug}/samtalsrummen/"
    assert client.get(address).status_code == 404
    actions.register_note(note=written, by=None, now=NOW)
    with django_assert_max_num_queries(12):
        page = client.get(address).text
    assert "S-001.2" in page
    assert QUESTIONS[1] in page
    assert "3 elever, 2 från föreningar" in page
    assert address in client.get(f"/{dialogue.slug}/dagar/{written.day.slug}/").text
    one = client.get(f"/{dialogue.slug}/synpunkter/S-001.2/").text
    assert f"Svar på frågan: {QUESTIONS[1]}" in one
    assert address in one


@pytest.mark.parametrize("lines", [1, 12])
def test_a_sheet_is_a_constant_number_of_queries(
    client: Client,
    note: RoomNote,
    write: Write,
    lines: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(lines):
        write(f"Punkt {number}")
    client.get(sheet(note))
    with django_assert_num_queries(7):
        client.get(sheet(note))


def test_an_unpublished_dialogues_sheet_leads_nowhere_it_may_not(
    client: Client,
    day: Day,
    dialogue: Dialogue,
    note: RoomNote,
    make_day: Callable[..., Day],
) -> None:
    Dialogue.objects.filter(pk=dialogue.pk).update(published_at=None)
    page = client.get(sheet(note)).text
    assert "Rum 1" in page
    assert f"/{dialogue.slug}/dagar/" not in page
    assert at("2020-12-01 13:00") == day.starts_at
