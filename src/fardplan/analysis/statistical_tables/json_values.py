"""JSON that comes from outside: bounded, without repeated names, and every wrong value named by its path."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NoReturn

from fardplan.analysis.statistical_tables.problems import (
    LONGEST_CODE,
    LONGEST_LABEL,
    LONGEST_TEXT,
    MOST_DEPTH,
    Problem,
    Unreadable,
    checked_size,
)

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{\]}]', re.DOTALL)
# Among what cannot be seen: characters that turn the direction of text, so that it reads as something else than it is.
_TURNING = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFFF9, 0xFFFC)]
_UNSEEN = dict.fromkeys([*range(0x20), 0x7F, *range(0x80, 0xA0), 0xFEFF, *range(0xD800, 0xE000), *_TURNING])
_UNSEEN_BUT_LINES = {code: None for code in _UNSEEN if code not in (0x09, 0x0A)}


def label_of(text: str) -> str:
    """A text on one line, without characters that cannot be seen."""
    return " ".join(" ".join(text.split()).translate(_UNSEEN).split())


def paragraphs_of(text: str) -> str:
    """A text of several lines, without characters that cannot be seen and spaces at the ends of its lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSEEN_BUT_LINES).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def parsed(content: bytes) -> Node:
    """The root of a JSON text in UTF-8. Raises Unreadable."""
    try:
        text = checked_size(content).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(Problem.NOT_TEXT, line=line, found="UTF-8") from None
    _check_depth(text)
    repeats: list[_Repeating] = []

    def gathered(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        counts = Counter(name for name, _ in pairs)
        repeats.append(_Repeating(found, next(name for name, count in counts.items() if count > 1)))
        return repeats[-1]

    try:
        root = Node(json.loads(text, object_pairs_hook=gathered, parse_constant=_NoNumber))
    except json.JSONDecodeError as error:
        raise Unreadable(Problem.NOT_JSON, line=error.lineno, found=error.msg) from None
    except ValueError:  # a whole number of more than 4,300 digits
        digits = re.search(r"\d{4300}", text)
        at = text.count("\n", 0, digits.start()) + 1 if digits else None
        raise Unreadable(Problem.NOT_A_NUMBER, line=at, found="a number of thousands of digits") from None
    if repeats:
        raise Unreadable(Problem.TWICE, _path_of(repeats[0], root), found=repeats[0].name)
    return root


class _NoNumber(str):
    """NaN or Infinity, which JSON does not have but many programs write. Refused where a number is asked for."""

    __slots__ = ()


class _Repeating(dict[str, Any]):
    """An object in which a name stands twice."""

    def __init__(self, fields: dict[str, Any], name: str) -> None:
        super().__init__(fields)
        self.name = name


def _path_of(wanted: dict[str, Any], node: Node) -> str:
    """Where an object stands; it is somewhere under the node unless a repeated name hides it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if each.value is wanted:
            return each.path
        if isinstance(each.value, dict):
            waiting += [inner for _, inner in each.fields() if isinstance(inner.value, dict | list)]
        elif isinstance(each.value, list):
            waiting += [inner for inner in each.items() if isinstance(inner.value, dict | list)]
    return ""


class Node:
    """A value with the way that leads to it, which asks what kind of value it is before giving it."""

    __slots__ = ("parent", "step", "value")

    def __init__(self, value: Any, parent: Node | None = None, step: str | int = "") -> None:
        self.value = value
        self.parent = parent
        self.step = step

    @property
    def path(self) -> str:
        """The way from the root: dimension.Region.category.index[3]."""
        before = self.parent.path if self.parent else ""
        if isinstance(self.step, int):
            return f"{before}[{self.step}]"
        return f"{before}.{self.step}" if before else self.step

    def get(self, name: str) -> Node:
        """What an object has under a name; a node of None when it has nothing."""
        return Node(self.object().get(name), self, name)

    def inside(self, name: str) -> Node:
        """What stands under a name where each producer has its own words; nothing when this is no object at all."""
        return self.get(name) if isinstance(self.value, dict) else Node(None, self, name)

    def need(self, name: str) -> Node:
        found = self.get(name)
        if found.value is None:
            raise Unreadable(Problem.MISSING, found.path)
        return found

    def has(self, name: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def object(self) -> dict[str, Any]:
        """The value as an object; None counts as an empty one."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            self.wrong("an object")
        return self.value

    def fields(self) -> list[tuple[str, Node]]:
        return [(name, self.get(name)) for name in self.object()]

    def items(self) -> list[Node]:
        """The value as a list; None counts as an empty one."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            self.wrong("a list")
        return [Node(value, self, at) for at, value in enumerate(self.value)]

    def code(self) -> str:
        """A code exactly as it stands: some characters, none of them unseen."""
        if not isinstance(self.value, str) or not self.value:
            self.wrong("a code")
        if self.value.isprintable() and self.value[0] != " " and len(self.value) <= LONGEST_CODE:
            return self.value  # most are so plain that there is no need to look closer
        return checked_code(self.value, self.path)

    def label(self) -> str:
        return label_of(self._text(LONGEST_LABEL))

    def paragraphs(self) -> str:
        return paragraphs_of(self._text(LONGEST_TEXT))

    def number(self) -> float | None:
        """A finite number, or None."""
        if self.value is None:
            return None
        if isinstance(self.value, _NoNumber):
            raise Unreadable(Problem.NOT_A_NUMBER, self.path, found=self.value)
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.wrong("a number or null")
        try:
            number = float(self.value)
        except OverflowError:
            number = math.inf
        if not math.isfinite(number):
            raise Unreadable(Problem.NOT_A_NUMBER, self.path, found="a number beyond all bounds")
        return number

    def count(self) -> int | None:
        """A whole number from 0 and up, or None."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            self.wrong("a whole number from 0")
        return self.value

    def truth(self) -> bool:
        return self.value is True

    def wrong(self, expected: str) -> NoReturn:
        raise Unreadable(Problem.WRONG_KIND, self.path, expected=expected)

    def _text(self, most: int) -> str:
        if self.value is None:
            return ""
        if not isinstance(self.value, str):
            self.wrong("a text")
        if len(self.value) > most:
            raise Unreadable(Problem.TOO_LONG, self.path, most=most, found=len(self.value))
        return self.value


def checked_code(code: str, where: str, *, line: int | None = None) -> str:
    """The code as it is, when it is not too long and can be seen."""
    if len(code) > LONGEST_CODE:
        raise Unreadable(Problem.TOO_LONG, where, line=line, most=LONGEST_CODE, found=len(code))
    if not code.strip() or code.translate(_UNSEEN) != code:
        raise Unreadable(Problem.WRONG_KIND, where, line=line, expected="a code of letters or digits")
    return code


def checked_codes(codes: Sequence[str], where: str, *, line: int | None = None) -> list[str]:
    """The codes as they are, when each is a code and none stands twice."""
    seen: set[str] = set()
    for code in codes:
        if checked_code(code, where, line=line) in seen:
            raise Unreadable(Problem.TWICE, where, line=line, found=code)
        seen.add(code)
    return list(codes)


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = text[token.start()]
        if mark in "[{":
            depth += 1
            if depth > MOST_DEPTH:
                line = text.count("\n", 0, token.start()) + 1
                raise Unreadable(Problem.TOO_DEEP, line=line, most=MOST_DEPTH)
        elif mark in "]}":
            depth -= 1
