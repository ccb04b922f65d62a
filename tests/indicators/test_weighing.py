"""What those who weigh a survey get from the tables: shares with their source, and a published answer to compare."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fardplan.analysis.statistical_tables import BadChoice
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import StatisticalTable
from fardplan.indicators.queries import age_margin, benchmark, weighting_margin
from tests.indicators.makers import kolada, named_kolada, population

pytestmark = pytest.mark.django_db


def test_sex_is_shared_out_over_chosen_ages(make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(population())
    grown = ["20-29", "30-39", "40-49", "50-59", "60-69", "70-79", "80-89", "90-99", "100+10"]
    found = weighting_margin(table, "Kon", {"man": ["1"], "woman": ["2"]}, left_out=["TotSa"], within={"Alder": grown})
    assert [(group.key, group.count) for group in found.groups] == [("man", 63298), ("woman", 61130)]
    assert found.population == 124428  # as the reference says of 20 and over: men + women
    assert found.target() == pytest.approx({"man": 63298 / 124428, "woman": 61130 / 124428})
    assert (found.label, found.period, found.source) == ("kön", "2026M04", "SCB, TAB6471, 2026M04, 2026-06-08")
    assert [note.mandatory for note in found.notes] == [True, True, True, True, False]


def test_ages_are_put_together_in_ranges(make_table: Callable[..., StatisticalTable]) -> None:
    found = age_margin(
        make_table(population()), "Alder", {"20–39": (20, 39), "40–69": (40, 69), "70+": (70, None)},
        within={"Kon": ["TotSa"]},
    )  # fmt: skip
    assert [(group.key, group.count) for group in found.groups] == [("20–39", 35574), ("40–69", 57248), ("70+", 31587)]
    assert (found.population, sum(found.target().values())) == (124409, pytest.approx(1))


def test_ranges_that_do_not_fit_the_classes_are_refused(make_table: Callable[..., StatisticalTable]) -> None:
    table = make_table(population())
    with pytest.raises(BadChoice, match="both sides of a limit"):
        age_margin(table, "Alder", {"18–39": (18, 39), "40+": (40, None)}, within={"Kon": ["TotSa"]})
    with pytest.raises(BadChoice, match="no dimension Ålder"):
        age_margin(table, "Ålder", {"alla": (0, None)})


def test_a_benchmark_is_the_latest_year_with_its_own_years_uncertainty(
    dialogue: Dialogue, make_table: Callable[..., StatisticalTable]
) -> None:
    make_table(named_kolada({"2017": 58, "2019": 61, "2020": None}))
    make_table(kolada({"2017": 3.1, "2019": 2.8}, figure="U01670"), name="u.json")
    found = benchmark(dialogue, key_figure="N00667", uncertainty="U01670", area="1080")
    assert found is not None
    assert (found.label, found.area, found.period, found.value, found.uncertainty, found.source) == (
        "Bra plats att bo och leva på, andel (%)", "Karlskrona", "2019", 61, 2.8, "Kolada, N00667, 2019",
    )  # fmt: skip


def test_a_benchmark_says_when_there_is_nothing_or_no_uncertainty(
    dialogue: Dialogue, make_table: Callable[..., StatisticalTable]
) -> None:
    make_table(kolada({"2020": 61}))
    make_table(kolada({"2019": 2.8}, figure="U01670"))
    assert benchmark(dialogue, key_figure="N00667", area="1081") is None
    assert benchmark(dialogue, key_figure="N00999", area="1080") is None
    found = benchmark(dialogue, key_figure="N00667", uncertainty="U01670", area="1080")
    assert found is not None
    assert (found.value, found.uncertainty) == (61, None)


def test_the_table_with_the_newest_year_is_asked(
    dialogue: Dialogue, make_table: Callable[..., StatisticalTable]
) -> None:
    make_table(kolada({"2019": 60, "2021": 64}))
    make_table(kolada({"2018": 58, "2020": 62}))
    found = benchmark(dialogue, key_figure="N00667", area="1080")
    assert found is not None
    assert (found.period, found.value) == ("2021", 64)
