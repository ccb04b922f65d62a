"""What an expression may say, and what whoever wrote it is told when it cannot be read."""

from __future__ import annotations

import json
import random
from typing import get_args

import pytest

from fardplan.analysis.expressions import (
    ARGUMENTS,
    DEEPEST,
    LONGEST,
    LONGEST_LABEL,
    MOST_PARTS,
    SENTENCES,
    ExpressionError,
    Kind,
    Tree,
    evaluate,
    parse,
    parse_label,
    references,
)

REFUSED: list[tuple[str, Kind, int, str]] = [
    ("", "empty", 1, ""),
    ("  \u00a0\n", "empty", 1, ""),
    (". >= (1900 and", "end", 15, ""),
    ("1 and", "end", 6, ""),
    ("antal(.)", "function", 1, "antal"),
    ("1 = regex(., '(a+)+$')", "function", 5, "regex"),
    ("__import__('os')", "function", 1, "__import__"),
    ("jr:choice-name(${a}, 'a')", "function", 1, "jr:choice-name"),
    ("constructor(1)", "function", 1, "constructor"),
    ("ref('a')", "function", 1, "ref"),
    ("true", "bare_function", 1, "true"),
    ("not", "bare_function", 1, "not"),
    ("age > 18", "word", 1, "age"),
    ("${a} > eighteen", "word", 8, "eighteen"),
    ("1 ａｎｄ 2", "unexpected", 3, "ａｎｄ"),
    ("1 AND 2", "unexpected", 3, "AND"),
    ("and 1", "unexpected", 1, "and"),
    ("1 2", "unexpected", 3, "2"),
    ("1)", "unexpected", 2, ")"),
    (", 1", "unexpected", 1, ","),
    ("selected(${a}, )", "unexpected", 16, ")"),
    ("1e999", "unexpected", 2, "e999"),
    ("0x10", "unexpected", 2, "x10"),
    ("1.2.3", "unexpected", 4, ".3"),
    ("9" * 400, "too_large_number", 1, "9" * 39 + "…"),
    ("((1)", "unclosed_bracket", 1, ""),
    ("1 + min(1, 2", "unclosed_bracket", 8, ""),
    ("min()", "arguments", 1, "min"),
    ("if(1, 2)", "arguments", 1, "if"),
    ("true(1)", "arguments", 1, "true"),
    ("selected(${a}; 'x')", "character", 14, ";"),
    ("${a} = 'det är så", "unclosed_text", 8, ""),
    ("“a' = 1", "unclosed_text", 1, ""),
    ("1 + ${a", "unclosed_reference", 5, ""),
    ("${1}", "name", 1, "1"),
    ("${}", "name", 1, ""),
    ("${a b}", "name", 1, "a b"),
    ("${last-saved#a}", "name", 1, "last-saved#a"),
    ("${" + "a" * 65 + "}", "name", 1, "a" * 39 + "…"),
    ("1 + ${unknown}", "reference", 5, "unknown"),
    ("${__proto__}", "reference", 1, "__proto__"),
    (". > 1 + a", "own_answer", 1, ""),
    ("a == b", "operator", 3, "=="),
    ("${a} ≥ 2", "operator", 6, "≥"),
    ("1 && 2", "operator", 3, "&&"),
    ("−1", "character", 1, "−"),
    ("1 \u200b+ 1", "character", 3, "U+200B"),
    ("\U0001f600", "character", 1, "\U0001f600"),
    ("\u202e1", "character", 1, "U+202E"),
    ("'\ud800'", "character", 2, "U+D800"),
    ("../a", "character", 3, "/"),
    ("..", "unexpected", 2, "."),
    ("\x00", "character", 1, "U+0000"),
]


@pytest.mark.parametrize(("source", "kind", "position", "found"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_place(source: str, kind: Kind, position: int, found: str) -> None:
    with_own = kind != "own_answer"
    with pytest.raises(ExpressionError) as refusal:
        parse(source, names={"a"}, with_own=with_own)
    assert (refusal.value.kind, refusal.value.position, refusal.value.found) == (kind, position, found)
    assert str(refusal.value) == SENTENCES[kind].format(position=position, found=found)


def test_every_reason_to_refuse_has_a_sentence_and_an_example_here() -> None:
    of_size = {"too_long", "too_deep", "too_large"}
    assert set(SENTENCES) == set(get_args(Kind)) == {kind for _, kind, _, _ in REFUSED} | of_size
    assert str(ExpressionError("word", 3, "ålder")) == (
        "Character 3: “ålder” is unknown. Write a question as ${name}, a text in quotation marks."
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("(" * 100_000, "too_long"),
        ("'" + "å" * 100_000 + "'", "too_long"),
        ("(" * LONGEST, "too_deep"),
        ("-" * (LONGEST - 1) + "1", "too_deep"),
        ("not(" * 900 + "1" + ")" * 300, "too_deep"),
        ("if(1,2," * 500, "too_deep"),
        ("1 or 1 and 1 = 1 < 1 + 1 * (" * 100, "too_deep"),
        ("1-" * 1_000 + "1", "too_deep"),
        ("1+" * 1_000 + "1", "too_large"),
        ("min(" + "1," * 1_000 + "1)", "too_large"),
    ],
)
def test_size_and_depth_are_bounded(source: str, kind: Kind) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse(source)
    assert refusal.value.kind == kind


def test_what_lies_just_within_the_bounds_is_read() -> None:
    brackets = DEEPEST - 1
    assert parse("(" * brackets + "1" + ")" * brackets) == 1
    with pytest.raises(ExpressionError, match="Character 65: too many brackets"):
        parse("(" * (brackets + 1) + "1" + ")" * (brackets + 1))
    many = MOST_PARTS // 2
    assert parse("+".join(["1"] * many)) == ["+", *[1] * many]
    assert parse("'" + "a" * (LONGEST - 2) + "'") == "a" * (LONGEST - 2)


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1 + 2 * 3 = 7 and 1 < 2 or 0", ["or", ["and", ["=", ["+", 1, ["*", 2, 3]], 7], ["<", 1, 2]], 0]),
        ("1 - 2 - 3", ["-", ["-", 1, 2], 3]),
        ("1 - (2 - 3)", ["-", 1, ["-", 2, 3]]),
        ("1 + 2 + 3 - 4", ["-", ["+", 1, 2, 3], 4]),
        ("8 div 4 mod 3", ["mod", ["div", 8, 4], 3]),
        ("--1", ["-", ["-", 1]]),
        ("-2 * 3", ["*", ["-", 2], 3]),
        ("${a}-1", ["-", ["ref", "a"], 1]),
        ("${ålder-2.b}", ["ref", "ålder-2.b"]),
        ("${ a }", ["ref", "a"]),
        (".>=.5", [">=", ["."], 0.5]),
        ("5. != 5", ["!=", 5, 5]),
        ("today()", ["today"]),
        ("selected(.,\u00a0'x')", ["selected", ["."], "x"]),
        ("concat('a', \"it's\")", ["concat", "a", "it's"]),
        ("“så” = ’så’", ["=", "så", "så"]),
        ("if(true(), 'x', '')", ["if", ["true"], "x", ""]),
        ("'${a}'", "${a}"),
        ("12345678901234567890", 12345678901234567890.0),
    ],
)
def test_an_expression_becomes_a_tree_that_json_can_hold(source: str, tree: Tree) -> None:
    assert parse(source, with_own=True) == tree
    assert json.loads(json.dumps(parse(source, with_own=True))) == tree


def test_a_label_is_its_texts_and_the_answers_in_between() -> None:
    assert parse_label("Du bor i ${kommun}. Trivs du, ${namn}?") == [
        "concat", "Du bor i ", ["ref", "kommun"], ". Trivs du, ", ["ref", "namn"], "?"
    ]  # fmt: skip
    assert parse_label("100 $ } {") == ["concat", "100 $ } {"]
    assert parse_label("") == ["concat"]


@pytest.mark.parametrize(
    ("label", "names", "sentence"),
    [
        ("Hej ${namn", None, "Character 5: a question is named here, and the closing } is missing."),
        ("Hej ${na${mn}}", None, "Character 5: “na${mn” cannot be the name of a question."),
        ("Hej ${namn}", {"kommun"}, "Character 5: no question is named “namn”."),
        ("a" * (LONGEST_LABEL + 1), None, "This is longer than 10000 characters."),
        ("${a}" * 2_000, None, "Character 1001: this has too many parts. Divide it into several calculations."),
    ],
)
def test_a_label_that_names_no_question_is_refused(label: str, names: set[str] | None, sentence: str) -> None:
    with pytest.raises(ExpressionError) as refusal:
        parse_label(label, names=names)
    assert str(refusal.value) == sentence


def test_the_questions_an_expression_depends_on_come_once_in_order() -> None:
    tree = parse("if(${b} > 1, sum(${a}, ${c}, ${b}), 'not ${d}') + . + today()", with_own=True)
    assert references(tree) == ("b", "a", "c")
    assert references(parse_label("${x}${y}${x}")) == ("x", "y")
    assert references("${a}") == ()


@pytest.mark.parametrize("function", sorted(ARGUMENTS))
def test_each_function_takes_the_number_of_values_it_says(function: str) -> None:
    least, most = ARGUMENTS[function]
    called = [f"{function}({', '.join(['1'] * number)})" for number in (least, min(most, 50))]
    assert [references(parse(each)) for each in called] == [(), ()]
    for number in {least - 1, most + 1} & set(range(10)):
        with pytest.raises(ExpressionError, match="wrong number of values"):
            parse(f"{function}({', '.join(['1'] * number)})")


def test_any_text_is_either_read_or_refused_at_a_place_in_it() -> None:
    dice = random.Random(4)
    pieces = [*"()(),,.=<>!+-*'\"“”’ \u00a0\n\x00\u200b\u0301\U0001f600{}$#/\\12.", "${a}", "${", "1.5", "9" * 310, "å"]
    pieces += [*ARGUMENTS, "and", "or", "div", "mod", "!=", "selected(${a}, 'x')", "''", "not(", "if(1, "]
    sources = ["".join(dice.choices(pieces, k=dice.randint(1, 12))) for _ in range(4_000)]
    outcomes = [_outcome(source) for source in sources]
    assert [each for each, (_, place) in zip(sources, outcomes, strict=True) if not 1 <= place <= len(each) + 1] == []
    expected = {"read", "unexpected", "end", "character", "unclosed_text", "unclosed_bracket", "name", "word"}
    assert {kind for kind, _ in outcomes} > expected


def _outcome(source: str) -> tuple[str, int]:
    try:
        evaluate(parse(source, with_own=True), {}, own="x")
    except ExpressionError as refusal:
        return refusal.kind, refusal.position
    return "read", 1
