"""Reading answers from Kolada's interface: data/kpi in version 3, and in version 2, which has the same rows.

One row has a key figure, a municipality or region (or a unit such as a school: "ou"), a year, and up to three values:
for women (K), men (M) and all (T). Described by RKA in the interface's own documentation.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from sys import intern

from fardplan.analysis.statistical_tables.json_values import Node, checked_code, parsed
from fardplan.analysis.statistical_tables.problems import MOST_CELLS, Problem, Unreadable, checked_cells
from fardplan.analysis.statistical_tables.table import Category, Dimension, Note, Role, Table

SOURCE = "Kolada"
DELETED = "deleted"
_GENDERS = {"T": "totalt", "K": "kvinnor", "M": "män"}
_NEXT = ("next_page", "next_url", "next")
_AVERAGE = Note("Ovägt medelvärde av de kommuner eller regioner som ingår i gruppen.", mandatory=True)
_Row = tuple[str, str, str, str]


def next_page(content: bytes) -> str:
    """The address an answer goes on at, or nothing. It comes from outside: who fetches it checks where it leads."""
    return _next_address(parsed(content))


def read_kolada(pages: Sequence[bytes], *, key_figures: bytes = b"", areas: bytes = b"") -> Table:
    """All pages of one data/kpi answer as a table: key figure × municipality × year × gender.

    `key_figures` and `areas` are answers of the interface's kpi and municipality addresses; from them come titles,
    units, descriptions and dates of publication. Without them codes stand for labels and no unit is known.
    A combination the answer has no row for is missing without a status. Raises Unreadable with page and JSON path.
    """
    if not pages:
        raise Unreadable(Problem.EMPTY)
    cells: dict[_Row, tuple[float | None, str]] = {}
    groups: set[str] = set()
    for number, page in enumerate(pages, start=1):
        root = Node(parsed(page).value, step=f"page[{number}]" if len(pages) > 1 else "")
        _read_page(root, cells, groups)
        address = _next_address(root)
        if address and number == len(pages):
            raise Unreadable(Problem.MORE_PAGES, found=address)
    if not cells:
        raise Unreadable(Problem.NO_TABLE, "values", found="no rows")
    return _table(cells, groups, _described(key_figures), _described(areas))


def _next_address(root: Node) -> str:
    return next((address for name in _NEXT if (address := root.get(name).label())), "")


def _read_page(root: Node, cells: dict[_Row, tuple[float | None, str]], groups: set[str]) -> None:
    for row in root.need("values").items():
        area = row.get("municipality") if row.has("municipality") else row.need("ou")
        start = (row.need("kpi").code(), area.code(), _year(row.need("period")))
        for each in row.need("values").items():
            key = (*start, each.need("gender").code())
            if key in cells:
                raise Unreadable(Problem.TWICE, each.path, found=", ".join(key))
            cells[key] = _cell(each)
            if len(cells) > MOST_CELLS:
                raise Unreadable(Problem.TOO_MANY_CELLS, each.path, most=MOST_CELLS, found="more")
            if (each.get("count").count() or 0) > 1:
                groups.add(area.code())


def _year(node: Node) -> str:
    """A year as a number (version 3) or as text (version 2)."""
    return str(node.count()) if isinstance(node.value, int) else node.code()


def _cell(node: Node) -> tuple[float | None, str]:
    if node.get("isdeleted").truth():
        return None, DELETED
    return node.get("value").number(), intern(node.get("status").label())


def _described(content: bytes) -> dict[str, Node]:
    if not content:
        return {}
    root = parsed(content)
    each = root.need("values").items() if root.has("values") else [root]  # version 3 gives a single one bare
    return {node.need("id").code(): node for node in each}


def _table(
    cells: dict[_Row, tuple[float | None, str]],
    groups: set[str],
    key_figures: dict[str, Node],
    areas: dict[str, Node],
) -> Table:
    nothing = Node(None)
    figures, places, years, genders = ([*dict.fromkeys(column)] for column in zip(*cells, strict=True))
    years.sort()
    genders.sort(key=lambda gender: "TKM".find(gender) % 4)
    checked_cells([len(figures), len(places), len(years), len(genders)], "values")
    metric = [_figure(code, key_figures.get(code, nothing)) for code in figures]
    geo = [
        Category(code, areas.get(code, nothing).get("title").label() or code, notes=(_AVERAGE,) * (code in groups))
        for code in places
    ]
    found = [cells.get(key, (None, "")) for key in product(figures, places, years, genders)]
    return Table(
        title=metric[0].label if len(metric) == 1 else "",
        dimensions=(
            Dimension("kpi", "nyckeltal", tuple(metric), Role.METRIC),
            Dimension("municipality", "kommun eller region", tuple(geo), Role.GEO),
            Dimension("period", "år", tuple(Category(year, year) for year in years), Role.TIME),
            Dimension(
                "gender",
                "kön",
                tuple(Category(each, _GENDERS.get(each, each)) for each in genders),
                total="T" if "T" in genders else None,
            ),
        ),
        values=tuple(value for value, _ in found),
        statuses=tuple(status for _, status in found),
        table_id=checked_code(figures[0], "kpi") if len(figures) == 1 else "",
        contents=metric[0].label if len(metric) == 1 else "",
        source=SOURCE,
        updated=max((each.updated for each in metric), default=""),
        language="sv",
    )


def _figure(code: str, node: Node) -> Category:
    description = node.get("description").paragraphs()
    return Category(
        code,
        node.get("title").label() or code,
        unit=node.get("unit").label(),
        updated=node.get("publication_date").label(),
        notes=(Note(description),) if description else (),
    )
