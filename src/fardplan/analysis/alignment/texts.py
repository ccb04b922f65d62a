"""Passages as numbered words, with how much each word tells, and which passages are worth comparing."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from fardplan.analysis.words import words

# A word or pair of words that stands in more passages than this finds no candidates: it would find everything.
_TOO_COMMON = 40
_CANDIDATES = 8
# What two texts share is weighed by the others: their own two occurrences of it are left out.
_OWN = 2


@dataclass(frozen=True, slots=True)
class Text:
    """One passage: its words as numbers in order, the set of them and of the neighbours among them, what they tell
    together, what is left of that when nobody is surprised by the next word of a common phrase (`news`), and its
    heading."""

    sequence: list[int]
    bag: frozenset[int]
    pairs: frozenset[tuple[int, int]]
    weight: float
    news: float
    heading: frozenset[str]
    exact: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a known passage and a new block share, whatever stands round them.

    `cover`: the words both have; `weight`: what they tell together. `of_old` and `of_new`: which share (0–1) of what
    the words of each tell that is. `ordered`: how many words stand in the same order in both; `shorter` and `longer`:
    their share of each text's words. `pairs`: what the pairs of neighbouring words tell that both have. `news`: what
    the shared words tell when a shared phrase that others have too tells little more than its first word;
    `news_of_old` and `news_of_new`: which share of the news of each. `short` and `long`: how many words the one and the
    other text have. `heading`: −1 another, 0 none, 1 the same.
    """

    cover: frozenset[int]
    weight: float
    of_old: float
    of_new: float
    ordered: int
    shorter: float
    longer: float
    pairs: float
    news: float
    news_of_old: float
    news_of_new: float
    short: int
    long: int
    heading: float


class Library:
    """The passages of both texts under one numbering of words."""

    def __init__(self, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> None:
        numbers: dict[str, int] = {}
        read = [
            ([numbers.setdefault(word, len(numbers)) for word in words(text) or [text]], words(heading))
            for heading, text in (*old, *new)
        ]
        self.count = len(read)
        self._spread = Counter(word for sequence, _ in read for word in set(sequence))
        self._pair_spread = Counter(pair for sequence, _ in read for pair in set(pairwise(sequence)))
        # How much a word tells: the rarer, the more. One that stands in a single passage of each text tells most.
        self.tells = [self._rarity(self._spread[word]) for word in range(len(numbers))]
        self._surprise = [
            math.log((1 + self.count) / (0.5 + max(0, self._spread[at] - _OWN))) for at in range(len(numbers))
        ]
        self._pair_tells = {pair: self._rarity(spread) for pair, spread in self._pair_spread.items()}
        self._expected = {pair: self._expectation(*pair) for pair, spread in self._pair_spread.items() if spread > _OWN}
        made = [self._text(sequence, heading) for sequence, heading in read]
        self.old, self.new = made[: len(old)], made[len(old) :]

    def _rarity(self, spread: int) -> float:
        return math.log(1 + self.count / (1 + spread))

    def _expectation(self, first: int, second: int) -> float:
        """By how much the first word of a pair makes the second less of a surprise, in the passages of others."""
        firsts = self._spread[first] - _OWN
        follows = self._pair_spread[first, second] - _OWN
        chance = math.exp(-self._surprise[second])
        return max(0.0, math.log((follows + chance) / (firsts + 1) / chance))

    def _news(self, bag: Iterable[int], pairs: Iterable[tuple[int, int]]) -> float:
        expected = self._expected
        told = sum(map(self._surprise.__getitem__, bag)) - sum(expected[pair] for pair in pairs if pair in expected)
        return max(0.0, told)

    def _text(self, sequence: list[int], heading: list[str]) -> Text:
        bag = frozenset(sequence)
        exact = (" ".join(map(str, sequence)), " ".join(heading))
        pairs = frozenset(pairwise(sequence))
        return Text(sequence, bag, pairs, self.told(bag), self._news(bag, pairs), frozenset(heading), exact)

    def told(self, bag: Iterable[int]) -> float:
        return sum(map(self.tells.__getitem__, bag))

    def likeness(self, old: int, new: int) -> Likeness:
        one, other = self.old[old], self.new[new]
        cover = one.bag & other.bag
        weight = self.told(cover)
        ordered = int(LCSseq.similarity(one.sequence, other.sequence)) if cover else 0
        shorter, longer = sorted((len(one.sequence), len(other.sequence)))
        pairs = one.pairs & other.pairs
        news = self._news(cover, pairs)
        return Likeness(
            cover,
            weight,
            weight / one.weight,
            weight / other.weight,
            ordered,
            ordered / shorter,
            ordered / longer,
            sum(map(self._pair_tells.__getitem__, pairs)),
            news,
            min(1.0, news / (one.news + 1)),
            min(1.0, news / (other.news + 1)),
            shorter,
            longer,
            _same_heading(one.heading, other.heading),
        )

    def candidates(self, old: Sequence[int], new: Sequence[int]) -> dict[int, list[int]]:
        """For each of these new blocks the few of these old passages that share most rare words and pairs of words."""
        holders: dict[object, list[int]] = defaultdict(list)
        for at in old:
            for mark in self._marks(self.old[at]):
                holders[mark].append(at)
        found = {}
        for at in new:
            scores: dict[int, float] = defaultdict(float)
            for mark in self._marks(self.new[at]):
                here = holders.get(mark, ())
                if len(here) <= _TOO_COMMON:
                    tells = 1.0 / len(here) if here else 0.0
                    for one in here:
                        scores[one] += tells
            found[at] = sorted(scores, key=lambda one: (-scores[one], one))[:_CANDIDATES]
        return found

    @staticmethod
    def _marks(text: Text) -> set[object]:
        return {*text.bag, *text.pairs}


def _same_heading(one: frozenset[str], other: frozenset[str]) -> float:
    if not one and not other:
        return 0.0
    return 2 * (2 * len(one & other) / (len(one) + len(other))) - 1
