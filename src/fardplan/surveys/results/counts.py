"""The responses of a collection, counted: for each cell of the background how many gave which answer.

A cell is a class of each background question, "" where it was not told (or not wanted to be told). From these counts
everything else is worked out; nothing leads back to one response.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fardplan.surveys.definition import DONT_KNOW, WONT_SAY, Answers, Definition, QuestionType
from fardplan.surveys.results.items import WRITTEN, Item, codes_in, is_plain, items_in
from fardplan.surveys.results.merging import is_comparable, merged

SILENT = ""

Cell = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """How many in the cells at these places gave one answer; nobody did elsewhere."""

    places: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True)
class Counts:
    """`rows` are by item and code. `left_out` responses are not in any of it. `versions` are those answered."""

    backgrounds: tuple[str, ...]
    cells: tuple[Cell, ...]
    respondents: tuple[int, ...]
    rows: Mapping[str, Mapping[str, Row]]
    left_out: int = 0
    versions: tuple[int, ...] = ()

    @cached_property
    def responses(self) -> int:
        return sum(self.respondents)

    def row(self, item: str, code: str) -> Row:
        return self.rows.get(item, {}).get(code, Row())

    def by_class(self, background: str, row: Row | None = None) -> dict[str, int]:
        """How many in each class of a background; all respondents when no row is given."""
        at = self.backgrounds.index(background)
        found: Counter[str] = Counter()
        places = range(len(self.cells)) if row is None else row.places
        for place, number in zip(places, self.respondents if row is None else row.numbers, strict=True):
            found[self.cells[place][at]] += number
        return dict(found)


class Counting:
    """Counts responses one after the other. The definitions are by version number."""

    def __init__(self, definitions: Mapping[int, Definition]) -> None:
        numbers = sorted(definitions)
        self.whole = merged([definitions[number] for number in numbers])
        self.items = items_in(self.whole)
        self.backgrounds = tuple(each.name for each in self.whole.questions if each.background)
        self._ways = {number: _Way(self.whole, definitions[number]) for number in numbers}
        self._cells: dict[Cell, _Counted] = {}
        self._seen: set[int] = set()

    def add(self, version: int, answers: Answers) -> None:
        """Count one response, given with that version."""
        way = self._ways[version]
        self._seen.add(version)
        cell = tuple([_class_of(answers.get(name)) for name in way.backgrounds])
        counted = self._cells.get(cell)
        if counted is None:
            counted = self._cells[cell] = _Counted()
        counted.respondents += 1
        plain = way.plain
        if plain.issuperset(answers):
            counted.answers.update(answers.items())
        else:
            pairs = [(n, answer) if n in plain else (n, _kept(way, n, answer)) for n, answer in answers.items()]
            counted.answers.update(pairs)

    def counts(self, *, left_out: int = 0) -> Counts:
        """What has been counted so far, cells in a fixed order."""
        cells = sorted(self._cells)
        rows: dict[str, dict[str, tuple[list[int], list[int]]]] = {}
        coded = {cell: _coded(self.items, self._cells[cell].answers) for cell in cells}
        for place, cell in enumerate(cells):
            for (item, code), number in coded[cell].items():
                places, numbers = rows.setdefault(item, {}).setdefault(code, ([], []))
                places.append(place)
                numbers.append(number)
        return Counts(
            self.backgrounds,
            tuple(cells),
            tuple(self._cells[cell].respondents for cell in cells),
            {
                item: {code: Row(tuple(places), tuple(numbers)) for code, (places, numbers) in sorted(codes.items())}
                for item, codes in sorted(rows.items())
            },
            left_out,
            tuple(sorted(self._seen)),
        )


@dataclass
class _Counted:
    respondents: int = 0
    answers: Counter[tuple[str, Any]] = field(default_factory=Counter)


class _Way:
    """How answers given with one version are counted: `plain` ones as they are, of `texts` only that they were."""

    def __init__(self, whole: Definition, definition: Definition) -> None:
        asked = {
            name: question
            for name, question in whole.by_name.items()
            if question.is_asked and name in definition.by_name and is_comparable(question, definition.by_name[name])
        }
        self.plain = frozenset(name for name, question in asked.items() if is_plain(question))
        self.texts = frozenset(name for name, question in asked.items() if question.type == QuestionType.TEXT)
        self.asked = frozenset(asked)
        self.backgrounds = tuple(each.name if each.name in asked else "" for each in whole.questions if each.background)


def _class_of(value: Any) -> str:
    return SILENT if value is None or value in (DONT_KNOW, WONT_SAY) else str(value)


def _kept(way: _Way, name: str, answer: Any) -> Any:
    """An answer as it is counted first: equal answers alike, None for what is not counted at all."""
    if name not in way.asked:
        return None
    if name in way.texts:
        return answer if answer in (DONT_KNOW, WONT_SAY) else WRITTEN
    if isinstance(answer, list):
        return tuple(answer)
    return frozenset(answer.items()) if isinstance(answer, dict) else answer


def _coded(items: Mapping[str, tuple[Item, ...]], answers: Mapping[tuple[str, Any], int]) -> Counter[tuple[str, str]]:
    """How many gave each code of each item: each kind of answer is looked at once, however many gave it."""
    found: Counter[tuple[str, str]] = Counter()
    for (name, kept), number in answers.items():
        if kept is None:
            continue
        answer = dict(kept) if isinstance(kept, frozenset) else kept
        for item in items[name]:
            for code in codes_in(item, answer):
                found[item.key, code] += number
    return found


def as_data(counts: Counts) -> dict[str, Any]:
    """Counts as JSON data: a row is places and numbers in turn."""
    return {
        "format": 1,
        "backgrounds": list(counts.backgrounds),
        "cells": [list(cell) for cell in counts.cells],
        "respondents": list(counts.respondents),
        "rows": {
            item: {
                code: [each for pair in zip(row.places, row.numbers, strict=True) for each in pair]
                for code, row in codes.items()
            }
            for item, codes in counts.rows.items()
        },
        "left_out": counts.left_out,
        "versions": list(counts.versions),
    }


def read(data: Mapping[str, Any]) -> Counts:
    """Counts from what `as_data` made."""
    return Counts(
        tuple(data["backgrounds"]),
        tuple(tuple(cell) for cell in data["cells"]),
        tuple(data["respondents"]),
        {
            item: {code: Row(tuple(flat[::2]), tuple(flat[1::2])) for code, flat in codes.items()}
            for item, codes in data["rows"].items()
        },
        data["left_out"],
        tuple(data["versions"]),
    )
