"""Which groups of one background variable are shown: points 1 to 3 of the invariant, at one time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from fardplan.analysis.disclosure.groups import Group


@dataclass(frozen=True, slots=True)
class Plan:
    """Which groups have a row, by name, and what subtraction leads to.

    `blocks` are tuples of finest classes and divide them all. When there are too few answers for even one row, `shown`
    and `blocks` are empty. `minimum` is what it was made with, for the text beside a hidden row.
    """

    minimum: int
    shown: frozenset[str]
    blocks: tuple[tuple[str, ...], ...]

    def block_of(self) -> dict[str, tuple[str, ...]]:
        """The block of each finest class: the classes that weighting may tell apart."""
        return {name: block for block in self.blocks for name in block}


def plan(
    variable: Group,
    questions: Sequence[Mapping[str, int]],
    *,
    minimum: int,
    within: Plan | None = None,
    before: Plan | None = None,
) -> Plan:
    """What may be shown in all these questions alike.

    Each question is the number of answers to it by finest class. `within` is the plan of the questions everybody is
    asked: what it hides stays hidden. `before` is what was published earlier of the same table: what it shows stays
    shown, and the rest is judged by itself, so that its blocks are only divided. Raises ValueError without questions,
    and when a group shown before has fallen under the minimum (answers were taken out: nothing may be published).
    """
    if not questions:
        raise ValueError("A plan needs the counts of at least one question.")
    planning = _Planning(tuple(questions), minimum, within, before)
    if planning.least(variable) < minimum or not planning.is_let_in(variable):
        return Plan(minimum, frozenset(), ())
    planning.show(variable)
    return Plan(minimum, frozenset(planning.shown), tuple(planning.blocks))


class _Planning:
    """The work on one plan, from the whole to the parts."""

    def __init__(
        self, questions: tuple[Mapping[str, int], ...], minimum: int, within: Plan | None, before: Plan | None
    ) -> None:
        self.questions, self.minimum, self.within, self.before = questions, minimum, within, before
        self.shown: set[str] = set()
        self.blocks: list[tuple[str, ...]] = []

    def least(self, group: Group) -> int:
        return min(group.size(answers) for answers in self.questions)

    def is_let_in(self, group: Group) -> bool:
        return self.within is None or group.name in self.within.shown

    def was_shown(self, group: Group) -> bool:
        return self.before is not None and group.name in self.before.shown

    def show(self, group: Group) -> None:
        if self.least(group) < self.minimum:
            raise ValueError(f"“{group.name}” was shown before and has fallen under {self.minimum} answers.")
        self.shown.add(group.name)
        if not group.parts:
            self.blocks.append((group.name,))
            return
        hidden = self.hidden([part for part in group.parts if not self.was_shown(part)])
        for part in group.parts:
            if part not in hidden:
                self.show(part)
        if hidden:
            self.blocks.append(tuple(chain.from_iterable(part.classes() for part in group.parts if part in hidden)))

    def hidden(self, parts: list[Group]) -> list[Group]:
        """Those that fall, and the next smallest ones until what they are together may be known."""
        hidden = [part for part in parts if self.least(part) < self.minimum or not self.is_let_in(part)]
        while hidden and len(hidden) < len(parts) and not self.may_be_known_together(hidden):
            next_smallest = min(self.least(part) for part in parts if part not in hidden)
            # All that are equal: taking the first of them would tell something to those who know the rule.
            hidden += [part for part in parts if part not in hidden and self.least(part) == next_smallest]
        return hidden

    def may_be_known_together(self, hidden: list[Group]) -> bool:
        """At least two, together at the minimum in each question, and not all of them just below it."""
        if len(hidden) < 2:
            return False
        for answers in self.questions:
            sizes = [part.size(answers) for part in hidden]
            if sum(sizes) < self.minimum or all(size == self.minimum - 1 for size in sizes):
                return False
        return True
