"""The browser's evaluator agrees with ours: random expressions and answers, and all that is difficult on purpose."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import fardplan
from fardplan.analysis.expressions import ARGUMENTS, MOST_PARTS, Value, allows, evaluate, holds, parse
from fardplan.analysis.expressions.evaluating import _MEANINGS
from fardplan.analysis.expressions.parsing import BINDING
from fardplan.analysis.expressions.values import text_of

SCRIPT = Path(fardplan.__file__).parent / "base" / "static" / "fardplan" / "js" / "expressions.js"
TODAY = "2026-05-01"

HARNESS = """
import { readFileSync } from "node:fs";
import { allows, evaluate, holds, render } from "./expressions.mjs";
const cases = JSON.parse(readFileSync(0, "utf-8"));
const all = cases.map(([tree, answers, own, today]) =>
  [evaluate, holds, allows, render].map((ask) => ask(tree, answers, { own, today })));
process.stdout.write(JSON.stringify(all));
"""

NAMES = ("a", "b", "c", "många", "__proto__", "constructor")
TEXTS = (
    *("", " ", "a", "b", "a b", " a\tb ", "ÅÄÖ", "👩‍🚒", "false", "true", "0", "1", "-1", " 2.50 ", "5.", ".5", "1e3"),
    *("1e999", "-1e-7", "0x10", "1_000", "Infinity", "NaN", "+1", "1,5", "١٢", "\u00a01", "--1", "1e400", "4.9e-324"),
    *("2026-05-01", "2026-02-30", "2024-02-29", "0000-01-01", "0999-12-31", "1000-01-01", "9999-12-31", "2026-13-01"),
    *("9" * 25, "0.1", "1.005", "2.675", "0.49999999999999994", "9007199254740993", "1.7976931348623157e308"),
)
NUMBERS = (
    *(0, 1, -1, 2, 3, 0.5, 2.5, -2.5, 0.1, 1e-7, 1.005, 100, 20_000, 2_932_896, -354_285, -354_285.5, 2_932_896.5),
    *(2**53, 1e21, 1e300, 5e-324),
)
LITERALS = ("0", "1", "2", "3", "0.5", "2.5", "10", "365.25", "100000", "0.000001", "9007199254740993", ".1")


def _expression(dice: random.Random, depth: int) -> str:
    if depth == 0 or dice.random() < 0.15:
        leaf = dice.randrange(4)
        if leaf == 0:
            return dice.choice(LITERALS)
        if leaf == 1:
            return f"'{dice.choice(TEXTS)}'"
        return "." if leaf == 2 and dice.random() < 0.5 else f"${{{dice.choice(NAMES)}}}"
    kind = dice.randrange(5)
    if kind == 0:
        return f"-{_expression(dice, 0)}"
    if kind == 1:
        return f"({_expression(dice, depth - 1)})"
    if kind == 2:
        name = dice.choice(sorted(ARGUMENTS))
        least, most = ARGUMENTS[name]
        number = dice.randint(least, 4 if most == MOST_PARTS else most)
        return f"{name}({', '.join(_expression(dice, depth - 1) for _ in range(number))})"
    return f"{_expression(dice, depth - 1)} {dice.choice(sorted(BINDING))} {_expression(dice, depth - 1)}"


def _answer(dice: random.Random) -> object:
    kind = dice.randrange(7)
    if kind == 0:
        return None
    if kind == 1:
        return dice.random() < 0.5
    if kind == 2:
        return [_answer(dice) for _ in range(dice.randint(0, 3))]
    if kind == 3:
        return dice.choice(NUMBERS)
    if kind == 4:
        return dice.choice((dice.randint(-50, 50), dice.uniform(-1e3, 1e3), dice.lognormvariate(0, 100)))
    return dice.choice(TEXTS)


def _case(dice: random.Random) -> list[Any]:
    tree = parse(_expression(dice, dice.randint(1, 5)), with_own=True)
    answers = {name: _answer(dice) for name in NAMES if dice.random() < 0.85}
    return [tree, answers, _answer(dice), TODAY if dice.random() < 0.8 else None]


def _ours(case: list[Any]) -> list[Value]:
    tree, answers, own, today = case
    clock = date.fromisoformat(today) if today else None
    value = evaluate(tree, answers, own=own, today=clock)
    passes = allows(tree, answers, own=own, today=clock)
    return [value, holds(tree, answers, own=own, today=clock), passes, text_of(value)]


def _browsers(cases: list[list[Any]], folder: Path) -> list[list[Value]]:
    (folder / "expressions.mjs").write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "harness.mjs").write_text(HARNESS, encoding="utf-8")
    done = subprocess.run(
        ["node", "harness.mjs"], cwd=folder, input=json.dumps(cases), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    values: list[list[Value]] = json.loads(done.stdout, parse_int=float)
    return values


def _differences(cases: list[list[Any]], folder: Path) -> list[str]:
    pairs = zip(cases, map(_ours, cases), _browsers(cases, folder), strict=True)
    return [f"{case}: {ours} but {theirs}" for case, ours, theirs in pairs if not _alike(ours, theirs)]


def _alike(ours: list[Value], theirs: list[Value]) -> bool:
    return ours == theirs and list(map(type, ours)) == list(map(type, theirs))


@pytest.mark.parametrize(("seed", "number"), [(1, 1_500), pytest.param(2, 60_000, marks=pytest.mark.slow)])
def test_random_expressions_come_to_the_same_in_the_browser(tmp_path: Path, seed: int, number: int) -> None:
    dice = random.Random(seed)
    cases = [_case(dice) for _ in range(number)]
    assert _differences(cases, tmp_path)[:5] == []
    kinds = Counter(type(_ours(case)[0]) for case in cases)
    assert min(kinds[float], kinds[bool], kinds[str]) > number / 20  # none of them too rare to be compared
    written = json.dumps([case[0] for case in cases])
    assert [name for name in [*_MEANINGS, "ref", ".", "today"] if f'["{name}"' not in written] == []


def test_difficult_values_are_compared_and_counted_alike_in_pairs(tmp_path: Path) -> None:
    values = [*TEXTS, *NUMBERS, True, False, None, ["a", "b"], [1, None, False, ["x"]]]
    forms = [f"{{a}} {sign} {{b}}" for sign in ("=", "<", "-", "div", "mod")]
    forms += ["selected({a}, {b})", "round({a}, {b})", "contains({a}, {b})", "date({a})", "-{a}", "string-length({a})"]
    tree = parse(f"concat({', 0, '.join(forms)})".replace("{", "${"))
    pairs = random.Random(3).sample([(one, other) for one in values for other in values], 800)
    cases = [[tree, {"a": one, "b": other}, None, None] for one, other in pairs]
    rare = ("selected('a b', ' a ')", "selected('a b', 'a b')", "date(-0.000000001)", "date(2932896.5)", "int(-2.7)")
    cases += [[parse(source), {}, None, None] for source in rare]
    assert _differences(cases, tmp_path)[:5] == []


def test_a_text_that_is_put_together_ends_at_the_same_character(tmp_path: Path) -> None:
    tree = parse("concat(" + ", ".join(["${a}"] * 30) + ")")
    cases = [[tree, {"a": text}, None, None] for text in ("x" * 1_000, "🌲" * 999, "x🌲" * 400, "åäö" * 200)]
    assert _differences(cases, tmp_path) == []
    assert [len(text_of(evaluate(tree, case[1]))) for case in cases] == [20_000, 20_000, 20_000, 18_000]
