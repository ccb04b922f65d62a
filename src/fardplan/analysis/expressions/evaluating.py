"""What an expression comes to for one person's answers. The same rules stand in static/fardplan/js/expressions.js."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import reduce
from math import floor, fmod, trunc
from typing import Final

from fardplan.analysis.expressions.parsing import Tree
from fardplan.analysis.expressions.values import (
    MISSING,
    Value,
    date_of,
    finite,
    number_of,
    numbers_of,
    text_of,
    truth_of,
    value_of,
    words_of,
)

LONGEST_TEXT = 20_000  # characters put together: a longest label with a longest answer in it
MOST_DECIMALS = 15  # as many as a binary fraction of 53 bits always keeps


def evaluate(tree: Tree, answers: Mapping[str, object], *, own: object = None, today: date | None = None) -> Value:
    """The value of an expression from `parse` or `parse_label`, for any answers whatever; missing is "".

    `answers` go by the names of the questions and are what the form understood: a text, a number, a truth value, a date
    as 2026-05-01, a list of codes, or None. `own` is what "." means. `today` is what today() means; missing without it.
    """
    if isinstance(tree, str):
        return tree
    if not isinstance(tree, list):
        return float(tree)
    operator, *parts = tree
    match operator:
        case "ref":
            return value_of(answers.get(str(parts[0])))
        case ".":
            return value_of(own)
        case "today":
            return value_of(today)
    return _MEANINGS[str(operator)](*(evaluate(part, answers, own=own, today=today) for part in parts))


def holds(tree: Tree, answers: Mapping[str, object], *, own: object = None, today: date | None = None) -> bool:
    """Whether the expression is true for these answers: of a question's relevance, whether it is asked."""
    return truth_of(evaluate(tree, answers, own=own, today=today))


def allows(tree: Tree, answers: Mapping[str, object], *, own: object, today: date | None = None) -> bool:
    """Whether a constraint lets the answer `own` pass. No answer always passes: that it is required is another rule."""
    return value_of(own) == MISSING or holds(tree, answers, own=own, today=today)


def render(tree: Tree, answers: Mapping[str, object], *, today: date | None = None) -> str:
    """The value as plain text, not escaped: a label with the answers put in.

    For choices give the labels, and for numbers what people write, in `answers`: a code or 3.5 goes in as it stands.
    """
    return text_of(evaluate(tree, answers, today=today))


def _equal(one: Value, other: Value) -> bool:
    """XPath 1.0, section 3.4: as truth values if one is, else as numbers if one is, else as texts."""
    if isinstance(one, bool) or isinstance(other, bool):
        return truth_of(one) == truth_of(other)
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    return number_of(one) == number_of(other)


def _changed_or_less(first: Value, *rest: Value) -> Value:
    return finite(number_of(first) - number_of(rest[0]) if rest else -number_of(first))


def _divided(one: Value, other: Value) -> Value:
    divisor = number_of(other)
    return MISSING if divisor == 0 else finite(number_of(one) / divisor)


def _remainder(one: Value, other: Value) -> Value:
    """With the sign of the first, as in XPath 1.0 and in the browser."""
    number, divisor = finite(number_of(one)), number_of(other)
    return MISSING if number == MISSING or divisor == 0 else finite(fmod(float(number), divisor))


def _whole(value: Value) -> Value:
    """Without its decimals, towards zero."""
    number = finite(number_of(value))
    return MISSING if number == MISSING else float(trunc(float(number)))


def _rounded(value: Value, decimals: Value = 0.0) -> Value:
    """The nearest, and of two the larger, as in XPath 1.0; `decimals` 0–15."""
    places = _whole(decimals)
    if places == MISSING:
        return MISSING
    scale = float(f"1e{min(max(int(places), 0), MOST_DECIMALS)}")
    scaled = finite(number_of(value) * scale)
    if scaled == MISSING:
        return MISSING
    below = floor(float(scaled))
    return finite((below + 1 if float(scaled) - below >= 0.5 else below) / scale)


def _least(*values: Value) -> Value:
    return min(numbers_of(values), default=MISSING)


def _most(*values: Value) -> Value:
    return max(numbers_of(values), default=MISSING)


def _sum(*values: Value) -> Value:
    """One after the other: Python's own sum() corrects the rounding, which the browser does not."""
    return finite(reduce(float.__add__, numbers_of(values), 0.0))


_MEANINGS: Final[dict[str, Callable[..., Value]]] = {
    "or": lambda *values: any(map(truth_of, values)),
    "and": lambda *values: all(map(truth_of, values)),
    "not": lambda value: not truth_of(value),
    "true": lambda: True,
    "false": lambda: False,
    "=": _equal,
    "!=": lambda one, other: not _equal(one, other),
    "<": lambda one, other: number_of(one) < number_of(other),
    "<=": lambda one, other: number_of(one) <= number_of(other),
    ">": lambda one, other: number_of(one) > number_of(other),
    ">=": lambda one, other: number_of(one) >= number_of(other),
    "+": lambda *values: finite(reduce(float.__add__, map(number_of, values))),
    "*": lambda *values: finite(reduce(float.__mul__, map(number_of, values))),
    "-": _changed_or_less,
    "div": _divided,
    "mod": _remainder,
    "selected": lambda answer, code: " ".join(words_of(code)) in words_of(answer),
    "count-selected": lambda answer: float(len(words_of(answer))),
    "string-length": lambda value: float(len(text_of(value))),
    "contains": lambda whole, part: text_of(part) in text_of(whole),
    "concat": lambda *values: "".join(map(text_of, values))[:LONGEST_TEXT],
    "coalesce": lambda first, second: second if first == MISSING else first,
    "if": lambda condition, yes, no: yes if truth_of(condition) else no,
    "number": lambda value: finite(number_of(value)),
    "int": _whole,
    "round": _rounded,
    "min": _least,
    "max": _most,
    "sum": _sum,
    "date": date_of,
}
