"""LimeSurvey's conditions in their simple forms, in our words: comparing, and, or, not, and whether there is an answer.

What is not understood is refused with the place, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from fardplan.analysis.expressions import LONGEST, ExpressionError, parse
from fardplan.surveys.definition import OTHER

_WORD = re.compile(
    r"\s*(?:(?P<text>\"[^\"]*\"|'[^']*')|(?P<number>\d+(?:\.\d+)?)|(?P<sign>&&|\|\||==|!=|<=|>=|[<>=!()+*/,-])"
    r"|(?P<name>[A-Za-z][A-Za-z0-9_]*)(?P<suffix>\.(?:NAOK|code|value|shown|valueNAOK))?)"
)
_SIGNS = {"&&": "and", "||": "or", "==": "=", "/": "div"}
_WORDS = {"and": "and", "or": "or", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_PIPED = re.compile(r"\{([A-Za-z][A-Za-z0-9_]*)(?:\.(?:shown|NAOK|value|code))?\}")


@dataclass
class Known:
    """What a formula may mention, by LimeSurvey's names: questions, and choices of questions with several."""

    questions: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, tuple[str, str]] = field(default_factory=dict)  # Q2_SQ001 → (q2, SQ001)
    rows: set[str] = field(default_factory=set)  # rows of a matrix: there, but not to be asked of
    codes: dict[str, Mapping[str, str]] = field(default_factory=dict)


def translated(written: str, known: Known) -> str:
    """The condition as one of ours; "" for one that always holds. Raises ExpressionError."""
    text = written.strip()
    if text.startswith("{") and text.endswith("}"):
        text = text[1:-1].strip()
    if text in ("", "1"):
        return ""
    if len(text) > LONGEST:
        raise ExpressionError("too_long", LONGEST + 1, str(LONGEST))
    formula = _Translator(text, known).whole()
    parse(formula, names=list(known.questions.values()))
    return formula


def piped(text: str, known: Known) -> str:
    """A text with `{Q1.shown}` as `${q1}`; other expressions stay as they stand."""
    return _PIPED.sub(
        lambda found: f"${{{known.questions[found[1]]}}}" if found[1] in known.questions else found[0], text
    )


class _Translator:
    def __init__(self, text: str, known: Known) -> None:
        self._text, self._known = text, known
        self._place = 0
        self._pieces: list[str] = []
        self._codes: Mapping[str, str] = {}

    def whole(self) -> str:
        while self._text[self._place :].strip():
            self._step()
        return " ".join(self._pieces).replace("( ", "(").replace(" )", ")").replace("not (", "not(")

    def _take(self) -> re.Match[str]:
        word = _WORD.match(self._text, self._place)
        if word is None:
            at = self._place + len(self._text[self._place :]) - len(self._text[self._place :].lstrip())
            raise ExpressionError("character", at + 1, self._text[at : at + 1])
        self._place = word.end()
        return word

    def _looks_at(self, pattern: str) -> re.Match[str] | None:
        found = re.compile(pattern).match(self._text, self._place)
        if found:
            self._place = found.end()
        return found

    def _step(self) -> None:
        word = self._take()
        if word["text"] is not None:
            self._pieces.append(self._code(word["text"][1:-1]))
        elif word["number"] is not None:
            self._pieces.append(word["number"])
        elif word["sign"] == "!":
            self._not(word)
        elif word["sign"] is not None:
            self._pieces.append(_SIGNS.get(word["sign"], word["sign"]))
        else:
            self._named(word)

    def _code(self, text: str) -> str:
        code = OTHER if text == "-oth-" else self._codes.get(text, text)
        mark = '"' if "'" in code else "'"
        return f"{mark}{code}{mark}"

    def _not(self, word: re.Match[str]) -> None:
        if empty := self._looks_at(r"\s*is_empty\(\s*([A-Za-z]\w*)(?:\.\w+)?\s*\)"):
            self._missing(empty, is_missing=False)
        elif self._looks_at(r"\s*\("):
            self._pieces += ["not", "("]
        else:
            raise ExpressionError("operator", word.start("sign") + 1, "!")

    def _named(self, word: re.Match[str]) -> None:
        name = word["name"]
        if name.lower() in _WORDS:
            self._pieces.append(_WORDS[name.lower()])
        elif name == "is_empty":
            empty = self._looks_at(r"\(\s*([A-Za-z]\w*)(?:\.\w+)?\s*\)")
            if empty is None:
                raise ExpressionError("function", word.start("name") + 1, name)
            self._missing(empty, is_missing=True)
        elif name in self._known.chosen:
            self._chosen(word)
        elif name in self._known.questions:
            ours = self._known.questions[name]
            self._codes = self._known.codes.get(ours, {})
            self._pieces.append(f"${{{ours}}}")
        elif self._looks_at(r"\s*\("):
            raise ExpressionError("function", word.start("name") + 1, name)
        else:
            raise ExpressionError("reference", word.start("name") + 1, name)

    def _missing(self, found: re.Match[str], *, is_missing: bool) -> None:
        name = found[1]
        if name in self._known.chosen:
            question, code = self._known.chosen[name]
            asked = f"selected(${{{question}}}, '{code}')"
            self._pieces.append(f"not({asked})" if is_missing else asked)
        elif name in self._known.questions:
            self._pieces.append(f"${{{self._known.questions[name]}}} {'=' if is_missing else '!='} ''")
        else:
            raise ExpressionError("reference", found.start(1) + 1, name)

    def _chosen(self, word: re.Match[str]) -> None:
        """Q2_SQ001 == "Y": whether that one was chosen."""
        question, code = self._known.chosen[word["name"]]
        compared = self._looks_at(r"\s*(==|!=|eq|ne)\s*([\"'])(Y?)\2")
        if compared is None:
            raise ExpressionError("unexpected", word.start("name") + 1, word["name"])
        is_chosen = (compared[1] in ("==", "eq")) == (compared[3] == "Y")
        asked = f"selected(${{{question}}}, '{code}')"
        self._pieces.append(asked if is_chosen else f"not({asked})")
