"""Whole results are attacked, from responses to what is printed; and people who hide together are exchanged."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import pytest

from bench.disclosure import rules, run_releases
from bench.disclosure_pages import LIMITS
from fardplan.analysis.disclosure import Wait, whole_percent
from fardplan.surveys.definition import Definition
from fardplan.surveys.results import deciding, shape
from fardplan.surveys.results.building import About, Before, Population, build, weights_of_cells
from fardplan.surveys.results.counts import Counting
from fardplan.surveys.results.shape import NOT_SAID
from fardplan.surveys.results.variables import Plan
from tests.surveys.definitions import choices, definition, question
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


# --- both figures of a group ------------------------------------------------------------------------------------------


STEPS = "12345"


def _of_sex_and_age() -> Definition:
    return definition(
        [question("kon", "single", "Kön", choices=choices(kvinna="Kvinna", man="Man"), required=True, background=True),
         question("alder", "single", "Ålder", choices=choices(ung="Ung", mellan="Mellan", gammal="Gammal"),
                  required=True, background=True)],
        [question(f"f{at}", "scale", "Hur väl?", required=True, scale={"low": 1, "high": 5}) for at in range(8)],
    )  # fmt: skip


def _one_of(random: Random, sex: str, age: str) -> dict[str, Any]:
    said = {f"f{at}": str(min(5, max(1, round(random.gauss(3.4 if sex == "man" else 3, 1.1))))) for at in range(8)}
    return {"kon": sex, "alder": age, **said}


def _may_be_men(rows: list[dict[str, tuple[int, int | None]]], about: int, weights: tuple[float, float]) -> set[int]:
    """How many men there may be in a row of about so many, from its figures (weighted, unweighted) in each question.

    `weights` are a woman's and a man's.
    """
    return {
        men
        for n in range(max(LIMITS.public, about - 5), about + 5)
        for men in range(n + 1)
        if all(_fits(figure, n - men, men, weights) for row in rows for figure in row.values())
    }


def _fits(figure: tuple[int, int | None], women: int, men: int, weights: tuple[float, float]) -> bool:
    weighted, plain = figure
    whole = women * weights[0] + men * weights[1]
    low, high = (weighted - 0.5) / 100 * whole, (weighted + 0.5) / 100 * whole
    for of_men in range(men + 1):
        least = max(0, math.ceil((low - of_men * weights[1]) / weights[0]))
        most = min(women, math.ceil((high - of_men * weights[1]) / weights[0]) - 1)
        if any(plain in (None, whole_percent((of_men + each) / (women + men))) for each in range(least, most + 1)):
            return True
    return False


def test_a_group_has_one_figure_for_each_answer_since_two_would_tell_of_the_few_in_it():
    """Six men among the young: nobody can tell that from the printed page, but could if both figures stood there."""
    random, of = Random(5), Plan((_of_sex_and_age(),))
    people = [_one_of(random, sex, age) for sex, age, number in [
        ("man", "ung", 6), ("kvinna", "ung", 36), ("man", "mellan", 30), ("kvinna", "mellan", 50),
        ("man", "gammal", 24), ("kvinna", "gammal", 60),
    ] for _ in range(number)]  # fmt: skip
    counting = Counting({1: of.definitions[0]})
    for person in people:
        counting.add(1, person)
    counts = counting.counts()
    state = deciding.decide(of, counts, before=None, is_closed=True, limits=LIMITS)
    assert not isinstance(state, Wait)
    populations = {"kon": Population({"kvinna": 50, "man": 50}, "SCB"),
                   "alder": Population({"ung": 30, "mellan": 40, "gammal": 30}, "SCB")}  # fmt: skip
    about = About("Länken", "open", "", is_closed=True, limits=LIMITS, populations=populations)
    result, weights = build(of, about, state, counts), weights_of_cells(of, about, state, counts)
    assert weights is not None
    young = [each.tables[0].by_background["alder"].by_group["ung"] for each in result.questions]
    here = [person for person in people if person["alder"] == "ung"]
    printed, both = [], []
    for each, row in zip(result.questions, young, strict=True):
        assert isinstance(row, shape.Row)
        plain = [whole_percent(sum(person[each.name] == step for person in here) / len(here)) for step in STEPS]
        printed.append({one.code: (one.percent, one.unweighted) for one in row.answers})
        both.append({one.code: (one.percent, figure) for one, figure in zip(row.answers, plain, strict=True)})
    of_each = weights["kvinna", "ung"], weights["man", "ung"]
    assert _may_be_men(both, 40, of_each) == {6}
    assert len(_may_be_men(printed, 40, of_each)) > 10


# --- questions that only some are asked -------------------------------------------------------------------------------


def _of_a_few(written: int) -> tuple[list[dict[str, Any]], Definition]:
    asks = definition(
        [question("kon", "single", "Kön", choices=choices(kvinna="Kvinna", man="Man", annat="Annat"), required=True,
                  background=True)],
        [question("bra", "single", "Bra?", required=True, choices=choices(ja="Ja", nej="Nej")),
         question("bemott", "text", "Hur har du blivit bemött?", relevant="${kon} = 'annat'", wont_say=True)],
    )  # fmt: skip
    few = [{"kon": "annat", "bra": "ja", "bemott": "Illa."}] * written
    declined = {"kon": "annat", "bra": "nej", "bemott": "_wont_say"}
    return [{"kon": "kvinna", "bra": "ja"}] * 90 + [{"kon": "man", "bra": "nej"}] * 60 + few + [declined], asks


def _then(people: list[dict[str, Any]], asks: Definition, before: Before | None) -> Before:
    of, counting = Plan((asks,)), Counting({1: asks})
    for person in people:
        counting.add(1, person)
    counts = counting.counts()
    state = deciding.decide(of, counts, before=before.state if before else None, is_closed=True, limits=LIMITS)
    assert not isinstance(state, Wait)
    about = About("Länken", "open", "", is_closed=True, limits=LIMITS)
    return Before(state, build(of, about, state, counts, before=before))


def test_how_many_wrote_is_not_told_where_it_is_the_size_of_a_small_group():
    (table,) = _then(*_of_a_few(4), None).result.by_name["bemott"].tables
    assert (table.total, table.why, table.wont_say) == (None, shape.Why.TOO_FEW, 0)
    (table,) = _then(*_of_a_few(31), None).result.by_name["bemott"].tables
    assert (table.n, table.wont_say) == (31, 1)


def test_how_many_wrote_stays_until_a_small_group_of_newcomers_is_a_large_one():
    people, asks = _of_a_few(31)
    first = _then(people, asks, None)
    others = [{"kon": "kvinna", "bra": "ja"}] * 60
    few = [{"kon": "annat", "bra": "ja", "bemott": "Bra."}]
    later = _then(people + others + few * 2, asks, first)
    assert later.result.responses == 244
    assert later.result.by_name["bemott"].tables == first.result.by_name["bemott"].tables
    assert _then(people + others + few * 30, asks, first).result.by_name["bemott"].tables[0].n == 61


def test_rows_are_made_again_when_the_only_one_who_did_not_say_has_been_left_out():
    people, asks = _of_a_few(20)
    loose = asks.model_copy(update={"pages": [
        page.model_copy(update={"questions": [each.model_copy(update={"required": False}) for each in page.questions]})
        if page.questions[0].background else page for page in asks.pages]})  # fmt: skip
    silent = {"bra": "ja"}
    first = _then([*people, silent], loose, None)
    of, counting = Plan((loose,)), Counting({1: loose})
    for person in people:
        counting.add(1, person)
    counts = counting.counts()
    state = deciding.decide(of, counts, before=first.state, is_closed=True, limits=LIMITS, margins="andra")
    assert not isinstance(state, Wait)
    about = About("Länken", "open", "", is_closed=True, limits=LIMITS,
                  populations={"kon": Population({"kvinna": 50, "man": 50}, "SCB")})  # fmt: skip
    again = build(of, about, state, counts, before=first)
    groups = [(each.code, each.is_shown) for each in first.result.background_of["kon"].groups]
    assert [(each.code, each.is_shown) for each in again.background_of["kon"].groups] == groups
