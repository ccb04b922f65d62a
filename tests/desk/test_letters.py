"""Letters at the desk: registering one with its file, and marking points in it with plain forms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fardplan.contributions.letter_forms import sentences
from fardplan.contributions.models import Attachment, Contribution, Submission
from fardplan.desk import log_words
from fardplan.desk.one_contribution import ACTS
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from tests.contributions.conftest import Say, say

__all__ = ["say"]

REGISTER = "/skrivbord/dialog/dagen-2020/synpunkter/registrera/"
LETTER = Path(__file__).parents[1] / "documents" / "files" / "brev.pdf"
WORDS = "Bygg bryggor. Laga vägen. Och tänk på barnen!"


@pytest.fixture
def registrar(client: Client, make_official: Callable[..., Official]) -> Client:
    client.force_login(make_official(RoleName.REGISTRAR))
    return client


def fields(**of: Any) -> dict[str, Any]:
    return {
        "channel": "letter", "received_at": "2020-11-20T09:00", "source_note": "Pärm 3", "about": "strategin",
        "text": "", "sender_kind": "organisation", "sender_label": "En förening", "stance": "endorse_with_changes",
    } | of  # fmt: skip


def test_a_letter_with_a_file_leads_on_to_marking(registrar: Client, dialogue: Dialogue) -> None:
    upload = SimpleUploadedFile("brev.pdf", LETTER.read_bytes())
    answer = registrar.post(REGISTER, fields(attachments=[upload]), follow=True)
    assert answer.redirect_chain[-1][0] == "/skrivbord/dialog/dagen-2020/synpunkter/S-001/markera/"
    first = next(sentences(Attachment.objects.get().text)).words
    assert first[:40] in answer.text
    assert Submission.objects.get().stance == "endorse_with_changes"


def test_a_whole_letter_with_a_file_is_not_published_among_many(
    client: Client, make_official: Callable[..., Official], dialogue: Dialogue
) -> None:
    client.force_login(make_official(RoleName.ORGANISER))
    client.post(REGISTER, fields(attachments=[SimpleUploadedFile("brev.pdf", LETTER.read_bytes())]))
    Contribution.objects.update(read_at=timezone.now())
    many = REGISTER.replace("registrera/", "valda/")
    answer = client.post(many, {"gor": "publicera", "nr": ["S-001"]}, follow=True).text
    assert "Hela brev med fil är inte publicerade: S-001." in answer
    assert Contribution.objects.get().published_at is None


def test_neither_words_nor_file_is_refused_at_the_field(registrar: Client, dialogue: Dialogue) -> None:
    answer = registrar.post(REGISTER, fields())
    assert answer.status_code == 422
    assert "Skriv vad som sades, eller lägg till filen där det står." in answer.text
    assert not Submission.objects.exists()


def test_a_file_of_another_kind_is_refused_at_its_field_with_its_name(registrar: Client, dialogue: Dialogue) -> None:
    upload = SimpleUploadedFile("kalkyl.xlsx", b"PK\x03\x04 inget")
    answer = registrar.post(REGISTER, fields(text="Se bilagan.", attachments=[upload]))
    assert answer.status_code == 422
    assert "kalkyl.xlsx: " in answer.text
    assert not Submission.objects.exists()


def post_mark(client: Client, *values: str, **of: Any) -> Any:
    told = {"mening": list(values), "about": "strategin", "kind": "view"} | of
    return client.post("/skrivbord/dialog/dagen-2020/synpunkter/S-001/markera/", told)


def test_sentences_after_each_other_become_a_point(registrar: Client, say: Say) -> None:
    submission = say(WORDS)
    first, second, third = (each.value for each in sentences(WORDS))
    assert post_mark(registrar, first, third).status_code == 422
    assert post_mark(registrar).status_code == 422
    assert post_mark(registrar, second, third).status_code == 302
    point = Contribution.objects.get(submission=submission)
    assert (point.label, point.text) == ("S-001.1", "Laga vägen. Och tänk på barnen!")


def test_marking_goes_on_where_one_was_in_a_long_letter(registrar: Client, say: Say) -> None:
    long = WORDS + "\n" + "Ännu en mening. " * 400
    say(long)
    last = [each.value for each in sentences(long)][-1]
    answer = registrar.post(
        "/skrivbord/dialog/dagen-2020/synpunkter/S-001/markera/?sida=2",
        {"mening": [last], "about": "strategin", "kind": "view"},
    )
    assert (answer.status_code, answer["Location"].partition("?")[2]) == (302, "bilaga=brevet&sida=2")


def test_everything_done_with_a_contribution_has_words_in_its_history() -> None:
    about = {code for code in log_words.WORDS if code.startswith(("contribution.", "reply."))}
    assert about - set(ACTS) == set()


def test_what_a_pointer_has_selected_goes_before_the_boxes_and_loses_its_white_space(
    registrar: Client, say: Say
) -> None:
    say(WORDS)
    assert post_mark(registrar, start=13, end=24).status_code == 302
    assert Contribution.objects.get().text == "Laga vägen"


def test_a_file_that_came_in_is_for_those_who_work_with_the_dialogue(registrar: Client, dialogue: Dialogue) -> None:
    registrar.post(REGISTER, fields(attachments=[SimpleUploadedFile("brev.pdf", LETTER.read_bytes())]))
    address = Attachment.objects.get().file.url
    assert registrar.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    stranger = Client()
    stranger.force_login(Official.objects.create_user("annan@example.org"))
    assert stranger.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_however_long_the_letter(
    registrar: Client, say: Say, django_assert_num_queries: Any, rows: int
) -> None:
    say(WORDS * rows)
    post_mark(registrar, start=0, end=5)
    registrar.get("/skrivbord/dialog/dagen-2020/synpunkter/S-001/markera/")
    with django_assert_num_queries(16):
        registrar.get("/skrivbord/dialog/dagen-2020/synpunkter/S-001/markera/")
