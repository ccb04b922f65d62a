"""An indicator is some numbers of a table, in words: chosen, published, put in order, withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from fardplan.analysis.statistical_tables import BadChoice, Role
from fardplan.base.editing import ChangedMeanwhile
from fardplan.base.errors import Conflict, Invalid, NotAllowed, NotFound
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.actions.indicators import (
    IndicatorFacts,
    move_indicator,
    publish_indicator,
    remove_indicator,
    save_indicator,
    withdraw_indicator,
)
from fardplan.indicators.models import Indicator, StatisticalTable
from fardplan.indicators.numbers import numbers_of
from fardplan.indicators.queries import access_indicator, figures_of, published
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer
from tests.indicators.makers import NOW, population, table_of

pytestmark = pytest.mark.django_db


def test_an_indicator_shows_one_line_for_each_value_that_is_compared(
    make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    indicator = make_indicator(
        table=make_table(population()),
        heading="Hur gamla är vi?",
        choice={"Alder": ["0-9", "100+10"], "Kon": ["TotSa"]},
        unit="personer",
    )
    found = figures_of(indicator)
    assert (indicator.slug, found.compared, found.unit, found.decimals, found.chosen) == (
        "hur-gamla-ar-vi", "ålder", "personer", 0,
        (
            ("region", "Blekinge län"), ("kön", "totalt, samtliga män och kvinnor"),
            ("tabellinnehåll", "Folkmängden per månad"),
        ),
    )  # fmt: skip
    assert [(line.label, line.latest and line.latest.value, line.before) for line in found.lines] == [
        ("0-9 år", 13646, None), ("100+ år", 76, None),
    ]  # fmt: skip
    assert len(found.mandatory_notes) == 4
    assert [note.text[:20] for note in found.other_notes] == ["Utdrag ur SCB:s tabe"]


def test_only_one_dimension_is_compared_and_every_other_must_be_chosen() -> None:
    with pytest.raises(BadChoice, match="exactly one code"):
        numbers_of(population(), {"Alder": ["0-9", "10-19"], "Kon": ["1", "2"]})
    with pytest.raises(BadChoice, match="choose one code of Kon"):
        numbers_of(population(), {"Alder": ["0-9"]})


def test_a_table_that_does_not_say_what_is_time_is_told(
    make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    table = make_table(table_of({"Ronneby": [1, 2, 3]}, time_role=Role.CLASSIFICATION))
    with pytest.raises(Invalid, match="säger inte vad som är tid"):
        make_indicator(table=table, choice={"Region": ["100"]})
    indicator = make_indicator(table=table, choice={"Region": ["100"]}, time_code="Tid")
    assert [each.period for each in figures_of(indicator).periods] == ["2018", "2019", "2020"]


def test_decimals_are_those_of_the_source_or_as_many_as_the_numbers_have(
    make_table: Callable[..., StatisticalTable], make_indicator: Callable[..., Indicator]
) -> None:
    decimals = []
    for values, said in [([1, 2, 3], None), ([1, 2.5, 3], None), ([0.125, 1 / 3, 3], None), ([1, 2, 3], 1)]:
        table = make_table(table_of({"Ort": list(values)}, decimals=said))
        decimals.append(figures_of(make_indicator(table=table)).decimals)
    assert decimals == [0, 1, 3, 1]


def test_nobody_sees_an_indicator_before_it_is_published_or_after_it_is_withdrawn(
    dialogue: Dialogue, make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator(is_published=False)
    for act, shown in [(None, False), (publish_indicator, True), (withdraw_indicator, False)]:
        if act is not None:
            act(indicator=indicator, by=editor, now=NOW)
        assert published(dialogue, now=NOW).exists() is shown
        if shown:
            assert access_indicator(Viewer(), dialogue, indicator.slug, now=NOW) == indicator
        else:
            with pytest.raises(NotFound):
                access_indicator(Viewer(), dialogue, indicator.slug, now=NOW)
    assert access_indicator(Viewer(official=editor), dialogue, indicator.slug, now=NOW) == indicator


def test_whoever_saves_last_is_told_that_another_chose_other_numbers(
    make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator(areas=2)
    facts = IndicatorFacts(heading="Min", choice={"Region": ["100"]})
    with pytest.raises(ChangedMeanwhile):
        save_indicator(table=indicator.table, facts=facts, by=editor, now=NOW, indicator=indicator, seen="annat")
    saved = save_indicator(table=indicator.table, facts=facts, by=editor, now=NOW, indicator=indicator)
    assert (saved.slug, saved.heading, len(figures_of(saved).lines)) == (indicator.slug, "Min", 1)


def test_indicators_are_put_in_order(
    dialogue: Dialogue, make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    first, _second, third = (make_indicator(heading=name) for name in ("En", "Två", "Tre"))
    move_indicator(indicator=third, up=True, by=editor, now=NOW)
    move_indicator(indicator=first, up=True, by=editor, now=NOW)
    assert [each.heading for each in published(dialogue, now=NOW)] == ["En", "Tre", "Två"]
    move_indicator(indicator=first, up=False, by=editor, now=NOW)
    assert [each.heading for each in published(dialogue, now=NOW)] == ["Tre", "En", "Två"]


def test_a_published_indicator_is_withdrawn_before_it_is_removed(
    make_indicator: Callable[..., Indicator], editor: Official
) -> None:
    indicator = make_indicator()
    with pytest.raises(Conflict, match="publicerad"):
        remove_indicator(indicator=indicator, by=editor, now=NOW)
    remove_indicator(indicator=withdraw_indicator(indicator=indicator, by=editor, now=NOW), by=editor, now=NOW)
    assert list(Indicator.objects.all()) == []


def test_only_those_who_edit_the_content_touch_the_indicators(
    make_indicator: Callable[..., Indicator], make_official: Callable[..., Official]
) -> None:
    indicator, reader = make_indicator(), make_official("registrar")
    facts = IndicatorFacts(heading="Ny", choice={"Region": ["100"]})
    with pytest.raises(NotAllowed):
        save_indicator(table=indicator.table, facts=facts, by=reader, now=NOW)
    for act in (publish_indicator, withdraw_indicator, remove_indicator):
        with pytest.raises(NotAllowed):
            act(indicator=indicator, by=reader, now=NOW)
    assert Indicator.objects.get().published_at == NOW


@pytest.mark.parametrize("change", [{"heading": ""}, {"content": ""}, {"good": "sidledes"}])
def test_the_database_holds_what_an_indicator_must_have(
    make_indicator: Callable[..., Indicator], change: dict[str, str]
) -> None:
    make_indicator()
    with pytest.raises(IntegrityError), transaction.atomic():
        Indicator.objects.update(**change)
