"""The frame around every page."""

import re
from pathlib import Path

import pytest
from django.test import Client

import fardplan
from fardplan.organisation.models import BRAND_COLOUR, Organisation

pytestmark = pytest.mark.django_db


def test_start_page_says_whose_it_is_and_how_to_reach_them(client: Client, organisation: Organisation) -> None:
    page = client.get("/").text
    assert re.search(r"<title>Dialoger\s+– Region Exempel</title>", page)
    assert 'href="mailto:dialog@example.org"' in page
    assert 'href="tel:0455000000"' in page


def test_the_other_language_is_one_link_away(client: Client, organisation: Organisation) -> None:
    swedish, english = client.get("/?sida=2").text, client.get("/en/").text
    assert '<html lang="sv">' in swedish
    assert '<a href="/en/?sida=2" lang="en" hreflang="en">In English</a>' in swedish
    assert '<html lang="en">' in english
    assert '<a href="/" lang="sv" hreflang="sv">På svenska</a>' in english


def test_reading_sets_no_cookie(client: Client, organisation: Organisation) -> None:
    assert dict(client.get("/").cookies) == {}


def test_own_colours_come_after_ours(client: Client, organisation: Organisation) -> None:
    assert "/om/utseende/" not in client.get("/").text
    organisation.brand_colour = "#5B2A86"
    organisation.save()
    page = client.get("/").text
    ours, theirs = page.index("css/fardplan.css"), page.index("/om/utseende/5b2a86-a81c44.css")
    assert ours < theirs
    answer = client.get("/om/utseende/5b2a86-a81c44.css")
    assert answer.text == ":root{--brand:#5b2a86;--signal:#a81c44}\n"
    assert answer["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("pair", ["5b2a86", "red-blue00", "5b2a86-a81c44;x", "5B2A86-a81c44"])
def test_colours_are_two_times_six_digits(client: Client, organisation: Organisation, pair: str) -> None:
    answer = client.get(f"/om/utseende/{pair}.css")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.text


def test_default_colour_is_the_stylesheets_own() -> None:
    css = Path(fardplan.__file__).parent / "base/static/fardplan/css/fardplan.css"
    assert f"--brand: {BRAND_COLOUR};" in css.read_text(encoding="utf-8")


def test_missing_page_says_what_to_do(client: Client, organisation: Organisation) -> None:
    answer = client.get("/finns/inte/")
    assert answer.status_code == 404
    assert "<h1>Sidan finns inte.</h1>" in answer.text
    assert "Till startsidan" in answer.text
