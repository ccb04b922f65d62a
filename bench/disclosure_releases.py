"""The same made-up surveys, published by the whole program: responses are counted, decided on and made into results.

Each page the attacks of `bench.disclosure_*` read is the printed result itself (`Release.tables`), after every period.
That a group is empty is no finding: it tells of nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from bench.disclosure_attack import Revealed, attack_page, attack_snapshots
from bench.disclosure_combinations import attack_combinations
from bench.disclosure_pages import (
    ASKED_SOME,
    LIMITS,
    SKIPPED_BY_SOME,
    TOGETHER,
    TOOK_PART,
    VARIABLES,
    Page,
    Person,
    Shown,
    World,
)
from fardplan.analysis.disclosure import Row, TooFew, Wait
from fardplan.surveys.definition import Definition, read
from fardplan.surveys.results import deciding, shape
from fardplan.surveys.results.building import About, Before, build
from fardplan.surveys.results.counts import Counting
from fardplan.surveys.results.variables import Plan

MOST_ANSWERS = 5
QUESTIONS = {number: f"q{number}" for number in range(1, 6)}
BACKGROUNDS = tuple(variable.name for variable in VARIABLES)


def _code(name: str) -> str:
    """A class as a code: 16–19 is c16-19."""
    return "c" + name.replace("–", "-").replace(" ", "-")


def survey() -> Definition:
    """A survey that asks what the made-up people have answered."""
    questions: list[dict[str, Any]] = []
    for variable in VARIABLES:
        said = [name for name in variable.classes() if not name.endswith("unknown")]
        groups = [
            {"name": part.name, "label": {"sv": part.name}, "of": [_code(name) for name in part.classes()]}
            for part in variable.parts
            if part.parts
        ]
        choices = [{"name": _code(name), "label": {"sv": name}} for name in said]
        questions.append({"name": variable.name, "type": "single", "label": {"sv": variable.name}, "choices": choices,
                          "groups": groups, "background": True})  # fmt: skip
    answers = [{"name": f"a{answer}", "label": {"sv": str(answer)}} for answer in range(MOST_ANSWERS)]
    for number, name in QUESTIONS.items():
        questions.append({"name": name, "type": "single", "label": {"sv": name}, "choices": answers,
                          "required": number != SKIPPED_BY_SOME,
                          "relevant": "${q1} = 'a0'" if number == ASKED_SOME else ""})  # fmt: skip
    return read({"title": {"sv": "Enkät"}, "pages": [{"name": "del", "questions": questions}]})


def answers_of(person: Person) -> dict[str, str]:
    """What one made-up person answered, as a response keeps it."""
    classes = zip(BACKGROUNDS, person.classes, strict=True)
    said = {name: _code(own) for name, own in classes if not own.endswith("unknown")}
    return said | {
        name: f"a{person.answers[number]}" for number, name in QUESTIONS.items() if person.answers[number] is not None
    }


def publish(world: World, periods: int = 3, **about: Any) -> list[shape.Result]:
    """The result after each period, the last after closing; none before there is anything to show."""
    of = Plan((survey(),))
    before: Before | None = None
    results: list[shape.Result] = []
    for period in range(periods):
        counting = Counting({1: of.definitions[0]})
        for person in world:
            if person.period <= period:
                counting.add(1, answers_of(person))
        counts, is_closed = counting.counts(), period == periods - 1
        decided = deciding.decide(
            of, counts, before=before.state if before else None, is_closed=is_closed, limits=LIMITS
        )
        if not isinstance(decided, Wait):
            told = About("Enkät", "open", "", is_closed, LIMITS, **about)
            result = build(of, told, decided, counts, before=before)
            # Through JSON and back, as the database keeps them.
            kept = json.loads(json.dumps([shape.as_data(result), deciding.as_data(decided)]))
            before = Before(deciding.read(kept[1]), shape.read(kept[0]))
        if before is not None:
            results.append(before.result)
    return results


def as_page(world: World, results: Sequence[shape.Result]) -> Page:
    """The last of these results as the attacks read it; everybody's rows of older moments come from the others."""
    result = results[-1]
    all_rows = {(q.name, q.responses): q.tables[0].total for each in results for q in each.questions}
    tables: dict[tuple[int, int], Shown] = {}
    totals: dict[int, Shown] = {}
    for at, background in enumerate(result.backgrounds):
        period = _period(world, background.responses)
        rows = [Row(VARIABLES[at].name, background.responses, {"0": 100})]
        rows += [Row(_name(at, g.code, g.of), g.n, {"0": 100}) for g in background.groups if g.n is not None]
        tables[TOOK_PART, at] = Shown(period, tuple(rows))
    everybody = Row(VARIABLES[0].name, result.responses, {"0": 100})
    totals[TOOK_PART] = Shown(_period(world, result.responses), (everybody,))
    for number, name in QUESTIONS.items():
        question = result.by_name[name]
        table = question.tables[0]
        if table.total is None:
            continue
        period = _period(world, question.responses)
        totals[number] = Shown(period, (_row(VARIABLES[0].name, table.total),))
        for at, division in enumerate(table.divisions):
            tables[number, at] = Shown(
                _period(world, division.responses), tuple(_rows(at, all_rows.get((name, division.responses)), division))
            )
    return Page(tables, totals)


def _rows(at: int, total: shape.Row | None, division: shape.Division) -> Iterator[Row | TooFew]:
    """The rows of a division, with everybody's of the same time above them."""
    if total is not None:
        yield _row(VARIABLES[at].name, total)
    for row in division.rows:
        if isinstance(row, shape.Row):
            yield _row(_name(at, row.group, row.of), row)
        else:
            yield TooFew(_name(at, row.group), row.minimum)


def _row(name: str, row: shape.Row) -> Row:
    figures = {answer.code[1:]: answer.unweighted for answer in row.answers}
    return Row(name, row.n, {answer: percent for answer, percent in figures.items() if percent is not None})


def _name(at: int, code: str, of: Sequence[str] = ()) -> str:
    if of:
        return TOGETHER.join(_name(at, each) for each in of)
    if code == shape.NOT_SAID:
        return f"{VARIABLES[at].name} unknown"
    if code.startswith("group."):
        return code.removeprefix("group.")
    return next(name for name in VARIABLES[at].classes() if _code(name) == code)


def _period(world: World, responses: int) -> int:
    return world[responses - 1].period  # people stand in the order of their periods


def hidden_rows(result: shape.Result) -> int:
    """How many rows are hidden: there is something to find."""
    divisions = [division for q in result.questions for table in q.tables for division in table.divisions]
    return sum(not row.is_shown for division in divisions for row in division.rows)


def attacked(world: World, results: Sequence[shape.Result]) -> list[Revealed]:
    """All that subtraction, differencing and combining reveal of people who exist."""
    pages = [as_page(world, results[: place + 1]) for place in range(len(results))]
    found = [each for page in pages for each in attack_page(world, page)]
    for earlier, later in combinations(pages, 2):
        found += attack_snapshots(world, earlier, later)
    return [each for each in found + attack_combinations(world, pages) if each.size > 0]
