"""What an expression comes to; every answer a person or a machine can send has a value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import pytest

from fardplan.analysis.expressions import ARGUMENTS, Value, allows, evaluate, holds, parse, parse_label, render

ANSWERS: Mapping[str, object] = {
    "age": 17,
    "typed": "17.0",
    "town": "karlskrona",
    "none": None,
    "many": ["bus", "train", "bike"],
    "one": "bus",
    "born": "2000-02-29",
    "no_day": "2026-02-30",
    "word": "hästar",
    "yes": True,
    "stored": "false",
    "zero": 0,
}
TODAY = date(2026, 5, 1)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("${age} >= 18", False),
        ("${age} + 1 = 18", True),
        ("${age} = '17'", True),
        ("${age} = ${typed}", True),
        ("${typed} = '17'", False),
        ("${town} = 'karlskrona' and not(${age} > 20)", True),
        ("1 - 2 - 3 * 2 div 4", -2.5),
        ("-7 mod 3", -1.0),
        ("7 mod -3", 1.0),
        ("0.1 + 0.2", 0.1 + 0.2),
        # missing
        ("${none}", ""),
        ("${never_asked} = ''", True),
        ("${none} != 'karlskrona'", True),
        ("${none} < 1 or ${none} >= 1", False),
        ("${none} = 0", False),
        ("${none} + 1", ""),
        ("${town} * 2", ""),
        ("1 div 0", ""),
        ("1 mod 0", ""),
        ("-${none}", ""),
        ("coalesce(${none}, 'x')", "x"),
        ("coalesce(${zero}, 'x')", 0.0),
        ("if(${none}, 1, 2)", 2.0),
        ("count-selected(${none})", 0.0),
        ("sum(${none})", 0.0),
        ("min(${none}, 'x')", ""),
        # choices
        ("selected(${many}, 'train')", True),
        ("selected(${many}, 'tra')", False),
        ("selected(${many}, 'bus train')", False),
        ("selected(${many}, '')", False),
        ("selected(${one}, 'bus')", True),
        ("count-selected(${many})", 3.0),
        ("${many} = 'bus train bike'", True),
        # truth
        ("${yes} = true() and ${stored} = false() and ${none} = false()", True),
        ("if(${stored}, 1, 2)", 2.0),
        ("if('0', 1, 2)", 1.0),
        ("not(0)", True),
        ("true() + 1", 2.0),
        # dates
        ("${born} < '2000-03-01'", True),
        ("${born} = '2000-02-29'", True),
        ("${no_day} < '2030-01-01' or ${no_day} >= '2030-01-01'", False),
        ("int((today() - ${born}) div 365.25)", 26.0),
        ("date(${born} + 366)", "2001-03-01"),
        ("date('2026-02-30')", ""),
        ("date(99999999999)", ""),
        ("number('1970-01-02')", 1.0),
        # functions
        ("string-length(${word})", 6.0),
        ("string-length('👩‍🚒')", 3.0),
        ("contains(${word}, 'äst')", True),
        ("contains(${word}, '')", True),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -2.0),
        ("round(0.49999999999999994)", 0.0),
        ("round(1234.567, 2)", 1234.57),
        ("round(1.5, -3)", 2.0),
        ("round(1.5, 'x')", ""),
        ("int(-2.7)", -2.0),
        ("int('x')", ""),
        ("number(' 12.50 ')", 12.5),
        ("number('1e3')", 1000.0),
        ("number('1_000')", ""),
        ("number('١٢')", ""),
        ("number('inf')", ""),
        ("number('1e999')", ""),
        ("'1e999' > 1", False),
        ("min(3, ${none}, '2')", 2.0),
        ("max(3, ${none}, '2', ${age})", 17.0),
        ("sum(3, ${town}, '2')", 5.0),
        ("concat(${age}, 'x', 2.50, true())", "17x2.5true"),
    ],
)
def test_the_value_of_an_expression(source: str, value: Value) -> None:
    found = evaluate(parse(source), ANSWERS, today=TODAY)
    assert (type(found), found) == (type(value), value)


def test_without_a_clock_today_is_missing() -> None:
    assert evaluate(parse("today()"), {}) == ""
    assert not holds(parse("today() > '2020-01-01'"), {})


@pytest.mark.parametrize(
    ("own", "passes"), [("1950", True), (1900, True), (1899, False), ("x", False), (None, True), ("", True), ([], True)]
)
def test_a_constraint_judges_answers_and_lets_no_answer_pass(own: object, passes: bool) -> None:
    tree = parse(". >= 1900 and . <= ${latest}", with_own=True)
    assert allows(tree, {"latest": 2008}, own=own) is passes


def test_a_label_is_rendered_as_plain_text() -> None:
    tree = parse_label("Du är ${age} år och åker ${many}: ${none}!")
    assert render(tree, {**ANSWERS, "many": "buss & tåg <b>"}) == "Du är 17 år och åker buss & tåg <b>: !"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (-3.0, "-3"), (0.5, "0.5"), (1e20, "100000000000000000000"), (1e21, "1e+21"),
        (1.2345678901234567e20, "123456789012345670000"), (0.000001, "0.000001"), (0.00012, "0.00012"),
        (1.5e-7, "1.5e-7"), (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_the_browser_writes_them(number: float, text: str) -> None:
    assert render(parse_label("${n}"), {"n": number}) == text


HOSTILE: list[object] = [
    *(None, True, 0, -0.0, 10**400, float("nan"), float("inf"), -1e308, 1e308, 5e-324, Decimal("sNaN"), Decimal("1.5")),
    *("", " ", "x" * 100_000, "9" * 2_000, "-" * 2_000, "1e999", "-1e-999", "NaN", "\ud800", "\x00", "0000-00-00"),
    *("9999-12-31", "1000-01-01", "0999-12-31", "2026-13-01", "${a}", "__proto__"),
    *([], [[["x"]]], ["a", None, 1, {}], ["x"] * 1_000, {"a": 1}, object(), b"x", date(2026, 5, 1), {1, 2}),
]  # fmt: skip


def _every_form() -> list[str]:
    values = ("${a}", "${b}", "${a}")
    called = [f"{name}({', '.join(values[:most])})" for name, (_, most) in ARGUMENTS.items()]
    signs = ("and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")
    return [*called, *(f"${{a}} {sign} ${{b}}" for sign in signs), "-${a}"]


@pytest.mark.parametrize("source", _every_form())
def test_no_answer_makes_an_expression_fail(source: str) -> None:
    tree = parse(source)
    values = [evaluate(tree, {"a": one, "b": other}) for one in HOSTILE for other in HOSTILE[::4]]
    assert {type(value) for value in values} <= {str, float, bool}
    assert [value for value in values if isinstance(value, float) and not abs(value) < float("inf")] == []
