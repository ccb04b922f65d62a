"""“Hjälpte informationen på sidan dig?”: two buttons, no script, no cookie, nobody's name."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fardplan.organisation.models import Organisation, PageFeedback
from fardplan.public.pages.feedback import page_without_secrets

pytestmark = pytest.mark.django_db
ADDRESS = "/sidaterkoppling/"


@pytest.fixture
def strict(organisation: Organisation) -> Client:
    """A browser that is held to protection against forged forms, and keeps no cookies of ours."""
    return Client(enforce_csrf_checks=True)


def test_an_answer_then_words(strict: Client) -> None:
    answer = strict.post(ADDRESS, {"path": "/om/integritet/", "helped": "no"})
    assert answer.status_code == 303
    page = strict.get(answer["Location"])
    assert "Synd att sidan inte hjälpte." in page.text
    assert "Skriv inga personuppgifter." in page.text
    token = re.search(r'name="answer" value="([^"]+)"', page.text)
    assert token
    thanks = strict.post(ADDRESS, {"answer": token[1], "text": "  Var man ringer. \u202e"})
    assert (thanks.status_code, thanks["Location"]) == (303, ADDRESS)
    assert "Tack för ditt svar" in strict.get(ADDRESS).text
    given = PageFeedback.objects.get()
    assert (given.path, given.helped, given.text) == ("/om/integritet/", False, "Var man ringer.")
    assert dict(strict.cookies) == {}


def test_words_are_said_once(strict: Client) -> None:
    answer = strict.post(ADDRESS, {"path": "/", "helped": "yes"})
    token = re.search(r'name="answer" value="([^"]+)"', strict.get(answer["Location"]).text)
    assert token
    strict.post(ADDRESS, {"answer": token[1], "text": "Första"})
    strict.post(ADDRESS, {"answer": token[1], "text": "Andra"})
    assert PageFeedback.objects.get().text == "Första"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 303),
    ],
)
def test_it_is_taken_from_our_own_pages_only(strict: Client, headers: dict[str, str], status: int) -> None:
    assert strict.post(ADDRESS, {"path": "/", "helped": "yes"}, headers=headers).status_code == status
    assert PageFeedback.objects.count() == (status == 303)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"path": "/", "helped": "maybe"},
        {"path": "https://evil.example/", "helped": "yes"},
        {"path": "//evil.example/", "helped": "yes"},
        {"path": "/x" * 200, "helped": "yes"},
        {"answer": "forged", "text": "x"},
    ],
)
def test_nonsense_is_refused_in_words(strict: Client, data: dict[str, str]) -> None:
    answer = strict.post(ADDRESS, data)
    assert answer.status_code == 422
    assert PageFeedback.objects.count() == 0
    assert "felkod 422" in answer.text


def test_too_much_is_stopped(strict: Client) -> None:
    statuses = [strict.post(ADDRESS, {"path": "/", "helped": "yes"}).status_code for _ in range(61)]
    assert statuses == [303] * 60 + [429]
    assert PageFeedback.objects.count() == 60


def test_too_many_words_come_back(strict: Client) -> None:
    answer = strict.post(ADDRESS, {"path": "/", "helped": "yes"})
    token = re.search(r'name="answer" value="([^"]+)"', strict.get(answer["Location"]).text)
    assert token
    back = strict.post(ADDRESS, {"answer": token[1], "text": "ord " * 400})
    assert back.status_code == 422
    assert "ord ord ord" in back.text
    assert token[1] in back.text


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/om/lagring/?x=1#y", "/om/lagring/"),
        ("/en/om/lagring/", "/en/om/lagring/"),
        ("/finns/inte/alls/", None),
        ("javascript:alert(1)", None),
        ("", None),
    ],
)
def test_only_our_own_pages_are_counted(path: str, kept: str | None) -> None:
    assert page_without_secrets(path) == kept


def test_the_question_stands_on_the_page_without_a_token(strict: Client) -> None:
    page = strict.get("/om/lagring/?svar=1").text
    assert "Hjälpte informationen på sidan dig?" in page
    assert '<input type="hidden" name="path" value="/om/lagring/">' in page
    assert "csrfmiddlewaretoken" not in page
