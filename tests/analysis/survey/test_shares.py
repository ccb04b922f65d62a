"""Shares and their variance from cells, equal to what is worked out person by person."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fardplan.analysis.survey.intervals import difference_interval, t_quantile, wilson
from fardplan.analysis.survey.margins import Cell
from fardplan.analysis.survey.raking import rake
from fardplan.analysis.survey.shares import part, share_difference, weighted_mean, weighted_share, weighted_total
from fardplan.analysis.survey.weighting import Weighting, given, unweighted
from tests.analysis.survey.made import BACKGROUNDS, MARGINS, Made, made


@dataclass(frozen=True)
class Person:
    """One respondent; `answer` is None when the question was passed over."""

    cell: Cell
    weight: float
    answer: int | None


def people(weighting: Weighting, survey: Made) -> list[Person]:
    found = []
    for cell, weight in zip(weighting.cells, weighting.weights, strict=True):
        answers: list[int | None] = [a for a, counts in survey.choices.items() for _ in range(counts[cell])]
        answers += [None] * (survey.respondents[cell] - len(answers))
        found += [Person(cell, weight, answer) for answer in answers]
    return found


def columns(weighting: Weighting, persons: list[Person]) -> list[list[float]]:
    """Margin dummies of each person: all classes of the first background, all but the first of the others."""
    chosen = [
        target
        for at, target in enumerate(weighting.targets)
        if at == 0 or target.background == BACKGROUNDS[0] or weighting.targets[at - 1].background == target.background
    ]
    return [
        [float(person.cell[BACKGROUNDS.index(t.background)] in (t.names or (None,))) for t in chosen]
        for person in persons
    ]


def residuals(z: list[float], rows: list[list[float]], weights: list[float]) -> list[float]:
    """What the weighted regression leaves over, by the normal equations and elimination."""
    size = len(rows[0])
    system = [
        [math.fsum(w * r[i] * r[j] for w, r in zip(weights, rows, strict=True)) for j in range(size)]
        + [math.fsum(w * r[i] * one for w, r, one in zip(weights, rows, z, strict=True))]
        for i in range(size)
    ]
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(system[row][at]))
        system[at], system[best] = system[best], system[at]
        for below in range(size):
            if below != at:
                factor = system[below][at] / system[at][at]
                system[below] = [one - factor * top for one, top in zip(system[below], system[at], strict=True)]
    slopes = [system[at][-1] / system[at][at] for at in range(size)]
    return [one - sum(s * x for s, x in zip(slopes, row, strict=True)) for one, row in zip(z, rows, strict=True)]


def variance(z: list[float], persons: list[Person], weighting: Weighting) -> float:
    weights = [person.weight for person in persons]
    e = residuals(z, columns(weighting, persons), weights) if weighting.targets else z
    we = [w * one for w, one in zip(weights, e, strict=True)]
    mean = math.fsum(we) / len(we)
    return len(we) / (len(we) - 1) * math.fsum((one - mean) ** 2 for one in we)


def influences(persons: list[Person], is_in: Callable[[Person], bool]) -> tuple[float, list[float]]:
    """The weighted share of 3 and 4 among those who answered in the group, and everybody's influence on it."""
    inside = [person.answer is not None and is_in(person) for person in persons]
    yes = [float(person.answer in (3, 4)) for person in persons]
    whole = math.fsum(p.weight for p, one in zip(persons, inside, strict=True) if one)
    share = math.fsum(p.weight * y for p, one, y in zip(persons, inside, yes, strict=True) if one) / whole
    return share, [(y - share) / whole if one else 0.0 for one, y in zip(inside, yes, strict=True)]


WEIGHTINGS: dict[str, Callable[[Made], Weighting]] = {
    "raked": lambda survey: rake(survey.respondents, BACKGROUNDS, MARGINS, trim=None),
    "raked and trimmed": lambda survey: rake(survey.respondents, BACKGROUNDS, MARGINS, trim=(0.4, 2.5)),
    "given": lambda survey: given(
        {cell: (count, 1 + at % 4) for at, (cell, count) in enumerate(survey.respondents.items())}
    ),
    "unweighted": lambda survey: unweighted(survey.respondents),
}


@pytest.fixture(scope="module", params=WEIGHTINGS)
def case(request: pytest.FixtureRequest) -> tuple[Made, Weighting, list[Person]]:
    survey = made(5, answers=240)
    weighting = WEIGHTINGS[request.param](survey)
    return survey, weighting, people(weighting, survey)


Case = tuple[Made, Weighting, list[Person]]


def test_a_share_is_that_of_the_people(case: Case):
    survey, weighting, persons = case
    found = weighted_share(weighting, chosen=survey.yes, answered=survey.answered)
    share, z = influences(persons, lambda _: True)
    assert (found.share, found.variance) == pytest.approx((share, variance(z, persons, weighting)), rel=1e-12)
    weights = [person.weight for person in persons if person.answer is not None]
    assert found.effective == pytest.approx(sum(weights) ** 2 / sum(w * w for w in weights), rel=1e-12)
    assert (found.answers, found.chosen) == (len(weights), sum(person.answer in (3, 4) for person in persons))
    assert found.unweighted == found.chosen / found.answers


def test_a_share_in_a_group_is_that_of_its_people(case: Case):
    survey, weighting, persons = case
    found = weighted_share(weighting, chosen=part(survey.yes, 0, ["A"]), answered=part(survey.answered, 0, ["A"]))
    share, z = influences(persons, lambda person: person.cell[0] == "A")
    assert (found.share, found.variance) == pytest.approx((share, variance(z, persons, weighting)), rel=1e-12)


def test_a_difference_is_that_of_the_people(case: Case):
    survey, weighting, persons = case
    found = share_difference(
        weighting,
        one=(part(survey.yes, 1, ["18–39"]), part(survey.answered, 1, ["18–39"])),
        other=(part(survey.yes, 1, ["65–"]), part(survey.answered, 1, ["65–"])),
    )
    one, z1 = influences(persons, lambda person: person.cell[1] == "18–39")
    other, z2 = influences(persons, lambda person: person.cell[1] == "65–")
    z = [a - b for a, b in zip(z1, z2, strict=True)]
    assert (found.difference, found.variance) == pytest.approx(
        (one - other, variance(z, persons, weighting)), rel=1e-12
    )


def test_a_mean_and_a_total_are_those_of_the_people(case: Case):
    survey, weighting, persons = case
    mean = weighted_mean(weighting, survey.choices)
    whole = math.fsum(p.weight for p in persons if p.answer is not None)
    value = math.fsum(p.weight * p.answer for p in persons if p.answer is not None) / whole
    z = [(person.answer - value) / whole if person.answer is not None else 0.0 for person in persons]
    assert (mean.value, mean.variance) == pytest.approx((value, variance(z, persons, weighting)), rel=1e-12)

    total = weighted_total(weighting, survey.yes, population=10_000)
    each = 10_000 / math.fsum(person.weight for person in persons)
    z = [each * (person.answer in (3, 4)) for person in persons]
    value = math.fsum(person.weight * one for person, one in zip(persons, z, strict=True))
    assert (total.value, total.variance) == pytest.approx((value, variance(z, persons, weighting)), rel=1e-12)


def test_an_unweighted_share_has_the_variance_of_the_textbook():
    found = weighted_share(unweighted({("a",): 100}), chosen={("a",): 30}, answered={("a",): 100})
    assert found.variance == pytest.approx(0.3 * 0.7 / 99, rel=1e-12)


def test_what_the_margins_fix_does_not_vary():
    """The share of a class of a raked background is the population's, whoever answers."""
    survey = made(6)
    weighting = rake(survey.respondents, BACKGROUNDS, MARGINS)
    found = weighted_share(weighting, chosen=part(survey.respondents, 1, ["65–"]), answered=survey.respondents)
    assert found.standard_error == pytest.approx(0, abs=1e-9)
    assert found.interval().high - found.interval().low > 0.05


@pytest.mark.parametrize("everybody", [True, False])
def test_when_all_agree_the_interval_still_has_a_width(everybody: bool):
    survey = made(7)
    weighting = rake(survey.respondents, BACKGROUNDS, MARGINS)
    found = weighted_share(weighting, chosen=survey.answered if everybody else {}, answered=survey.answered)
    low, high = found.interval()
    assert found.share == pytest.approx(float(everybody))
    assert 0.008 < high - low < 0.03


def test_the_interval_of_a_group_reckons_with_its_own_answers():
    """Ten answers among five hundred: Student's t has nine degrees of freedom."""
    counts: dict[Cell, int] = {("a",): 10, ("b",): 500}
    few = weighted_share(unweighted(counts), chosen={("a",): 5}, answered={("a",): 10})
    assert few.answers == 10
    assert few.effective == pytest.approx(10)
    assert few.variance == pytest.approx(510 / 509 * 0.25 / 10)
    assert few.interval() == pytest.approx(wilson(0.5, 10 * 509 / 510, t_quantile(0.975, 9)))


def test_what_cannot_be_is_refused():
    weighting = unweighted({("a",): 10, ("b",): 10})
    with pytest.raises(ValueError, match="nobody answered"):
        weighted_share(weighting, chosen={}, answered={})
    with pytest.raises(ValueError, match="more have chosen it than answered"):
        weighted_share(weighting, chosen={("a",): 3}, answered={("a",): 2, ("b",): 5})
    with pytest.raises(ValueError, match="more answered the question than the survey"):
        weighted_share(weighting, chosen={}, answered={("a",): 11})
    with pytest.raises(ValueError, match="nobody answered the survey in the cell"):
        weighted_share(weighting, chosen={}, answered={("c",): 1})
    everybody: dict[Cell, int] = {("a",): 6}
    with pytest.raises(ValueError, match="more answered the question than the survey"):
        share_difference(weighting, one=({}, everybody), other=({}, everybody))


def test_the_interval_of_a_difference_holds_it_and_has_a_width_when_nobody_said_yes():
    weighting = unweighted({("a",): 60, ("b",): 40})
    answered: tuple[dict[Cell, int], dict[Cell, int]] = ({("a",): 60}, {("b",): 40})
    none = share_difference(weighting, one=({}, answered[0]), other=({}, answered[1]))
    assert none.standard_error == 0
    assert none.interval() == pytest.approx(
        (-wilson(0, 40, t_quantile(0.975, 39)).high, wilson(0, 60, t_quantile(0.975, 59)).high)
    )


def test_the_interval_of_a_difference_reckons_with_what_the_raking_took():
    survey = made(8)
    weighting = rake(survey.respondents, BACKGROUNDS, MARGINS)
    groups = [(part(survey.yes, 2, [sex]), part(survey.answered, 2, [sex])) for sex in ("women", "men")]
    found = share_difference(weighting, one=groups[0], other=groups[1])
    less = (400 - weighting.rank) / 399
    intervals = []
    for share in (found.one, found.other):
        number = min(share.effective, share.share * (1 - share.share) / share.variance)
        t = t_quantile(0.975, share.answers - 1 - weighting.rank)
        intervals.append(wilson(share.share, less * number, t))
    assert found.interval() == difference_interval(found.one.share, intervals[0], found.other.share, intervals[1])
