"""Feeds and calendar files, read with other people's parsers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from icalendar import Calendar

from fardplan.dialogue.models import Day, DayStatus, Dialogue, Document
from fardplan.media.models import GraphicNote, Recording
from fardplan.strategy.models import Draft
from tests.conftest import at

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.BASE_URL = "https://dialog.example.org"


def entries(client: Client, address: str = "/dagen-2020/nytt.atom") -> list[ElementTree.Element]:
    return ElementTree.fromstring(client.get(address).text).findall(f"{ATOM}entry")


def said(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{ATOM}{name}") or ""


def test_a_calendar_holds_every_day(client: Client, make_day: Callable[..., Day]) -> None:
    make_day("2020-12-01 13:00", slug="dag-3", title="Dag 3")
    cancelled = make_day("2020-11-17 13:00", slug="dag-2", title="Dag 2", status=DayStatus.CANCELLED, revision=4)
    answer = client.get("/dagen-2020/kalender.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="dagen-2020.ics"'
    calendar = Calendar.from_ical(answer.content)
    assert calendar["X-WR-CALNAME"] == "Dagen 2020"
    first, second = calendar.walk("VEVENT")
    assert (first["SUMMARY"], first["STATUS"], first["SEQUENCE"]) == ("Dagen 2020: Dag 2", "CANCELLED", 4)
    assert first["UID"] == f"dag-{cancelled.short_code}@dialog.example.org"
    assert (second["STATUS"], second.decoded("DTSTART"), second.decoded("DTEND")) == (
        "CONFIRMED",
        at("2020-12-01 13:00"),
        at("2020-12-01 16:00"),
    )
    assert second["URL"] == "https://dialog.example.org/dagen-2020/dagar/dag-3/"


def test_a_day_can_be_put_in_a_calendar(client: Client, day: Day) -> None:
    (event,) = Calendar.from_ical(client.get("/dagen-2020/dagar/dag-3/dag.ics").content).walk("VEVENT")
    assert event["SUMMARY"] == "Dagen 2020: Dag 3"


def test_a_day_of_another_dialogue_is_not_found_here(client: Client, day: Day, dialogue: Dialogue) -> None:
    Dialogue.objects.create(slug="en-annan", title="En annan", published_at=dialogue.published_at)
    assert client.get("/en-annan/dagar/dag-3/dag.ics").status_code == 404


@pytest.mark.parametrize("address", ["kalender.ics", "nytt.atom", "dagar/dag-3/dag.ics"])
def test_who_has_it_already_is_told_so_in_one_line(client: Client, day: Day, address: str) -> None:
    answer = client.get(f"/dagen-2020/{address}")
    assert answer["Cache-Control"] == "no-cache"
    same = client.get(f"/dagen-2020/{address}", headers={"If-None-Match": answer["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == answer["ETag"]
    since = client.get(f"/dagen-2020/{address}", headers={"If-Modified-Since": answer["Last-Modified"]})
    assert since.status_code == 304
    weak = client.get(f"/dagen-2020/{address}", headers={"If-None-Match": f"W/{answer['ETag']}"})
    assert weak.status_code == 304
    Day.objects.update(status=DayStatus.CANCELLED)
    day.refresh_from_db()
    day.save()
    changed = client.get(f"/dagen-2020/{address}", headers={"If-None-Match": answer["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != answer["ETag"]


@pytest.mark.parametrize("address", ["kalender.ics", "nytt.atom"])
def test_a_dialogue_not_yet_published_has_no_feeds(client: Client, dialogue: Dialogue, address: str) -> None:
    Dialogue.objects.update(published_at=None)
    assert client.get(f"/dagen-2020/{address}").status_code == 404


@pytest.fixture
def eventful(dialogue: Dialogue, make_day: Callable[..., Day]) -> Dialogue:
    """Something of every kind has happened."""
    first = make_day("2020-11-06 13:00", slug="dag-1", title="Dag 1")
    make_day("2020-11-17 13:00", slug="dag-2", title="Dag 2", status=DayStatus.CANCELLED, status_note="Sjukdom.",
             status_changed_at=at("2020-11-16 18:00"))  # fmt: skip
    make_day("2020-12-01 13:00", slug="dag-3", title="Dag 3", status=DayStatus.MOVED, moved_from=at("2020-11-30 13:00"),
             status_changed_at=at("2020-11-20 10:00"))  # fmt: skip
    out = {"kind": "link", "address": "https://video.example.org/1", "is_captioned_elsewhere": True}
    Recording.objects.create(day=first, title="Hela dagen", published_at=at("2020-11-09 09:00"), **out)
    Recording.objects.create(day=first, title="Inte ute", **out)
    picture = {"picture": "a.png", "alternative": "En karta", "description": "…"}
    GraphicNote.objects.create(day=first, title="Anteckning", published_at=at("2020-11-10 09:00"), **picture)
    file = {"file": "a.pdf", "file_name": "a.pdf", "file_type": "application/pdf", "bytes": 1}
    Document.objects.create(
        dialogue=dialogue, title="Nuläget", summary="Så är det.", published_at=at("2020-10-20 09:00"), **file
    )
    return dialogue


def test_news_tell_what_has_happened_the_latest_first(client: Client, eventful: Dialogue) -> None:
    assert [(said(entry, "title"), said(entry, "updated")) for entry in entries(client)] == [
        ("Tiden för synpunkter har gått ut", "2020-12-04T22:59:59+00:00"),
        ("Dag 3 är flyttad", "2020-11-20T09:00:00+00:00"),
        ("Dag 2 är inställd", "2020-11-16T17:00:00+00:00"),
        ("Nytt utkast att läsa och svara på: 0.3", "2020-11-16T08:00:00+00:00"),
        ("Grafisk anteckning: Dag 1", "2020-11-10T08:00:00+00:00"),
        ("Se sändningen igen: Dag 1", "2020-11-09T08:00:00+00:00"),
        ("Nytt dokument: Nuläget", "2020-10-20T07:00:00+00:00"),
        ("Dialogen har börjat: Dagen 2020", "2020-10-01T06:00:00+00:00"),
        ("Nu kan du lämna synpunkter", "2020-10-01T06:00:00+00:00"),
    ]


def test_the_feed_has_all_that_atom_asks_for(client: Client, eventful: Dialogue) -> None:
    """RFC 4287, 4.1.1–4.1.2: id, title, updated, an author, a link to itself; ids are all different."""
    feed = ElementTree.fromstring(client.get("/dagen-2020/nytt.atom").text)
    assert feed.findtext(f"{ATOM}id") == f"tag:dialog.example.org,2026:dialog/{eventful.pk}/nytt"
    assert feed.findtext(f"{ATOM}title") == "Dagen 2020"
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Region Exempel"
    assert feed.findtext(f"{ATOM}updated") == "2020-12-04T22:59:59+00:00"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://dialog.example.org/dagen-2020/nytt.atom",
        "alternate": "https://dialog.example.org/dagen-2020/",
    }
    found = feed.findall(f"{ATOM}entry")
    assert len({said(entry, "id") for entry in found}) == len(found)
    assert all(said(entry, name) for entry in found for name in ("id", "title", "updated"))
    assert all(entry.find(f"{ATOM}link") is not None for entry in found)


def test_ids_stay_when_addresses_change(client: Client, eventful: Dialogue) -> None:
    before = [said(entry, "id") for entry in entries(client)]
    Dialogue.objects.update(slug="nytt-namn")
    assert [said(entry, "id") for entry in entries(client, "/nytt-namn/nytt.atom")] == before


def test_a_day_that_moves_twice_is_news_twice(client: Client, eventful: Dialogue) -> None:
    before = {said(entry, "id") for entry in entries(client)}
    day = Day.objects.get(slug="dag-3")
    day.starts_at, day.ends_at = day.starts_at + timedelta(days=1), day.ends_at + timedelta(days=1)
    day.save()
    assert len({said(entry, "id") for entry in entries(client)} - before) == 1


def test_markup_in_what_somebody_wrote_is_text_to_the_reader(client: Client, eventful: Dialogue) -> None:
    Day.objects.filter(slug="dag-2").update(title="<b>Dag</b> 2", status_note="<script>alert(1)</script> & mer")
    (entry,) = [entry for entry in entries(client) if "inställd" in said(entry, "title")]
    assert said(entry, "title") == "<b>Dag</b> 2 är inställd"
    assert said(entry, "summary") == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; mer"


def test_news_cost_the_same_however_much_there_is(
    client: Client, eventful: Dialogue, make_day: Callable[..., Day], django_assert_num_queries: Callable[..., Any]
) -> None:
    def read() -> None:
        assert entries(client)

    with django_assert_num_queries(7):
        read()
    for number in range(10, 40):
        make_day("2020-11-17 13:00", slug=f"dag-{number}", status=DayStatus.CANCELLED)
        Draft.objects.create(strategy=eventful.strategy, number=f"1.{number}", published_at=at("2020-11-17 09:00"))
    with django_assert_num_queries(7):
        read()
