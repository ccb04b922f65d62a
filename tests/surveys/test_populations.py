"""The population's figures, and official answers to compare with, out of the dialogue's own tables of statistics."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import StatisticalTable
from fardplan.surveys.queries.populations import offers_for
from fardplan.surveys.queries.releasing import officials_of
from tests.indicators.makers import file_of, kolada, make_table, population, table_of
from tests.surveys.definitions import choices, definition, question

__all__ = ["make_table"]
pytestmark = pytest.mark.django_db
BACKGROUNDS = definition(
    [
        question("kon", "single", "Kön", choices=choices(kvinna="Kvinna", man="Man"), background=True),
        question("alder", "birth_year", "Födelseår", classes=[20, 40, 60], background=True),
        question("kommun", "area", "Kommun", choices=choices(k100="Karlskrona", k101="Ronneby"), background=True),
        question("bra", "single", "Bra?", choices=choices(ja="Ja", nej="Nej"), benchmark="N00667",
                 benchmark_uncertainty="U01670"),
    ]
)  # fmt: skip


def labels(name: str) -> dict[str, str]:
    return {choice.name: choice.label["sv"] for choice in BACKGROUNDS.by_name[name].choices}


def test_ages_and_sexes_are_found_in_official_tables(dialogue: Dialogue, make_table: Callable[..., StatisticalTable]):
    make_table(file_of(population()))
    (ages,) = offers_for(dialogue, BACKGROUNDS.by_name["alder"], {})
    # Statistics Sweden, TAB6471, Blekinge in April 2026: 20–39, 40–59 and 60 or older.
    assert dict(ages.shares) == {
        "20-39": 16948 + 18626,
        "40-59": 17773 + 20047,
        "60-": 19428 + 17323 + 11858 + 2330 + 76,
    }
    (sexes,) = offers_for(dialogue, BACKGROUNDS.by_name["kon"], labels("kon"))
    assert set(sexes.shares) == {"kvinna", "man"}
    assert "SCB" in sexes.source or "Statisti" in sexes.source


def test_municipalities_are_found_by_name_in_the_latest_year(
    dialogue: Dialogue, make_table: Callable[..., StatisticalTable]
):
    make_table(file_of(table_of({"Karlskrona": [66, 67, 68], "Ronneby": [29, 28, 27], "Olofström": [13, 13, 13]})))
    (offer,) = offers_for(dialogue, BACKGROUNDS.by_name["kommun"], labels("kommun"))
    assert dict(offer.shares) == {"k100": 68, "k101": 27}


def test_a_table_without_the_classes_is_not_offered(dialogue: Dialogue, make_table: Callable[..., StatisticalTable]):
    make_table(file_of(table_of({"Kalmar": [1, 2, 3]})))
    assert offers_for(dialogue, BACKGROUNDS.by_name["kommun"], labels("kommun")) == []
    assert offers_for(dialogue, BACKGROUNDS.by_name["alder"], {}) == []


def test_an_official_answer_is_taken_of_the_region_before_a_municipality(
    dialogue: Dialogue, make_table: Callable[..., StatisticalTable]
):
    assert officials_of(dialogue, BACKGROUNDS) == {}
    make_table(kolada({"2019": 61}, area="1080"))
    assert officials_of(dialogue, BACKGROUNDS)["bra"].value == 61
    make_table(kolada({"2019": 58, "2020": 59}, area="0010"), name="lan.json")
    make_table(kolada({"2020": 2.5}, figure="U01670", area="0010"), name="u.json")
    official = officials_of(dialogue, BACKGROUNDS)["bra"]
    assert (official.value, official.uncertainty, official.period) == (59, 2.5, "2020")
