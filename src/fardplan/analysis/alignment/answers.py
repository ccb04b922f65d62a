"""How sure it is that a block is what it is taken for, once everything related is known: what is left unexplained?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from fardplan.analysis.alignment.evidence import odds, sureness
from fardplan.analysis.alignment.groups import Verdict, in_order, parts_left_the_code, verdicts
from fardplan.analysis.alignment.matching import Matching

# A pair as sure as this, where it is clear who has most of the words, leaves nothing free for others.
_TAKEN = 0.55
_TAKEN_CLEAR = 0.5
# Of a passage that was reworded at least this share of the words stands.
_KEPT = 0.4
_FAR = 6.0

# What each piece of evidence adds to the log odds. Fitted by `python -m bench.align_weights`.
EVIDENCE = {
    "always": -1.27, "odds": 0.19, "odds>0": 0.42, "odds>3": -0.16, "clear": 1.18, "unclear": -0.84,
    "block<0.4": 0.16, "passage<0.4": -1.49, "words short of 0.4": -0.95, "words of the passage short": -0.64,
    "both": -0.27, "ahead for block": 0.22, "ahead for passage": 0.19, "not ahead": 0.06, "exact": -0.88,
    "exact·ahead": 0.08, "several sources": -1.44, "several targets": 1.18, "a part": -2.02, "beside": -0.21,
    "in line": -0.99, "beside both": 0.94, "section": 0.15, "log words": -0.31, "news": 1.10, "news<0.2": -0.13,
}  # fmt: skip
_WEIGHTS = tuple(EVIDENCE.values())


@dataclass(frozen=True, slots=True)
class Answer:
    """The passage whose key the block keeps (−1 = it is a part of one and keeps none), and how sure that is, 0–1."""

    old: int
    sureness: float


def answers(matching: Matching) -> dict[int, Answer]:
    """For each block that is related to a passage: what it is taken for."""
    found, gathered = answer_evidence(matching)
    return {new: Answer(verdict.old, sureness(odds(_WEIGHTS, gathered[new]))) for new, verdict in found.items()}


def answer_evidence(matching: Matching) -> tuple[Mapping[int, Verdict], dict[int, tuple[float, ...]]]:
    known, new = ([one.code for one in texts] for texts in (matching.known.passages, matching.text.blocks))
    found = verdicts(matching.kin, parts_left_the_code(matching.kin, known, new))
    rivals = _Rivals(matching, found)
    return found, {new: _evidence(matching, new, verdict, rivals) for new, verdict in found.items()}


def pair_sureness(matching: Matching, new: int, old: int) -> float:
    """How sure it is that the block has words of the passage; of any passage when that is −1."""
    return max(pair.sureness for pair in matching.kin.sources[new] if old in (-1, pair.old))


class _Rivals:
    """The strongest other passage that is free for a block, and the other way round."""

    def __init__(self, matching: Matching, found: Mapping[int, Verdict]) -> None:
        keeps = {
            new: verdict.old
            for new, verdict in found.items()
            if verdict.clear >= _TAKEN_CLEAR and pair_sureness(matching, new, verdict.old) >= _TAKEN
        }
        taken = {*keeps.values(), *matching.settled.values()}
        placed = {*keeps, *matching.settled}
        self.of_new: dict[int, float] = defaultdict(float)
        self.of_old: dict[int, float] = defaultdict(float)
        for pair in matching.pairs:
            mine = found.get(pair.new)
            if mine and mine.old == pair.old:
                continue
            if pair.old not in taken:
                self.of_new[pair.new] = max(self.of_new[pair.new], pair.sureness)
            if pair.new not in placed:
                self.of_old[pair.old] = max(self.of_old[pair.old], pair.sureness)


def _evidence(matching: Matching, new: int, verdict: Verdict, rivals: _Rivals) -> tuple[float, ...]:
    library, kin = matching.library, matching.kin
    surest = pair_sureness(matching, new, verdict.old)
    old = verdict.old if verdict.old >= 0 else kin.sources[new][0].old
    log_odds = _log_odds(surest)
    block, passage = library.new[new].sequence, library.old[old].sequence
    there = in_order(passage, [library.new[pair.new].sequence for pair in kin.targets[old]])
    short_new = max(0.0, _KEPT - verdict.explained)
    short_old = max(0.0, _KEPT - there / len(passage))
    parted = kin.is_parted(new, old)
    ahead_new = _FAR if parted else min(_FAR, log_odds - _log_odds(rivals.of_new[new]))
    ahead_old = _FAR if parted else min(_FAR, log_odds - _log_odds(rivals.of_old[old]))
    exact = 1.0 if matching.is_exact(old, new) else 0.0
    likeness = matching.likeness[old, new]
    news = max(likeness.news_of_old, likeness.news_of_new)
    witnesses = matching.around.witnesses(old, new)
    beside, in_line = witnesses.count("beside"), witnesses.count("in line")
    return (
        1.0,
        log_odds,
        max(0.0, log_odds),
        max(0.0, log_odds - 3),
        verdict.clear,
        1.0 if verdict.clear < _TAKEN_CLEAR else 0.0,
        short_new,
        short_old,
        min(8.0, short_new * len(block)),
        min(8.0, short_old * len(passage)),
        min(short_new, short_old) * 10,
        ahead_new,
        ahead_old,
        max(0.0, 1 - min(ahead_new, ahead_old)),
        exact,
        exact * min(ahead_new, ahead_old),
        1.0 if len(kin.sources[new]) > 1 else 0.0,
        1.0 if len(kin.targets[old]) > 1 else 0.0,
        1.0 if verdict.old < 0 else 0.0,
        beside,
        in_line,
        1.0 if beside == 2 else 0.0,
        matching.around.same_section(old, new),
        math.log(len(block)),
        news,
        max(0.0, 0.2 - news),
    )


def _log_odds(chance: float) -> float:
    within = max(0.0005, min(0.9995, chance))
    return math.log(within / (1 - within))
