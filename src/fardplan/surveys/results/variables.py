"""The background questions as groups that public tables may be divided by, and what is published of a survey at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fardplan.analysis.disclosure import Group, Table, bases
from fardplan.surveys.definition import OTHER, Definition, Question, QuestionType
from fardplan.surveys.results.counts import SILENT, Counts, Row
from fardplan.surveys.results.items import ANSWERED, WRITTEN, Item, items_in
from fardplan.surveys.results.merging import asked_of, listed_tables, merged
from fardplan.surveys.results.shape import EVERYBODY, NOT_SAID, Measure

ALL = Group(EVERYBODY)
"""Everybody, undivided: the one group of a survey without background questions."""


@dataclass(frozen=True)
class Variable:
    """A background question as a tree of groups. The root is called `root`; a class by its code; a class group by
    `group.` and its own; those who did not say by NOT_SAID. `is_ordered` when classes have neighbours, as ages do."""

    question: Question
    tree: Group

    @property
    def name(self) -> str:
        return self.question.name

    @property
    def root(self) -> str:
        return self.tree.name

    @property
    def is_ordered(self) -> bool:
        return self.question.type == QuestionType.BIRTH_YEAR

    @cached_property
    def label_of(self) -> dict[str, Mapping[str, str]]:
        """The words for each group; those with codes of our own, and ages, have none."""
        classes = {choice.name: choice.label for choice in self.question.choices}
        return {**classes, **{group_code(group.name): group.label for group in self.question.groups}}


def group_code(name: str) -> str:
    return f"group.{name}"


def variable_of(question: Question, *, may_be_silent: bool) -> Variable:
    """Class groups that overlap an earlier one, or hold one class only, are left out: groups divide everybody."""
    classes = [*question.codes, *([OTHER] if question.other else []), *([NOT_SAID] if may_be_silent else [])]
    taken: set[str] = set()
    starts: dict[str, Group] = {}
    for group in question.groups:
        members = [code for code in classes if code in group.of]
        if len(members) < 2 or len(members) == len(classes) or not taken.isdisjoint(members):
            continue
        taken |= set(members)
        starts[members[0]] = Group(group_code(group.name), tuple(Group(code) for code in members))
    parts = [starts.get(code) or Group(code) for code in classes if code in starts or code not in taken]
    return Variable(question, Group(f"{EVERYBODY}.{question.name}", tuple(parts) if len(parts) > 1 else ()))


@dataclass(frozen=True)
class Plan:
    """What is published of a survey: `definitions` are all versions that are answered or were, the oldest first."""

    definitions: tuple[Definition, ...]

    @cached_property
    def whole(self) -> Definition:
        return merged(self.definitions)

    @cached_property
    def items(self) -> dict[str, tuple[Item, ...]]:
        return items_in(self.whole)

    @cached_property
    def by_key(self) -> dict[str, Item]:
        return {item.key: item for items in self.items.values() for item in items}

    @cached_property
    def listed(self) -> frozenset[Table]:
        return listed_tables(self.definitions)

    @cached_property
    def published(self) -> tuple[Question, ...]:
        """The questions that have a public table, in order."""
        return tuple(each for each in self.whole.questions if Table(each.name) in self.listed)

    @cached_property
    def backgrounds(self) -> tuple[Question, ...]:
        """The background questions of the first version: what comes later divides no public table."""
        first = {each.name for each in self.definitions[0].questions if each.background}
        return tuple(each for each in self.whole.questions if each.background and each.name in first)

    def variables(self, counts: Counts, *, kept: Mapping[str, Collection[str]] | None = None) -> tuple[Variable, ...]:
        """What tables are divided by. "Did not say" is a class when somebody did not: that nobody did tells of nobody,
        and a class that is always empty would always take another with it.

        `kept` are the classes, by root, of rows that were counted earlier: who did not say may since be left out.
        """

        def may_be_silent(name: str) -> bool:
            return SILENT in counts.by_class(name) or NOT_SAID in (kept or {}).get(f"{EVERYBODY}.{name}", ())

        return tuple(variable_of(each, may_be_silent=may_be_silent(each.name)) for each in self.backgrounds)

    def divided(self) -> tuple[tuple[str, ...], ...]:
        """The items whose hidden groups are decided together: `disclosure.bases`; those of everybody come first."""
        asked = [
            asked_of(question.name, self.definitions)
            for question in self.published
            if self.items[question.name] and self.items[question.name][0].measure in {Measure.SHARES, Measure.MEAN}
        ]
        return tuple(tuple(item.key for name in names for item in self.items[name]) for names in bases(asked))


def answered(counts: Counts, item: Item) -> Row:
    """How many in each cell have an opinion: all but "Vet inte" and "Vill inte svara"."""
    rows = counts.rows.get(item.key, {})
    for one in (ANSWERED, WRITTEN):
        if one in rows:
            return rows[one]
    return together(row for code, row in rows.items() if is_opinion(code))


def is_opinion(code: str) -> bool:
    return not code.startswith("_") or code in {OTHER, "_not_placed"}


def together(rows: Iterable[Row]) -> Row:
    """Rows added cell by cell."""
    found: dict[int, int] = {}
    for row in rows:
        for place, number in zip(row.places, row.numbers, strict=True):
            found[place] = found.get(place, 0) + number
    places = tuple(sorted(found))
    return Row(places, tuple(found[place] for place in places))


def by_class(counts: Counts, variable: Variable, row: Row | None = None) -> dict[str, int]:
    """How many in each of the variable's finest classes, by the names of its groups."""
    if not variable.tree.parts:
        return {variable.root: counts.responses if row is None else row.total}
    return {code or NOT_SAID: number for code, number in counts.by_class(variable.name, row).items()}
