"""Where a quoted stretch of words stands after the text round it has changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from fardplan.analysis.words import words

CONTEXT = 40  # characters kept on each side of a quote
# Below this share of words in common, the words are gone rather than changed. Five words with one of them changed: 0.8.
CLOSE_ENOUGH = 0.75
_EDGE_MOVES = 8  # words
_LONG = 300  # words
_SPOKEN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words, where they began, and a little of what stood before and after."""

    words: str
    start: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where the quote stands now: text[start:end] is `words`. `likeness` is 1 when they are the quoted ones.

    `exact`: the same characters. `close`: the same words but for a few, or other spaces. `gone`: nowhere (0, 0, "").
    """

    found: Literal["exact", "close", "gone"]
    start: int
    end: int
    words: str
    likeness: float


GONE = Anchor("gone", 0, 0, "", 0.0)


def quote(text: str, start: int, end: int) -> Quote:
    """Quote text[start:end]. Raises ValueError when that is not a stretch of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}–{end} is not a stretch of a text of {len(text)} characters")
    return Quote(text[start:end], start, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def anchor(quoted: Quote, text: str) -> Anchor:
    """Find the quote in the text as it reads now. Among several places, the one with the same words round it."""
    if not quoted.words.strip():
        return GONE
    places = list(_places(quoted.words, text))
    if places:
        start = max(places, key=lambda at: _standing(quoted, text, at))
        return Anchor("exact", start, start + len(quoted.words), quoted.words, 1.0)
    return _close(quoted, text)


def _places(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _standing(quoted: Quote, text: str, start: int) -> tuple[int, int]:
    """How well the surroundings of a place fit: equal characters round it, then nearness to the old place."""
    end = start + len(quoted.words)
    before = _shared_length(quoted.before[::-1], text[max(0, start - CONTEXT) : start][::-1])
    after = _shared_length(quoted.after, text[end : end + CONTEXT])
    return before + after, -abs(start - quoted.start)


def _shared_length(one: str, other: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), min(len(one), len(other)))


def _close(quoted: Quote, text: str) -> Anchor:
    """The stretch of whole words most like the quote, if it is like enough."""
    wanted = [_plain(found.group()) for found in _SPOKEN.finditer(quoted.words)]
    stretches = [found.span() for found in _SPOKEN.finditer(text)]
    there = [_plain(text[start:end]) for start, end in stretches]
    first, last, likeness = _window(wanted, there)
    if likeness < CLOSE_ENOUGH:
        return GONE
    start, end = stretches[first][0], stretches[last - 1][1]
    return Anchor("close", start, end, text[start:end], likeness)


def _plain(word: str) -> str:
    return " ".join(words(word)) or word


def _window(wanted: Sequence[str], there: Sequence[str]) -> tuple[int, int, float]:
    """The stretch (first word, word after the last) that shares most with what is wanted, and how much, 0–1."""
    if not set(wanted) & set(there):
        return 0, 0, 0.0
    # One character per word lets the search for a part of a text search for a part of a sequence of words.
    numbers = {word: chr(0xF0000 + number % 0xFFF0) for number, word in enumerate(dict.fromkeys([*wanted, *there]))}
    needle, hay = ("".join(numbers[word] for word in found) for found in (wanted, there))
    first, last = _place(needle, hay)

    def likeness(start: int, end: int) -> float:
        return float(LCSseq.normalized_similarity(needle, hay[start:end]))

    # The window is as long as what is wanted. Where words were added inside it the stretch is longer, where some
    # were taken out it is shorter: move each edge a little to where it fits best.
    last = max(_near(last, first + 1, len(hay)), key=lambda end: (likeness(first, end), -end))
    first = max(_near(first, 0, last - 1), key=lambda start: (likeness(start, last), start))
    return first, last, likeness(first, last)


def _place(needle: str, hay: str) -> tuple[int, int]:
    """Roughly where in the hay the needle is: a stretch of its length."""
    if len(needle) >= len(hay):
        return 0, len(hay)
    if len(needle) <= _LONG:
        found = fuzz.partial_ratio_alignment(needle, hay)
        return (found.dest_start, found.dest_end) if found else (0, len(needle))
    # Trying each place costs too much for a long quote; its longest stretch of equal words tells where it is.
    longest = max(LCSseq.opcodes(needle, hay), key=lambda step: (step.tag == "equal") * (step.src_end - step.src_start))
    first = min(max(0, longest.dest_start - longest.src_start), len(hay) - len(needle))
    return first, first + len(needle)


def _near(edge: int, least: int, most: int) -> range:
    return range(max(least, edge - _EDGE_MOVES), min(most, edge + _EDGE_MOVES) + 1)
