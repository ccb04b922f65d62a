"""How many passages of a whole new file get the right key, and how fast.

    ./dev bench align            the report, on the held-back seeds
    ./dev bench align tuning     the same on the seeds used for tuning

What the drafts and edits are like, what "right" means, and which seeds are held back, stands in `bench.edits`. Every
block of the new file is counted once:

right     its key is the one it should have, or it is new and should be (a part split off is new)
either    so many of the right ones have the key of another passage that nobody can tell from the one they were: the
          same words under the same heading in the same section
wrong     it was given the key of another passage
missed    it was called new although it should have kept a key
asked     the editor decides; "in list": the right answer is among the candidates, or the block is new

`unknowable`: blocks for which nobody can know (see there); they are part of all the other figures.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from bench.edits import HELD_BACK_SEEDS, TUNING_SEEDS, Case, Truth, case
from fardplan.analysis.alignment import Alignment, Match, align

BUDGET_RIGHT = 0.98
BUDGET_WRONG = 0.002
BUDGET_SECONDS = 2.0
DRAFTS = ((50, 120), (500, 24), (3_000, 6))


@dataclass(frozen=True)
class Score:
    """Counts of blocks (or sections), and the processor time of the slowest draft in seconds."""

    all: int = 0
    right: int = 0
    either: int = 0
    wrong: int = 0
    missed: int = 0
    asked: int = 0
    in_list: int = 0
    unknowable: int = 0
    unknowable_right: int = 0
    lineage: int = 0
    lineage_right: int = 0
    seconds: float = 0.0

    def __add__(self, other: Score) -> Score:
        counts = {name: getattr(self, name) + getattr(other, name) for name in COUNTS}
        return Score(**counts, seconds=max(self.seconds, other.seconds))


COUNTS = tuple(one.name for one in fields(Score) if one.name != "seconds")


def timed(one: Case) -> tuple[Alignment, float]:
    gc.collect()
    start = time.process_time()
    found = align(one.known, one.new)
    return found, time.process_time() - start


def of_blocks(one: Case, found: Alignment, seconds: float) -> Score:
    total = Score(seconds=seconds)
    for truth, match in zip(one.blocks, found.blocks, strict=True):
        related = len(truth.from_keys) > 1 or (bool(truth.from_keys) and not truth.key)
        total += Score(
            **_outcome(truth.key, match, truth.equals),
            unknowable=truth.unknowable,
            unknowable_right=truth.unknowable and match.fate != "ask" and match.key == truth.key,
            lineage=related,
            lineage_right=related and set(match.from_keys) == set(truth.from_keys),
        )
    return total


def of_sections(one: Case, found: Alignment) -> Score:
    total = Score()
    for key, match in zip(one.sections, found.sections, strict=True):
        total += Score(**_outcome(key, match))
    return total


def _outcome(key: str, match: Match, equals: frozenset[str] = frozenset()) -> dict[str, int]:
    asked = match.fate == "ask"
    either = not asked and match.key in equals
    return {
        "all": 1,
        "right": either or (not asked and match.key == key),
        "either": either,
        "wrong": not either and not asked and match.key not in ("", key),
        "missed": not asked and match.key == "" != key,
        "asked": asked,
        "in_list": asked and (not key or key in {candidate.key for candidate in match.candidates}),
    }


def by_edit(cases: Iterable[tuple[Case, Alignment]]) -> str:
    """What went amiss with what: for each kind of edit how many blocks, and which of them were not right."""
    found: dict[str, Score] = {}
    for one, alignment in cases:
        for truth, match in zip(one.blocks, alignment.blocks, strict=True):
            kind = edit_of(truth)
            found[kind] = found.get(kind, Score()) + Score(**_outcome(truth.key, match, truth.equals))
    lines = [f"{'what was done':<32} {'blocks':>7}  right  wrong  missed  asked  in list"]
    for kind, score in sorted(found.items(), key=lambda each: each[1].right - each[1].all):
        lines.append(
            f"{kind:<32} {score.all:>7} {score.right / score.all:>6.1%} {score.wrong:>6} {score.missed:>7}"
            f" {score.asked:>6}  {score.in_list:>7}"
        )
    return "\n".join(lines)


def edit_of(truth: Truth) -> str:
    """What was done to a block, in a few words."""
    words = [edit for edit in truth.edits if edit in ("insert", "move")]
    if len(truth.from_keys) > 1:
        words.append("merged")
    elif truth.from_keys and not truth.key:
        words.append("part")
    elif {"split", "tail"} & {*truth.edits}:
        words.append("main part")
    if any("move and" in edit for edit in truth.edits):
        words.append("move")
    if any(edit.endswith("of the words") for edit in truth.edits):
        words.append("reworded")
    if truth.unknowable:
        words.append("(unknowable)")
    return " ".join(words) or "untouched"


def calibration(cases: Iterable[tuple[Case, Alignment]]) -> list[tuple[float, int, float]]:
    """For bands of stated sureness of what was kept: from which sureness, how many, and how many of them were right."""
    edges = (0.0, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995)
    counts = {edge: [0, 0] for edge in edges}
    for one, found in cases:
        for truth, match in zip(one.blocks, found.blocks, strict=True):
            if match.key:
                band = max(edge for edge in edges if edge <= match.sureness)
                counts[band][0] += 1
                counts[band][1] += match.key == truth.key or match.key in truth.equals
    return [(edge, count, right / count) for edge, (count, right) in counts.items() if count]


def table(scores: Sequence[tuple[str, Score]]) -> str:
    lines = [
        f"{'':<17}   right (≥{BUDGET_RIGHT:.0%})   wrong (≤{BUDGET_WRONG:.1%})  missed   asked  in list"
        f"  either  unknowable (right)  parts known  seconds (<{BUDGET_SECONDS:.0f})"
    ]
    for name, one in scores:
        right, wrong = one.right / one.all, one.wrong / one.all
        lines.append(
            f"{name:<17}  {right:>6.2%}  {right / BUDGET_RIGHT:>5.3f}   {wrong:>6.2%}  {wrong / BUDGET_WRONG:>5.2f}"
            f"  {one.missed / one.all:>6.2%}  {one.asked / one.all:>6.2%}  {one.in_list / max(1, one.asked):>7.1%}"
            f"  {one.either / one.all:>6.2%}"
            f"  {one.unknowable / one.all:>10.2%} {one.unknowable_right / max(1, one.unknowable):>7.0%}"
            f"  {one.lineage_right / max(1, one.lineage):>11.1%}"
            f"  {one.seconds:>7.2f}  {one.seconds / BUDGET_SECONDS:>5.2f}"
        )
    return "\n".join(lines)


def main() -> int:
    tuning = sys.argv[1:] == ["tuning"]
    seeds = iter(TUNING_SEEDS if tuning else HELD_BACK_SEEDS)
    scores: list[tuple[str, Score]] = []
    aligned = []
    for size, count in DRAFTS:
        blocks, sections = Score(), Score()
        for _ in range(count):
            one = case(next(seeds), size)
            found, seconds = timed(one)
            blocks += of_blocks(one, found, seconds)
            sections += of_sections(one, found)
            aligned.append((one, found))
        scores += [(f"{size:>5} passages", blocks), ("      sections", sections)]
    print(f"{sum(count for _, count in DRAFTS)} drafts, {'tuning' if tuning else 'held-back'} seeds")
    print(table(scores))
    print("stated sureness → right:", ", ".join(f"{a:.3f}– {r:.2%} of {n}" for a, n, r in calibration(aligned)))
    if tuning:
        print(by_edit(aligned))
    return 0


if __name__ == "__main__":
    sys.exit(main())
