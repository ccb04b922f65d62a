"""From text to tree: precedence climbing, one word of look-ahead, nothing tried twice."""

from __future__ import annotations

from collections.abc import Collection
from math import isinf
from typing import Final, NamedTuple, TypeAlias

from fardplan.analysis.expressions.problems import ExpressionError
from fardplan.analysis.expressions.tokens import Token, reference, tokens

Tree: TypeAlias = "str | int | float | list[Tree]"
"""An expression as JSON has it: a text and a number stand for themselves, all else is [operator or function, *parts].

A question's answer is ["ref", name], the question's own answer ["."], a changed sign ["-", part]. `and`, `or`, `+`, `*`
and the functions that say so take any number of parts.
"""

DEEPEST = 64  # levels; Python's own limit lies at a thousand calls, of which one level takes two or three
MOST_PARTS = 500
LONGEST_LABEL = 10_000  # characters in a text with piping

ARGUMENTS: Final[dict[str, tuple[int, int]]] = {
    "selected": (2, 2),
    "count-selected": (1, 1),
    "string-length": (1, 1),
    "contains": (2, 2),
    "concat": (1, MOST_PARTS),
    "coalesce": (2, 2),
    "if": (3, 3),
    "not": (1, 1),
    "true": (0, 0),
    "false": (0, 0),
    "number": (1, 1),
    "int": (1, 1),
    "round": (1, 2),
    "min": (1, MOST_PARTS),
    "max": (1, MOST_PARTS),
    "sum": (1, MOST_PARTS),
    "date": (1, 1),
    "today": (0, 0),
}
"""The functions there are, each with the least and the greatest number of values it takes."""

BINDING: Final = {
    sign: strength
    for strength, signs in enumerate(("or", "and", "= !=", "< <= > >=", "+ -", "* div mod"), start=1)
    for sign in signs.split()
}
"""XPath 1.0, section 3.5: operators of the same strength are taken from the left, and a sign before all of them."""

_CHAINED = frozenset({"and", "or", "+", "*"})


class _Part(NamedTuple):
    tree: Tree
    height: int


def parse(source: str, *, names: Collection[str] | None = None, with_own: bool = False) -> Tree:
    """The tree of an expression, ready for JSON.

    `names` are the questions that may be referred to, all when None; `with_own` allows "." for the question's own
    answer, as in a constraint. Raises ExpressionError with the place.
    """
    reader = _Reader(tokens(source), names=names, with_own=with_own)
    if reader.next().kind == "end":
        raise ExpressionError("empty", 1)
    part = reader.expression(least=1, depth=1)
    reader.expect_end()
    return part.tree


def parse_label(source: str, *, names: Collection[str] | None = None) -> Tree:
    """The tree of a text with `${name}` in it, whose value is the text with the answers put in. Raises ExpressionError.

    Only `${` has a meaning; a single $ or } is text.
    """
    if len(source) > LONGEST_LABEL:
        raise ExpressionError("too_long", LONGEST_LABEL + 1, str(LONGEST_LABEL))
    parts: list[Tree] = []
    place = 0
    while (start := source.find("${", place)) >= 0:
        name, after = reference(source, start)
        _check_known(name, start + 1, names)
        parts += [source[place:start], ["ref", name]]
        place = after
        if len(parts) > MOST_PARTS:
            raise ExpressionError("too_large", start + 1)
    return ["concat", *(part for part in [*parts, source[place:]] if part != "")]


def references(tree: Tree) -> tuple[str, ...]:
    """The questions that the value depends on, in the order they are first named."""
    if not isinstance(tree, list):
        return ()
    operator, *parts = tree
    if operator == "ref":
        return (str(parts[0]),)
    return tuple(dict.fromkeys(name for part in parts for name in references(part)))


def _check_known(name: str, position: int, names: Collection[str] | None) -> None:
    if names is not None and name not in names:
        raise ExpressionError("reference", position, name)


class _Reader:
    def __init__(self, words: list[Token], *, names: Collection[str] | None, with_own: bool) -> None:
        self._words = words
        self._place = 0
        self._parts = 0
        self._names = names
        self._with_own = with_own

    def next(self) -> Token:
        return self._words[self._place]

    def _take(self) -> Token:
        word = self.next()
        self._place += 1
        return word

    def expect_end(self) -> None:
        if self.next().kind != "end":
            raise self._misplaced()

    def expression(self, *, least: int, depth: int) -> _Part:
        """What stands here up to the first operator that binds weaker than `least`."""
        left = self._operand(depth=depth)
        while (strength := self._strength()) >= least:
            word = self._take()
            right = self.expression(least=strength + 1, depth=depth + 1)
            chain = left.tree
            if word.text in _CHAINED and isinstance(chain, list) and chain[0] == word.text:
                height = max(left.height, right.height + 1)
                left = self._grown(word, [*chain, right.tree], height)
            else:
                left = self._grown(word, [word.text, chain, right.tree], max(left.height, right.height) + 1)
        return left

    def _strength(self) -> int:
        """How strongly the next word binds, 0 when it is no operator between two values."""
        return BINDING.get(self.next().text, 0) if self.next().kind in ("operator", "word") else 0

    def _operand(self, *, depth: int) -> _Part:
        word = self.next()
        if depth > DEEPEST:
            raise ExpressionError("too_deep", word.position)
        match word.kind:
            case "number":
                return self._grown(self._take(), _number(word), 1)
            case "text":
                return self._grown(self._take(), word.text, 1)
            case "reference":
                _check_known(word.text, word.position, self._names)
                return self._grown(self._take(), ["ref", word.text], 1)
            case "own" if not self._with_own:
                raise ExpressionError("own_answer", word.position)
            case "own":
                return self._grown(self._take(), ["."], 1)
            case "operator" if word.text == "-":
                self._take()
                part = self._operand(depth=depth + 1)
                return self._grown(word, ["-", part.tree], part.height + 1)
            case "(":
                self._take()
                part = self.expression(least=1, depth=depth + 1)
                self._close(word)
                return part
            case "word":
                return self._call(depth=depth)
            case _:
                raise self._misplaced()

    def _call(self, *, depth: int) -> _Part:
        word = self._take()
        if self.next().kind != "(":
            if word.text in BINDING:
                raise ExpressionError("unexpected", word.position, word.text)
            raise ExpressionError("bare_function" if word.text in ARGUMENTS else "word", word.position, word.text)
        if word.text not in ARGUMENTS:
            raise ExpressionError("function", word.position, word.text)
        opening = self._take()
        parts: list[_Part] = []
        while self.next().kind != ")" or parts:
            parts.append(self.expression(least=1, depth=depth + 1))
            if self.next().kind != ",":
                break
            self._take()
        self._close(opening)
        least, most = ARGUMENTS[word.text]
        if not least <= len(parts) <= most:
            raise ExpressionError("arguments", word.position, word.text)
        height = 1 + max((part.height for part in parts), default=0)
        return self._grown(word, [word.text, *(part.tree for part in parts)], height)

    def _close(self, opening: Token) -> None:
        if self.next().kind == "end":
            raise ExpressionError("unclosed_bracket", opening.position)
        if self.next().kind != ")":
            raise self._misplaced()
        self._take()

    def _grown(self, word: Token, tree: Tree, height: int) -> _Part:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise ExpressionError("too_large", word.position)
        if height > DEEPEST:
            raise ExpressionError("too_deep", word.position)
        return _Part(tree, height)

    def _misplaced(self) -> ExpressionError:
        word = self.next()
        if word.kind == "end":
            return ExpressionError("end", word.position)
        return ExpressionError("unexpected", word.position, word.text)


def _number(word: Token) -> int | float:
    number = float(word.text)
    if isinf(number):
        raise ExpressionError("too_large_number", word.position, word.text)
    return int(number) if number.is_integer() and number < 2**53 else number
