"""What changed in passages that share their words: one that was split, or several that were merged.

They are compared as one text. What only went from one of them to another stands in both, and is marked nowhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import LCSseq

from fardplan.analysis.redline import Piece, Run, comparable, compared, joined, shared_space
from fardplan.analysis.words import Unit


@dataclass(frozen=True, slots=True)
class Part:
    """A passage before and after. `before` is missing for what was split off, `after` for what went into others."""

    key: str
    before: str | None
    after: str | None


@lru_cache(maxsize=512)
def redlines(parts: tuple[Part, ...]) -> Mapping[str, tuple[Piece, ...]]:
    """The pieces of each part by key, when the parts (in reading order) shared their words among them.

    `text_after` of what lives on is exactly its text now; joined, those say everything that stood before (the space
    between words aside). Of what went into others the pieces are its words before: the same where they stand now,
    removed where they are gone; `text_before` is exactly its text.
    """
    old = [part for part in parts if part.before is not None]
    new = [part for part in parts if part.after is not None]
    a, b = comparable([part.before or "" for part in old], [part.after or "" for part in new])
    if len(new) > 1 and len(old) == 1:
        b, new = _in_order(b, new, a)
    elif len(old) > 1:
        a, old = _in_order(a, old, b)
    both = _Both(a, b, [part.key for part in old], [part.key for part in new])
    found = {part.key: tuple(joined(pieces)) for part, pieces in zip(new, both.after(), strict=True)}
    alive = set(found)
    gone = zip(old, both.before(), strict=True)
    return found | {part.key: tuple(joined(pieces)) for part, pieces in gone if part.key not in alive}


def families(links: Mapping[str, Collection[str]]) -> dict[str, tuple[str, ...]]:
    """All that hang together with each key, itself among them, in the order given. Unknown keys say nothing."""
    beside: dict[str, set[str]] = {key: set() for key in links}
    for key, others in links.items():
        for other in others:
            if other in beside:
                beside[key].add(other)
                beside[other].add(key)
    order = {key: at for at, key in enumerate(links)}
    found: dict[str, tuple[str, ...]] = {}
    for key in links:
        if key not in found:
            family, waiting = {key}, [key]
            while waiting:
                more = beside[waiting.pop()] - family
                family |= more
                waiting.extend(more)
            found |= dict.fromkeys(family, tuple(sorted(family, key=order.__getitem__)))
    return found


def _in_order(
    texts: list[list[Unit]], parts: list[Part], others: list[list[Unit]]
) -> tuple[list[list[Unit]], list[Part]]:
    """The texts as given, or as their words stand in the others when more is found again so: a part may have moved."""
    whole = [unit.core for text in others for unit in text]
    places = {core: at for at, core in enumerate(whole)}

    def place(at: int) -> float:
        found = [places[unit.core] for unit in texts[at] if unit.core in places]
        return sum(found) / len(found) if found else float(len(whole))

    def alike(order: Sequence[int]) -> int:
        return int(LCSseq.similarity([unit.core for at in order for unit in texts[at]], whole))

    given = list(range(len(texts)))
    best = max((given, sorted(given, key=place)), key=alike)
    return [texts[at] for at in best], [parts[at] for at in best]


class _Both:
    """The texts before and those after, compared as one."""

    def __init__(self, a: list[list[Unit]], b: list[list[Unit]], old: list[str], new: list[str]) -> None:
        self.old, self.new = old, new
        self.a, self.a_of = _as_one(a)
        self.b, self.b_of = _as_one(b)
        self.runs = compared(self.a, self.b)
        self.left, self.came = self._crossed()

    def after(self) -> list[list[Piece]]:
        """What each text after is made of, and what was removed at the place where it stood."""
        pieces: list[list[Piece]] = [[] for _ in self.new]
        for run in self.runs:
            told = self._stayed(run) if run.same else self._changed(run)
            for at, piece in told:
                pieces[at].append(piece)
        return pieces

    def before(self) -> list[list[Piece]]:
        """The words of each text before: those that stand somewhere now, and those that do not."""
        pieces: list[list[Piece]] = [[] for _ in self.old]
        for run in self.runs:
            for at in range(run.a0, run.a1):
                stays = run.same or run.a0 in self.left
                pieces[self.a_of[at]].append(Piece("same" if stays else "removed", self.a[at].text))
        return pieces

    def _crossed(self) -> tuple[set[int], set[int]]:
        """Where stretches begin that were taken from one place and stand whole at another: before, and after."""
        gone: dict[tuple[str, ...], list[int]] = {}
        for run in self.runs:
            if not run.same:
                gone.setdefault(tuple(unit.core for unit in self.a[run.a0 : run.a1]), []).append(run.a0)
        left, came = set(), set()
        for run in self.runs:
            cores = tuple(unit.core for unit in self.b[run.b0 : run.b1])
            if not run.same and gone.get(cores) and any(core[:1].isalnum() for core in cores):
                left.add(gone[cores].pop())
                came.add(run.b0)
        return left, came

    def _stayed(self, run: Run) -> Iterator[tuple[int, Piece]]:
        for i, j in zip(range(run.a0, run.a1), range(run.b0, run.b1), strict=True):
            one, other, at = self.a[i], self.b[j], self.b_of[j]
            if one.gap == other.gap or _is_first(self.a_of, i) or _is_first(self.b_of, j):
                yield at, Piece("same", other.text)
            else:
                yield at, Piece("removed", one.gap)
                yield at, Piece("added", other.gap)
                yield at, Piece("same", other.core)

    def _changed(self, run: Run) -> Iterator[tuple[int, Piece]]:
        touched = sorted({self.b_of[j] for j in range(run.b0, run.b1)}) or self._beside(run.b0)
        gone: dict[int, str] = {}
        for owner, units in groupby(range(run.a0, run.a1), key=self.a_of.__getitem__):
            mine = [at for at in touched if self.new[at] == self.old[owner]]
            at = (mine or touched)[0]
            text = "".join(self.a[i].text for i in units)
            between = " " if at in gone and not text[:1].isspace() else ""
            if run.a0 not in self.left:
                gone[at] = gone.get(at, "") + between + text
        for at in touched:
            removed = gone.get(at, "")
            added = "".join(self.b[j].text for j in range(run.b0, run.b1) if self.b_of[j] == at)
            if run.b0 in self.came and run.b1 > run.b0:
                yield at, Piece("removed", removed)
                yield at, Piece("same", added)
                continue
            space = shared_space(removed, added)
            yield at, Piece("same", space)
            yield at, Piece("removed", removed.removeprefix(space))
            yield at, Piece("added", added.removeprefix(space))

    def _beside(self, place: int) -> list[int]:
        """The texts that end or begin at a place between words."""
        near = [self.b_of[j] for j in (place - 1, place) if 0 <= j < len(self.b_of)]
        return sorted(set(near)) or [0]


def _as_one(texts: Iterable[list[Unit]]) -> tuple[list[Unit], list[int]]:
    pairs = [(unit, at) for at, text in enumerate(texts) for unit in text]
    return [unit for unit, _ in pairs], [at for _, at in pairs]


def _is_first(owners: Sequence[int], at: int) -> bool:
    return at == 0 or owners[at - 1] != owners[at]
