"""From paper to page: short links, codes and sheets for the wall."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
import segno
from django.test import Client
from PIL import Image

from fardplan.dialogue.models import Day, DayStatus, Dialogue
from fardplan.people.models import Official
from tests.conftest import at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.BASE_URL = "https://dialog.example.org"


def words(page: str) -> str:
    poster = page[page.index('<article class="poster"') : page.index("</article>")]
    return " ".join(re.sub(r"<[^>]+>", " ", poster).split())


def test_a_short_link_leads_to_the_day_and_to_the_dialogue(client: Client, day: Day, dialogue: Dialogue) -> None:
    to_day, to_dialogue = client.get(f"/k/{day.short_code}/"), client.get(f"/k/{dialogue.short_code}/")
    assert (to_day.status_code, to_day["Location"]) == (302, "/dagen-2020/dagar/dag-3/")
    assert (to_dialogue.status_code, to_dialogue["Location"]) == (302, "/dagen-2020/")
    assert client.get(f"/k/{day.short_code.upper()}/")["Location"] == "/dagen-2020/dagar/dag-3/"


def test_a_short_link_follows_a_changed_address(client: Client, day: Day) -> None:
    Day.objects.update(slug="sista-dagen")
    assert client.get(f"/k/{day.short_code}/")["Location"] == "/dagen-2020/dagar/sista-dagen/"


def test_a_short_link_leads_to_the_language_of_the_content(client: Client, day: Day) -> None:
    Dialogue.objects.update(language="en")
    assert client.get(f"/k/{day.short_code}/")["Location"] == "/en/dagen-2020/dagar/dag-3/"


@pytest.mark.parametrize("end", ["", "qr.svg", "qr.png"])
def test_what_is_not_published_has_no_short_link(
    client: Client, day: Day, dialogue: Dialogue, administrator: Official, end: str
) -> None:
    Dialogue.objects.update(published_at=None)
    for code in (day.short_code, dialogue.short_code, "zzzzzz"):
        answer = client.get(f"/k/{code}/{end}")
        assert answer.status_code == 404
        assert "Det finns inget bakom den korta adressen." in answer.text
    client.force_login(administrator)
    assert client.get(f"/k/{day.short_code}/{end}").status_code in {200, 302}


def test_the_code_says_the_short_address(client: Client, day: Day) -> None:
    expected = segno.make(f"https://dialog.example.org/k/{day.short_code}/", error="m", micro=False)
    png = client.get(f"/k/{day.short_code}/qr.png")
    assert png["Content-Type"] == "image/png"
    picture = Image.open(io.BytesIO(png.content)).convert("1")
    scale, border = 16, 4
    size = len(expected.matrix)
    assert picture.size == ((size + 2 * border) * scale,) * 2
    read = [
        [int(picture.getpixel(((x + border) * scale + 8, (y + border) * scale + 8)) == 0) for x in range(size)]
        for y in range(size)
    ]
    assert read == [list(row) for row in expected.matrix]
    svg = client.get(f"/k/{day.short_code}/qr.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(svg.content)
    assert drawing.get("viewBox") == f"0 0 {size + 2 * border} {size + 2 * border}"
    assert (drawing.get("width"), drawing.get("style")) == (None, None)


def test_a_days_poster_says_all_one_needs(client: Client, day: Day) -> None:
    Dialogue.objects.update(contact_phone="0455-11 11 11")
    page = client.get("/dagen-2020/dagar/dag-3/affisch/").text
    poster = words(page)
    for part in (
        "Region Exempel",
        "Näringsliv och arbetsmarknad",
        "Tisdag 1 december kl. 13–16",
        f"dialog.example.org /k/{day.short_code}",
        "per telefon: 0455-11 11 11",
        "Lämna din synpunkt senast fredag 4 december 2020.",
    ):
        assert part in poster
    assert f'src="/k/{day.short_code}/qr.svg"' in page
    assert 'name="robots" content="noindex"' in page


def test_the_dialogues_poster_has_every_day_and_strikes_out_the_cancelled(
    client: Client, make_day: Callable[..., Day]
) -> None:
    make_day("2020-11-17 13:00", slug="dag-2", title="Dag 2", status=DayStatus.CANCELLED)
    make_day("2020-12-01 13:00", slug="dag-3", title="Dag 3", place="Folkets hus", moved_from=at("2020-11-30 13:00"))
    page = client.get("/dagen-2020/affisch/").text
    poster = words(page)
    assert "<del>Tisdag 17 november</del>" in page
    assert poster.index("Inställd") < poster.index("Tisdag 1 december kl. 13–16 Folkets hus")
    assert 'href="/dagen-2020/dagar/dag-2/affisch/"' in page
