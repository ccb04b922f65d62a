"""What search engines read."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import resolve

from fardplan.base import clock
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import GraphicNote, Recording
from fardplan.organisation.models import Organisation
from fardplan.public.pages import machines
from tests.conftest import at

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
HOST = "https://dialog.example.org"


@pytest.fixture(autouse=True)
def _site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BASE_URL = HOST
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-24 09:00"))


def addresses(client: Client) -> list[str]:
    found = ElementTree.fromstring(client.get("/sitemap.xml").text)
    return [url.findtext(f"{MAP}loc") or "" for url in found.findall(f"{MAP}url")]


def test_every_type_of_page_worth_finding_is_there(client: Client, dialogue: Dialogue, day: Day) -> None:
    submission = Submission.objects.create(
        dialogue=dialogue, number=1, received_at=at("2020-11-18 10:00"), heading="H", text="T"
    )
    Contribution.objects.create(submission=submission, text="T", published_at=at("2020-11-19 09:00"))
    out = {"published_at": at("2020-11-19 09:00"), "is_captioned_elsewhere": True}
    for title in ("Förmiddagen", "Eftermiddagen"):
        Recording.objects.create(day=day, title=title, kind="link", address="https://video.example.org/1", **out)
    note = GraphicNote.objects.create(
        day=day, title="N", picture="a.png", alternative="a", description="d", published_at=at("2020-11-19 09:00")
    )
    assert [address.removeprefix(HOST) for address in addresses(client) if "/en/" not in address] == [
        "/",
        "/om/tillganglighet/",
        "/om/integritet/",
        "/om/lagring/",
        "/om/regler/",
        "/dagen-2020/",
        "/dagen-2020/dagar/dag-3/",
        "/dagen-2020/dagar/dag-3/inspelning/",
        f"/dagen-2020/dagar/dag-3/grafisk-anteckning/{note.pk}/",
        "/dagen-2020/synpunkter/",
        "/dagen-2020/register/",
        "/dagen-2020/lage/",
        "/dagen-2020/strategi/",
        "/dagen-2020/strategi/0.3/",
        "/dagen-2020/strategi/0.3/a1-1/",
        "/dagen-2020/strategi/0.3/a1-2/",
        "/dagen-2020/synpunkter/S-001/",
    ]


def test_every_address_in_it_answers(client: Client, dialogue: Dialogue, day: Day) -> None:
    Dialogue.objects.create(slug="en-till", title="En till", published_at=dialogue.published_at)
    statuses = {address: client.get(address.removeprefix(HOST)).status_code for address in addresses(client)}
    assert {address: status for address, status in statuses.items() if status != 200} == {}


def test_each_page_names_itself_in_every_language(client: Client, dialogue: Dialogue) -> None:
    found = ElementTree.fromstring(client.get("/sitemap.xml").text)
    pairs = {
        (url.findtext(f"{MAP}loc") or ""): [(link.get("hreflang"), link.get("href")) for link in url.findall(LINK)]
        for url in found.findall(f"{MAP}url")
    }
    both = [("sv", f"{HOST}/dagen-2020/"), ("en", f"{HOST}/en/dagen-2020/")]
    assert pairs[f"{HOST}/dagen-2020/"] == pairs[f"{HOST}/en/dagen-2020/"] == both


def test_what_is_not_published_is_not_there(client: Client, dialogue: Dialogue, day: Day) -> None:
    Dialogue.objects.update(published_at=None)
    assert [address for address in addresses(client) if "dagen-2020" in address] == []


def test_very_many_pages_are_parted(client: Client, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = addresses(client)
    monkeypatch.setattr(machines, "PAGES_PER_FILE", 5)
    index = ElementTree.fromstring(client.get("/sitemap.xml").text)
    parts = [part.findtext(f"{MAP}loc") or "" for part in index.findall(f"{MAP}sitemap")]
    assert parts == [f"{HOST}/sitemap.xml?del={number}" for number in (1, 2, 3)]
    found = []
    for part in parts:
        urls = ElementTree.fromstring(client.get(part.removeprefix(HOST)).text).findall(f"{MAP}url")
        found += [url.findtext(f"{MAP}loc") for url in urls]
    assert found == whole
    assert client.get("/sitemap.xml?del=4").status_code == 404
    assert client.get("/sitemap.xml?del=0").status_code == 404


def test_robots_keep_out_of_the_desk_and_of_personal_links(client: Client, organisation: Organisation) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")]
    assert {"/skrivbord/", "/anmalan/", "/kvitto/", "/en/kvitto/", "/konto/"} <= set(closed)
    assert lines[-1] == f"Sitemap: {HOST}/sitemap.xml"
    # Each is an address there is, so that a renamed one is not forgotten here.
    for path in ("/skrivbord/", "/anmalan/nyckel/", "/kvitto/nyckel/"):
        assert resolve(path)
