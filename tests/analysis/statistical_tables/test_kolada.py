"""Answers of Kolada's interface: pages put together, with titles and units from its own descriptions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from fardplan.analysis.statistical_tables import (
    Category,
    Cell,
    Dimension,
    Note,
    Problem,
    Role,
    Unreadable,
    next_page,
    read_kolada,
    read_table,
)
from tests.analysis.statistical_tables.tables import as_bytes

ADDRESS = "https://api.kolada.se/v3/data/kpi/N00959?page=2"
FIGURES = {
    "values": [
        {
            "id": "N00959",
            "title": "Medelålder, år",
            "unit": "år",
            "description": "Medelålder den 31 december. Källa: SCB.",
            "publication_date": "2026-03-01",
        }
    ]
}
AREAS = {"values": [{"id": "1080", "title": "Karlskrona", "type": "K"}]}


def row(area: str, period: object, **values: float | None) -> dict[str, Any]:
    return {
        "kpi": "N00959",
        "municipality": area,
        "period": period,
        "values": [
            {"gender": gender, "count": 1, "status": "" if value is not None else "Missing", "value": value}
            for gender, value in values.items()
        ],
    }


FIRST = {"count": 1, "values": [row("1080", 2020, M=41.5, K=43.5, T=42.5)], "next_page": ADDRESS}
LAST = {"count": 2, "values": [row("1080", 2019, T=42.25), row("1082", 2020, T=None)], "next_page": None}


def refused(*pages: object) -> tuple[Problem, str]:
    with pytest.raises(Unreadable) as error:
        read_kolada([as_bytes(page) for page in pages])
    return error.value.problem, error.value.where


def test_pages_become_one_table_with_titles_units_and_dates() -> None:
    table = read_kolada([as_bytes(FIRST), as_bytes(LAST)], key_figures=as_bytes(FIGURES), areas=as_bytes(AREAS))
    assert table.dimensions == (
        Dimension(
            "kpi",
            "nyckeltal",
            (
                Category(
                    "N00959",
                    "Medelålder, år",
                    "år",
                    updated="2026-03-01",
                    notes=(Note("Medelålder den 31 december. Källa: SCB."),),
                ),
            ),
            Role.METRIC,
        ),
        Dimension(
            "municipality",
            "kommun eller region",
            (Category("1080", "Karlskrona"), Category("1082", "1082")),
            Role.GEO,
        ),
        Dimension("period", "år", (Category("2019", "2019"), Category("2020", "2020")), Role.TIME),
        Dimension(
            "gender", "kön", (Category("T", "totalt"), Category("K", "kvinnor"), Category("M", "män")), total="T"
        ),
    )
    assert table.values == (42.25, None, None, 42.5, 43.5, 41.5, None, None, None, None, None, None)
    assert table.statuses == ("",) * 9 + ("Missing", "", "")
    assert (table.source, table.updated, table.table_id, table.title) == (
        "Kolada",
        "2026-03-01",
        "N00959",
        "Medelålder, år",
    )


def test_the_older_interface_with_years_as_text_gives_the_same_table() -> None:
    new = {"values": [row("1080", 2020, T=42.5)], "count": 1}
    old = {"values": [row("1080", "2020", T=42.5)], "count": 1, "previous_page": None}
    assert read_kolada([as_bytes(old)]) == read_kolada([as_bytes(new)]) == read_table(as_bytes(new))


def test_units_such_as_schools_stand_where_municipalities_do() -> None:
    school = {"kpi": "N15033", "ou": "V15E144001301", "period": 2009, "values": [{"gender": "T", "value": 3}]}
    assert read_kolada([as_bytes({"values": [school]})]).dimension("municipality").codes == ("V15E144001301",)


def test_a_deleted_value_is_missing_and_says_so() -> None:
    answer = {"values": [row("1080", 2020, T=42.5)]}
    answer["values"][0]["values"][0]["isdeleted"] = True
    cell = read_kolada([as_bytes(answer)]).cell(
        {"kpi": "N00959", "municipality": "1080", "period": "2020", "gender": "T"}
    )
    assert cell == Cell(None, "deleted")


def test_the_unweighted_average_of_a_group_carries_a_note_that_must_be_shown() -> None:
    answer = {"values": [row("G123", 2020, T=42.5), row("1080", 2020, T=42.5)]}
    answer["values"][0]["values"][0]["count"] = 7
    group, alone = read_kolada([as_bytes(answer)]).dimension("municipality").categories
    assert [(note.mandatory, note.text.split()[0]) for note in group.notes] == [(True, "Ovägt")]
    assert alone.notes == ()


def test_the_next_page_is_told_and_its_absence_refused() -> None:
    assert next_page(as_bytes(FIRST)) == ADDRESS
    assert next_page(as_bytes(LAST)) == ""
    with pytest.raises(Unreadable, match=re.escape(f"the answer goes on at {ADDRESS}")):
        read_kolada([as_bytes(FIRST)])


@pytest.mark.parametrize(
    ("change", "problem", "where"),
    [
        ({"values": []}, Problem.NO_TABLE, "values"),
        ({"values": None}, Problem.MISSING, "values"),
        ({"values": {}}, Problem.WRONG_KIND, "values"),
        ({"values": [{"municipality": "1080"}]}, Problem.MISSING, "values[0].kpi"),
        ({"values": [row("1080", None, T=1)]}, Problem.MISSING, "values[0].period"),
        ({"values": [row("1080", -1, T=1)]}, Problem.WRONG_KIND, "values[0].period"),
        ({"values": [row("1080", 2020, T=float("nan"))]}, Problem.NOT_A_NUMBER, "values[0].values[0].value"),
        ({"values": [row("1080", 2020, T=1), row("1080", 2020, T=2)]}, Problem.TWICE, "values[1].values[0]"),
        ({"values": [{"kpi": "N1", "period": 2020, "values": []}]}, Problem.MISSING, "values[0].ou"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(change: dict[str, Any], problem: Problem, where: str) -> None:
    assert refused(change) == (problem, where)


def test_on_several_pages_the_page_is_named_too() -> None:
    assert refused(FIRST, {"values": [{"kpi": ""}]}) == (Problem.MISSING, "page[2].values[0].ou")


def test_rows_that_would_make_too_many_cells_are_refused() -> None:
    rows = [
        {"kpi": f"N{number}", "municipality": f"{number}", "period": 2020, "values": [{"gender": "T", "value": 1}]}
        for number in range(400)
    ]
    assert refused({"values": rows}) == (Problem.TOO_MANY_CELLS, "values")
