"""Paper at the desk: the form to print, and taking it down when it comes back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys.models import Collection, Response, Survey
from tests.desk.test_survey_collections import make_collection, make_response, make_survey, open_now, organiser, to
from tests.surveys.definitions import every_type

__all__ = ["make_collection", "make_response", "make_survey", "open_now", "organiser"]


@pytest.fixture
def survey(make_survey: Callable[..., Survey]) -> Survey:
    return make_survey(every_type())


@pytest.fixture
def registrar(client: Client, make_official: Callable[..., Official]) -> Client:
    client.force_login(make_official(RoleName.REGISTRAR))
    return client


FILLED: dict[str, Any] = {
    "kalla": "paper", "sprak": "sv", "nyckel": "k1", "fraga-kommun": "k1081", "fraga-alder": "1980",
    "fraga-resor": ["buss"], "fraga-buss_ofta": "5", "fraga-matchar": "4", "fraga-delar.skola": "3",
    "fraga-viktigast.1": "natur", "fraga-poang.a": "60", "fraga-poang.b": "40",
}  # fmt: skip


def test_a_form_is_taken_down_and_the_next_is_shown_at_once(
    registrar: Client, open_now: Callable[..., Collection]
) -> None:
    collection = open_now()
    page = registrar.post(to("survey-register", collection), FILLED, follow=True)
    kept = Response.objects.get()
    assert {name: kept.answers[name] for name in ("kommun", "buss_ofta", "delar", "viktigast", "poang")} == {
        "kommun": "k1081", "buss_ofta": 5, "delar": {"skola": "3"}, "viktigast": ["natur"], "poang": {"a": 60, "b": 40},
    }  # fmt: skip
    assert kept.source == "paper"
    assert "Ett svar är registrerat" in page.text
    assert 'value="k1"' not in page.text


def test_what_cannot_be_read_is_told_and_saved_without_that_answer(
    registrar: Client, open_now: Callable[..., Collection]
) -> None:
    collection = open_now()
    odd = FILLED | {"fraga-buss_ofta": "99", "fraga-poang.b": "50", "fraga-resor": ["buss", "cykel", "bil"]}
    refused = registrar.post(to("survey-register", collection), odd)
    assert refused.status_code == 422
    assert "Stämmer det med papperet?" in refused.text
    assert Response.objects.count() == 0
    registrar.post(to("survey-register", collection), odd | {"behall": "1"})
    answers = Response.objects.get().answers
    assert ("buss_ofta" in answers, "poang" in answers, answers["resor"]) == (False, False, ["buss", "cykel", "bil"])


def test_the_same_paper_twice_is_asked_about(registrar: Client, open_now: Callable[..., Collection]) -> None:
    collection = open_now()
    registrar.post(to("survey-register", collection), FILLED)
    again = registrar.post(to("survey-register", collection), FILLED | {"nyckel": "k2"})
    assert (again.status_code, "Är det samma papper?" in again.text) == (422, True)
    registrar.post(to("survey-register", collection), FILLED | {"nyckel": "k2", "behall": "1"})
    assert Response.objects.count() == 2


@pytest.mark.parametrize("hostile", [
    {}, {"fraga-kommun": "k9999"}, {"fraga-okand": "1"}, {"kalla": "web"}, {"sprak": "xx"}, {"nyckel": ""},
])  # fmt: skip
def test_hostile_and_empty_forms_keep_nothing(
    registrar: Client, open_now: Callable[..., Collection], hostile: dict[str, str]
) -> None:
    collection = open_now()
    base = {"kalla": "paper", "sprak": "sv", "nyckel": "k"}
    sent = base | hostile if not hostile or "fraga" in str(hostile) else FILLED | hostile
    assert registrar.post(to("survey-register", collection), sent).status_code == 422
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "word"), [("sv", "Vilken kommun bor du i?"), ("en", "Vilken kommun bor du i? (en)")]
)
@pytest.mark.parametrize("large", ["", "on"])
def test_the_paper_form_has_every_question_with_its_number(
    desk: Client, open_now: Callable[..., Collection], language: str, word: str, large: str
) -> None:
    address = to("survey-paper", open_now())
    answer = desk.get(address, {"language": language, "is_large": large, "where": "Biblioteket"})
    assert answer["Content-Type"] == "application/pdf"
    with pypdfium2.PdfDocument(io.BytesIO(answer.content)) as book:
        text = " ".join("".join(page.get_textpage().get_text_range() for page in book).split())
    assert f"1. {word}" in text
    assert all(f"{number}. " in text for number in range(1, 13))
    assert "Biblioteket" in text
    if language == "sv":
        assert "Svara bara om du på fråga 4 svarade Buss." in text


def test_a_form_before_anything_is_published_says_so(
    desk: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]
) -> None:
    collection = make_collection(make_survey(slug="annan", published=False))
    assert "inte publicerad än" in desk.get(to("survey-paper", collection)).text
