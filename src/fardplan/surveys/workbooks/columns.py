"""Columns of our own in an XLSForm, which other programs pass by: one for each field of a question they cannot hold.

Reading and writing go by this one list, so that what is written is what is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["flag", "whole", "number", "text", "codes", "wholes"]

OWN_TYPE = "fp::type"
PHRASE = "phrase:"  # before the name of one of our own words (`definition.phrases`)
OWN_SCALE = "fp::scale"
OWN_GRID = "fp::grid"
OWN_PICTURE = "fp::picture"
OWN_SOURCE = "fp::source"
GROUPS_SHEET = "fp_groups"

YES = frozenset({"yes", "ja", "true", "true()", "1", "x"})
NO = frozenset({"no", "nej", "false", "false()", "0"})


@dataclass(frozen=True)
class Own:
    """A column and the field it holds; `also` are other names it goes by."""

    column: str
    field: str
    kind: Kind
    also: tuple[str, ...] = ()


OWN: Final = (
    Own("fp::dont_know", "dont_know", "flag"),
    Own("fp::wont_say", "wont_say", "flag"),
    Own("fp::background", "background", "flag", ("fp::weighting",)),
    Own("fp::public", "public", "flag"),
    Own("fp::contribution", "contribution", "flag"),
    Own("fp::about", "about", "text", ("fp::direction",)),
    Own("fp::positive", "positive", "codes"),
    Own("fp::least", "least", "whole"),
    Own("fp::most", "most", "whole"),
    Own("fp::total", "total", "whole"),
    Own("fp::minimum", "minimum", "number"),
    Own("fp::maximum", "maximum", "number"),
    Own("fp::earliest", "earliest", "text"),
    Own("fp::latest", "latest", "text"),
    Own("fp::longest", "longest", "whole"),
    Own("fp::classes", "classes", "wholes"),
    Own("fp::shuffled", "shuffled", "flag"),
    Own("fp::benchmark", "benchmark", "text"),
    Own("fp::benchmark_uncertainty", "benchmark_uncertainty", "text"),
)

WORDS: Final = (
    "label",
    "hint",
    "constraint_message",
    "fp::unit",
    "fp::low_label",
    "fp::high_label",
    "fp::picture_text",
    "fp::title",
)
"""The columns that are written once for each language."""


def value_in(kind: Kind, text: str) -> Any:
    """What a cell says. Raises ValueError when it is not of the kind."""
    match kind:
        case "flag":
            return is_yes(text)
        case "whole":
            return int(text)
        case "number":
            number = float(text.replace(",", "."))
            if not -1e15 <= number <= 1e15:
                raise ValueError(text)
            return number
        case "codes":
            return text.split()
        case "wholes":
            return [int(each) for each in text.replace(",", " ").split()]
    return text


def text_of(kind: Kind, value: Any) -> str:
    """The same the other way."""
    match kind:
        case "flag":
            return "yes" if value else "no"
        case "number":
            return repr(value)
        case "codes" | "wholes":
            return " ".join(map(str, value))
    return str(value)


def is_yes(text: str) -> bool:
    """Raises ValueError for what is neither yes nor no."""
    word = text.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(text)
