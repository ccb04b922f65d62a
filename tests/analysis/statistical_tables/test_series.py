"""A time series out of a table, with all that has to be said beside it."""

from __future__ import annotations

from datetime import date

import pytest

from fardplan.analysis.statistical_tables import (
    BadChoice,
    Category,
    Dimension,
    Fault,
    Note,
    Observation,
    Role,
    Table,
    TimeSeries,
    period_start,
    read_px,
    time_series,
)
from tests.analysis.statistical_tables.tables import px


def fault(table: Table, fixed: dict[str, str], along: str = "") -> Fault:
    with pytest.raises(BadChoice) as error:
        time_series(table, fixed, along=along)
    return error.value.fault


def test_a_series_carries_unit_source_date_and_the_notes_that_concern_it() -> None:
    assert time_series(read_px(px()), {"Region": "1082", "mått": "GHG"}) == TimeSeries(
        title="Utsläpp efter kommun, mått och år",
        chosen=(("kommun", "Karlshamn, stad"), ("mått", "Växthusgaser")),
        observations=(
            Observation("2019", "2019", date(2019, 1, 1), -5.0),
            Observation("2020", "2020", date(2020, 1, 1), None, "-"),
        ),
        unit="kton",
        decimals=0,
        reference_period="31 december",
        source="Länsstyrelsen",
        updated="2026-05-25T15:42",
        table_id="BE01",
        notes=(Note("Måste visas.\n\nNy rad.", mandatory=True), Note("Frivillig not."), Note("Ny mätmetod.")),
        status_labels=(("..", "uppgift saknas"),),
    )


def test_another_choice_has_its_own_unit_date_and_notes() -> None:
    series = time_series(read_px(px()), {"Region": "tot", "mått": "NOX"})
    assert (series.unit, series.updated, series.reference_period) == ("ton", "2026-03-01", "hela året")
    assert [note.text for note in series.notes] == ["Måste visas.\n\nNy rad.", "Summan är avrundad.", "Frivillig not."]
    assert [(each.value, each.status) for each in series.observations] == [(11.0, ""), (None, ".")]


def test_the_latest_is_the_last_period_with_a_number() -> None:
    latest = time_series(read_px(px()), {"Region": "1082", "mått": "GHG"}).latest
    assert latest == Observation("2019", "2019", date(2019, 1, 1), -5.0)


def over(*periods: str, role: Role = Role.TIME) -> Table:
    time = Dimension("time", "time", tuple(Category(period, period) for period in periods), role)
    return Table("", (time,), tuple(map(float, range(len(periods)))), ("",) * len(periods))


def test_periods_stand_in_the_order_of_time_when_they_are_all_understood() -> None:
    assert [each.value for each in time_series(over("2020K2", "2019K4", "2020K1"), {}).observations] == [1, 2, 0]
    assert [each.value for each in time_series(over("2020", "2019", "later"), {}).observations] == [0, 1, 2]


def test_a_table_that_does_not_say_what_is_time_can_be_told() -> None:
    silent = over("2019", "2020", role=Role.CLASSIFICATION)
    assert fault(silent, {}) is Fault.NO_TIME
    assert time_series(silent, {}, along="time") == time_series(over("2019", "2020"), {})
    assert fault(silent, {}, along="tid") is Fault.UNKNOWN_DIMENSION


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [
        ({"Region": "1082"}, Fault.NOT_CHOSEN),
        ({"Region": "1082", "mått": "CO2"}, Fault.UNKNOWN_CODE),
        ({"Region": "1082", "mått": "GHG", "kön": "1"}, Fault.UNKNOWN_DIMENSION),
        ({"Region": "1082", "mått": "GHG", "år": "2019"}, Fault.NOT_ONE),
    ],
)
def test_a_choice_that_leaves_a_doubt_is_refused(fixed: dict[str, str], expected: Fault) -> None:
    assert fault(read_px(px()), fixed) is expected


def test_a_refusal_says_what_to_choose() -> None:
    with pytest.raises(BadChoice, match="choose one code of mått"):
        time_series(read_px(px()), {"Region": "1082"})


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2024", date(2024, 1, 1)),
        ("2023-2024", date(2023, 1, 1)),
        ("2023/2024", date(2023, 1, 1)),
        ("2024H2", date(2024, 7, 1)),
        ("2024T3", date(2024, 9, 1)),
        ("2024K3", date(2024, 7, 1)),
        ("2024Q4", date(2024, 10, 1)),
        ("2024M07", date(2024, 7, 1)),
        ("2024-M07", date(2024, 7, 1)),
        ("2026V01", date(2025, 12, 29)),
        ("2024M13", None),
        ("2024K5", None),
        ("2023V53", None),
        ("0000", None),
        ("idag", None),
    ],
)
def test_periods_are_understood_as_statistics_offices_write_them(code: str, expected: date | None) -> None:
    assert period_start(code) == expected
