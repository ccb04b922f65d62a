"""The dialogue's home: its words follow the clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue, Document, Host, Phase, PhaseKind
from fardplan.media.models import GraphicNote, Recording
from fardplan.people.models import Official
from fardplan.strategy.models import Section, SectionKind
from tests.conftest import at

HOME = "/dagen-2020/"


@pytest.fixture
def home_at(client: Client, monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue) -> Callable[..., str]:
    """home_at("2020-12-01 13:00"): the page's words, tags taken away and spaces made one."""

    def look(moment: str, path: str = HOME) -> str:
        monkeypatch.setattr(clock, "now", lambda: at(moment))
        return words(client.get(path).text)

    return look


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def three_days(make_day: Callable[..., Day]) -> list[Day]:
    return [
        make_day(
            "2020-11-06 13:00", slug="dag-1", title="Dag 1", focus="Nyläget", after_text="Vi såg **möjligheter**."
        ),
        make_day("2020-11-17 13:00", slug="dag-2", title="Dag 2", focus="Livsmiljöer"),
        make_day("2020-12-01 13:00", slug="dag-3", title="Dag 3", focus="Näringsliv"),
    ]


def test_between_the_days_the_next_one_is_in_front(home_at: Callable[..., str], make_day: Callable[..., Day]) -> None:
    three_days(make_day)
    page = home_at("2020-11-24 09:00")
    assert "Nästa dag – om 7 dagar tisdag 1 december kl. 13–16 Dag 3: Näringsliv" in page
    assert "Avslutad Dag 1: Nyläget fredag 6 november kl. 13–16 Se vad som hände." in page
    assert "Kommande Dag 3: Näringsliv tisdag 1 december kl. 13–16" in page
    assert "10 dagar kvar till och med 4 december kl. 23.59" in page


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2020-11-30 23:59:59", "Nästa dag – i morgon"),
        ("2020-12-01 00:00:00", "Nästa dag – i dag"),
        ("2020-12-01 12:59:59", "Nästa dag – i dag"),
        ("2020-12-01 13:00:00", "Pågår nu, till kl. 16.00 Dag 3"),
        ("2020-12-01 15:59:59", "Pågår nu, till kl. 16.00 Dag 3"),
        ("2020-12-01 16:00:00", "Dagarna är över – du kan fortfarande säga vad du tycker"),
        ("2020-12-03 23:59:59", "1 dag kvar"),
        ("2020-12-04 00:00:00", "Sista dagen Stänger i dag kl. 23.59"),
        ("2020-12-04 23:59:59", "Sista dagen"),
        ("2020-12-05 00:00:00", "Tiden för synpunkter har gått ut Nu läser vi det som kommit in"),
        ("2021-02-01 23:59:59", "Tiden för synpunkter har gått ut Nu läser vi det som kommit in"),
        ("2021-02-02 00:00:00", "Tiden för synpunkter har gått ut Se vad det ledde till Se vad som ändrades"),
    ],
)
def test_the_front_changes_on_the_second(
    home_at: Callable[..., str], make_day: Callable[..., Day], moment: str, expected: str
) -> None:
    three_days(make_day)
    assert expected in home_at(moment)


def test_after_the_deadline_the_page_says_when_the_replies_come(
    home_at: Callable[..., str], make_day: Callable[..., Day]
) -> None:
    three_days(make_day)
    page = home_at("2020-12-05 00:00:00")
    assert "Svaren kommer senast måndag 1 februari 2021." in page
    assert "dagar kvar" not in page
    assert "Säg vad du tycker" not in page


def test_after_the_promised_day_the_page_leads_to_what_came_of_it(
    home_at: Callable[..., str], client: Client, make_day: Callable[..., Day]
) -> None:
    three_days(make_day)
    page = home_at("2021-02-02 00:00:00")
    assert "Det här blev det av det Läs svaren, se vilka ord som ändrades och varför" in page
    assert "Nu läser vi" not in page
    assert "Svaren kommer senast" not in page
    html = client.get(HOME).text
    for place in ("andringar", "synpunkter", "sammanstallning", "beslut"):
        assert re.search(f'class="button(?: primary)?" href="{HOME}{place}/"', html), place


def test_before_the_opening_the_page_says_from_when(home_at: Callable[..., str]) -> None:
    assert "Vi tar emot synpunkter från 1 oktober 2020 kl. 08.00." in home_at("2020-10-01 07:59:59")
    assert "Säg vad du tycker" in home_at("2020-10-01 08:00:00")


def test_moved_and_cancelled_days_say_so(home_at: Callable[..., str], make_day: Callable[..., Day]) -> None:
    make_day("2020-12-01 13:00", slug="a", title="A", focus="", status="cancelled")
    make_day("2020-12-03 13:00", slug="b", title="B", focus="", status="moved", moved_from=at("2020-12-02 13:00"))
    page = home_at("2020-11-24 09:00")
    assert "Inställd A tisdag 1 december" in page
    assert "Flyttad till ny tid – om 9 dagar torsdag 3 december kl. 13–16 B" in page


def test_what_has_happened_stands_with_its_day(
    client: Client, monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue, make_day: Callable[..., Day]
) -> None:
    first, *_ = three_days(make_day)
    GraphicNote.objects.create(
        day=first, title="Karta", picture="n.png", alternative="En tecknad karta",
        description="Ord", drawn_by="mötestecknaren", published_at=at("2020-11-07 09:00"),
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-24 09:00"))
    page = client.get(HOME).text
    assert "Vad hände under Dag 1?" in page
    assert '<img src="/media/n.png" loading="lazy" decoding="async" alt="En tecknad karta">' in page
    assert "tecknad av mötestecknaren" in page
    assert "Vad hände under Dag 3?" not in page


def test_level_hosts_phases_survey_and_contact_are_there(home_at: Callable[..., str], dialogue: Dialogue) -> None:
    for name, value in {
        "can_influence": "Prioriteringarna.",
        "already_decided": "Att det blir en strategi.",
        "who_decides": "Fullmäktige, i november.",
        "survey_url": "https://example.org/enkat",
        "survey_provider": "Enkättjänsten",
    }.items():
        setattr(dialogue, name, value)
    dialogue.save()
    Host.objects.create(dialogue=dialogue, title="Regiondirektör")
    Phase.objects.create(
        dialogue=dialogue, kind=PhaseKind.EARLY, title="Tidig dialog", starts_on="2020-10-01", ends_on="2020-12-04"
    )
    Phase.objects.create(dialogue=dialogue, kind=PhaseKind.DECISION, title="Beslut", position=1)
    page = home_at("2020-11-24 09:00")
    assert "Det här går att påverka Prioriteringarna." in page
    assert "Det här är redan bestämt Att det blir en strategi." in page
    assert "Vem beslutar, och när Fullmäktige, i november." in page
    assert "Till enkäten (öppnas hos Enkättjänsten, annan webbplats)" in page
    assert "Värdar Regiondirektör" in page
    assert "Nu Tidig dialog 1 oktober–4 december 2020 Kommer Beslut" in page
    assert "dialog@example.org" in page


def test_what_people_wrote_cannot_become_markup(
    home_at: Callable[..., str], client: Client, dialogue: Dialogue
) -> None:
    dialogue.title = "<b>Fet</b>"
    dialogue.lead = "<script>alert(1)</script>"
    dialogue.save()
    page = client.get(HOME).text
    assert "<b>Fet" not in page
    assert "<script>alert" not in page


def test_an_unpublished_dialogue_looks_missing(client: Client, dialogue: Dialogue, administrator: Official) -> None:
    dialogue.published_at = None
    dialogue.save()
    assert client.get(HOME).status_code == 404
    client.force_login(administrator)
    assert client.get(HOME).status_code == 200


def test_the_english_page_keeps_the_dialogues_own_words(client: Client, day: Day) -> None:
    page = client.get("/en/dagen-2020/").text
    assert '<html lang="en">' in page
    assert "Hur tar vi till vara det nya normala?" in page
    assert 'href="/en/dagen-2020/dagar/dag-3/"' in page


@pytest.mark.parametrize("rows", [1, 30])
def test_the_home_costs_eight_queries(
    client: Client, monkeypatch: pytest.MonkeyPatch, dialogue: Dialogue, make_day: Callable[..., Day], rows: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-24 09:00"))
    draft = dialogue.strategy.drafts.get()
    type(draft).objects.filter(pk=draft.pk).update(published_at=None)
    for number in range(rows):
        day = make_day("2020-11-06 13:00", slug=f"dag-{number}")
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
        Host.objects.create(dialogue=dialogue, title=f"Titel {number}")
        Phase.objects.create(dialogue=dialogue, kind=PhaseKind.WORK, title=f"Skede {number}", position=number)
        Document.objects.create(
            dialogue=dialogue, title=f"Underlag {number}", summary="I korthet", file="d.pdf", file_name="d.pdf",
            file_type="application/pdf", bytes=1000, published_at=at("2020-11-01 09:00"),
        )  # fmt: skip
        Section.objects.create(
            draft=draft, key=f"d{number}", kind=SectionKind.DIRECTION, heading=f"Inriktning {number}"
        )
    type(draft).objects.filter(pk=draft.pk).update(published_at=at("2020-11-16 09:00"))
    with django_assert_num_queries(8):
        page = client.get(HOME).text
    for part in ["Vad hände under", "Titel", "Skede", "Underlag", "Inriktning"]:
        assert page.count(f"{part} ") >= rows, part


def test_the_page_knows_when_it_next_changes(
    client: Client, monkeypatch: pytest.MonkeyPatch, make_day: Callable[..., Day]
) -> None:
    day = make_day("2020-12-01 13:00")
    monkeypatch.setattr(clock, "now", lambda: day.starts_at - timedelta(minutes=2))
    assert 'data-until-change="120"' in client.get(HOME).text
    monkeypatch.setattr(clock, "now", lambda: at("2020-12-05 00:00"))
    assert "data-until-change" not in client.get(HOME).text


def test_content_in_swedish_says_so_on_the_english_page_only(client: Client, dialogue: Dialogue) -> None:
    heading = f">{dialogue.title}</h1>"
    english, swedish = (client.get(f"{start}/{dialogue.slug}/").text for start in ("/en", ""))
    assert ('<h1 lang="sv"' + heading in english, "data-content-language" in english) == (True, True)
    assert ("<h1" + heading in swedish, "data-content-language" in swedish) == (True, False)
