"""A draft as PDF and Word from its page: who is given it, and that it is made once."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fardplan.base import made_files
from fardplan.base.errors import TooMany
from fardplan.dialogue.models import Dialogue
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
from fardplan.public.jobs import make_draft_files
from fardplan.strategy import files
from fardplan.strategy.models import Draft
from tests.conftest import at
from tests.documents.writing.reading_pdf import words_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def page_of(dialogue: Dialogue) -> str:
    return f"/{dialogue.slug}/strategi/0.3/"


def test_a_published_draft_is_given_to_anyone_as_pdf_and_word(
    client: Client, dialogue: Dialogue, organisation: Organisation
):
    pdf = client.get(f"{page_of(dialogue)}utkast.pdf")
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "public, max-age=3600")
    assert pdf["Content-Disposition"] == "attachment; filename*=UTF-8''strategin-utkast-0.3.pdf"
    words = " ".join(words_of(body_of(pdf))[0].split())
    assert words.startswith("Region Exempel Ny regional utvecklingsstrategi Utkast 0.3")
    word = client.get(f"{page_of(dialogue)}utkast.docx")
    assert (word["Content-Type"], body_of(word)[:2]) == (WORD, b"PK")


def test_it_is_made_once_and_anew_when_the_organisation_changes_its_colours(
    client: Client, dialogue: Dialogue, organisation: Organisation, monkeypatch: pytest.MonkeyPatch, settings: Any
):
    made: list[str] = []
    monkeypatch.setattr(files.writing, "pdf", lambda publication: made.append(publication.brand_colour) or b"%PDF-1.7")
    for _time in range(3):
        assert body_of(client.get(f"{page_of(dialogue)}utkast.pdf")) == b"%PDF-1.7"
    Organisation.objects.update(brand_colour="#7a1fa2")
    assert body_of(client.get(f"{page_of(dialogue)}utkast.pdf")) == b"%PDF-1.7"
    assert made == ["#0b4a56", "#7a1fa2"]
    assert len([each for each in Path(settings.MADE_ROOT).rglob("*") if each.is_file()]) == 1


def test_the_page_leads_to_the_files_and_tells_their_size_once_they_are_made(
    client: Client, dialogue: Dialogue, organisation: Organisation
):
    page = page_of(dialogue)
    before = client.get(page).text
    assert f'href="{page}utkast.pdf"' in before
    assert f'href="{page}utkast.docx"' in before
    assert "Ladda ner som PDF</a>" in before
    client.get(f"{page}utkast.pdf")
    after = client.get(page).text
    assert "Ladda ner som PDF, " in after
    assert "Ladda ner som Word</a>" in after


def test_the_english_page_gives_the_same_file(client: Client, dialogue: Dialogue, organisation: Organisation):
    swedish = body_of(client.get(f"{page_of(dialogue)}utkast.pdf"))
    assert body_of(client.get(f"/en{page_of(dialogue)}utkast.pdf")) == swedish


def test_an_unpublished_draft_is_given_only_to_those_at_the_desk_and_never_kept(
    client: Client, dialogue: Dialogue, editor: Official, organisation: Organisation, settings: Any
):
    assert dialogue.strategy is not None
    Draft.objects.filter(strategy=dialogue.strategy).update(published_at=None)
    address = f"{page_of(dialogue)}utkast.pdf"
    assert client.get(address).status_code == 404
    client.force_login(editor)
    given = client.get(address)
    assert given["Cache-Control"] == "private, no-store"
    assert "inte publicerat" in words_of(given.content)[0]
    assert not Path(settings.MADE_ROOT).exists()


@pytest.mark.parametrize("name", ["utkast.odt", "utkast.exe", "utkast.pdf/"])
def test_there_are_no_other_files(client: Client, dialogue: Dialogue, organisation: Organisation, name: str):
    assert client.get(f"{page_of(dialogue)}{name}").status_code == 404


def test_a_draft_that_is_not_there_has_no_file(client: Client, dialogue: Dialogue, organisation: Organisation):
    assert client.get(f"/{dialogue.slug}/strategi/9.9/utkast.pdf").status_code == 404


def test_the_files_of_the_latest_draft_are_made_before_anyone_asks(
    client: Client, dialogue: Dialogue, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
):
    now = at("2020-12-01 09:00")
    assert [make_draft_files(now), make_draft_files(now)] == [2, 0]
    monkeypatch.setattr(files.writing, "pdf", lambda _publication: pytest.fail("made again"))
    assert client.get(f"{page_of(dialogue)}utkast.pdf").status_code == 200


def test_nothing_is_made_of_what_is_not_out(dialogue: Dialogue, organisation: Organisation):
    assert make_draft_files(at("2010-01-01 09:00")) == 0


def test_two_who_ask_at_once_are_given_the_one_file_that_is_made(settings: Any):
    made: list[int] = []
    begun, may_end = threading.Event(), threading.Event()

    def write() -> bytes:
        begun.set()
        may_end.wait(10)
        made.append(1)
        return b"whole"

    found: list[bytes] = []
    asking = [
        threading.Thread(target=lambda: found.append(made_files.make("draft-1", "a.pdf", write).read_bytes()))
        for _person in range(2)
    ]
    asking[0].start()
    begun.wait(10)
    asking[1].start()
    assert made_files.kept("draft-1", "a.pdf") is None
    may_end.set()
    for thread in asking:
        thread.join(10)
    assert (found, made) == ([b"whole", b"whole"], [1])


def test_whoever_waits_too_long_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(made_files, "LONGEST_WAIT", 0.01)
    with made_files._making, pytest.raises(TooMany):
        made_files.make("draft-1", "a.pdf", lambda: b"")
