"""JSON-stat as version 2 has it and as the older ones did, read with everything that belongs to the numbers."""

from __future__ import annotations

import json
from datetime import date
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
    read_json_stat,
)
from tests.analysis.statistical_tables.tables import ALL, MEN, WOMEN, as_bytes, population

SEX = Dimension("sex", "sex", (Category("M", "men"), Category("F", "women")))


def small(**changes: Any) -> dict[str, Any]:
    """Two years of one measure, in the fewest words the format needs."""
    answer = {
        "version": "2.0",
        "class": "dataset",
        "id": ["sex", "year"],
        "size": [2, 2],
        "dimension": {
            "sex": {"category": {"index": ["M", "F"], "label": {"M": "men", "F": "women"}}},
            "year": {"category": {"index": ["2019", "2020"]}},
        },
        "value": [1, 2.5, None, 4],
    }
    return answer | changes


def refused(answer: object) -> tuple[Problem, str]:
    with pytest.raises(Unreadable) as error:
        read_json_stat(as_bytes(answer))
    return error.value.problem, error.value.where


def test_an_answer_of_pxweb_keeps_source_unit_notes_and_date() -> None:
    table = read_json_stat(as_bytes(population()))
    assert table.codes == ("Region", "Alder", "Kon", "ContentsCode", "Tid")
    assert table.values == tuple(number for row in zip(ALL, MEN, WOMEN, strict=True) for number in row)
    assert (table.table_id, table.contents, table.language, table.decimals) == (
        "TAB6471",
        "Folkmängden per månad",
        "sv",
        0,
    )
    assert (table.source, table.updated, table.updated_on) == ("SCB", "2026-06-08T06:00:00Z", date(2026, 6, 8))
    assert table.notes == (
        Note("En liten slumpmässig osäkerhet är införd.\n\nTotaler är inte alltid summor.", mandatory=True),
        Note("Per den sista dagen."),
    )
    assert table.dimension("Alder").notes == (Note("Uppnådd ålder vid årets slut.", mandatory=True),)
    assert table.dimension("Kon") == Dimension(
        "Kon",
        "kön",
        (Category("TotSa", "totalt, samtliga män och kvinnor"), Category("1", "män"), Category("2", "kvinnor")),
        total="TotSa",
    )
    assert table.dimension("ContentsCode") == Dimension(
        "ContentsCode",
        "tabellinnehåll",
        (Category("000007SF", "Folkmängden per månad", "antal", 0, reference_period="Respektive månad"),),
        Role.METRIC,
    )
    chosen = {"Region": "10", "Alder": "20-29", "Kon": "2", "ContentsCode": "000007SF", "Tid": "2026M04"}
    assert table.cell(chosen) == Cell(7298.0)
    assert table.unit_at(chosen) == "antal"


def test_the_fewest_words_are_enough() -> None:
    table = read_json_stat(as_bytes(small()))
    assert table.dimensions == (SEX, Dimension("year", "year", (Category("2019", "2019"), Category("2020", "2020"))))
    assert table.values == (1.0, 2.5, None, 4.0)
    assert table.statuses == ("", "", "", "")


def test_sparse_values_and_statuses_are_put_at_their_places() -> None:
    table = read_json_stat(as_bytes(small(value={"0": 1, "3": 4}, status={"1": "..", "2": "-"})))
    assert table.values == (1.0, None, None, 4.0)
    assert table.statuses == ("", "..", "-", "")


@pytest.mark.parametrize("status", ["p", ["p"], ["p", "p", "p", "p"]])
def test_one_status_may_stand_for_all_cells(status: object) -> None:
    assert read_json_stat(as_bytes(small(status=status))).statuses == ("p", "p", "p", "p")


def test_places_in_the_index_decide_the_order() -> None:
    dimension = small()["dimension"] | {"sex": {"category": {"index": {"M": 1, "F": 0}}}}
    assert read_json_stat(as_bytes(small(dimension=dimension))).dimension("sex").codes == ("F", "M")


def test_a_dimension_of_one_category_may_do_without_an_index() -> None:
    answer = small(size=[1, 2], value=[1, 2])
    answer["dimension"]["sex"] = {"category": {"label": {"M": "men"}}}
    assert read_json_stat(as_bytes(answer)).dimension("sex").categories == (Category("M", "men"),)


def test_the_hierarchy_of_categories_is_kept() -> None:
    answer = small()
    answer["dimension"]["sex"]["category"]["child"] = {"M": ["F", "unknown"]}
    assert read_json_stat(as_bytes(answer)).dimension("sex").category("M").children == ("F",)


def test_what_others_put_into_their_extensions_is_passed_by() -> None:
    plain = small()
    strange = small(extension={"px": "x", "status": 3, "noteMandatory": [], "unit": {"a": 1}, "fardplan": None})
    strange["dimension"]["sex"]["extension"] = {"refperiod": "x", "categoryNoteMandatory": 1, "updated": []}
    assert read_json_stat(as_bytes(strange)) == read_json_stat(as_bytes(plain))


def test_what_statuses_mean_is_kept() -> None:
    labelled = small(status={"2": "e"}, extension={"status": {"label": {"e": "estimated"}}})
    assert read_json_stat(as_bytes(labelled)).status_labels == (("e", "estimated"),)


def test_the_first_interface_of_pxweb_has_the_table_under_a_name_and_its_shape_among_the_dimensions() -> None:
    new = small(label="Folk", source="SCB", updated="2023-03-31T05:00:00Z")
    old = {
        "dataset": {
            "dimension": new["dimension"] | {"id": new["id"], "size": new["size"], "role": {"time": ["year"]}},
            "label": "Folk",
            "source": "SCB",
            "updated": "2023-03-31T05:00:00Z",
            "value": new["value"],
        }
    }
    assert read_json_stat(as_bytes(old)) == read_json_stat(as_bytes(new | {"role": {"time": ["year"]}}))


def test_a_bundle_of_several_tables_is_refused_by_their_names() -> None:
    with pytest.raises(Unreadable, match="several tables: births, deaths"):
        read_json_stat(as_bytes({"births": small(), "deaths": small()}))


@pytest.mark.parametrize(
    ("changes", "problem", "where"),
    [
        ({"class": "collection"}, Problem.NO_TABLE, "class"),
        ({"error": [{"id": "400", "label": "no such table"}]}, Problem.NO_TABLE, "error"),
        ({"dimension": None}, Problem.MISSING, "dimension"),
        ({"size": [2]}, Problem.WRONG_LENGTH, "size"),
        ({"size": [2, 0]}, Problem.WRONG_KIND, "size[1]"),
        ({"size": [2, -1]}, Problem.WRONG_KIND, "size[1]"),
        ({"size": [2, True]}, Problem.WRONG_KIND, "size[1]"),
        ({"size": [2, 3]}, Problem.WRONG_LENGTH, "dimension.year.category.index"),
        ({"size": [2, 10**30]}, Problem.TOO_MANY_CELLS, "size"),
        ({"id": ["sex", "sex"]}, Problem.TWICE, "id"),
        ({"id": ["sex", ""]}, Problem.WRONG_KIND, "id[1]"),
        ({"id": ["sex", "age"]}, Problem.MISSING, "dimension.age"),
        ({"id": [], "size": [], "dimension": {"x": 1}}, Problem.MISSING, "id"),
        ({"role": {"time": ["Tid"]}}, Problem.UNKNOWN_CODE, "role.time[0]"),
        ({"value": [1, 2, 3]}, Problem.WRONG_LENGTH, "value"),
        ({"value": [1, 2, 3, "4"]}, Problem.WRONG_KIND, "value[3]"),
        ({"value": [1, 2, 3, True]}, Problem.WRONG_KIND, "value[3]"),
        ({"value": [1, 2, 3, float("nan")]}, Problem.NOT_A_NUMBER, "value[3]"),
        ({"value": [1, 2, float("inf"), 3]}, Problem.NOT_A_NUMBER, "value[2]"),
        ({"value": [1, 2, 10**400, 3]}, Problem.NOT_A_NUMBER, "value[2]"),
        ({"value": {"4": 1}}, Problem.UNKNOWN_CODE, "value"),
        ({"value": {"²": 1}}, Problem.UNKNOWN_CODE, "value"),
        ({"status": ["a", "b"]}, Problem.WRONG_LENGTH, "status"),
        ({"status": [1, 2, 3, 4]}, Problem.WRONG_KIND, "status[0]"),
        ({"note": {"a": "b"}}, Problem.WRONG_KIND, "note"),
        ({"label": "x" * 2_001}, Problem.TOO_LONG, "label"),
        ({"note": ["x" * 50_001]}, Problem.TOO_LONG, "note[0]"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(changes: dict[str, Any], problem: Problem, where: str) -> None:
    assert refused(small(**changes)) == (problem, where)


@pytest.mark.parametrize(
    ("index", "problem"),
    [
        (["M", "M"], Problem.TWICE),
        ({"M": 0, "F": 0}, Problem.WRONG_KIND),
        ({"M": 0, "F": 2}, Problem.WRONG_KIND),
        ({"M": 0, "F": None}, Problem.WRONG_KIND),
        (["M", "F", "X"], Problem.WRONG_LENGTH),
        (["M", "F\x00"], Problem.WRONG_KIND),
        (["M", "x" * 201], Problem.TOO_LONG),
        ("MF", Problem.WRONG_KIND),
        (None, Problem.MISSING),
    ],
)
def test_codes_that_cannot_be_are_refused(index: object, problem: Problem) -> None:
    answer = small()
    answer["dimension"]["sex"]["category"]["index"] = index
    found, where = refused(answer)
    assert found is problem
    assert where.startswith("dimension.sex.category.index")


def test_a_code_that_stands_twice_in_an_object_is_not_silently_the_last_one() -> None:
    text = json.dumps(small(), indent=1).replace('"M": "men"', '"M": "men", "M": "boys"')
    with pytest.raises(Unreadable, match=r"dimension\.sex\.category\.label: M stands here twice"):
        read_json_stat(text.encode())


def test_an_error_says_the_place_and_the_numbers_in_plain_words() -> None:
    with pytest.raises(Unreadable) as error:
        read_json_stat(as_bytes(small(value=[1, 2, 3])))
    assert str(error.value) == "value: here should be 4 cells, there are 3"
    assert error.value.details == {"expected": "4 cells", "found": "3"}
