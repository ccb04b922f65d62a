"""Made-up surveys with small groups, and the public result pages the program makes of them.

Three background variables (one of them with coarser classes), three questions everybody answers, one some skip, one
only those are asked who answered the first in a certain way. People come in three periods; after each one the page may
be published anew. Everything is drawn from one seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from fardplan.analysis.disclosure import (
    Counted,
    Group,
    Limits,
    Plan,
    Release,
    Row,
    Tally,
    TooFew,
    next_release,
    public_rows,
)

LIMITS = Limits(public=30, batch=50, square=10, desk=10, microdata=5)

VARIABLES = (
    Group("sex", tuple(Group(name) for name in ("women", "men", "other", "sex unknown"))),
    Group(
        "age",
        (
            Group("young", (Group("16–19"), Group("20–29"))),
            Group("middle", (Group("30–44"), Group("45–64"))),
            Group("old", (Group("65–79"), Group("80–"))),
            Group("age unknown"),
        ),
    ),
    Group("place", tuple(Group(name) for name in ("north", "south", "east", "west", "coast", "place unknown"))),
)
TOGETHER = " + "  # in the name of a row of groups that are hidden one by one
TOOK_PART, SKIPPED_BY_SOME, ASKED_SOME = 0, 4, 5
BASES = ((TOOK_PART, 1, 2, 3), (SKIPPED_BY_SOME,), (ASKED_SOME,))


def together(tree: Group, names: Iterable[str]) -> tuple[Group, ...]:
    """The groups that rows of several hidden groups are about, from the names of all rows."""
    known = {group.name: group for group in tree.walk()}
    return tuple(Group(name, tuple(known[part] for part in name.split(TOGETHER))) for name in names if TOGETHER in name)


@dataclass(frozen=True, slots=True)
class Person:
    """A class in each variable, an answer to each question (None: not answered; 0 for having taken part), a period."""

    classes: tuple[str, ...]
    answers: tuple[int | None, ...]
    period: int


World = tuple[Person, ...]


def draw_world(random: Random) -> World:
    """60–700 people in the first period, up to 150 in each of two more; classes from nearly empty to large."""
    sizes = (random.randint(60, 700), random.randint(0, 150), random.randint(0, 150))
    weights = [[random.random() ** 3 for _ in variable.classes()] for variable in VARIABLES]
    leanings = [[random.random() ** 2 + 0.01 for _ in range(random.randint(2, 5))] for _ in range(5)]
    return tuple(_person(random, weights, leanings, period) for period, size in enumerate(sizes) for _ in range(size))


def _person(random: Random, weights: list[list[float]], leanings: list[list[float]], period: int) -> Person:
    classes = tuple(
        random.choices(variable.classes(), weight)[0] for variable, weight in zip(VARIABLES, weights, strict=True)
    )
    chosen: list[int | None] = [random.choices(range(len(leaning)), leaning)[0] for leaning in leanings]
    if random.random() < 0.04:
        chosen[SKIPPED_BY_SOME - 1] = None
    if chosen[0] != 0:
        chosen[ASKED_SOME - 1] = None
    return Person(classes, (0, *chosen), period)


@dataclass(frozen=True, slots=True)
class Shown:
    """One table on one page: the rows of a question by a variable, as they were after period `at`."""

    at: int
    rows: tuple[Row | TooFew, ...]

    def by_name(self) -> dict[str, Row]:
        return {row.group: row for row in self.rows if isinstance(row, Row)}


@dataclass(frozen=True, slots=True)
class Page:
    """What is public after one period: tables by (question, variable), and everybody's row of each question."""

    tables: dict[tuple[int, int], Shown]
    totals: dict[int, Shown]


def count(world: Sequence[Person], variable: int, question: int) -> dict[str, int]:
    return Counter(person.classes[variable] for person in world if person.answers[question] is not None)


def tally(world: Sequence[Person], variable: int, question: int) -> Tally:
    cells = Counter((person.answers[question], person.classes[variable]) for person in world)
    chosen: dict[str, dict[str, int]] = {}
    for (answer, name), number in cells.items():
        if answer is not None:
            chosen.setdefault(str(answer), {})[name] = number
    return Tally(count(world, variable, question), {answer: chosen[answer] for answer in sorted(chosen)})


def publish(world: World, limits: Limits = LIMITS, periods: int = 3) -> list[Page]:
    """The page after each period, the last one after closing, by the rules of the program."""
    pages: list[Page] = []
    releases: dict[int, Release] = {}
    for period in range(periods):
        here = [person for person in world if person.period <= period]
        for place, base in enumerate(BASES):
            if place and 0 not in releases:
                break
            answers = {
                variable.name: tuple(count(here, at, question) for question in base)
                for at, variable in enumerate(VARIABLES)
            }
            decided = next_release(
                VARIABLES,
                Counted(len(here), answers),
                before=releases.get(place),
                is_closed=period == periods - 1,
                limits=limits,
                rows_while_open=len(world) % 2 == 0,  # both ways, and the same for other people of the same number
                within=releases.get(0) if place else None,
            )
            if isinstance(decided, Release):
                releases[place] = decided
        pages.append(_page(world, releases))
    return pages


def _page(world: World, releases: dict[int, Release]) -> Page:
    tables: dict[tuple[int, int], Shown] = {}
    totals: dict[int, Shown] = {}
    for place, release in releases.items():
        for question in BASES[place]:
            for at, variable in enumerate(VARIABLES):
                rows = release.rows[variable.name]
                tables[question, at] = _shown(world, rows.responses, variable, at, question, rows.plan)
            only_all = Plan(0, frozenset({VARIABLES[0].name}), ())
            shown = _shown(world, release.responses, VARIABLES[0], 0, question, only_all)
            totals[question] = Shown(shown.at, shown.rows[:1])
    return Page(tables, totals)


def _shown(world: World, responses: int, variable: Group, at: int, question: int, hiding: Plan) -> Shown:
    here = world[:responses]  # people stand in the order of their periods
    return Shown(here[-1].period, public_rows(variable, hiding, tally(here, at, question)))
