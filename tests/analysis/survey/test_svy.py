"""Our numbers beside those of svy and SciPy, which `tools/survey_oracle.py` has written to files/svy.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fardplan.analysis.survey.intervals import t_quantile
from fardplan.analysis.survey.margins import Cell
from fardplan.analysis.survey.raking import rake
from fardplan.analysis.survey.shares import part, weighted_share, weighted_total
from fardplan.analysis.survey.weighting import Weighting, given, with_base_regression
from tests.analysis.survey.made import BACKGROUNDS, MARGINS

FILE = Path(__file__).parent / "files" / "svy.json"
THEIRS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
CASES = list(THEIRS["cases"])
MANY_ANSWERS = [name for name in CASES if name != "few, many skipped"]


@dataclass(frozen=True)
class Case:
    """A survey in cells, and the weights and estimates of svy."""

    respondents: dict[Cell, int]
    answered: dict[Cell, int]
    yes: dict[Cell, int]
    weights: dict[Cell, float]
    estimates: dict[str, list[dict[str, Any]]]

    def raked(self) -> Weighting:
        return rake(self.respondents, BACKGROUNDS, MARGINS, trim=None, fewest=1)


def case_of(name: str) -> Case:
    case = THEIRS["cases"][name]
    cells = [(tuple(one["cell"]), one) for one in case["cells"]]

    def column(key: str) -> dict[Cell, Any]:
        return {cell: one[key] for cell, one in cells}

    estimates = {kind: case[kind] for kind in ("raked", "fixed")}
    return Case(column("respondents"), column("answered"), column("yes"), column("weight"), estimates)


def ours(case: Case, weighting: Weighting, group: list[str] | None) -> dict[str, float]:
    answered, yes = case.answered, case.yes
    if group:
        place = BACKGROUNDS.index(group[0])
        answered, yes = part(answered, place, group[1:]), part(yes, place, group[1:])
    share = weighted_share(weighting, chosen=yes, answered=answered)
    total = weighted_total(weighting, yes, population=weighting.number)
    return {
        "total": total.value,
        "total_error": total.standard_error,
        "share": share.share,
        "share_error": share.standard_error,
    }


def compared(case: Case, weighting: Weighting, kind: str) -> list[tuple[dict[str, float], dict[str, float]]]:
    """For each group what we found and what svy did."""
    return [
        (ours(case, weighting, one["group"]), {key: value for key, value in one.items() if key != "group"})
        for one in case.estimates[kind]
    ]


def test_the_numbers_say_who_made_them():
    assert THEIRS["made by"] == {"svy": "0.35.0", "svy_rs": "0.19.1", "scipy": "1.17.1"}
    assert [sum(one["respondents"] for one in THEIRS["cases"][name]["cells"]) for name in CASES] == [
        400,
        456,
        150,
        2_500,
        800,
        2_500,
    ]


@pytest.mark.parametrize("name", CASES)
def test_weights_are_the_same(name: str):
    case = case_of(name)
    weighting = case.raked()
    assert dict(zip(weighting.cells, weighting.weights, strict=True)) == pytest.approx(case.weights, rel=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_estimates_and_errors_with_fixed_weights_are_the_same(name: str):
    case = case_of(name)
    weighting = given({cell: (count, case.weights[cell]) for cell, count in case.respondents.items()})
    for found, theirs in compared(case, weighting, "fixed"):
        assert found == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize("name", CASES)
def test_errors_with_raked_weights_are_the_same_when_the_regression_is(name: str):
    """svy regresses with the weights from before the raking; done so, the numbers are the same in all groups too."""
    case = case_of(name)
    for found, theirs in compared(case, with_base_regression(case.raked()), "raked"):
        assert found == pytest.approx(theirs, rel=1e-9)


@pytest.mark.parametrize("name", MANY_ANSWERS)
def test_errors_with_raked_weights_are_within_one_per_cent_for_all_respondents(name: str):
    case = case_of(name)
    found, theirs = compared(case, case.raked(), "raked")[0]
    assert found == pytest.approx(theirs, rel=0.01)


@pytest.mark.parametrize("name", CASES)
def test_errors_in_groups_differ_to_one_side_only(name: str):
    """Regressed with the raked weights they are smaller, by up to an eighth when the weights are very uneven."""
    case = case_of(name)
    for found, theirs in compared(case, case.raked(), "raked"):
        assert 0.87 < found["share_error"] / theirs["share_error"] < 1
        assert 0.87 < found["total_error"] / theirs["total_error"] < 1


def test_t_is_the_same():
    ours = [t_quantile(probability, degrees) for probability, degrees, _ in THEIRS["t"]]
    assert ours == pytest.approx([t for _, _, t in THEIRS["t"]], rel=1e-10)
