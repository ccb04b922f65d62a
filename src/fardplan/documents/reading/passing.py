"""The shapes as JSON and back, so that they can pass from one process to another without either trusting the other."""

from __future__ import annotations

import dataclasses
from typing import Any

from fardplan.documents.reading import shapes

_SHAPES = {
    shape.__name__: shape
    for shape in (
        shapes.Document,
        shapes.Footnote,
        shapes.Heading,
        shapes.LeftOut,
        shapes.List,
        shapes.ListItem,
        shapes.OddCell,
        shapes.Page,
        shapes.Pages,
        shapes.Paragraph,
        shapes.PassageStart,
        shapes.Place,
        shapes.PlainText,
        shapes.Sheet,
        shapes.SheetRow,
        shapes.Table,
        shapes.Workbook,
    )
}


def packed(value: Any) -> Any:
    """A shape as what JSON can hold; "is" names it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: packed(getattr(value, each.name)) for each in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    return [packed(each) for each in value] if isinstance(value, tuple) else value


def unpacked(value: Any) -> Any:
    """The shape again. Raises KeyError or TypeError for what is none."""
    if isinstance(value, dict):
        fields = {name: unpacked(each) for name, each in value.items() if name != "is"}
        return _SHAPES[value["is"]](**fields)
    return tuple(unpacked(each) for each in value) if isinstance(value, list) else value
