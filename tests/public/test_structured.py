"""Days and dialogues as schema.org events, read back from the pages as a search engine would."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fardplan.dialogue.models import Day, DayStatus, Dialogue
from fardplan.media.models import Broadcast

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(client: Client, address: str) -> dict[str, Any]:
    (block,) = BLOCK.findall(client.get(address).text)
    found: dict[str, Any] = json.loads(block)
    return found


@pytest.fixture(autouse=True)
def _address(settings: Any) -> None:
    settings.BASE_URL = "https://dialog.example.org"


def test_a_day_as_an_event(client: Client, day: Day) -> None:
    assert data_of(client, "/dagen-2020/dagar/dag-3/") == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": "https://dialog.example.org/dagen-2020/dagar/dag-3/",
        "url": "https://dialog.example.org/dagen-2020/dagar/dag-3/",
        "name": "Dagen 2020: Dag 3",
        "description": "Näringsliv och arbetsmarknad",
        "startDate": "2020-12-01T13:00:00+01:00",
        "endDate": "2020-12-01T16:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode",
        "location": [{"@type": "VirtualLocation", "url": "https://dialog.example.org/dagen-2020/dagar/dag-3/"}],
        "organizer": {
            "@type": "GovernmentOrganization",
            "name": "Region Exempel",
            "url": "https://dialog.example.org",
            "email": "dialog@example.org",
        },
        "superEvent": {
            "@type": "EventSeries",
            "@id": "https://dialog.example.org/dagen-2020/",
            "name": "Dagen 2020",
        },
        "inLanguage": "sv",
        "isAccessibleForFree": True,
    }


def test_a_moved_day_says_from_when(client: Client, day: Day) -> None:
    day.status, day.moved_from, day.starts_at = DayStatus.MOVED, day.starts_at, day.starts_at - timedelta(days=1)
    day.save()
    found = data_of(client, "/dagen-2020/dagar/dag-3/")
    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert found["previousStartDate"] == "2020-12-01T13:00:00+01:00"
    assert found["startDate"] == "2020-11-30T13:00:00+01:00"


def test_a_cancelled_day_is_cancelled(client: Client, day: Day) -> None:
    Day.objects.update(status=DayStatus.CANCELLED)
    assert data_of(client, "/dagen-2020/dagar/dag-3/")["eventStatus"] == "https://schema.org/EventCancelled"


def test_a_day_in_a_hall_is_there_and_if_it_is_broadcast_also_here(client: Client, day: Day) -> None:
    Day.objects.update(place="Folkets hus, Ronneby")
    found = data_of(client, "/dagen-2020/dagar/dag-3/")
    hall = {"@type": "Place", "name": "Folkets hus, Ronneby", "address": "Folkets hus, Ronneby"}
    assert (found["eventAttendanceMode"], found["location"]) == (
        "https://schema.org/OfflineEventAttendanceMode",
        [hall],
    )
    Broadcast.objects.create(day=day, address="https://video.example.org/1")
    found = data_of(client, "/dagen-2020/dagar/dag-3/")
    assert (found["eventAttendanceMode"], found["location"]) == (
        "https://schema.org/MixedEventAttendanceMode",
        [{"@type": "VirtualLocation", "url": "https://dialog.example.org/dagen-2020/dagar/dag-3/"}, hall],
    )


def test_a_dialogue_is_a_series_of_its_days(client: Client, make_day: Callable[..., Day]) -> None:
    make_day("2020-12-01 13:00", slug="dag-3", title="Dag 3")
    make_day("2020-11-17 13:00", slug="dag-2", title="Dag 2")
    found = data_of(client, "/dagen-2020/")
    assert (found["@type"], found["startDate"], found["endDate"]) == (
        "EventSeries",
        "2020-11-17T13:00:00+01:00",
        "2020-12-01T16:00:00+01:00",
    )
    assert [part["name"] for part in found["subEvent"]] == ["Dagen 2020: Dag 2", "Dagen 2020: Dag 3"]


def test_the_english_page_has_the_same_event(client: Client, day: Day) -> None:
    assert data_of(client, "/en/dagen-2020/dagar/dag-3/") == data_of(client, "/dagen-2020/dagar/dag-3/")


def test_nothing_in_the_data_ends_the_block(client: Client, day: Day, dialogue: Dialogue) -> None:
    evil = "</script><script>alert(1)</script><!-- &\u2028"
    Day.objects.update(title=evil, focus=evil)
    page = client.get("/dagen-2020/dagar/dag-3/").text
    assert "<script>alert" not in page
    assert json.loads(BLOCK.findall(page)[0])["name"] == "Dagen 2020: </script><script>alert(1)</script><!-- &"


def test_a_dialogue_without_days_has_no_dates(client: Client, dialogue: Dialogue) -> None:
    found = data_of(client, "/dagen-2020/")
    assert {"startDate", "endDate", "subEvent"} & found.keys() == set()
