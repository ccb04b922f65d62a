"""The weights of a result: to the population, as far as the groups that are shown can carry them.

Two people of one block (`disclosure.Plan.blocks`) never weigh differently because of that background: blocks are raked.
The rules, with their reasons, are decision 0033; nothing is chosen by hand:

- A block with classes of the population is to have their share of it. Those in no such class ("did not say", "annat")
  keep the share they have among those who answered, like a class of their own.
- A block with both is taken for its classes when fewer have answered than live there, otherwise it keeps its share:
  those who did not say are never weighted up as if they had said.
- Weights lie within 0.3–3 means; where the population cannot be reached so, within 0.2–5, then 0.1–10. When not even
  that does, nothing is weighted, and the result says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fardplan.analysis.survey.margins import CannotWeight, Cell, Counts, Margin, Reason, targets
from fardplan.analysis.survey.raking import TRIM, rake
from fardplan.analysis.survey.weighting import Weighting, unweighted
from fardplan.surveys.results.shape import Unweighted, Why

TRIMS = (TRIM, (0.2, 5.0), (0.1, 10.0))
"""The bounds that are tried, in means, the usual ones first."""

_WHY = {
    Reason.NOBODY_ANSWERED: Why.TOO_FEW,
    Reason.EMPTY_CLASS: Why.EMPTY_CLASS,
    Reason.NOT_IN_POPULATION: Why.NOT_IN_POPULATION,
    Reason.NO_CONVERGENCE: Why.TOO_UNEVEN,
}


@dataclass(frozen=True)
class Divided:
    """A background as it may be weighted by: its blocks, and the shares of its classes in the population (or none)."""

    name: str
    blocks: tuple[tuple[str, ...], ...]
    shares: Mapping[str, float]
    is_ordered: bool = False
    why_not: Why | None = None


@dataclass(frozen=True)
class Weighed:
    """The weights with what was decided about them. `why` says of each background that is not weighted by why not."""

    weighting: Weighting
    by: tuple[str, ...] = ()
    trim: tuple[float, float] = TRIM
    unweighted: Unweighted | None = None
    why: Mapping[str, Why] | None = None

    @property
    def is_weighted(self) -> bool:
        return self.unweighted is None


def weigh(counts: Counts, divided: Sequence[Divided]) -> Weighed:
    """Weights for respondents in cells of blocks: for each background the place of the block among its blocks, as text.

    `counts` has one class for each of `divided`, in their order.
    """
    why: dict[str, Why] = {}
    margins: list[Margin] = []
    kept: dict[int, dict[str | None, str | None]] = {}
    for place, each in enumerate(divided):
        found = each.why_not or _margin(counts, place, each)
        if isinstance(found, Why):
            why[each.name] = found
            continue
        margins.append(found[0])
        kept[place] = found[1]
    if not margins:
        return Weighed(unweighted(counts), unweighted=_unweighted(why), why=why)
    names = [each.name for each in divided]
    renamed, name_of = _renamed(counts, kept)
    by = tuple(margin.background for margin in margins)
    refused = CannotWeight(Reason.NO_CONVERGENCE)
    for trim in TRIMS:
        try:
            weighting = rake(renamed, names, margins, trim=trim)
        except CannotWeight as refusal:
            refused = refusal
        else:
            return Weighed(_for_each(weighting, counts, name_of), by, trim, why=why)
    reason = Unweighted(why=_WHY[refused.reason], background=refused.background)
    return Weighed(unweighted(counts), unweighted=reason, why=why | dict.fromkeys(by, reason.why))


def _unweighted(why: Mapping[str, Why]) -> Unweighted:
    """The first reason that is more than that nobody has told how the population divides."""
    for background, reason in why.items():
        if reason != Why.NO_MARGINS:
            return Unweighted(why=reason, background=background)
    return Unweighted(why=Why.NO_MARGINS)


def _margin(counts: Counts, place: int, each: Divided) -> tuple[Margin, dict[str | None, str | None]] | Why:
    """The margin over the blocks, and what each block is called in it (None: keeps its share)."""
    if not any(each.shares.values()):
        return Why.NO_MARGINS
    if not each.blocks:
        return Why.TOO_FEW
    sizes = Counter[str | None]()
    for cell, number in counts.items():
        sizes[cell[place]] += number
    total = sum(sizes.values())
    living = {str(at): sum(each.shares.get(name, 0) for name in block) for at, block in enumerate(each.blocks)}
    pure = {str(at) for at, block in enumerate(each.blocks) if all(each.shares.get(name, 0) > 0 for name in block)}
    named = {at for at, share in living.items() if share > 0}
    while True:
        known = sum(sizes[at] for at in named) / total if total else 0.0
        whole = sum(living[at] for at in named)
        over = {at for at in named - pure if sizes[at] / total > known * living[at] / whole}
        if not over:
            break
        named -= over
    if len(named) < 2:
        return Why.ONE_GROUP
    names: dict[str | None, str | None] = {at: at if at in named else None for at in living}
    margin = Margin(each.name, {at: living[at] for at in living if at in named}, each.is_ordered)
    # Small classes are joined when raking: with one left there is nothing to weigh.
    aims = targets(margin, {at: sizes[at] for at in named} | {None: total - sum(sizes[at] for at in named)})
    return Why.ONE_GROUP if sum(bool(aim.names) for aim in aims) < 2 else (margin, names)


def _renamed(
    counts: Counts, kept: Mapping[int, Mapping[str | None, str | None]]
) -> tuple[dict[Cell, int], dict[Cell, Cell]]:
    """Cells by the names the margins use (blocks that keep their share are one there), and that name of each cell."""
    found: dict[Cell, int] = {}
    name_of: dict[Cell, Cell] = {}
    for cell, number in counts.items():
        name = tuple(kept[place][part] if place in kept else part for place, part in enumerate(cell))
        found[name] = found.get(name, 0) + number
        name_of[cell] = name
    return found, name_of


def _for_each(weighting: Weighting, counts: Counts, name_of: Mapping[Cell, Cell]) -> Weighting:
    """The same weights for the cells that were raked as one: weight, and place in the basis, are those of the name."""
    cells = tuple(cell for cell, number in counts.items() if number)
    at = [weighting.places[name_of[cell]] for cell in cells]
    return replace(
        weighting,
        cells=cells,
        respondents=tuple(counts[cell] for cell in cells),
        weights=tuple(weighting.weights[place] for place in at),
        basis=tuple(tuple(vector[place] for place in at) for vector in weighting.basis),
    )
