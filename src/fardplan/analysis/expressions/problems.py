"""Why an expression was refused, and where: for whoever wrote it, who may never have seen a programming language."""

from __future__ import annotations

from typing import Final, Literal

Kind = Literal[
    "empty",
    "too_long",
    "too_deep",
    "too_large",
    "too_large_number",
    "character",
    "unclosed_text",
    "unclosed_reference",
    "name",
    "reference",
    "own_answer",
    "function",
    "bare_function",
    "arguments",
    "operator",
    "word",
    "unclosed_bracket",
    "end",
    "unexpected",
]

SENTENCES: Final[dict[Kind, str]] = {
    "empty": "There is nothing here.",
    "too_long": "This is longer than {found} characters.",
    "too_deep": "Character {position}: too many brackets or calculations lie inside each other.",
    "too_large": "Character {position}: this has too many parts. Divide it into several calculations.",
    "too_large_number": "Character {position}: the number {found} is too large.",
    "character": "Character {position}: the character {found} cannot stand here.",
    "unclosed_text": "Character {position}: a text begins here, and its closing quotation mark is missing.",
    "unclosed_reference": "Character {position}: a question is named here, and the closing }} is missing.",
    "name": "Character {position}: “{found}” cannot be the name of a question.",
    "reference": "Character {position}: no question is named “{found}”.",
    "own_answer": "Character {position}: the full stop means the question's own answer, which does not exist here.",
    "function": "Character {position}: there is no function “{found}”.",
    "bare_function": "Character {position}: brackets are missing after “{found}”.",
    "arguments": "Character {position}: “{found}” has the wrong number of values in its brackets.",
    "operator": "Character {position}: “{found}” cannot be used. Equal is written = and not equal !=.",
    "word": "Character {position}: “{found}” is unknown. Write a question as ${{name}}, a text in quotation marks.",
    "unclosed_bracket": "Character {position}: the bracket that opens here is not closed.",
    "end": "Character {position}: something is missing at the end.",
    "unexpected": "Character {position}: “{found}” cannot stand here.",
}

_LONGEST_SHOWN = 40


class ExpressionError(ValueError):
    """An expression or a piped text that is refused.

    `kind` is one of the keys of SENTENCES, for those who translate the sentence; `position` counts characters from 1
    (Unicode code points); `found` is what stands there, at most 40 characters, invisible ones as U+200B.
    """

    def __init__(self, kind: Kind, position: int, found: str = "") -> None:
        self.kind: Kind = kind
        self.position = position
        self.found = _visible(found)
        super().__init__(SENTENCES[kind].format(position=position, found=self.found))


def _visible(found: str) -> str:
    short = found if len(found) <= _LONGEST_SHOWN else found[: _LONGEST_SHOWN - 1] + "…"
    return "".join(sign if sign.isprintable() else f"U+{ord(sign):04X}" for sign in short)
