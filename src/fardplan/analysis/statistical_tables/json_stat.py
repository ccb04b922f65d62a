"""Reading JSON-stat: version 2, and versions 1.x as PxWeb's first interface answers.

By the format's own document (json-stat.org/full) and the extensions PxWeb writes: mandatory notes, the table's id,
the code to use when a dimension is left aside, and reference periods.
"""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import TypeVar

from fardplan.analysis.statistical_tables.json_values import Node, checked_code, checked_codes, parsed
from fardplan.analysis.statistical_tables.problems import Problem, Unreadable, checked_cells
from fardplan.analysis.statistical_tables.table import Category, CellNote, Dimension, Note, Role, Table

OWN = "fardplan"
"""The name under which our own words stand in the `extension` objects."""

Value = TypeVar("Value")


def read_json_stat(content: bytes) -> Table:
    """The one table of a JSON-stat file (UTF-8). Raises Unreadable with the path of what is wrong."""
    return table_of(parsed(content))


def table_of(root: Node) -> Table:
    """The one table of JSON that has been parsed."""
    dataset = _dataset(root)
    frame = dataset if dataset.has("id") else dataset.get("dimension")  # versions before 2 keep them there
    ids = checked_codes([each.code() for each in frame.need("id").items()], frame.get("id").path)
    if not ids:
        raise Unreadable(Problem.MISSING, frame.get("id").path)
    sizes = _sizes(frame.need("size"), len(ids))
    cells = checked_cells(sizes, frame.get("size").path)
    roles = _roles(frame.get("role"), ids)
    dimensions = tuple(
        _dimension(dataset.need("dimension").need(code), code, size, roles.get(code, Role.CLASSIFICATION))
        for code, size in zip(ids, sizes, strict=True)
    )
    extension, px = dataset.get("extension"), dataset.get("extension").inside("px")
    own = extension.inside(OWN)
    return Table(
        title=dataset.get("label").label(),
        dimensions=dimensions,
        values=tuple(_cells(dataset.need("value"), cells, Node.number, None)),
        statuses=tuple(_cells(_spread(dataset.get("status"), cells), cells, _status, "")),
        table_id=px.inside("tableid").label() or px.inside("matrix").label(),
        contents=px.inside("contents").label(),
        source=dataset.get("source").label(),
        updated=dataset.get("updated").label(),
        unit=own.inside("unit").label(),
        decimals=px.inside("decimals").count(),
        language=px.inside("language").label(),
        reference_period=own.inside("refperiod").label(),
        notes=_notes(dataset.get("note"), extension.inside("noteMandatory")),
        cell_notes=tuple(_cell_note(each, dimensions) for each in own.inside("cellNote").items()),
        status_labels=_status_labels(extension.inside("status").inside("label")),
    )


def _status_labels(node: Node) -> tuple[tuple[str, str], ...]:
    """What the statuses mean, where Eurostat puts it: extension.status.label."""
    if not isinstance(node.value, dict):
        return ()
    return tuple((checked_code(code, each.path), each.label()) for code, each in node.fields())


def _dataset(root: Node) -> Node:
    """The object with the table: the root itself from version 1.1 (class), one of its values before."""
    if root.has("error"):
        raise Unreadable(Problem.NO_TABLE, "error", found=str(root.object()["error"]))
    kind = root.get("class").label()
    if kind not in ("", "dataset"):
        raise Unreadable(Problem.NO_TABLE, "class", found=kind)
    if root.has("dimension"):
        return root
    tables = [node for _, node in root.fields() if isinstance(node.value, dict) and node.has("dimension")]
    if not tables:
        raise Unreadable(Problem.MISSING, "dimension")
    if len(tables) > 1:
        raise Unreadable(Problem.SEVERAL_TABLES, found=", ".join(node.path for node in tables))
    return tables[0]


def _sizes(node: Node, dimensions: int) -> list[int]:
    sizes = [each.count() for each in node.items()]
    if len(sizes) != dimensions:
        raise Unreadable(Problem.WRONG_LENGTH, node.path, expected=f"{dimensions} sizes", found=len(sizes))
    found = []
    for at, size in enumerate(sizes):
        if not size:
            raise Unreadable(Problem.WRONG_KIND, f"{node.path}[{at}]", expected="a size of at least 1")
        found.append(size)
    return found


def _roles(node: Node, ids: list[str]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for role in (Role.TIME, Role.GEO, Role.METRIC):
        for each in node.get(role.value).items():
            if each.code() not in ids:
                raise Unreadable(Problem.UNKNOWN_CODE, each.path, found=each.code())
            roles[each.code()] = role
    return roles


def _dimension(node: Node, code: str, size: int, role: Role) -> Dimension:
    category, extension = node.need("category"), node.get("extension")
    codes = _codes(category, size)
    known = set(codes)
    return Dimension(
        code=code,
        label=node.get("label").label() or code,
        categories=tuple(_category(category, extension, each, known) for each in codes),
        role=role,
        notes=_notes(node.get("note"), extension.inside("noteMandatory")),
        total=_total(extension, known),
    )


def _codes(category: Node, size: int) -> list[str]:
    """The codes in order. A dimension of one category may do with its label instead of an index."""
    index = category.get("index")
    if isinstance(index.value, list):
        codes = [each.code() for each in index.items()]
    elif index.value is None:
        codes = list(category.get("label").object())
        if len(codes) != 1:
            raise Unreadable(Problem.MISSING, index.path)
    else:
        places = {each.count(): code for code, each in index.fields()}
        if len(places) != len(index.object()) or set(places) != set(range(len(places))):
            raise Unreadable(Problem.WRONG_KIND, index.path, expected="every place from 0 and up, each once")
        codes = [places[at] for at in range(len(places))]
    if len(codes) != size:
        raise Unreadable(Problem.WRONG_LENGTH, index.path, expected=f"{size} codes", found=len(codes))
    return checked_codes(codes, index.path)


def _category(category: Node, extension: Node, code: str, known: set[str]) -> Category:
    unit = category.get("unit").get(code)
    return Category(
        code=code,
        label=category.get("label").get(code).label() or code,
        unit=next((text for name in ("base", "label", "symbol") if (text := unit.get(name).label())), ""),
        decimals=unit.get("decimals").count(),
        updated=extension.inside(OWN).inside("updated").inside(code).label(),
        reference_period=extension.inside("refperiod").inside(code).label(),
        notes=_notes(category.get("note").get(code), extension.inside("categoryNoteMandatory").inside(code)),
        children=tuple(
            each.code()
            for each in category.get("child").get(code).items()
            if each.code() in known and each.code() != code
        ),
    )


def _total(extension: Node, known: set[str]) -> str | None:
    node = extension.inside("eliminationValueCode")
    if node.value is None:
        return None
    if node.code() not in known:
        raise Unreadable(Problem.UNKNOWN_CODE, node.path, found=node.code())
    return node.code()


def _notes(node: Node, mandatory: Node) -> tuple[Note, ...]:
    """The notes of a place. `mandatory` names those that must be shown by their place in the list: {"0": true}."""
    texts = [node.paragraphs()] if isinstance(node.value, str) else [each.paragraphs() for each in node.items()]
    return tuple(Note(text, mandatory.inside(str(at)).truth()) for at, text in enumerate(texts) if text)


def _cell_note(node: Node, dimensions: tuple[Dimension, ...]) -> CellNote:
    """A note to some cells, as our own writer puts it; the format has no place for one."""
    chosen = {code: each.code() for code, each in node.get("codes").fields()}
    for dimension in dimensions:
        code = chosen.get(dimension.code)
        if code is not None and code not in dimension.codes:
            raise Unreadable(Problem.UNKNOWN_CODE, f"{node.path}.codes.{dimension.code}", found=code)
    codes = tuple(chosen.get(dimension.code) for dimension in dimensions)
    return CellNote(codes, Note(node.need("text").paragraphs(), node.get("mandatory").truth()))


def _spread(node: Node, cells: int) -> Node:
    """One status for all cells, written as a text or as a list of one, as a list of as many."""
    only = node.value[0] if isinstance(node.value, list) and len(node.value) == 1 else node.value
    return Node([only] * cells, node.parent, node.step) if isinstance(only, str) else node


def _status(node: Node) -> str:
    return intern(node.label())


def _cells(node: Node, cells: int, read: Callable[[Node], Value], nothing: Value) -> list[Value]:
    """One entry for each cell from a list with all of them, or from an object with some by their place."""
    if isinstance(node.value, list):
        if len(node.value) != cells:
            raise Unreadable(Problem.WRONG_LENGTH, node.path, expected=f"{cells} cells", found=len(node.value))
        return [read(each) for each in node.items()]
    found = [nothing] * cells
    for place, each in node.fields():
        if not (place.isascii() and place.isdecimal() and len(place) < 10 and int(place) < cells):
            raise Unreadable(Problem.UNKNOWN_CODE, node.path, found=place)
        found[int(place)] = read(each)
    return found
