"""Splits and merges: which blocks share the words of one passage, which passages went into one block, and which part of
them keeps the key. It is the part that was left the code when the others took codes from it, and otherwise the part
with most of the words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import LCSseq

from fardplan.analysis.alignment.evidence import Pair
from fardplan.analysis.alignment.texts import Library, Likeness

# From here on a pair is taken for a relation when nothing better is known.
RELATED = 0.1
# A second relation, elsewhere than beside the first, must be this sure, and so much of what the two share must not be
# found with those they are related to already.
_SURE = 0.95
_OF_ITS_OWN = 0.4
# A part beside the main one needs no other evidence when it explains this much of what nothing else explains, and that
# tells something at all.
_EXPLAINS = 0.45
_TELLS = 7.0
_BESIDE = 2
# Or when it explains so many words in a row of what is left, and so much of that.
_STRETCH = 4
_MOST = 0.6
# So much of the share of words that are not found again can stand on the wrong side when words are counted out.
_DOUBT = 0.25


@dataclass
class Kinship:
    """Who shares words with whom; the surest first."""

    library: Library
    likeness: Mapping[tuple[int, int], Likeness]
    sources: dict[int, list[Pair]] = field(default_factory=lambda: defaultdict(list))
    targets: dict[int, list[Pair]] = field(default_factory=lambda: defaultdict(list))

    def add(self, pair: Pair) -> None:
        self.sources[pair.new].append(pair)
        self.targets[pair.old].append(pair)

    def own_words(self, pair: Pair) -> frozenset[int]:
        """What the two share and neither shares with one it is related to already."""
        own = self.likeness[pair.old, pair.new].cover
        for other in self.targets.get(pair.old, ()):
            own -= self.library.new[other.new].bag
        for other in self.sources.get(pair.new, ()):
            own -= self.library.old[other.old].bag
        return own

    def unexplained(self, pair: Pair) -> tuple[float, float]:
        """What is told by the words of the passage, and of the block, that nothing related explains."""
        library = self.library
        old, new = library.old[pair.old].bag, library.new[pair.new].bag
        for other in self.targets.get(pair.old, ()):
            old -= library.new[other.new].bag
        for other in self.sources.get(pair.new, ()):
            new -= library.old[other.old].bag
        return library.told(old), library.told(new)

    def is_parted(self, new: int, old: int) -> bool:
        """Whether the block has several sources, or the passage went to several blocks."""
        return len(self.sources.get(new, ())) > 1 or len(self.targets.get(old, ())) > 1

    def explains_words(self, pair: Pair) -> bool:
        """Whether rare words tell of a relation beside another one."""
        own = self.library.told(self.own_words(pair))
        return own >= _TELLS and own >= _EXPLAINS * min(self.unexplained(pair))

    def explains_order(self, pair: Pair) -> bool:
        """Whether a stretch in the same order tells of it when the words alone do not: parts of near-identical ones."""
        library = self.library
        old, new = library.old[pair.old].sequence, library.new[pair.new].sequence
        sources = [library.old[other.old].sequence for other in self.sources.get(pair.new, ())]
        targets = [library.new[other.new].sequence for other in self.targets.get(pair.old, ())]
        explained_new, with_old = (
            in_order(new, sources),
            max(in_order(new, [old, *sources]), in_order(new, [*sources, old])),
        )
        explained_old, with_new = (
            in_order(old, targets),
            max(in_order(old, [new, *targets]), in_order(old, [*targets, new])),
        )
        gain = min(with_old - explained_new, with_new - explained_old)
        return gain >= _STRETCH and gain >= _MOST * min(len(new) - explained_new, len(old) - explained_old)

    def is_beside(self, pair: Pair) -> bool:
        """Whether the block stands beside another part of the passage, or the passage beside another source of it."""
        return any(abs(other.new - pair.new) <= _BESIDE for other in self.targets.get(pair.old, ())) or any(
            abs(other.old - pair.old) <= _BESIDE for other in self.sources.get(pair.new, ())
        )


def kinship(pairs: Iterable[Pair], library: Library, likeness: Mapping[tuple[int, int], Likeness]) -> Kinship:
    """Every relation of the open blocks: the surest first, the others where they explain words of their own."""
    found = Kinship(library, likeness)
    left = []
    for pair in sorted(pairs, key=lambda one: (-one.sureness, one.new, one.old)):
        weight = likeness[pair.old, pair.new].weight
        if pair.sureness < RELATED:
            left.append(pair)
        elif (pair.new not in found.sources and pair.old not in found.targets) or (
            (pair.sureness >= _SURE or found.is_beside(pair))
            and library.told(found.own_words(pair)) >= _OF_ITS_OWN * weight > 0
        ):
            found.add(pair)
        else:
            left.append(pair)
    for pair in left:
        if found.is_beside(pair) and (found.explains_words(pair) or found.explains_order(pair)):
            found.add(pair)
    return found


def _amounts(library: Library, new: int, pairs: Sequence[Pair]) -> tuple[Counter[int], float]:
    """How many of the block's words come from each passage, and the share that stands there in the same order."""
    block = library.new[new].sequence
    olds = sorted((pair.old for pair in pairs), key=lambda old: _mean_place(block, library.old[old].bag))
    joined = [word for old in olds for word in library.old[old].sequence]
    owner = [old for old in olds for _ in library.old[old].sequence]
    amounts: Counter[int] = Counter()
    equal = 0
    for step in LCSseq.opcodes(joined, block):
        length, there = step.dest_end - step.dest_start, step.src_end - step.src_start
        equal += length * (step.tag == "equal")
        for at in range(length):
            # Words put in place of others belong to those; words put in between to the ones before.
            place = step.src_start + at * there // length if there else max(0, step.src_start - 1)
            amounts[owner[place]] += 1
    return amounts, equal / len(block)


def in_order(sequence: list[int], others: Sequence[list[int]]) -> int:
    """How many words of a sequence stand in the same order in the others, one after another."""
    return int(LCSseq.similarity(sequence, [word for other in others for word in other]))


def _mean_place(block: Sequence[int], bag: frozenset[int]) -> float:
    """Where in the block the words of a passage stand, on average."""
    places = [at for at, word in enumerate(block) if word in bag]
    return sum(places) / len(places) if places else float(len(block))


@dataclass(frozen=True, slots=True)
class Verdict:
    """The passage whose key a block keeps (-1 = none), how clear it is that it has most of the words (0–1), and which
    share of its words is explained by its sources (0–1)."""

    old: int
    clear: float
    explained: float


def parts_left_the_code(kin: Kinship, known: Sequence[str], new: Sequence[str]) -> Mapping[int, int]:
    """For each passage whose parts say by their codes which of them it is: that block. B4 became B4 and B4b, or B4 and
    one without a code. Numbers that are only counted on (B4 and B5) do not say it."""
    found = {}
    for old, pairs in kin.targets.items():
        code = known[old]
        keeping = [pair.new for pair in pairs if code and new[pair.new] == code]
        others = [new[pair.new] for pair in pairs if new[pair.new] != code]
        if len(keeping) == 1 and others and all(_is_taken_from(code, other) for other in others):
            found[old] = keeping[0]
    return found


def _is_taken_from(code: str, other: str) -> bool:
    return not other or (other.startswith(code) and not other[len(code)].isdigit())


def verdicts(kin: Kinship, by_code: Mapping[int, int] | None = None) -> Mapping[int, Verdict]:
    """For each related block: the passage that gave most of its words, if no other block got more of those, or has its
    code (`by_code`, of `parts_left_the_code`)."""
    counted = {new: _amounts(kin.library, new, pairs) for new, pairs in kin.sources.items()}
    by_old: dict[int, Counter[int]] = defaultdict(Counter)
    for new, (amounts, _) in counted.items():
        for old, count in amounts.items():
            by_old[old][new] = count
    # Amounts are exact where each word is found again; the fewer are, the bigger a lead must be to mean something.
    doubts = {
        new: _DOUBT * (1 - explained) if len(amounts) > 1 else 0.0 for new, (amounts, explained) in counted.items()
    }
    found = {}
    for new, (amounts, explained) in counted.items():
        old, lead_in_new = _leader(amounts)
        winner, lead_in_old = _leader(by_old[old])
        named = (by_code or {}).get(old, -1)
        if named in counted and _leader(counted[named][0])[0] == old:
            winner, lead_in_old = named, 1.0
        clear = min(
            _clearness(lead_in_new, doubts[new]), _clearness(lead_in_old, max(doubts[one] for one in by_old[old]))
        )
        found[new] = Verdict(old if winner == new else -1, clear, explained)
    return found


def _leader(amounts: Counter[int]) -> tuple[int, float]:
    """Who has most (the first of equals), and how far ahead of the next, 0–1."""
    (who, most), *others = sorted(amounts.items(), key=lambda one: (-one[1], one[0]))
    return who, (most - others[0][1]) / (most + others[0][1]) if others else 1.0


def _clearness(lead: float, doubt: float) -> float:
    return 1.0 if lead >= doubt else lead / doubt
