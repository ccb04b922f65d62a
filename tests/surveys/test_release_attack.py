"""Whole results are attacked, from responses to what is printed; and people who hide together are exchanged."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from bench.disclosure import rules, run_releases
from bench.disclosure_pages import LIMITS
from fardplan.analysis.disclosure import Wait
from fardplan.surveys.results import deciding, shape
from fardplan.surveys.results.building import About, Population, build
from fardplan.surveys.results.counts import Counting
from fardplan.surveys.results.shape import NOT_SAID
from fardplan.surveys.results.variables import Plan
from tests.surveys.people import asked, draw

SEED = 1_000_000  # other surveys than the benchmark's


def test_no_group_under_the_minimum_is_revealed_by_printed_results():
    found, hidden = run_releases(6, seed=SEED)
    assert found == []
    assert hidden > 200, "there were many to find"


@pytest.mark.parametrize("without", ["nothing hidden along", "only never one alone"])
def test_the_attack_succeeds_on_printed_results_when_a_rule_is_taken_away(without: str):
    with rules(without):
        assert run_releases(4, seed=SEED)[0] != []


def _published(people: list[dict[str, Any]]) -> tuple[shape.Result, deciding.State]:
    of, counting = Plan((asked(),)), Counting({1: asked()})
    for person in people:
        counting.add(1, person)
    counts = counting.counts()
    state = deciding.decide(of, counts, before=None, is_closed=True, limits=LIMITS)
    assert not isinstance(state, Wait)
    populations = {
        "kon": Population({"kvinna": 50, "man": 50}, "SCB"),
        "alder": Population({"16-29": 21, "30-44": 24, "45-64": 30, "65-79": 19, "80-": 6}, "SCB"),
    }
    about = About("Urvalet", "invited", "", is_closed=True, limits=LIMITS, populations=populations)
    return build(of, about, state, counts), state


@pytest.mark.parametrize("seed", range(4))
def test_who_hides_together_can_be_exchanged_and_nothing_printed_changes(seed: int):
    """Also the weights, the intervals and the design effect: they know people by the block they are in."""
    people = draw(500, seed=seed)
    result, state = _published(people)
    random, exchanged = Random(seed), 0
    for name in ("kon", "alder", "omrade"):
        for block in state.first.rows[f"_everybody.{name}"].plan.blocks:
            here = [person for person in people if _class(person, name) in block]
            if len({_class(person, name) for person in here}) < 2:
                continue
            one, other = random.sample(here, 2)
            one_said, other_said = one.get(name), other.get(name)
            exchanged += one_said != other_said
            for person, said in ((one, other_said), (other, one_said)):
                person.pop(name, None)
                if said is not None:
                    person[name] = said
    assert exchanged
    again, _state = _published(people)
    assert (again.weights, again.backgrounds) == (result.weights, result.backgrounds)
    everybody_is_asked = ("matchar", "bra", "delar")
    assert [again.by_name[name] for name in everybody_is_asked] == [result.by_name[name] for name in everybody_is_asked]


def _class(person: dict[str, Any], name: str) -> str:
    said = person.get(name)
    return NOT_SAID if said in (None, "_wont_say") else str(said)


@pytest.mark.slow
def test_a_thousand_printed_results_reveal_no_group_under_the_minimum():
    assert run_releases(1_000)[0] == []
