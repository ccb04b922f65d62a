"""Every figure of a result, held against the same worked out person by person."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from fardplan.analysis.disclosure import Limits, Wait
from fardplan.surveys.results import building, deciding, shape
from fardplan.surveys.results.building import Official, build
from fardplan.surveys.results.counts import Counting, Counts, as_data, read
from fardplan.surveys.results.desk import DeskPlan, crossed
from fardplan.surveys.results.shape import NOT_SAID, Why
from fardplan.surveys.results.variables import Plan
from tests.surveys.definitions import choices, definition, question
from tests.surveys.people import asked, draw
from tests.surveys.person_by_person import interval, percent, raked

LIMITS = Limits(public=30, batch=50, square=10, desk=10, microdata=5)
POPULATIONS = {
    "kon": building.Population({"kvinna": 50, "man": 50}, "SCB"),
    "alder": building.Population({"16-29": 21, "30-44": 24, "45-64": 30, "65-79": 19, "80-": 6}, "SCB"),
}
Person = dict[str, Any]


def counted(people: Sequence[Person]) -> Counts:
    counting = Counting({1: asked()})
    for person in people:
        counting.add(1, person)
    return counting.counts()


def about(kind: Any = "invited", *, is_closed: bool = True, **fields: Any) -> building.About:
    given: dict[str, Any] = {"populations": POPULATIONS, **fields}
    return building.About("Slumpurvalet", kind, "alla", is_closed, LIMITS, **given)


def published(people: Sequence[Person], to: building.About) -> tuple[shape.Result, deciding.State]:
    of, counts = Plan((asked(),)), counted(people)
    state = deciding.decide(of, counts, before=None, is_closed=to.is_closed, limits=LIMITS)
    assert isinstance(state, deciding.State)
    return building.build(of, to, state, counts), state


def said_class(person: Person, name: str) -> str:
    found = person.get(name)
    return NOT_SAID if found in (None, "_wont_say", "_dont_know") else str(found)


class Everyone:
    """People with weights raked person by person to the blocks of a state."""

    def __init__(self, people: Sequence[Person], state: deciding.State) -> None:
        self.people = people
        self.block_of = {name: state.first.rows[f"_everybody.{name}"].plan.block_of() for name in ("kon", "alder")}
        self.names: dict[tuple[str, tuple[str, ...]], str] = {}
        margins = {name: self.margin(name) for name in ("kon", "alder")}
        self.weights = raked(people, margins, self.block)
        self.columns = [
            (lambda person, n=name, b=block: self.block(person, n) == b) for name in margins for block in margins[name]
        ]
        self.rank = 1 + sum(len(shares) - 1 for shares in margins.values())

    def block(self, person: Person, name: str) -> str:
        return self.names[name, self.block_of[name][said_class(person, name)]]

    def margin(self, name: str) -> dict[str, float]:
        """The share of each block; one with people who may not have said, and more than live there, keeps its own."""
        living, blocks = POPULATIONS[name].shares, set(self.block_of[name].values())
        seen = {b: sum(said_class(p, name) in b for p in self.people) / len(self.people) for b in blocks}
        lives = {b: sum(living.get(each, 0) for each in b) for b in blocks}
        kept = {b for b in blocks if not lives[b]}
        while True:
            known, whole = 1 - sum(seen[b] for b in kept), sum(lives[b] for b in blocks - kept)
            over = {
                b for b in blocks - kept
                if not all(each in living for each in b) and seen[b] > known * lives[b] / whole
            }  # fmt: skip
            if not over:
                break
            kept |= over
        self.names |= {(name, b): "kept" if b in kept else ",".join(b) for b in blocks}
        found = {",".join(b): known * lives[b] / whole for b in blocks - kept}
        return found | ({"kept": 1 - known} if kept else {})

    def check(
        self,
        row: shape.Row,
        answered: Callable[[Person], bool],
        choose: Callable[[str], Callable[[Person], bool]],
    ) -> None:
        here = [person for person in self.people if answered(person)]
        assert row.n == (len(here) if row.group == shape.EVERYBODY else (len(here) + 5) // 10 * 10)
        for one in [*row.answers, *([row.positive] if row.positive else [])]:
            chosen = choose(one.code)
            share, low, high = interval(
                self.people, self.weights, self.columns, self.rank, chosen=chosen, answered=answered
            )
            plain = percent(sum(map(chosen, here)) / len(here)) if row.group == shape.EVERYBODY else None
            assert (one.weighted, one.unweighted) == (percent(share), plain)
            assert one.interval is not None
            assert (one.interval.low, one.interval.high) == (
                math.floor(100 * low + 1e-9),
                math.ceil(100 * high - 1e-9),
            )


@pytest.fixture(scope="module")
def everyone() -> tuple[Everyone, shape.Result]:
    people = draw(700, seed=7)
    result, state = published(people, about())
    return Everyone(people, state), result


def _is(name: str, positive: Sequence[str] = ()) -> Callable[[str], Callable[[Person], bool]]:
    return lambda code: (
        lambda person: person.get(name) in positive if code == shape.POSITIVE else person.get(name) == code
    )


def _group(variable: str, *codes: str) -> Callable[[Person], bool]:
    parts = {"group.ung": {"16-29", "30-44"}, "group.aldre": {"65-79", "80-"}}
    members = {name for code in codes for name in parts.get(code, {code})}
    return lambda person: said_class(person, variable) in members


@pytest.mark.parametrize(("name", "positive"), [("matchar", ["4", "5"]), ("bra", ["ja"])])
def test_shares_and_intervals_are_those_worked_out_person_by_person(
    everyone: tuple[Everyone, shape.Result], name: str, positive: list[str]
):
    them, result = everyone
    table = result.by_name[name].tables[0]
    assert table.total is not None
    them.check(table.total, lambda person: name in person, _is(name, positive))
    shown = 0
    for division in table.divisions:
        for row in division.rows:
            if isinstance(row, shape.Row):
                is_in = _group(division.background, *(row.of or (row.group,)))
                them.check(row, lambda person, i=is_in: name in person and i(person), _is(name, positive))  # type: ignore[misc]
                shown += 1
    assert shown > 5


def test_matrix_rows_and_several_choices_and_places_are_counted_as_they_were_given(
    everyone: tuple[Everyone, shape.Result],
):
    them, result = everyone
    skola = result.by_name["delar"].by_code["skola"].total
    assert skola is not None

    def rated(code: str) -> Callable[[Person], bool]:
        codes = "34" if code == shape.POSITIVE else code
        return lambda person: person["delar"]["skola"] in codes

    them.check(skola, lambda person: "delar" in person, rated)
    modes = result.by_name["resor"].tables[0]
    assert modes.total is not None

    def travels(person: Person) -> bool:
        return isinstance(person.get("resor"), list)

    them.check(modes.total, travels, lambda code: lambda person: travels(person) and code in person["resor"])
    assert modes.dont_know == sum(p.get("resor") == "_dont_know" for p in them.people)
    homes = result.by_name["vikt"].by_code["bostad"].total
    assert homes is not None

    def place(person: Person) -> str:
        order = person.get("vikt", [])
        return str(order.index("bostad") + 1) if "bostad" in order else shape.NOT_PLACED

    them.check(homes, lambda p: "vikt" in p, lambda code: lambda p: place(p) == code)


def test_means_are_those_of_the_numbers_that_were_answered(everyone: tuple[Everyone, shape.Result]):
    them, result = everyone
    for name, number in [
        ("ofta", lambda person: person.get("ofta")),
        ("poang", lambda person: person["poang"].get("a", 0) if "poang" in person else None),
    ]:
        total = result.by_name[name].tables[0].total
        assert total is not None
        assert total.mean is not None
        here = [(number(p), w) for p, w in zip(them.people, them.weights, strict=True) if number(p) is not None]
        assert total.n == len(here)
        assert total.mean.unweighted == pytest.approx(sum(value for value, _ in here) / len(here), abs=0.051)
        weighted = sum(value * weight for value, weight in here) / sum(weight for _, weight in here)
        assert total.mean.weighted == pytest.approx(weighted, abs=0.051)
        assert total.mean.interval is not None
        assert total.mean.interval.low < weighted < total.mean.interval.high


def test_the_interval_of_a_mean_stays_within_what_could_be_answered():
    asks = definition([question("tal", "number", "Hur ofta?", whole=True, minimum=0, maximum=10, required=True)])
    counting = Counting({1: asks})
    for number in [0] * 58 + [10]:
        counting.add(1, {"tal": number})
    of, counts = Plan((asks,)), counting.counts()
    state = deciding.decide(of, counts, before=None, is_closed=True, limits=LIMITS)
    assert not isinstance(state, Wait)
    (table,) = build(of, about(), state, counts).by_name["tal"].tables
    assert table.total is not None
    assert table.total.mean is not None
    assert table.total.mean.interval == shape.Interval(low=0, high=0.6)


def test_a_group_is_not_held_against_an_official_figure_of_the_population():
    officials = {"bra": Official("N00667", 62.4)}
    gaps = {
        kind: published(draw(300, seed=3), replace(about(kind), officials=officials))[0].by_name["bra"].benchmark
        for kind in ("open", "group")
    }
    assert [kind for kind, gap in gaps.items() if gap is None] == ["group"]


def test_who_answered_is_told_beside_who_lives_here(everyone: tuple[Everyone, shape.Result]):
    them, result = everyone
    ages = {group.code: group for group in result.background_of["alder"].groups}
    here = sum(said_class(person, "alder") == "45-64" for person in them.people)
    assert (ages["45-64"].n, ages["45-64"].respondents) == ((here + 5) // 10 * 10, percent(here / 700))
    assert ages["45-64"].population == 30
    areas = result.background_of["omrade"].groups
    assert {group.weighted for group in areas} == {None}, "it was not weighed by"
    assert result.weights is not None
    kish = sum(them.weights) ** 2 / sum(weight * weight for weight in them.weights)
    assert result.weights.effective == round(kish)
    assert result.weights.design_effect == round(700 / kish, 2)


def test_groups_hidden_one_by_one_stand_together_in_a_row_of_their_own(everyone: tuple[Everyone, shape.Result]):
    """What a shown group has left without its shown parts: as many as subtraction would give, and never under 30."""
    them, result = everyone
    found = [
        (division.background, row, {each.group for each in division.rows if not each.is_shown})
        for name in ("matchar", "bra")
        for division in result.by_name[name].tables[0].divisions
        for row in division.rows
        if isinstance(row, shape.Row) and row.of
    ]
    assert found
    for background, row, hidden in found:
        assert set(row.of) <= hidden
        people = sum(map(_group(background, *row.of), them.people))
        assert (row.n, people >= LIMITS.public) == ((people + 5) // 10 * 10, True)
    told = [(each.question, group) for each in result.backgrounds for group in each.groups if group.of]
    assert {(name, group.n) for name, group in told} == {(background, row.n) for background, row, _hidden in found}
    silent = [group.population for _name, group in told if NOT_SAID in group.of]
    assert silent, "the population has no such class to be held against"
    assert set(silent) == {None}


def test_a_question_that_hides_more_groups_tells_all_of_them_together():
    """A row of the groups that other questions hide would be one of 29 people under the name of more."""
    asks = definition(
        [question("kon", "single", "Kön", choices=choices(kvinna="Kvinna", man="Man", annat="Annat", ung="Ung"),
                  required=True, background=True)],
        [question("bra", "single", "Bra?", required=True, choices=choices(ja="Ja", nej="Nej")),
         question("sen", "single", "Och sen?", choices=choices(ja="Ja", nej="Nej"))],
    )  # fmt: skip
    counting = Counting({1: asks})
    for kon, number, answered in [("kvinna", 150, 150), ("man", 20, 20), ("annat", 20, 9), ("ung", 60, 12)]:
        for place in range(number):
            counting.add(1, {"kon": kon, "bra": "ja"} | ({"sen": "nej"} if place < answered else {}))
    of, counts = Plan((asks,)), counting.counts()
    state = deciding.decide(of, counts, before=None, is_closed=True, limits=LIMITS)
    assert not isinstance(state, Wait)
    found = {
        name: [(row.of, row.n) for row in each.tables[0].by_background["kon"].rows if isinstance(row, shape.Row)]
        for name, each in build(of, about(populations={}), state, counts).by_name.items()
    }
    assert found == {
        "bra": [((), 150), ((), 60), (("man", "annat"), 40)],
        "sen": [((), 150), (("man", "annat", "ung"), 40)],
    }


def test_nothing_is_told_together_where_the_row_above_tells_it_or_nothing_is_shown():
    result, _state = published(draw(45, seed=5), about(kind="open"))
    rows = [row for each in result.by_name["matchar"].tables[0].divisions for row in each.rows]
    assert [row for row in rows if isinstance(row, shape.Row) and row.of] == []


def test_an_organiser_sees_the_same_intervals_of_a_group_as_everybody(everyone: tuple[Everyone, shape.Result]):
    """With the desk's minimum as high as the public one, so that the weights are the same."""
    them, result = everyone
    of, to = DeskPlan((asked(),)), replace(about(), limits=replace(LIMITS, desk=30))
    found = crossed(of, to, counted(them.people), item=of.items["matchar"][0], by=["kon"])
    public = result.by_name["matchar"].tables[0].by_background["kon"].by_group
    assert len(found.groups) > 1
    for group in found.groups:
        row = public[group.classes[0]]
        assert isinstance(row, shape.Row)
        assert group.intervals == tuple(each.interval for each in row.answers)
        assert group.weighted == tuple(each.weighted for each in row.answers)


def test_an_organiser_sees_no_interval_of_an_open_link():
    of = DeskPlan((asked(),))
    found = crossed(of, about("open"), counted(draw(300, seed=3)), item=of.items["matchar"][0], by=["kon", "alder"])
    assert found.groups
    assert {group.intervals for group in found.groups} == {None}


def test_an_open_link_is_weighted_but_has_no_intervals_and_no_differences():
    result, _ = published(draw(700, seed=7), about("open"))
    kept = json.dumps(shape.as_data(result))
    assert ('"interval"' in kept, '"apart"' in kept, '"weighted"' in kept) == (False, False, True)


def test_without_the_populations_figures_nothing_is_weighted_and_it_says_so():
    result, _ = published(draw(300), about(populations={}))
    assert result.unweighted == shape.Unweighted(why=Why.NO_MARGINS)
    assert '"weighted"' not in json.dumps(shape.as_data(result))


@pytest.mark.parametrize(("lives", "most"), [(20, 3.0), (30, 5.0), (60, 10.0), (95, None)])
def test_very_uneven_samples_are_weighted_within_wider_bounds_or_not_at_all(lives: int, most: float | None):
    """60 of 860 answered from the coast: to be a share of the whole they must each count for so many."""
    places = ["kust"] * 60 + ["norr", "soder", "oster", "vaster"] * 200
    people = [person | {"omrade": place} for person, place in zip(draw(860), places, strict=True)]
    others = dict.fromkeys(["norr", "soder", "oster", "vaster"], (100 - lives) / 4)
    population = {"omrade": building.Population({**others, "kust": lives}, "SCB")}
    result, _ = published(people, about(populations=population))
    if most is None:
        assert result.unweighted == shape.Unweighted(why=Why.TOO_UNEVEN)
        assert result.background_of["omrade"].why == Why.TOO_UNEVEN
    else:
        assert result.weights is not None
        assert (result.weights.most, result.weights.is_wider) == (most, most > 3)
        assert [g.weighted for g in result.background_of["omrade"].groups if g.code == "kust"] == [lives]


def test_too_few_answers_are_not_published():
    of, counts = Plan((asked(),)), counted(draw(29))
    assert deciding.decide(of, counts, before=None, is_closed=True, limits=LIMITS) == Wait(29, 30, 0)


def test_what_may_be_anything_tells_only_how_many_answered(everyone: tuple[Everyone, shape.Result]):
    them, result = everyone
    pay = result.by_name["lon"].tables[0]
    assert (pay.why, pay.n, pay.total and pay.total.mean) == (
        Why.NO_LIMITS,
        sum("lon" in person for person in them.people),
        None,
    )
    assert result.by_name["saknas"].tables[0].n == sum("saknas" in person for person in them.people)


def test_a_question_that_is_not_public_is_not_in_the_result(everyone: tuple[Everyone, shape.Result]):
    _, result = everyone
    assert "hemlig" not in result.by_name


def test_counts_and_states_are_the_same_after_they_have_been_kept():
    people = draw(200)
    counts = counted(people)
    assert read(json.loads(json.dumps(as_data(counts)))) == counts
    _, state = published(people, about())
    assert deciding.read(json.loads(json.dumps(deciding.as_data(state)))) == state


def test_the_first_who_did_not_say_may_come_after_a_release():
    """Then "did not say" is a class that was not there before; nothing had been divided, so it simply belongs."""
    of = Plan((asked(),))
    all_said = [person | {"kon": "kvinna", "alder": "45-64"} for person in draw(80)]
    first = deciding.decide(of, counted(all_said), before=None, is_closed=False, limits=LIMITS)
    assert isinstance(first, deciding.State)
    silent = [{name: said for name, said in person.items() if name != "kon"} for person in draw(60, seed=2)]
    counts = counted([*all_said, *silent])
    second = deciding.decide(of, counts, before=first, is_closed=False, limits=LIMITS)
    assert isinstance(second, deciding.State)
    open_still = about("open", is_closed=False)
    result = building.build(of, open_still, second, counts)
    assert (result.responses, [g.is_shown for g in result.background_of["kon"].groups]) == (140, [False] * 4)
