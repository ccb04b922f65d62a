"""Random result pages are attacked; the rules hold, and each rule taken away lets the attack through."""

from __future__ import annotations

import pytest

from bench.disclosure import WITHOUT, rules, run, run_origins
from bench.disclosure_attack import narrowed
from fardplan.analysis.disclosure import Group

SEED = 1_000_000  # other surveys than the benchmark's


def test_no_group_under_the_minimum_is_revealed() -> None:
    outcome = run("all rules", 4, seed=SEED)
    assert outcome.found == []
    assert outcome.small > 50, "there were many to find"


def test_the_same_pages_could_have_come_of_other_people() -> None:
    one_falls = SEED + 2  # in one variable of this survey exactly one group is too small
    assert run_origins(1, seed=one_falls) == []
    with rules("nothing hidden along"):
        assert run_origins(1, seed=one_falls) != []


@pytest.mark.parametrize(
    ("without", "ways"),
    [
        ("nothing hidden along", {"page: size", "page: answers", "combination: answers"}),
        ("only never one alone", {"page: answers", "combination: answers"}),
        ("rows with every batch", {"snapshots: size", "snapshots: answers", "combination: answers"}),
    ],
)
def test_the_attack_succeeds_when_a_rule_is_taken_away(without: str, ways: set[str]) -> None:
    outcome = run(without, 3, seed=SEED)
    assert ways <= set(outcome.surveys_by)


def test_each_rule_that_can_be_taken_away_is_tried() -> None:
    assert set(WITHOUT) == {"nothing hidden along", "only never one alone", "rows with every batch"}


def test_bounds_follow_from_sums() -> None:
    tree = Group("all", (Group("a"), Group("b"), Group("c")))
    bounds = {"all": (100, 100), "a": (35, 44), "b": (30, 34), "c": (0, 100)}
    assert narrowed(tree, bounds) == {"all": (100, 100), "a": (35, 44), "b": (30, 34), "c": (22, 35)}


@pytest.mark.slow
def test_a_thousand_random_pages_reveal_no_group_under_the_minimum() -> None:
    outcome = run("all rules", 1_000)
    assert outcome.found == []
    assert outcome.small > 10_000
