"""In which order the groups of a background stand, and which of the hidden ones are told together."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from fardplan.analysis.disclosure import Group, Plan
from fardplan.surveys.results.shape import TOGETHER


def in_order(tree: Group, plan: Plan | None) -> Iterator[tuple[Group, str, tuple[str, ...]]]:
    """Every group below the root, coarser before finer: the group, the one it is part of, and the groups it takes
    together, when it is no class of the survey but what a shown group has left without its shown parts.

    That is a block of the plan: it has the minimum of answers to each question, and whoever subtracts the shown parts
    from the row above them knows it already. Where all parts are hidden the row above is their row.
    """
    for part in tree.parts:
        yield part, tree.name, ()
        yield from in_order(part, plan)
    hidden = tuple(part for part in tree.parts if plan and part.name not in plan.shown)
    if plan is None or tree.name not in plan.shown or not 2 <= len(hidden) < len(tree.parts):
        return
    if tuple(chain.from_iterable(part.classes() for part in hidden)) in plan.blocks:
        yield Group(_code(tree.name), hidden), tree.name, tuple(part.name for part in hidden)


def _code(within: str) -> str:
    return TOGETHER if within.startswith("_") else f"{TOGETHER}.{within}"
