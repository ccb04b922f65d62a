"""The part of a table that is chosen, as a table of its own with everything that must follow those numbers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from fardplan.analysis.statistical_tables.choices import cells, checked
from fardplan.analysis.statistical_tables.table import CellNote, Dimension, Table


def excerpt(table: Table, chosen: Mapping[str, Collection[str]]) -> Table:
    """The cells at the chosen codes, which stand in the order of the table. Raises BadChoice.

    A dimension with a single code need not be named. Notes to what is left out are left out too.
    """
    picked = {code: set(codes) for code, codes in checked(table, chosen).items()}
    dimensions = tuple(_narrowed(dimension, picked[dimension.code]) for dimension in table.dimensions)
    found = [cell for _, cell in cells(table, {dimension.code: dimension.codes for dimension in dimensions})]
    return replace(
        table,
        dimensions=dimensions,
        values=tuple(cell.value for cell in found),
        statuses=tuple(cell.status for cell in found),
        cell_notes=tuple(note for note in table.cell_notes if _concerns(note, table, picked)),
    )


def _narrowed(dimension: Dimension, kept: set[str]) -> Dimension:
    categories = tuple(
        replace(category, children=tuple(child for child in category.children if child in kept))
        for category in dimension.categories
        if category.code in kept
    )
    return replace(dimension, categories=categories, total=dimension.total if dimension.total in kept else None)


def _concerns(note: CellNote, table: Table, kept: Mapping[str, set[str]]) -> bool:
    return all(code is None or code in kept[at] for at, code in zip(table.codes, note.codes, strict=True))
