"""How pages may be kept, compressed and told apart by language."""

from __future__ import annotations

import gzip

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from fardplan.base.middleware import CacheRules, CompressPages
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.organisation.models import Organisation

pytestmark = pytest.mark.django_db


def test_a_page_is_asked_for_anew_each_time(client: Client, organisation: Organisation) -> None:
    assert "no-cache" in client.get("/")["Cache-Control"]


def test_the_address_alone_decides_the_language(client: Client, organisation: Organisation) -> None:
    answer = client.get("/", headers={"Accept-Language": "en"})
    assert '<html lang="sv">' in answer.text
    assert answer["Content-Language"] == "sv"
    assert "accept-language" not in answer["Vary"].lower()
    assert client.get("/en/")["Content-Language"] == "en"


def test_a_dialogue_whose_name_begins_like_a_language_is_not_in_that_language(
    client: Client, dialogue: Dialogue
) -> None:
    Dialogue.objects.update(slug="en-region-for-alla")
    answer = client.get("/en-region-for-alla/")
    assert (answer.status_code, answer["Content-Language"]) == (200, "sv")
    assert client.get("/en/en-region-for-alla/")["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (HttpResponse("för alla"), "no-cache"),
        (HttpResponse("för en", headers={"Vary": "Accept-Encoding, Cookie"}), "private, no-cache"),
        (HttpResponse("eget", headers={"Cache-Control": "max-age=60"}), "max-age=60"),
    ],
)
def test_what_is_made_for_one_visitor_is_kept_by_nobody_else(answer: HttpResponse, expected: str) -> None:
    assert CacheRules(lambda _request: answer)(RequestFactory().get("/"))["Cache-Control"] == expected


def test_an_answer_to_a_form_is_for_one_visitor() -> None:
    answer = CacheRules(lambda _request: HttpResponse("tack"))(RequestFactory().post("/"))
    assert answer["Cache-Control"] == "private, no-cache"


def _compressed(answer: HttpResponse | FileResponse) -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br"})
    return CompressPages(lambda _request: answer)(request)


def test_text_is_compressed() -> None:
    words = "Fler bostäder byggs i alla kommuner. " * 200
    answer = _compressed(HttpResponse(words, headers={"ETag": '"a"'}))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == words
    assert len(answer.content) < len(words.encode()) / 10
    assert answer["ETag"] == 'W/"a"'


def test_the_same_page_is_never_compressed_to_the_same_length_twice_in_a_row() -> None:
    """What makes guessing a secret from lengths (BREACH) too slow to be worth while."""
    lengths = {len(_compressed(HttpResponse("Samma sida. " * 100)).content) for _ in range(30)}
    assert len(lengths) > 5


@pytest.mark.parametrize("kind", ["video/mp4", "image/png", "application/pdf"])
def test_films_and_pictures_are_sent_as_they_are(kind: str) -> None:
    answer = _compressed(HttpResponse(b"x" * 5000, content_type=kind))
    assert not answer.has_header("Content-Encoding")
    assert answer.content == b"x" * 5000


def test_nobody_keeps_a_page_behind_a_personal_link(client: Client, dialogue: Dialogue) -> None:
    """Neither a proxy nor the browser, and no search engine is led there."""
    submission = Submission.objects.create(
        dialogue=dialogue, number=1, received_at=dialogue.published_at, heading="H", text="T"
    )
    Contribution.objects.create(submission=submission, text="T")
    answer = client.get(f"/kvitto/{submission.receipt_key}/")
    assert answer.status_code == 200
    assert {"private", "no-store"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
    assert 'name="robots" content="noindex' in answer.text
    assert 'rel="canonical"' not in answer.text
