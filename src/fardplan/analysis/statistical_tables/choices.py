"""Which cells of a table are meant: codes that are checked, and the error when they are not enough or do not exist."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from itertools import product

from fardplan.analysis.statistical_tables.problems import shortened
from fardplan.analysis.statistical_tables.table import Cell, Table


class Fault(StrEnum):
    """What is wrong with a choice. The words are English; `BadChoice` gives their parts, so that others can be made."""

    UNKNOWN_DIMENSION = "the table has no dimension {codes}"
    UNKNOWN_CODE = "{dimension} has no code {codes}"
    NOT_CHOSEN = "choose one code of {dimension}"
    NOT_ONE = "{dimension} allows exactly one code here, not {codes}"
    NO_TIME = "the table has no time dimension"
    TWICE = "{codes} of {dimension} is counted twice"
    NOT_NAMED = "{codes} of {dimension} is neither in a group nor left out"
    TOTAL = "{codes} of {dimension} looks like a total of other codes; leave it out or say that it is none"
    OVERLAP = "{codes} of {dimension} overlap"
    STRADDLES = "{codes} of {dimension} lies on both sides of a limit between the groups"
    GAP = "the codes of {dimension} do not cover the whole group {codes}"
    NO_RANGE = "{codes} of {dimension} is no age; leave it out by name"
    EMPTY_GROUP = "the group {codes} of {dimension} has no codes, or nobody in it"
    NO_VALUE = "there is no number that can be counted at {codes}"


class BadChoice(ValueError):
    """A choice that cannot be made from this table. `codes` are those in question, not all when they are many."""

    def __init__(self, fault: Fault, dimension: str = "", codes: Collection[str] = ()) -> None:
        self.fault = fault
        self.dimension = dimension
        self.codes = tuple(codes)
        shown = shortened(", ".join(self.codes[:8]) + (", …" if len(self.codes) > 8 else ""), 200)
        super().__init__(fault.value.format(dimension=shortened(dimension), codes=shown))


def checked(table: Table, chosen: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """The codes of every dimension: those chosen, or the only one there is. Raises BadChoice.

    A dimension with several codes of which none is chosen is refused: which one is meant is not for us to guess.
    """
    unknown = [code for code in chosen if code not in table.codes]
    if unknown:
        raise BadChoice(Fault.UNKNOWN_DIMENSION, codes=unknown)
    found = {}
    for dimension in table.dimensions:
        codes = tuple(chosen.get(dimension.code, dimension.codes if len(dimension.codes) == 1 else ()))
        if not codes:
            raise BadChoice(Fault.NOT_CHOSEN, dimension.code)
        known = set(dimension.codes)
        if missing := [code for code in codes if code not in known]:
            raise BadChoice(Fault.UNKNOWN_CODE, dimension.code, missing)
        if len(set(codes)) != len(codes):
            raise BadChoice(Fault.TWICE, dimension.code, [code for code in known if codes.count(code) > 1])
        found[dimension.code] = codes
    return found


def cells(table: Table, chosen: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], Cell]]:
    """The cells at every combination of the codes chosen for each dimension, with the codes."""
    places = []
    for dimension in table.dimensions:
        place_of = {code: place for place, code in enumerate(dimension.codes)}
        places.append([(code, place_of[code]) for code in chosen[dimension.code]])
    sizes = [len(dimension.categories) for dimension in table.dimensions]
    for combination in product(*places):
        at = 0
        for size, (_, place) in zip(sizes, combination, strict=True):
            at = at * size + place
        yield tuple(code for code, _ in combination), Cell(table.values[at], table.statuses[at])
