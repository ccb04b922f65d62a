"""Several at the desk at once: nothing gets the same address, and what is shown is what the table says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fardplan.base.editing import fingerprint, values_of
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.actions.fetches import ask_for_table
from fardplan.indicators.actions.indicators import IndicatorFacts, save_indicator
from fardplan.indicators.actions.tables import add_table, replace_table
from fardplan.indicators.models import Indicator, StatisticalTable, TableFetch
from fardplan.indicators.numbers import as_text, brought, from_text, numbers_of
from fardplan.people.models import Official
from tests.indicators.makers import NOW, file_of, table_of
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("file_database"), pytest.mark.django_db(transaction=True)]

FACTS = IndicatorFacts(heading="Hur många?", choice={"Region": ["100"]})


def test_indicators_and_tables_that_come_at_once_get_addresses_of_their_own(
    make_table: Callable[..., StatisticalTable], dialogue: Dialogue, editor: Official
) -> None:
    table = make_table(table_of({"A": [1, 2, 3]}))
    came = brought(file_of(table_of({"A": [1, 2, 3]})), "a.json")
    calls: list[Callable[[], object]] = [
        *[lambda: save_indicator(table=table, facts=FACTS, by=editor, now=NOW)] * 4,
        *[lambda: add_table(dialogue=dialogue, brought=came, by=editor, now=NOW)] * 3,
    ]
    assert [result for result in at_once(calls) if isinstance(result, Exception)] == []
    assert sorted(Indicator.objects.values_list("slug", "position")) == [
        ("hur-manga", 0), ("hur-manga-2", 1), ("hur-manga-3", 2), ("hur-manga-4", 3),
    ]  # fmt: skip
    assert sorted(StatisticalTable.objects.values_list("slug", flat=True)) == ["tab1", "tab1-2", "tab1-3", "tab1-4"]


def test_of_two_who_choose_anew_while_a_third_replaces_the_table_one_is_told_and_the_numbers_agree(
    make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator(areas=2)
    newer = brought(file_of(table_of({"Ort 1": [7, 8, 9], "Ort 2": [4, 5, 6]})), "n.json")
    seen = fingerprint(values_of(indicator, list(FACTS.__dataclass_fields__)))

    def choose(code: str) -> Callable[[], object]:
        facts = IndicatorFacts(heading=code, choice={"Region": [code]})
        return lambda: save_indicator(
            table=indicator.table, facts=facts, by=editor, now=NOW, indicator=indicator, seen=seen
        )

    def replace() -> object:
        return replace_table(table=indicator.table, brought=newer, by=editor, now=NOW)

    told = at_once([choose("100"), choose("101"), replace])
    assert sorted(type(each).__name__ for each in told) == ["ChangedMeanwhile", "Indicator", "Replaced"]
    stored, table = Indicator.objects.get(), StatisticalTable.objects.get()
    assert stored.content == as_text(numbers_of(from_text(table.content), stored.choice))
    assert table.content == as_text(newer.table)


def test_an_address_that_is_asked_for_twice_at_once_is_fetched_once(dialogue: Dialogue, editor: Official) -> None:
    def ask() -> object:
        return ask_for_table(dialogue=dialogue, address="https://api.scb.se/x", by=editor, now=NOW)

    assert sorted(type(each).__name__ for each in at_once([ask] * 4)) == ["Conflict"] * 3 + ["TableFetch"]
    assert TableFetch.objects.count() == 1
