"""Where a passage can be divided, and what it becomes together with another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

# After a sentence, at the end of a line, before a point of a list: where a text falls apart by itself.
_BREAK = re.compile(r"\n+|(?<=[.!?…])[ \t]+(?=[\"”’»(*_\[]*[A-ZÅÄÖÉÜ0-9])")
# Not the end of a sentence: t.ex. Ronneby, bl.a. Blekinge, kl. 13, nr. 4, and the number before a point of a list.
_SHORT = re.compile(
    r"(?:\b(?:t\.ex|bl\.a|d\.v\.s|m\.m|m\.fl|o\.s\.v|s\.k|kl|nr|ca|jfr|sid|resp|f\.d|p\.g\.a)|^\s*\d+)\.\Z",
    re.MULTILINE,
)


def places_to_split(text: str) -> list[int]:
    """Where the text can be divided: the character each later part begins with, in order; [] for one sentence."""
    places = []
    for found in _BREAK.finditer(text):
        if "\n" not in found.group() and _SHORT.search(text, 0, found.start()):
            continue
        if text[: found.start()].strip() and text[found.end() :].strip():
            places.append(found.end())
    return places


def pieces(text: str, places: Sequence[int]) -> list[str]:
    """The text between the places, nothing left out: joined, it is the text."""
    edges = [0, *places, len(text)]
    return [text[start:end] for start, end in pairwise(edges)]


def heads_joined(first: tuple[str, str], second: tuple[str, str]) -> tuple[str, str, str]:
    """Code and heading for two passages that become one, and what has to stand over the second text: "" or bold words.

    Each passage is (code, heading). Nothing is lost: a heading with no place at the top goes into the text.
    """
    code = first[0] or second[0]
    if not first[1]:
        return code, second[1], ""
    over = second[1] if second[1] != first[1] else ""
    return code, first[1], f"**{over}**" if over else ""
