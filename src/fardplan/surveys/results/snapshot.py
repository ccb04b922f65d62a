"""The counts at one moment with the weights of that moment, and the sums every figure is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

from fardplan.analysis.disclosure import Group
from fardplan.analysis.survey.sums import Columns, Summing, Sums
from fardplan.surveys.results.counts import SILENT, Counts, Row
from fardplan.surveys.results.shape import EVERYBODY, NOT_SAID
from fardplan.surveys.results.variables import Variable
from fardplan.surveys.results.weighing import Divided, weigh

Blocks = tuple[str | None, ...]


@dataclass(frozen=True)
class Side:
    """A variable as this moment knows it: groups are sums over the blocks of `divided`."""

    variable: Variable
    divided: Divided


class Snapshot:
    """Counts in cells of blocks, and how much everybody in them weighs."""

    def __init__(self, counts: Counts, sides: Sequence[Side]) -> None:
        self.counts = counts
        self.sides = {side.variable.name: side for side in sides}
        cells = _blocks_of(counts, sides)
        sizes: dict[Blocks, int] = {}
        for cell, number in zip(cells, counts.respondents, strict=True):
            sizes[cell] = sizes.get(cell, 0) + number
        self.weighed = weigh(sizes, [side.divided for side in sides])
        self.summing = Summing(self.weighed.weighting)
        self._places = [self.weighed.weighting.places[cell] for cell in cells]
        self._blocks_in: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        self._columns = {name: self._by_block(number) for number, name in enumerate(self.sides)}

    def _by_block(self, number: int) -> dict[str, Columns]:
        members: dict[str, list[int]] = {}
        for cell, place in self.weighed.weighting.places.items():
            members.setdefault(str(cell[number]), []).append(place)
        return {block: self.summing.over(places) for block, places in members.items()}

    def placed(self, row: Row) -> Iterator[tuple[int, int]]:
        """A row of the counts, by the places of the cells of blocks (which may come several times)."""
        for place, number in zip(row.places, row.numbers, strict=True):
            yield self._places[place], number

    def summed(self, row: Row) -> Summed:
        dense: list[float] = [0] * len(self.weighed.weighting.cells)
        for place, number in self.placed(row):
            dense[place] += number
        return Summed(self, dense)

    @cached_property
    def everybody(self) -> Summed:
        """All who took part."""
        return Summed(self, list(self.weighed.weighting.respondents))

    def weight_of_cells(self) -> list[float]:
        """What everybody weighs, for each cell of the counts."""
        return [self.weighed.weighting.weights[place] for place in self._places]

    def columns(self, variable: str) -> Mapping[str, Columns]:
        return self._columns[variable]

    def blocks_in(self, variable: str, group: Group) -> list[str]:
        """The blocks a group is made of. Raises ValueError for one that is not made of whole blocks.

        Known by its classes: what is told together has one name in all questions, but not the same groups.
        """
        key = (variable, group.classes())
        known = self._blocks_in.get(key)
        if known is not None:
            return known
        classes = set(key[1])
        found = []
        for at, block in enumerate(self.sides[variable].divided.blocks):
            if classes.issuperset(block):
                found.append(str(at))
            elif not classes.isdisjoint(block):
                raise ValueError(f"“{group.name}” divides what is hidden together.")
        self._blocks_in[key] = found
        return found


class Summed:
    """One row of counts, summed over everybody and over the groups of each variable, once each."""

    def __init__(self, snapshot: Snapshot, dense: Sequence[float]) -> None:
        self._snapshot, self._dense = snapshot, dense
        self._by_block: dict[str, dict[str, Sums]] = {}

    @cached_property
    def whole(self) -> Sums:
        return self._snapshot.summing.everywhere.of(self._dense)

    def of(self, variable: str, group: Group) -> Sums:
        """The sums over a group; over everybody for the root."""
        if group.name.startswith(EVERYBODY):
            return self.whole
        if variable not in self._by_block:
            columns = self._snapshot.columns(variable)
            self._by_block[variable] = {block: each.of(self._dense) for block, each in columns.items()}
        parts = self._by_block[variable]
        here = [parts[block] for block in self._snapshot.blocks_in(variable, group) if block in parts]
        return reduce(Sums.plus, here) if here else self._snapshot.summing.over(()).of(self._dense)


def _blocks_of(counts: Counts, sides: Sequence[Side]) -> list[Blocks]:
    """For each cell of the counts, the cell of blocks it belongs to: the place of the block in each variable."""
    at = [counts.backgrounds.index(side.variable.name) for side in sides]
    block_of = [{name: str(place) for place, block in enumerate(s.divided.blocks) for name in block} for s in sides]
    return [
        tuple(
            blocks[cell[place] if cell[place] != SILENT else NOT_SAID]
            for blocks, place in zip(block_of, at, strict=True)
        )
        for cell in counts.cells
    ]
