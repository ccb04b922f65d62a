"""The state of things in numbers: every number with its period and source, the table under every chart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.analysis.statistical_tables import Note, read_json_stat
from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.actions.tables import replace_table
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import brought, from_text
from fardplan.people.models import Official
from fardplan.public.pages import indicators
from tests.conftest import at
from tests.indicators.makers import file_of, population, table_of
from tests.public.test_dialogue import words

pytestmark = pytest.mark.django_db

STATE = "/dagen-2020/nylage/"


@pytest.fixture(autouse=True)
def _at_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2020-11-24 09:00"))


def test_the_newest_number_is_said_with_period_unit_change_and_source(
    client: Client, make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    values: list[float | None] = [159684, 159056, 157973]
    table = make_table(table_of({"Blekinge län": values}, years=("2018", "2020", "2023"), updated="2024-02-22"))
    make_indicator(table=table, good="up", why="Vi vill bli fler.", section_key="a")
    page = words(client.get(STATE).text)
    for said in [
        "A Attraktiva livsmiljöer", "Hur många bor här?", "Vi vill bli fler.", "157 973 invånare Blekinge län, 2023",
        "Minskade med 1 083 sedan 2020. åt fel håll", "Skalan börjar inte på noll",
        "Källa: SCB, Blekinge län , tabell TAB1. Uppdaterad av källan 2024-02-22. Inlagd 2020-11-20. Licens: CC0 .",
    ]:  # fmt: skip
        assert said in page, said


def test_the_table_stands_under_the_chart_with_what_is_missing_in_words(
    client: Client, make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    table = make_table(table_of({"Ort": [1.5, None, 3]}, status_labels=(("..", "osäker uppgift"),)))
    indicator = make_indicator(table=table)
    page = client.get(f"{STATE}{indicator.slug}/").text
    found = re.search(r"<details.*?</details>", page, re.DOTALL)
    assert found
    assert words(f"<main>{found[0]}</main>").startswith(
        "Siffrorna i en tabell : Hur många bor här? Hur många bor här? År Ort 2018 1,5 2019 osäker uppgift 2020 3,0"
    )
    # One stroke would be drawn across what nobody knows.
    assert page.count('class="stroke"') == 0
    assert page.count("<circle") == 2


def test_mandatory_notes_are_shown_and_others_stand_with_the_table(
    client: Client, make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    notes = (Note("Måste <b>synas</b>.", mandatory=True), Note("Kan läsas."))
    make_indicator(table=make_table(table_of({"Ort": [1, 2, 3]}, notes=notes)))
    page = client.get(STATE).text
    outside = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    assert "Måste &lt;b&gt;synas&lt;/b&gt;." in outside
    assert "Kan läsas." not in outside
    assert "Kan läsas." in page


def test_areas_are_compared_as_bars_and_over_time_on_one_scale(
    client: Client, make_indicator: Callable[..., Indicator]
) -> None:
    indicator = make_indicator(areas=3)
    page = client.get(f"{STATE}{indicator.slug}/").text
    assert re.findall(r'<rect width="([^"]+)"', page) == ["33.33%", "66.67%", "100%"]
    assert "Region , 2020 ( invånare )" in words(page)
    assert len(re.findall(r'class="area" role="img" aria-label="1\s000 år 2018 – 1\s030', page)) == 1
    assert "sin egen skala" not in page


def test_areas_of_very_different_size_are_drawn_each_on_its_own_scale_and_the_page_says_so(
    client: Client, make_indicator: Callable[..., Indicator]
) -> None:
    assert "Varje diagram har sin egen skala" in client.get(f"{STATE}{make_indicator(areas=5).slug}/").text


def test_the_numbers_are_a_file_to_fetch(client: Client, make_indicator: Callable[..., Indicator]) -> None:
    indicator = make_indicator(areas=2)
    StatisticalTable.objects.update(source="SCB, bearbetat av kommunen")
    response = client.get(f"{STATE}{indicator.slug}/tabell.json")
    table = read_json_stat(response.content)
    assert (table.source, table.values) == ("SCB, bearbetat av kommunen", from_text(indicator.content).values)
    assert json.loads(response.content)["version"] == "2.0"
    assert response["Content-Disposition"] == 'attachment; filename="hur-manga-bor-har.json"'
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_an_indicator_that_is_not_published_is_for_those_who_work_with_it(
    client: Client, make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator(is_published=False)
    for address in (f"{STATE}{indicator.slug}/", f"{STATE}{indicator.slug}/tabell.json"):
        assert client.get(address).status_code == 404
    assert indicator.heading not in client.get(STATE).text
    client.force_login(editor)
    assert "Indikatorn är inte publicerad." in client.get(f"{STATE}{indicator.slug}/").text


def test_one_of_another_dialogue_is_missing(client: Client, make_indicator: Callable[..., Indicator]) -> None:
    Dialogue.objects.create(slug="annan", title="Annan", published_at=at("2020-10-01 08:00"))
    indicator = make_indicator()
    assert client.get(reverse("public:indicator", args=["annan", indicator.slug])).status_code == 404


def test_made_up_numbers_say_so(client: Client, make_indicator: Callable[..., Indicator]) -> None:
    indicator = make_indicator(is_example=True)
    for address in (STATE, f"{STATE}{indicator.slug}/"):
        assert "Påhittade siffror" in client.get(address).text


def test_numbers_are_written_as_the_language_of_the_page_writes_them(
    client: Client, make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    indicator = make_indicator(table=make_table(table_of({"Ort": [-1000.5, 2000.25, 1234.5]})))
    swedish, english = (words(client.get(f"{start}{STATE}{indicator.slug}/").text) for start in ("", "/en"))
    assert ("−1 000,50" in swedish, "1 234,50" in swedish) == (True, True)
    assert ("−1,000.50" in english, "1,234.50" in english) == (True, True)


def test_there_is_a_way_from_the_dialogue_the_strategy_and_the_section(
    client: Client, make_indicator: Callable[..., Indicator]
) -> None:
    places = ["/dagen-2020/", "/dagen-2020/strategi/", "/dagen-2020/strategi/0.3/"]
    section = "/dagen-2020/strategi/0.3/avsnitt/a/"
    assert not any("nylage" in client.get(place).text for place in [*places, section])
    indicator = make_indicator(section_key="a")
    assert ["/dagen-2020/nylage/" in client.get(place).text for place in places] == [True, True, True]
    assert f'href="{STATE}{indicator.slug}/"' in client.get(section).text
    assert 'href="/dagen-2020/strategi/0.3/avsnitt/a/"' in client.get(STATE).text


def test_a_section_that_is_gone_from_the_strategy_hides_nothing(
    client: Client, make_indicator: Callable[..., Indicator]
) -> None:
    make_indicator(section_key="borta")
    assert "Hur många bor här?" in client.get(STATE).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_however_many_there_are(
    client: Client, make_indicator: Callable[..., Indicator], number: int, django_assert_num_queries: Any
) -> None:
    made = [make_indicator(heading=f"Fråga {each}", areas=each + 1, section_key="a") for each in range(number)]
    client.get(STATE)  # the published text is read once
    with django_assert_num_queries(4):
        page = client.get(STATE).text
    assert page.count("Fråga ") >= number
    with django_assert_num_queries(4):
        client.get(f"{STATE}{made[0].slug}/")
    section = "/dagen-2020/strategi/0.3/avsnitt/a/"
    client.get(section)
    with django_assert_num_queries(5):
        assert client.get(section).text.count("Fråga ") == number


def test_ages_of_one_month_are_bars_with_everything_the_producer_asks_for(
    client: Client, make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    codes = list(population().dimension("Alder").codes)
    make_indicator(table=make_table(population()), choice={"Alder": codes, "Kon": ["TotSa"]}, unit="invånare")
    page = client.get(STATE).text
    assert page.count("<rect") == 11
    assert 'class="area"' not in page
    assert "Ålder , april 2026 ( invånare )" in words(page)
    assert "röjas i statistiken" in page


def test_a_card_is_drawn_once_and_anew_when_anything_in_it_changes(
    client: Client, make_indicator: Callable[..., Indicator], monkeypatch: pytest.MonkeyPatch
) -> None:
    indicator = make_indicator(why="Förr.")
    first = client.get(STATE).text
    with monkeypatch.context() as patched:
        patched.setattr(indicators, "picture_of", None)  # would fail if it were drawn again
        assert words(client.get(STATE).text) == words(first)
    Indicator.objects.update(why="Nu.")
    assert "Nu." in client.get(STATE).text
    StatisticalTable.objects.update(source="En annan källa")
    assert "En annan källa" in client.get(STATE).text
    assert f"/en{STATE}{indicator.slug}/" in client.get(f"/en{STATE}").text


def test_numbers_of_an_earlier_file_are_not_dated_by_the_newer_one(
    client: Client, make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator(areas=2)
    newer = brought(file_of(table_of({"Ort 1": [1, 2, 3]}, table_id="TAB2")), "n.json")
    assert "tabell TAB1. Inlagd 2020-11-20." in words(client.get(STATE).text)
    replace_table(table=indicator.table, brought=newer, by=editor, now=at("2020-11-23 09:00"))
    page = words(client.get(STATE).text)
    assert ("2 060" in page, "tabell TAB1." in page, "Inlagd" in page) == (True, True, False)
