"""Error pages say what happened and what to do, in the same frame as every page."""

from __future__ import annotations

import pytest
from django.test import Client

from fardplan.dialogue.models import Day, Dialogue
from fardplan.organisation.models import Organisation

pytestmark = pytest.mark.django_db


def test_a_missing_page_suggests_what_resembles_it(client: Client, day: Day) -> None:
    page = client.get("/dagen-2002/dagar/dag-3/").text
    assert "Letade du efter någon av de här sidorna?" in page
    assert '<a class="more" href="/dagen-2020/">Dagen 2020</a>' in page
    page = client.get("/en/dagen-2020/dagar/dag3/").text
    assert '<a class="more" href="/en/dagen-2020/dagar/dag-3/" lang="sv">Dag 3</a>' in page


def test_a_missing_page_does_not_give_away_what_is_not_published(client: Client, dialogue: Dialogue) -> None:
    Dialogue.objects.update(published_at=None)
    assert "Dagen 2020" not in client.get("/dagen-2020/dagar/dag-3/").text


def test_the_address_somebody_typed_is_never_markup(client: Client, organisation: Organisation) -> None:
    page = client.get('/"><script>alert(1)</script>/?x="><img src=x onerror=alert(1)>').text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_missing_page_can_be_missing_in_the_other_language(client: Client, organisation: Organisation) -> None:
    assert 'href="/en/finns-inte/?x=1" lang="en"' in client.get("/finns-inte/?x=1").text
    assert 'href="/finns-inte/" lang="sv"' in client.get("/en/finns-inte/").text


def test_the_wrong_way_in_is_told_with_the_right_one(client: Client, organisation: Organisation) -> None:
    answer = client.post("/om/integritet/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "felkod 405" in answer.text
    assert "Till startsidan" in answer.text


def test_too_many_are_told_when_to_come_back(client: Client, organisation: Organisation) -> None:
    for _ in range(60):
        client.post("/sidaterkoppling/", {"path": "/", "helped": "yes"})
    answer = client.post("/sidaterkoppling/", {"path": "/", "helped": "yes"})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Vänta lite" in answer.text


def test_a_host_that_is_not_ours_is_answered_without_looking_further(
    client: Client, organisation: Organisation
) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "Det som skickades gick inte att läsa." in answer.text
    assert "evil.example" not in answer.text


def test_a_form_without_its_protection_gives_the_words_back(organisation: Organisation) -> None:
    strict = Client(enforce_csrf_checks=True)
    words = "Det här hade jag skrivit under en lång stund."
    answer = strict.post("/om/tillganglighet/meddela/", {"kind": "fault", "text": words})
    assert answer.status_code == 403
    assert words in answer.text


def test_what_fails_with_us_is_a_page_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("fardplan.public.pages.site.published_dialogues", fail)
    answer = client.get("/om/integritet/")
    assert answer.status_code == 500
    assert "Något gick fel hos oss" in answer.text
