"""Numbers, periods and changes in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from fardplan.analysis.statistical_tables import Observation, period_start
from fardplan.indicators.sentences import amount, change_since, period_name, unit_alone, verdict_of


def observed(period: str, value: float | None, label: str = "") -> Observation:
    return Observation(period, label or period, period_start(period), value)


@pytest.mark.parametrize(
    ("period", "label", "said"),
    [
        ("2023", "", "2023"),
        ("2026M04", "", "april 2026"),
        ("2024K3", "", "kvartal 3 2024"),
        ("2024Q1", "", "kvartal 1 2024"),
        ("2023-2024", "", "2023-2024"),
        ("x9", "läsåret 2023/24", "läsåret 2023/24"),
        ("2024M13", "", "2024M13"),
    ],
)
def test_periods_are_read_as_people_say_them(period: str, label: str, said: str) -> None:
    assert period_name(observed(period, 1, label)) == said


@pytest.mark.parametrize(
    ("values", "unit", "decimals", "said"),
    [
        ((61, 63), "procent", 0, "Ökade med 2 procentenheter sedan 2022."),
        ((63, 61), "andel (%)", 1, "Minskade med 2,0 procentenheter sedan 2022."),
        ((159056, 157973), "invånare", 0, "Minskade med 1\u00a0083 sedan 2022."),
        ((5, 8), "antal", 0, "Ökade med 3 sedan 2022."),
        ((61.02, 61.04), "%", 1, "Oförändrat sedan 2022."),
        ((None, 61), "%", 1, ""),
    ],
)
def test_changes_are_said_in_words(values: tuple[float | None, float], unit: str, decimals: int, said: str) -> None:
    before, latest = observed("2022", values[0]), observed("2023", values[1])
    assert change_since(latest, before, unit, decimals) == said


def test_what_is_good_depends_on_what_is_followed() -> None:
    before, latest, same = observed("2022", 10), observed("2023", 12), observed("2023", 10.04)
    assert [verdict_of(latest, before, good, 0) for good in ("up", "down", "neither")] == ["better", "worse", ""]
    assert [verdict_of(before, latest, good, 0) for good in ("up", "down")] == ["worse", "better"]
    assert verdict_of(same, before, "up", 1) == ""


def test_units_stand_after_the_number() -> None:
    assert [amount(2.5, unit, 1) for unit in ("procent", "kronor", "antal", "")] == [
        "2,5\u00a0%", "2,5", "2,5", "2,5",
    ]  # fmt: skip
    assert [unit_alone(unit) for unit in ("Andel (%)", "procentenheter", "number", "år")] == [
        "%", "procentenheter", "", "år",
    ]  # fmt: skip
    with translation.override("en"):
        assert amount(1234.5, "%", 1) == "1,234.5\u00a0%"
