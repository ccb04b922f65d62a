"""A day's page: before, during, after, moved, cancelled – by the clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue, Document, Host, Session, Speaker
from fardplan.media.models import Broadcast, ExternalRoom, GraphicNote, Recording
from tests.conftest import at
from tests.public.test_dialogue import words

DAY = "/dagen-2020/dagar/dag-3/"


@pytest.fixture
def html_at(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    def look(moment: str, path: str = DAY) -> str:
        monkeypatch.setattr(clock, "now", lambda: at(moment))
        return client.get(path).text

    return look


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-11-24 09:00", "Kommande – om 7 dagar Dag 3: Näringsliv och arbetsmarknad"),
        ("2020-12-01 12:59:59", "Kommande – i dag"),
        ("2020-12-01 13:00:00", "Pågår nu, till kl. 16.00"),
        ("2020-12-01 15:59:59", "Pågår nu, till kl. 16.00"),
        ("2020-12-01 16:00:00", "Avslutad Dag 3"),
    ],
)
def test_the_state_changes_on_the_second(html_at: Callable[..., str], day: Day, moment: str, expected: str) -> None:
    assert expected in words(html_at(moment))


def test_the_programme_marks_what_is_on_and_what_comes_next(
    html_at: Callable[..., str], make_day: Callable[..., Day]
) -> None:
    make_day(sessions=4)
    assert "Härnäst" not in html_at("2020-11-24 09:00")
    page = html_at("2020-12-01 13:45:00")
    assert "13.00 Punkt 0 13.45 Nu Punkt 1 14.30 Härnäst Punkt 2 15.15 Punkt 3" in words(page)
    assert re.findall(r'<li data-state="(\w+)"', page) == ["ended", "live", "upcoming", "upcoming"]
    assert page.count('aria-current="time"') == 1
    assert "Nu Punkt 0" in words(html_at("2020-12-01 13:44:59"))


def test_speakers_stand_by_title_and_a_name_only_when_given(
    html_at: Callable[..., str], make_day: Callable[..., Day]
) -> None:
    session = make_day(sessions=1).sessions.get()
    Speaker.objects.create(session=session, title="Regiondirektör")
    Speaker.objects.create(session=session, title="Ordförande", name="N. N.", position=1)
    assert "Punkt 0 Regiondirektör · N. N., Ordförande" in words(html_at("2020-11-24 09:00"))


def test_the_broadcast_is_there_while_the_day_goes_on_and_nothing_of_it_loads_before_a_click(
    html_at: Callable[..., str], day: Day
) -> None:
    Broadcast.objects.create(day=day, address="https://www.youtube.com/watch?v=abc", provider="Youtube")
    before, during, after = (html_at(f"2020-12-01 {time}") for time in ("12:00", "14:00", "17:00"))
    assert "Sändningen börjar kl. 13.00" in words(before)
    assert 'id="broadcast"' not in before
    assert 'href="#broadcast"' in during
    assert 'id="broadcast"' in during
    assert "Filmen ligger hos Youtube" in during
    assert not re.search(r"<(iframe|img|script|link|video|source)[^>]*youtube", during)
    assert "Sändningen börjar" not in after


def test_after_the_day_the_page_says_what_happened(html_at: Callable[..., str], day: Day) -> None:
    assert "Inspelning och grafisk anteckning kommer här." in html_at("2020-12-01 16:00:00")
    day.after_text = "Vi lyssnade."
    day.save()
    page = words(html_at("2020-12-01 16:00:00"))
    assert "Det här hände Vi lyssnade." in page
    assert "Vi lyssnade." not in words(html_at("2020-12-01 15:59:59"))


def test_a_moved_day_tells_its_old_and_new_time_and_why(
    html_at: Callable[..., str], make_day: Callable[..., Day]
) -> None:
    make_day("2020-12-03 13:00", status="moved", moved_from=at("2020-12-01 13:00"), status_note="Salen är *upptagen*.")
    page = words(html_at("2020-11-24 09:00"))
    assert "Den skulle ha varit 1 december 2020 kl. 13.00. Ny tid är 3 december 2020 kl. 13.00." in page
    assert "Alla anmälda har fått besked. Salen är upptagen ." in page
    assert "Dagen är flyttad" not in words(html_at("2020-12-03 13:00:00"))


def test_a_cancelled_day_says_so_and_shows_no_way_in(html_at: Callable[..., str], make_day: Callable[..., Day]) -> None:
    day = make_day(status="cancelled", status_note="För få anmälda.")
    Broadcast.objects.create(day=day, address="https://example.org/direkt")
    ExternalRoom.objects.create(
        day=day, title="Rum 1", address="https://example.org/rum", provider="Tjänsten", processor="AB"
    )
    page = html_at("2020-12-01 14:00")
    assert "Dagen är inställd Alla anmälda har fått besked. För få anmälda." in words(page)
    assert "<del>tisdag 1 december 2020 kl. 13–16</del>" in page
    assert "Pågår nu" not in page
    assert "Rum 1" not in page
    assert "Anmäl dig" not in page


def test_the_address_of_a_room_is_not_on_the_open_page(html_at: Callable[..., str], day: Day) -> None:
    ExternalRoom.objects.create(
        day=day,
        title="Rum 1",
        address="https://example.org/hemligt",
        provider="Mötestjänsten",
        processor="Mötesbolaget AB",
    )
    page = html_at("2020-12-01 14:00")
    assert (
        "Rummen öppnas hos Mötestjänsten (annan webbplats). Företag som behandlar uppgifterna: Mötesbolaget AB"
        in words(page)
    )
    assert "hemligt" not in page


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-09-30 09:00", "Vi tar emot synpunkter från 1 oktober 2020 kl. 08.00."),
        ("2020-11-24 09:00", "Du kan lämna synpunkter till och med fredag 4 december kl. 23.59."),
        ("2020-12-04 23:59:59", "Du kan lämna synpunkter till och med fredag 4 december kl. 23.59."),
        ("2020-12-05 00:00:00", "Nu läser vi det som kommit in. Svaren kommer senast måndag 1 februari 2021."),
        ("2021-02-02 00:00:00", "Det som kom in går att läsa, med svaren och vad de ledde till."),
    ],
)
def test_what_can_be_said_follows_the_deadline(
    html_at: Callable[..., str], day: Day, moment: str, expected: str
) -> None:
    assert expected in words(html_at(moment))


def test_one_day_leads_to_the_next(html_at: Callable[..., str], day: Day, make_day: Callable[..., Day]) -> None:
    make_day("2020-11-17 13:00", slug="dag-2", title="Dag 2", focus="Livsmiljöer")
    page = html_at("2020-11-24 09:00")
    assert 'href="/dagen-2020/dagar/dag-2/"' in page
    assert "dag 2 av 2" in words(page)


def test_a_day_of_another_dialogue_is_missing_here(client: Client, day: Day, dialogue: Dialogue) -> None:
    Dialogue.objects.create(slug="annan", title="Annan", published_at=dialogue.published_at)
    assert client.get("/annan/dagar/dag-3/").status_code == 404
    assert client.get("/dagen-2020/dagar/dag-9/").status_code == 404


def test_documents_of_the_day_and_only_published_ones(html_at: Callable[..., str], day: Day) -> None:
    for title, published_at in [("Underlaget", at("2020-11-01 09:00")), ("Hemlig", None)]:
        Document.objects.create(
            dialogue=day.dialogue, day=day, title=title, summary="I korthet: så tänker vi.", file="d.pdf",
            file_name="d.pdf", file_type="application/pdf", bytes=1500, published_at=published_at,
        )  # fmt: skip
    page = words(html_at("2020-11-24 09:00"))
    assert "Underlaget (PDF, 1,5" in page.replace("\xa0", " ")
    assert "I korthet: så tänker vi." in page
    assert "Hemlig" not in page


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("moment", ["2020-12-01 14:00", "2020-12-02 09:00"])
def test_a_day_costs_eight_queries(
    client: Client, monkeypatch: pytest.MonkeyPatch, make_day: Callable[..., Day], rows: int, moment: str,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: at(moment))
    day = make_day(sessions=rows)
    Broadcast.objects.create(day=day, address="https://example.org/direkt")
    Speaker.objects.bulk_create(Speaker(session=session, title="Titel") for session in Session.objects.filter(day=day))
    for number in range(rows):
        make_day("2020-11-06 13:00", slug=f"dag-{number + 10}")
        Host.objects.create(dialogue=day.dialogue, title=f"Värd {number}")
        ExternalRoom.objects.create(day=day, title="Rum", address="https://example.org", provider="P", processor="B")
        Recording.objects.create(
            day=day,
            title="Film",
            kind="link",
            address="https://example.org",
            is_captioned_elsewhere=True,
            published_at=at("2020-11-07 09:00"),
        )
        GraphicNote.objects.create(
            day=day,
            title="K",
            picture="n.png",
            alternative="a",
            description="b",
            published_at=at("2020-11-07 09:00"),
        )
        Document.objects.create(
            dialogue=day.dialogue, day=day, title="Underlag", summary="I korthet", file="d.pdf", file_name="d.pdf",
            file_type="application/pdf", bytes=1000, published_at=at("2020-11-01 09:00"),
        )  # fmt: skip
    with django_assert_num_queries(8):
        page = client.get(DAY).text
    assert page.count("Titel") == rows
    assert page.count("Underlag") == rows
