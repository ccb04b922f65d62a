"""The one shape every file of statistics is read into: dimensions, cells, and all that must follow the numbers."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

NIL = "-"
"""The status of a cell with nothing to report: exactly zero by the conventions of official statistics."""


class Role(StrEnum):
    """What a dimension is about, in the words of JSON-stat."""

    TIME = "time"
    GEO = "geo"
    METRIC = "metric"
    CLASSIFICATION = "classification"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. A mandatory one must be shown wherever the numbers are."""

    text: str
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class CellNote:
    """A footnote to some cells: for each dimension of the table one code, or None for all of them."""

    codes: tuple[str | None, ...]
    note: Note


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a dimension. What measures differ in (unit, date) stands at the categories of the metric one."""

    code: str
    label: str
    unit: str = ""
    decimals: int | None = None
    updated: str = ""
    reference_period: str = ""
    notes: tuple[Note, ...] = ()
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a table. `total` is the code the producer says to use when the dimension is left aside."""

    code: str
    label: str
    categories: tuple[Category, ...]
    role: Role = Role.CLASSIFICATION
    notes: tuple[Note, ...] = ()
    total: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(category.code for category in self.categories)

    def category(self, code: str) -> Category:
        """The category with this code. Raises KeyError."""
        for category in self.categories:
            if category.code == code:
                return category
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, or None with the status that says why it is missing (such as ".." or "-")."""

    value: float | None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of statistics with its source.

    `values` and `statuses` have one entry for each cell, the last dimension varying fastest (row-major order).
    `updated` is a date or time in ISO 8601 where the file has one that can be read, otherwise its own words.
    `unit` and `decimals` are those of the whole table; a category of the metric dimension may have its own.
    Raises ValueError when lengths do not agree, codes repeat or a value is not finite.
    """

    title: str
    dimensions: tuple[Dimension, ...]
    values: tuple[float | None, ...]
    statuses: tuple[str, ...]
    table_id: str = ""
    contents: str = ""
    source: str = ""
    updated: str = ""
    unit: str = ""
    decimals: int | None = None
    language: str = ""
    reference_period: str = ""
    notes: tuple[Note, ...] = ()
    cell_notes: tuple[CellNote, ...] = ()
    status_labels: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        cells = math.prod(len(dimension.categories) for dimension in self.dimensions)
        if not len(self.values) == len(self.statuses) == cells:
            raise ValueError(f"{cells} cells, but {len(self.values)} values and {len(self.statuses)} statuses")
        for codes in [self.codes, *(dimension.codes for dimension in self.dimensions)]:
            if len(set(codes)) != len(codes):
                raise ValueError("a code stands twice")
        if any(value is not None and not math.isfinite(value) for value in self.values):
            raise ValueError("a value is not finite")
        if any(len(note.codes) != len(self.dimensions) for note in self.cell_notes):
            raise ValueError("a note to cells needs one code for each dimension")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the dimensions."""
        return tuple(dimension.code for dimension in self.dimensions)

    @property
    def updated_on(self) -> date | None:
        return day_of(self.updated)

    def dimension(self, code: str) -> Dimension:
        """The dimension with this code. Raises KeyError."""
        for dimension in self.dimensions:
            if dimension.code == code:
                return dimension
        raise KeyError(code)

    def with_role(self, role: Role) -> Dimension | None:
        """The first dimension about this, if there is one."""
        return next((dimension for dimension in self.dimensions if dimension.role is role), None)

    def cell(self, codes: Mapping[str, str]) -> Cell:
        """The cell at one code for each dimension. Raises KeyError for what is unknown or left out."""
        at = 0
        for dimension in self.dimensions:
            try:
                place = dimension.codes.index(codes[dimension.code])
            except ValueError:
                raise KeyError(codes[dimension.code]) from None
            at = at * len(dimension.categories) + place
        return Cell(self.values[at], self.statuses[at])

    def unit_at(self, codes: Mapping[str, str]) -> str:
        """The unit of the measure chosen by these codes, or that of the whole table."""
        units = (
            category.unit
            for dimension in self.dimensions
            for category in dimension.categories
            if category.unit and codes.get(dimension.code) == category.code
        )
        return next(units, self.unit)

    def updated_at(self, codes: Mapping[str, str]) -> str:
        """When the measure chosen by these codes was updated, or the whole table."""
        dates = (
            category.updated
            for dimension in self.dimensions
            for category in dimension.categories
            if category.updated and codes.get(dimension.code) == category.code
        )
        return next(dates, self.updated)

    def notes_at(self, codes: Mapping[str, tuple[str, ...]]) -> tuple[Note, ...]:
        """All footnotes that concern the cells with these codes, mandatory ones first, none of them twice.

        `codes` names some of each dimension's codes; a dimension that is not named counts with all of its codes.
        """
        chosen = [set(codes.get(dimension.code, dimension.codes)) for dimension in self.dimensions]
        notes = list(self.notes)
        for dimension, kept in zip(self.dimensions, chosen, strict=True):
            notes += dimension.notes
            notes += [note for category in dimension.categories if category.code in kept for note in category.notes]
        for cell_note in self.cell_notes:
            if all(code is None or code in kept for code, kept in zip(cell_note.codes, chosen, strict=True)):
                notes.append(cell_note.note)
        return tuple(sorted(dict.fromkeys(notes), key=lambda note: not note.mandatory))


def day_of(moment: str) -> date | None:
    """The day at the beginning of an ISO date or time; None for anything else."""
    found = re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", moment)
    if not found:
        return None
    try:
        return date.fromisoformat(found[0])
    except ValueError:
        return None
