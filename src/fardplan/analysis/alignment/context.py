"""What stands round a passage: the witnesses that tell two passages of the same words apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

# How far a neighbour is looked for past passages that nobody has placed yet.
_REACH = 6

Witness = Literal["beside", "in line", "near", "elsewhere", "none"]


@dataclass(slots=True)
class Layout:
    """One text as places: the section of each passage, and what it is matched with in the other (−1 = nothing)."""

    sections: Sequence[int]
    matched: list[int]
    section_matched: list[int]
    edges: Mapping[int, tuple[int, int]]

    @classmethod
    def unplaced(cls, sections: Sequence[int], count: int) -> Layout:
        """Passages in these sections (of `count`), nothing matched yet. `edges`: first and last place of a section."""
        edges: dict[int, tuple[int, int]] = {}
        for at, section in enumerate(sections):
            edges[section] = (edges.get(section, (at, at))[0], at)
        return cls(sections, [-1] * len(sections), [-1] * count, edges)

    def walk(self, place: int, step: int) -> tuple[int, int]:
        """The nearest matched place within the section, and how many unmatched lie between; -1 at the section's edge,
        -2 when there is none within reach."""
        section = self.sections[place]
        at = place + step
        for between in range(_REACH):
            if not 0 <= at < len(self.sections) or self.sections[at] != section:
                return -1, between
            if self.matched[at] >= 0:
                return at, between
            at += step
        return -2, _REACH


class Surroundings:
    """Both layouts side by side."""

    def __init__(self, old: Layout, new: Layout) -> None:
        self.old, self.new = old, new

    def same_section(self, old: int, new: int) -> float:
        """1 in the section matched with it, 0 when that is unknown, −1 in another."""
        mine = self.new.section_matched[self.new.sections[new]]
        if mine < 0:
            return 0.0
        return 1.0 if mine == self.old.sections[old] else -1.0

    def witnesses(self, old: int, new: int) -> tuple[Witness, Witness]:
        """What the nearest placed passage before, and the one after, say about this pair."""
        return self._witness(old, new, -1), self._witness(old, new, 1)

    def _witness(self, old: int, new: int, step: int) -> Witness:
        there, unplaced_there = self.new.walk(new, step)
        here, unplaced_here = self.old.walk(old, step)
        if -2 in (there, here):
            return "none"
        if there == here == -1:
            agree = self.same_section(old, new) > 0
        elif there >= 0 and here >= 0:
            agree = self.new.matched[there] == here or self.old.matched[here] == there
        else:
            agree = False
        if agree:
            return "beside" if unplaced_there == unplaced_here else "in line"
        if there >= 0:
            return "near" if abs(self.new.matched[there] - old) <= _REACH else "elsewhere"
        return "none"

    def expected(self, new: int) -> Iterator[int]:
        """The known passages nobody has placed that stand where this block stands, between the same neighbours."""
        for step in (-1, 1):
            there, between = self.new.walk(new, step)
            start = self._start(new, there, step)
            if start is None:
                continue
            at, seen = start, 0
            while 0 <= at < len(self.old.sections) and self.old.sections[at] == self.old.sections[start] and seen < 3:
                if self.old.matched[at] < 0:
                    seen += 1
                    yield at
                elif seen > between:
                    break
                at -= step

    def _start(self, new: int, there: int, step: int) -> int | None:
        """Where to begin reading in the known draft: after the neighbour before (step −1), before the one after (1)."""
        if there >= 0:
            return self.new.matched[there] - step
        if there == -2:
            return None
        section = self.new.section_matched[self.new.sections[new]]
        edges = self.old.edges.get(section)
        return None if edges is None else edges[0] if step < 0 else edges[1]
