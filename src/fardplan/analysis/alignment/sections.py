"""Which section of the new text is which known one: by its passages, its heading, and the section it stands in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from fardplan.analysis.alignment.context import Surroundings
from fardplan.analysis.alignment.shapes import KnownDraft, NewText
from fardplan.analysis.words import words

# Less than this and two sections have nothing to do with each other.
_LEAST = 0.25
_MANY_ALIKE = 12


@dataclass(frozen=True, slots=True)
class SectionPair:
    old: int
    new: int
    score: float


def matched_sections(known: KnownDraft, text: NewText, around: Surroundings) -> dict[int, int]:
    """The known section for each new one for which there is a best, by what has been placed so far."""
    return {pair.new: pair.old for pair in section_pairs(known, text, around)[0]}


def section_pairs(
    known: KnownDraft, text: NewText, around: Surroundings
) -> tuple[list[SectionPair], list[SectionPair]]:
    """The pairs chosen (each section at most once, the best first) and all that were weighed."""
    weighed = sorted(_weighed(known, text, around), key=lambda pair: (-pair.score, pair.new, pair.old))
    old, new, chosen = set(), set(), []
    for pair in weighed:
        if pair.score >= _LEAST and pair.old not in old and pair.new not in new:
            old.add(pair.old)
            new.add(pair.new)
            chosen.append(pair)
    return chosen, weighed


def _weighed(known: KnownDraft, text: NewText, around: Surroundings) -> Iterator[SectionPair]:
    votes = Counter(
        (around.old.sections[old], around.new.sections[new]) for new, old in enumerate(around.new.matched) if old >= 0
    )
    sizes_old, sizes_new = Counter(around.old.sections), Counter(around.new.sections)
    # Sections without passages of their own are known by those that stand in them.
    numbers = {section.key: at for at, section in enumerate(known.sections)}
    parent_old = [numbers.get(section.parent_key, -1) for section in known.sections]
    parent_new = [-1 if section.parent is None else section.parent for section in text.sections]
    nested = Counter[tuple[int, int]]()
    for (old, new), count in votes.items():
        nested[parent_old[old], parent_new[new]] += count
    inside_old, inside_new = Counter[int](), Counter[int]()
    for at, size in sizes_old.items():
        inside_old[parent_old[at]] += size
    for at, size in sizes_new.items():
        inside_new[parent_new[at]] += size
    heads_old = [frozenset(words(section.heading)) for section in known.sections]
    heads_new = [frozenset(words(section.heading)) for section in text.sections]
    for old, new in _worth_weighing(heads_old, heads_new, votes, nested):
        own = _dice(votes[old, new], sizes_old[old], sizes_new[new])
        below = _dice(nested[old, new], inside_old[old], inside_new[new])
        weight_own, weight_below = sizes_old[old] + sizes_new[new], inside_old[old] + inside_new[new]
        held = (own * weight_own + below * weight_below) / max(1, weight_own + weight_below)
        size = len(heads_old[old]) + len(heads_new[new])
        heading = 2 * len(heads_old[old] & heads_new[new]) / size if size else 0.5
        top = (parent_old[old] < 0) == (parent_new[new] < 0)
        yield SectionPair(old, new, 0.62 * held + 0.3 * heading + 0.08 * top)


def _worth_weighing(
    heads_old: list[frozenset[str]],
    heads_new: list[frozenset[str]],
    votes: Counter[tuple[int, int]],
    nested: Counter[tuple[int, int]],
) -> set[tuple[int, int]]:
    """Pairs that share a passage, or a word of the heading that not many sections have."""
    found = {pair for pair in (*votes, *nested) if -1 not in pair}
    holders: dict[str, list[int]] = defaultdict(list)
    for at, head in enumerate(heads_old):
        for word in head:
            holders[word].append(at)
    for new, head in enumerate(heads_new):
        for word in head:
            if len(holders.get(word, ())) <= _MANY_ALIKE:
                found.update((old, new) for old in holders.get(word, ()))
    return found


def _dice(shared: int, one: int, other: int) -> float:
    return 2 * shared / (one + other) if one + other else 0.0
