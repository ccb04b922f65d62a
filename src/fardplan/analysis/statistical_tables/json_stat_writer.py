"""Writing a table as JSON-stat 2: the numbers that are published, and our own results.

What the format has no place for (notes to cells, a unit for the whole table, dates of single measures) goes into its
`extension` objects under our own name, where readers that do not know it pass it by.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from fardplan.analysis.statistical_tables.json_stat import OWN
from fardplan.analysis.statistical_tables.table import Category, Dimension, Note, Role, Table


def write_json_stat(table: Table) -> bytes:
    """The table as a JSON-stat 2 dataset in UTF-8: the same bytes for the same table.

    `read_json_stat` reads it back equal when its texts are as the readers leave them (no empty notes, labels that are
    not empty and on one line) and it is within their bounds.
    """
    dataset: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": table.title,
        "source": table.source,
        "updated": table.updated,
        "note": [note.text for note in table.notes],
        "role": _roles(table.dimensions),
        "id": list(table.codes),
        "size": [len(dimension.categories) for dimension in table.dimensions],
        "dimension": {dimension.code: _dimension(dimension) for dimension in table.dimensions},
        "extension": _extension(table),
        "value": [_number(value) for value in table.values],
        "status": {str(at): status for at, status in enumerate(table.statuses) if status},
    }
    kept = _filled(dataset) | {"label": table.title}
    return json.dumps(kept, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def _roles(dimensions: Iterable[Dimension]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for dimension in dimensions:
        if dimension.role is not Role.CLASSIFICATION:
            roles.setdefault(dimension.role.value, []).append(dimension.code)
    return roles


def _dimension(dimension: Dimension) -> dict[str, Any]:
    every = dimension.categories
    category = _filled(
        {
            "index": list(dimension.codes),
            "label": {each.code: each.label for each in every},
            "child": {each.code: list(each.children) for each in every if each.children},
            "unit": {each.code: _unit(each) for each in every if each.unit or each.decimals is not None},
            "note": {each.code: [note.text for note in each.notes] for each in every if each.notes},
        }
    )
    extension = {
        "noteMandatory": _mandatory(dimension.notes),
        "categoryNoteMandatory": {each.code: found for each in every if (found := _mandatory(each.notes))},
        "refperiod": {each.code: each.reference_period for each in every if each.reference_period},
        OWN: _filled({"updated": {each.code: each.updated for each in every if each.updated}}),
    }
    if dimension.total is not None:
        extension |= {"elimination": True, "eliminationValueCode": dimension.total}
    return _filled(
        {
            "label": dimension.label,
            "note": [note.text for note in dimension.notes],
            "category": category,
            "extension": _filled(extension),
        }
    )


def _unit(category: Category) -> dict[str, Any]:
    unit: dict[str, Any] = {"base": category.unit} if category.unit else {}
    return unit | ({} if category.decimals is None else {"decimals": category.decimals})


def _extension(table: Table) -> dict[str, Any]:
    px = _filled({"tableid": table.table_id, "contents": table.contents, "language": table.language})
    if table.decimals is not None:
        px["decimals"] = table.decimals
    cell_notes = [
        {
            "codes": {at: code for at, code in zip(table.codes, each.codes, strict=True) if code is not None},
            "text": each.note.text,
            "mandatory": each.note.mandatory,
        }
        for each in table.cell_notes
    ]
    return _filled(
        {
            "px": px,
            "noteMandatory": _mandatory(table.notes),
            OWN: _filled({"unit": table.unit, "refperiod": table.reference_period, "cellNote": cell_notes}),
            "status": {"label": dict(table.status_labels)} if table.status_labels else {},
        }
    )


def _mandatory(notes: Iterable[Note]) -> dict[str, bool]:
    return {str(at): True for at, note in enumerate(notes) if note.mandatory}


def _filled(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that say something: no empty texts, lists or objects."""
    return {name: value for name, value in fields.items() if value not in ("", [], {})}


def _number(value: float | None) -> float | int | None:
    """A whole number without its ".0"."""
    return int(value) if value is not None and float(value).is_integer() and abs(value) < 2**53 else value
