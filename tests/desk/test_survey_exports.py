"""Everybody's answers at the desk: a reason, a sign-in, a log line, a file for a day, and only for who asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.base import clock
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.surveys.actions.exporting import folder, remove_expired, write_data
from fardplan.surveys.export_models import DataFile
from fardplan.surveys.models import Collection, Response, Survey
from tests.surveys.conftest import make_collection, make_response, make_survey, organiser

__all__ = ["make_collection", "make_response", "make_survey", "organiser"]

REASON = "Analys inför nämndens möte"


@pytest.fixture(autouse=True)
def made_folder(settings: Any, tmp_path: Path) -> None:
    settings.MADE_ROOT = tmp_path


@pytest.fixture
def collection(
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    make_response: Callable[..., Response],
) -> Collection:
    made = make_collection(make_survey())
    for place in range(6):
        make_response(made, kommun="k1080" if place else "k1081", matchar="4")
    return made


@pytest.fixture
def signed_in(client: Client, editor: Official) -> Client:
    """Somebody who has no other way to show who they are than to have signed in."""
    client.force_login(editor)
    return client


def address(collection: Collection, name: str = "survey-data", *more: object) -> str:
    return reverse(
        f"desk:{name}", args=[collection.survey.dialogue.slug, collection.survey.slug, collection.slug, *more]
    )


ASKED = {"file_format": "sav", "language": "sv", "reason": REASON, "seen": "on"}


def test_how_unique_the_answers_are_is_shown_before_anything_else(signed_in: Client, collection: Collection):
    page = signed_in.get(address(collection)).text
    assert "1 svar är ensamt om sina bakgrundssvar. 1 av 6 delar dem med färre än 5." in " ".join(page.split())


def test_a_file_is_asked_for_written_by_a_job_fetched_and_logged(signed_in: Client, collection: Collection):
    assert signed_in.post(address(collection), ASKED).headers["Location"] == address(collection)
    asked = DataFile.objects.get()
    assert (asked.reason, asked.rows, asked.unique, asked.name) == (REASON, 6, 1, "")
    write_data.call(asked.pk)
    asked.refresh_from_db()
    assert (asked.error, asked.rows) == ("", 6)
    fetched = signed_in.post(address(collection, "survey-data-file", asked.pk))
    assert b"".join(fetched.streaming_content).startswith(b"$FL2")  # type: ignore[attr-defined]
    assert fetched.headers["Content-Disposition"].endswith(f"-enkat-{collection.slug}.sav")
    assert "no-store" in fetched.headers["Cache-Control"]
    logged = list(AuditEntry.objects.filter(action__startswith="survey.data").order_by("id"))
    assert [(entry.action, entry.detail["reason"]) for entry in logged] == [
        ("survey.data_asked", REASON),
        ("survey.data_fetched", REASON),
    ]


@pytest.mark.parametrize(
    ("without", "message"),
    [
        ("reason", "Skriv vad filen ska användas till. Skälet står sedan i loggen."),
        ("seen", "Kryssa för att du har sett hur unika svaren är."),
    ],
)
def test_nothing_is_written_without_a_reason_or_unseen(
    signed_in: Client, collection: Collection, without: str, message: str
):
    page = signed_in.post(address(collection), {name: value for name, value in ASKED.items() if name != without})
    assert (page.status_code, message in page.text) == (422, True)
    assert not DataFile.objects.exists()


def test_one_shows_who_one_is_before_asking_and_before_fetching(desk: Client, collection: Collection, editor: Official):
    confirm = reverse("account_reauthenticate")
    editor.set_password("ett langt losenord")
    editor.save()
    desk.force_login(editor)
    assert desk.post(address(collection), ASKED).headers["Location"].startswith(confirm)
    assert desk.post(address(collection, "survey-data-file", 1)).headers["Location"].startswith(confirm)
    assert desk.get(address(collection)).status_code == 200
    assert not DataFile.objects.exists()
    desk.post(confirm, {"password": "ett langt losenord"})
    assert desk.post(address(collection), ASKED).headers["Location"] == address(collection)
    assert DataFile.objects.get().asked_by == editor


def asked_for(collection: Collection, official: Official) -> DataFile:
    made = DataFile.objects.create(
        collection=collection, format="csv", reason=REASON, asked_by=official, asked_at=clock.now()
    )
    write_data.call(made.pk)
    made.refresh_from_db()
    return made


def test_another_official_cannot_fetch_it(
    signed_in: Client, collection: Collection, make_official: Callable[..., Official]
):
    theirs = asked_for(collection, make_official(RoleName.EDITOR, email="annan@example.org"))
    assert signed_in.post(address(collection, "survey-data-file", theirs.pk)).status_code == 404


def test_a_file_is_removed_after_a_day(signed_in: Client, collection: Collection, editor: Official):
    mine = asked_for(collection, editor)
    assert [path.name for path in folder().iterdir()] == [mine.name]
    assert remove_expired(now=clock.now() + timedelta(hours=25)) == 1
    assert list(folder().iterdir()) == []
    assert signed_in.post(address(collection, "survey-data-file", mine.pk)).status_code == 410
    assert "borttagen" in signed_in.get(address(collection)).text


def test_a_file_that_could_not_be_written_is_told(
    signed_in: Client, collection: Collection, editor: Official, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("fardplan.surveys.actions.exporting.write", lambda *_: 1 / 0)
    assert (asked_for(collection, editor).error, list(folder().iterdir())) == ("failed", [])
    assert "Det gick inte att skriva filen." in signed_in.get(address(collection)).text


def test_a_collection_of_another_dialogue_is_not_there(signed_in: Client, collection: Collection, dialogue: Dialogue):
    other = Dialogue.objects.create(slug="annan", title="Annan")
    Survey.objects.filter(pk=collection.survey_id).update(dialogue=other)
    there = reverse("desk:survey-data", args=[dialogue.slug, collection.survey.slug, collection.slug])
    assert signed_in.get(there).status_code == 404


@pytest.mark.parametrize("files", [1, 3])
def test_the_page_costs_the_same_however_many_files(
    signed_in: Client, collection: Collection, editor: Official, files: int, django_assert_num_queries: Any
):
    for _ in range(files):
        DataFile.objects.create(
            collection=collection, format="csv", reason=REASON, asked_by=editor, asked_at=clock.now()
        )
    with django_assert_num_queries(11):
        page = signed_in.get(address(collection))
    assert page.text.count(REASON) == files
