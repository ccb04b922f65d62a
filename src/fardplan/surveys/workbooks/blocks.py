"""Groups that are one question here: a matrix, and points to give out."""

from __future__ import annotations

from fardplan.surveys.definition import QuestionType
from fardplan.surveys.workbooks.columns import OWN_TYPE
from fardplan.surveys.workbooks.tree import Node
from fardplan.surveys.workbooks.xlsform_types import type_of

_BETWEEN = "__"


def block_of(node: Node) -> QuestionType | None:
    """What question a group is; None when it is a group of questions."""
    if node.inside is None or node.is_repeat:
        return None
    said = node.record.cells.get(OWN_TYPE, "")
    if said in (QuestionType.MATRIX, QuestionType.POINTS):
        return QuestionType(said)
    return QuestionType.MATRIX if _is_table(node) else None


def _is_table(node: Node) -> bool:
    """Whether all rows choose one in the same list, in the layout of a table."""
    rows = node.inside or []
    types = {type_of(row.record.type) for row in rows if row.inside is None}
    if any(row.inside is not None for row in rows) or len(types) != 1:
        return False
    found = next(iter(types))
    looks = {word for row in rows for word in row.record.cells.get("appearance", "").split()}
    group = node.record.cells.get("appearance", "").split()
    return found.kind == QuestionType.SINGLE and not found.other and ("table-list" in group or "list-nolabel" in looks)


def is_heading(row: Node) -> bool:
    """A row that only shows the labels of the choices above a table."""
    return "label" in row.record.cells.get("appearance", "").split()


def row_name(block: str, code: str) -> str:
    """What the row of a block is called in a form, where names must be unique."""
    return f"{block}{_BETWEEN}{code}"


def row_code(block: str, name: str) -> str:
    return name.removeprefix(f"{block}{_BETWEEN}")
