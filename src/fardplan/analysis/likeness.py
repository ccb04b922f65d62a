"""Texts that say nearly the same: letters sent by many, and contributions sent twice.

Two steps. `signature` gives a few numbers per text that can be stored and indexed; only texts that share one are worth
comparing. `similarity` then says exactly how alike two texts are. The numbers are hashes of pairs of neighbouring words
that carry meaning: rarer than words, so that unrelated texts share none, and many enough that some survive when every
third word is another. They are the same in every process and on every version of Python (BLAKE2b, 63 bits: they fit a
signed database integer). Measured beside MinHash with bands by `./dev bench likeness`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import log
from typing import Generic, TypeVar

from rapidfuzz.distance import LCSseq

from fardplan.analysis.words import words

# From here on two texts are so alike that an official should see them together.
NEAR = 0.5
# Of the texts that share a number, so many are remembered: enough to lead a hundredth copy to the copies before it.
_REMEMBERED = 50
# Words are told apart by their beginnings: planeras and planering are two words, planering and planeringen one.
_BEGINNING = 7
# With fewer words that carry meaning than this there are too few pairs: the words themselves are numbered too.
_FEW = 5
_EMPTY_WORDS = frozenset(
    """
    alla allt än ännu är att av bara både bli blir borde bör bra de då dem den denna deras dess det detta dig din dina
    dit ditt dock du där därför efter eller en er era ert ett finns får för före från få ge genom gör ha hade han har
    hela hon hur i ibland in inte jag ju kan kanske kommer kunde kunna lite man med mellan men mer mest mig min mina
    mitt mot mycket måste ni nog nu när någon något några och också om oss på redan samma samt ska skall skulle som sin
    sina sitt så sådan tack till tycker under upp ut utan vad var vara varit varje vi vid vid vilka vilken vilket vill
    våra vår vårt över a an and are as at be by for from has have if in is it not of on or that the their this to was we
    will with would you your
    """.split()  # noqa: SIM905 - a hundred and fifty quotation marks would hide the words
)

Key = TypeVar("Key", bound=Hashable)


def meaning(text: str) -> list[str]:
    """The beginnings of the words that carry meaning, in order; all words where none does."""
    spoken = words(text)
    return [word[:_BEGINNING] for word in spoken if word not in _EMPTY_WORDS] or spoken


def signature(text: str) -> frozenset[int]:
    """Numbers (0–2⁶³−1) of which near-identical texts share some and unrelated ones hardly any. Empty for no words."""
    return _signature(meaning(text))


def _signature(told: list[str]) -> frozenset[int]:
    marks = {f"{one} {other}" for step in (1, 2) for one, other in zip(told, told[step:], strict=False)}
    if len(told) < _FEW:
        marks.update(told)
    return frozenset(map(_number, marks))


@lru_cache(maxsize=65_536)
def _number(mark: str) -> int:
    return int.from_bytes(blake2b(mark.encode(), digest_size=8).digest(), "big") >> 1


def similarity(one: str, other: str) -> float:
    """How alike two texts are, 0–1: the share of their words of meaning that stand in the same order in both (Dice)."""
    return _alike(meaning(one), meaning(other))


def _alike(told: list[str], heard: list[str]) -> float:
    return 2 * LCSseq.similarity(told, heard) / (len(told) + len(heard)) if told and heard else 0.0


@dataclass(frozen=True, slots=True)
class Near(Generic[Key]):
    """A text that says nearly the same, and how nearly."""

    key: Key
    similarity: float


class Likenesses(Generic[Key]):
    """Texts in memory, and which of them are near a given one."""

    def __init__(self) -> None:
        self._texts: dict[Key, list[str]] = {}
        self._spread: Counter[str] = Counter()
        self._holders: dict[int, list[Key]] = defaultdict(list)

    def add(self, key: Key, text: str) -> None:
        """Remember a text. Raises KeyError when the key is there already."""
        if key in self._texts:
            raise KeyError(key)
        told = self._texts[key] = meaning(text)
        self._spread.update(set(told))
        for number in _signature(told):
            if len(self._holders[number]) < _REMEMBERED:
                self._holders[number].append(key)

    def candidates(self, text: str) -> list[Key]:
        """Those that share a number with it, those that share most first."""
        return self._candidates(meaning(text))

    def _candidates(self, told: list[str]) -> list[Key]:
        shared: Counter[Key] = Counter()
        for number in _signature(told):
            shared.update(self._holders.get(number, ()))
        return [key for key, _ in shared.most_common()]

    def _alike(self, told: list[str], heard: list[str]) -> float:
        """`similarity`, but a word few of these texts have counts for up to twice as much: stock phrases tell less.

        Not for more than that: the words of a letter five hundred people sent are common here, and still its words.
        """
        steps = LCSseq.opcodes(told, heard)
        shared = sum(self._tells(word) for s in steps if s.tag == "equal" for word in told[s.src_start : s.src_end])
        return 2 * shared / (sum(map(self._tells, told)) + sum(map(self._tells, heard)))

    def _tells(self, word: str) -> float:
        many = len(self._texts)
        return 1 + log(1 + many / (1 + self._spread[word])) / log(2 + many)

    def near(self, text: str, *, at_least: float = NEAR) -> list[Near[Key]]:
        """Those nearly the same, the nearest first."""
        return self._near(meaning(text), at_least)

    def _near(self, told: list[str], at_least: float) -> list[Near[Key]]:
        found = [Near(key, self._alike(told, self._texts[key])) for key in self._candidates(told)]
        return sorted((one for one in found if one.similarity >= at_least), key=lambda one: -one.similarity)

    def pairs(self, *, at_least: float = NEAR) -> Iterator[tuple[Key, Key, float]]:
        """Every two that were found near each other, once: the later of them first."""
        places = {key: place for place, key in enumerate(self._texts)}
        for key, told in self._texts.items():
            for one in self._near(told, at_least):
                if places[one.key] < places[key]:
                    yield key, one.key, one.similarity
