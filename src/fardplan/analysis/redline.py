"""What changed between two texts, word by word, as a person would mark it in the margin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import LCSseq

from fardplan.analysis.words import Unit, units

PieceKind = Literal["same", "removed", "added"]

# Comparing costs the product of the lengths (in bits of memory). Beyond this the unit is the sentence, not the word.
_MOST_COMPARED = 400_000_000
# So little in common that two whole texts side by side are easier to read than what they share.
_HARDLY_ANYTHING_SHARED = 0.15
# A run of equal words this long is never hidden among the changes round it.
_WORDS_TOO_MANY_TO_HIDE = 4
# A run of marks is looked at once, from its beginning, and never shortened to try again.
_SENTENCE = re.compile(r".*?(?:(?<![.!?])[.!?]++(?=\s)|\n|$)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that stands in both, in the one before only, or in the one after only."""

    kind: PieceKind
    text: str


@dataclass(slots=True)
class Run:
    """Units a0–a1 of the text before and b0–b1 of the text after, which are the same or replace each other."""

    same: bool
    a0: int
    a1: int
    b0: int
    b1: int


@lru_cache(maxsize=1024)
def redline(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces that lead from `before` to `after`, in reading order; what was removed stands before what was added.

    `text_before` of the pieces is exactly `before`, `text_after` exactly `after`. Small islands of equal words between
    changes are shown as changed: "byggs nära länets orter" → "finns i alla kommuner" is one change, not four.
    The latest are kept: the same changes are shown again and again.
    """
    if before == after:
        return (Piece("same", before),) if before else ()
    [a], [b] = comparable([before], [after])
    return tuple(joined(_pieces(compared(a, b), a, b)))


def comparable(before: Sequence[str], after: Sequence[str]) -> tuple[list[list[Unit]], list[list[Unit]]]:
    """The units of each text, as small as can be compared: words, else sentences, else whole texts."""
    for read in (units, _sentences):
        a, b = [read(text) for text in before], [read(text) for text in after]
        if sum(map(len, a)) * sum(map(len, b)) <= _MOST_COMPARED:
            return a, b
    return [[Unit("", text)] for text in before], [[Unit("", text)] for text in after]


def compared(a: Sequence[Unit], b: Sequence[Unit]) -> list[Run]:
    """What is the same and what is not, as a person would mark it."""
    runs = _without_islands(_compared(a, b), a, b)
    if _shared(runs, a, b) < _HARDLY_ANYTHING_SHARED:
        runs = [Run(a0=0, a1=len(a), b0=0, b1=len(b), same=False)]
    return _slid(runs, a, b)


def text_before(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "added")


def text_after(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "removed")


def _sentences(text: str) -> list[Unit]:
    return [Unit("", found.group()) for found in _SENTENCE.finditer(text) if found.group()]


def _compared(a: Sequence[Unit], b: Sequence[Unit]) -> list[Run]:
    """A longest common subsequence of the units (spaces aside), as runs that are the same and runs that are not."""
    numbers: dict[str, int] = {}
    cores_a = [numbers.setdefault(unit.core, len(numbers)) for unit in a]
    cores_b = [numbers.setdefault(unit.core, len(numbers)) for unit in b]
    runs: list[Run] = []
    for step in LCSseq.opcodes(cores_a, cores_b):
        same = step.tag == "equal"
        if runs and runs[-1].same == same:
            runs[-1].a1, runs[-1].b1 = step.src_end, step.dest_end
        else:
            runs.append(Run(same, step.src_start, step.src_end, step.dest_start, step.dest_end))
    return runs


def _weight(found: Sequence[Unit]) -> int:
    return sum(len(unit.core) for unit in found)


def _is_island(same: Run, left: Run, right: Run, a: Sequence[Unit], b: Sequence[Unit]) -> bool:
    """Whether a few equal words are outweighed by the changes on both sides of them."""
    words = sum(unit.core[:1].isalnum() for unit in a[same.a0 : same.a1])
    if words >= _WORDS_TOO_MANY_TO_HIDE:
        return False
    weight = _weight(a[same.a0 : same.a1])
    return all(weight <= max(_weight(a[side.a0 : side.a1]), _weight(b[side.b0 : side.b1])) for side in (left, right))


def _without_islands(runs: Sequence[Run], a: Sequence[Unit], b: Sequence[Unit]) -> list[Run]:
    """The runs with each island joined to the changes round it. A grown change may swallow the island before it too."""
    kept: list[Run] = []
    for run in runs:
        kept.append(run)
        while len(kept) >= 3 and not kept[-1].same and _is_island(kept[-2], kept[-3], kept[-1], a, b):
            right, _, left = kept.pop(), kept.pop(), kept.pop()
            kept.append(Run(a0=left.a0, a1=right.a1, b0=left.b0, b1=right.b1, same=False))
    return kept


def _shared(runs: Iterable[Run], a: Sequence[Unit], b: Sequence[Unit]) -> float:
    """How much of the longer text stands in both, 0–1."""
    same = sum(_weight(a[run.a0 : run.a1]) for run in runs if run.same)
    return same / max(_weight(a), _weight(b), 1)


# --- putting a change where a person would ------------------------------------------------------------------------


def _boundary(found: Sequence[Unit], at: int) -> int:
    """How natural it is to cut before unit `at`: at a line's or text's edge 3, a sentence's 2, after a comma 1."""
    if at in (0, len(found)) or "\n" in found[at].gap:
        return 3
    return {".": 2, "!": 2, "?": 2, ":": 2, ";": 2, ",": 1}.get(found[at - 1].core, 0)


def _slid(runs: Sequence[Run], a: Sequence[Unit], b: Sequence[Unit]) -> list[Run]:
    """The same difference, where what was only added or only removed begins and ends at a natural place.

    "Ett mål. [Två mål.]" and "Ett [mål. Två] mål." say the same; the first is what a reader expects.
    """
    slid = [Run(run.same, run.a0, run.a1, run.b0, run.b1) for run in runs]
    for left, change, right in zip(slid, slid[1:], slid[2:], strict=False):
        if change.same or (change.a1 > change.a0) == (change.b1 > change.b0):
            continue
        found, start, end = (a, change.a0, change.a1) if change.a1 > change.a0 else (b, change.b0, change.b1)
        shift = _best_shift(found, start, end, left.a1 - left.a0, right.a1 - right.a0)
        for run, field in ((left, "1"), (change, "0"), (change, "1"), (right, "0")):
            for side in "ab":
                setattr(run, side + field, getattr(run, side + field) + shift)
    return [run for run in slid if run.a1 > run.a0 or run.b1 > run.b0]


def _best_shift(found: Sequence[Unit], start: int, end: int, room_left: int, room_right: int) -> int:
    possible = [0]
    while -possible[-1] < room_left and found[start - 1 + possible[-1]].core == found[end - 1 + possible[-1]].core:
        possible.append(possible[-1] - 1)
    shift = 0
    while shift < room_right and found[start + shift].core == found[end + shift].core:
        shift += 1
        possible.append(shift)
    return max(possible, key=lambda by: (_boundary(found, start + by) + _boundary(found, end + by), -abs(by), by))


# --- writing it out -----------------------------------------------------------------------------------------------


def _pieces(runs: Iterable[Run], a: Sequence[Unit], b: Sequence[Unit]) -> Iterator[Piece]:
    for run in runs:
        if run.same:
            for one, other in zip(a[run.a0 : run.a1], b[run.b0 : run.b1], strict=True):
                if one.gap != other.gap:
                    yield Piece("removed", one.gap)
                    yield Piece("added", other.gap)
                    yield Piece("same", one.core)
                else:
                    yield Piece("same", one.text)
        else:
            removed = "".join(unit.text for unit in a[run.a0 : run.a1])
            added = "".join(unit.text for unit in b[run.b0 : run.b1])
            space = shared_space(removed, added)
            yield Piece("same", space)
            yield Piece("removed", removed.removeprefix(space))
            yield Piece("added", added.removeprefix(space))


def shared_space(one: str, other: str) -> str:
    """The space both begin with: it is not part of the change."""
    space = one[: len(one) - len(one.lstrip())]
    return space if other.startswith(space) else ""


def joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; within a change, what was removed comes first. Empty pieces fall away."""
    for same, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.kind == "same"):
        found = list(group)
        kinds: tuple[PieceKind, ...] = ("same",) if same else ("removed", "added")
        for kind in kinds:
            text = "".join(piece.text for piece in found if piece.kind == kind)
            if text:
                yield Piece(kind, text)
