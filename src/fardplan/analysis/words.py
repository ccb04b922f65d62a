"""A text as words and what stands between them. Nothing is lost: joined again, the tokens are the text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Marks that belong to the letter before them (combining accents, soft hyphen, joiners) stay inside the word.
_LETTER = r"(?:[^\W_][\u0300-\u036f\u00ad\u200b-\u200d]*)"
_TOKEN = re.compile(
    rf"""
      \]\([^()\s]*\)                         # where a link leads stays whole
    | https?://[^\s<>()]+                    # and so does an address written out
    | {_LETTER}+(?:[-'’.,:/@]{_LETTER}+)*    # ord, e-post, EU:s, 12,5, och/eller
    | \s+
    | (?P<sign>.)(?P=sign)*                  # signs; ** and --- are one each
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(rf"{_LETTER}+(?:[-'’.,:/@]{_LETTER}+)*")


class Unit(NamedTuple):
    """A word, or a sign, with the space before it. The last unit of a text may be a space alone (`core` empty)."""

    gap: str
    core: str

    @property
    def text(self) -> str:
        return self.gap + self.core


def tokens(text: str) -> list[str]:
    """Words, spaces, signs and link targets in order; `"".join(tokens(text)) == text`."""
    return [found.group() for found in _TOKEN.finditer(text)]


def units(text: str) -> list[Unit]:
    """The tokens with each space put before what follows it; the texts of the units joined are the text."""
    found: list[Unit] = []
    gap = ""
    for token in tokens(text):
        if token.isspace():
            gap += token
        else:
            found.append(Unit(gap, token))
            gap = ""
    if gap:
        found.append(Unit(gap, ""))
    return found


def words(text: str) -> list[str]:
    """The words alone, without case and soft hyphens, for comparing: "Kust-\u00adnära E-post" is kust-nära, e-post."""
    plain = unicodedata.normalize("NFC", text.replace("\u00ad", ""))
    return [found.group() for found in _WORD.finditer(plain.casefold())]
