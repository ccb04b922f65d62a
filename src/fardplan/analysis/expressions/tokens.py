"""The words of an expression: one pass over the text, each character looked at a fixed number of times."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from fardplan.analysis.expressions.problems import ExpressionError

LONGEST = 4_000  # characters in one expression
LONGEST_NAME = 64

TokenKind = Literal["number", "text", "reference", "own", "word", "operator", "(", ")", ",", "end"]

OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "+", "-", "*"})
_SPACE = " \t\r\n\u00a0"  # spreadsheets bring the last one
_COMPARING = "=<>!&|≠≤≥"
# Spreadsheets write ’so’ or “so” by themselves. A text that begins with a plain mark ends only with a plain one.
_CLOSING = {"'": "'", '"': '"', "‘": "’‘'", "’": "’'", "“": '”“"', "”": '”"'}
# No repetition lies within another and none can take what the next one begins with: linear, whatever the text.
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


class Token(NamedTuple):
    """One word. `text` is a name without ${}, a text without its quotation marks; `position` counts from 1."""

    kind: TokenKind
    text: str
    position: int


def tokens(source: str) -> list[Token]:
    """The words of the expression, with one of the kind `end` last. Raises ExpressionError."""
    if len(source) > LONGEST:
        raise ExpressionError("too_long", LONGEST + 1, str(LONGEST))
    found: list[Token] = []
    place = 0
    while place < len(source):
        if source[place] in _SPACE:
            place += 1
            continue
        token, place = _token(source, place)
        found.append(token)
    return [*found, Token("end", "", len(source) + 1)]


def reference(source: str, place: int) -> tuple[str, int]:
    """The name in the `${name}` that begins at `place`, counted from 0, and where the rest begins."""
    end = source.find("}", place)
    if end < 0:
        raise ExpressionError("unclosed_reference", place + 1)
    name = source[place + 2 : end].strip(_SPACE)
    if not _is_name(name):
        raise ExpressionError("name", place + 1, name)
    return name, end + 1


def _is_name(name: str) -> bool:
    """A letter or _ and then letters, digits, _ - and . – as XLSForm has it, since names become XML elements there."""
    if not 0 < len(name) <= LONGEST_NAME or not (name[0].isalpha() or name[0] == "_"):
        return False
    return all(sign.isalnum() or sign in "_-." for sign in name)


def _token(source: str, place: int) -> tuple[Token, int]:
    sign = source[place]
    if source.startswith("${", place):
        name, after = reference(source, place)
        return Token("reference", name, place + 1), after
    if sign in _CLOSING:
        return _text(source, place)
    if number := _NUMBER.match(source, place):
        return Token("number", number[0], place + 1), number.end()
    if sign == ".":
        return Token("own", sign, place + 1), place + 1
    if sign in "(),":
        return Token("(" if sign == "(" else ")" if sign == ")" else ",", sign, place + 1), place + 1
    if sign in "+-*":
        return Token("operator", sign, place + 1), place + 1
    if sign in _COMPARING:
        return _operator(source, place)
    if sign.isalpha() or sign == "_":
        return _word(source, place)
    raise ExpressionError("character", place + 1, sign)


def _text(source: str, place: int) -> tuple[Token, int]:
    closing = _CLOSING[source[place]]
    end = place + 1
    while end < len(source) and source[end] not in closing:
        if "\ud800" <= source[end] <= "\udfff":
            raise ExpressionError("character", end + 1, source[end])  # half a character: cannot be saved as UTF-8
        end += 1
    if end == len(source):
        raise ExpressionError("unclosed_text", place + 1)
    return Token("text", source[place + 1 : end], place + 1), end + 1


def _operator(source: str, place: int) -> tuple[Token, int]:
    end = place
    while end < len(source) and source[end] in _COMPARING:
        end += 1
    if source[place:end] not in OPERATORS:
        raise ExpressionError("operator", place + 1, source[place:end])
    return Token("operator", source[place:end], place + 1), end


def _word(source: str, place: int) -> tuple[Token, int]:
    end = place
    while end < len(source) and (source[end].isalnum() or source[end] in "_-:"):
        end += 1
    return Token("word", source[place:end], place + 1), end
