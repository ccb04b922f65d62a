"""The attack of somebody who has the exact counts of every row ever shown, all roundings undone.

For each set of classes and each stretch of time with fewer people than the minimum it asks whether their sum is a
linear combination of the sums shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from bench.disclosure_attack import MINIMUM, Revealed
from bench.disclosure_pages import BASES, VARIABLES, Page, World, count, together

_PRIME = (1 << 61) - 1


def attack_combinations(world: World, pages: Sequence[Page]) -> list[Revealed]:
    """Sets of classes in a stretch of periods, under the minimum, whose sum is a combination of rows ever shown."""
    found: list[Revealed] = []
    periods = sorted({person.period for person in world})
    stretches = [(a, b) for a in periods for b in periods if a <= b]
    for base in BASES:
        for variable, tree in enumerate(VARIABLES):
            names = tree.classes()
            cells = {(name, period): at for at, (name, period) in enumerate((n, p) for n in names for p in periods)}
            span = _Span(len(cells))
            for page in pages:
                for shown, on in ((page.tables.get((base[0], variable)), tree), (page.totals.get(base[0]), tree)):
                    names_shown = shown.by_name() if shown else {}
                    for name in names_shown:
                        every = (*on.walk(), *together(on, names_shown))
                        group = next((each for each in every if each.name == name), tree)
                        span.add(_mark(cells, group.classes(), range(shown.at + 1) if shown else ()))
            if not span.rows:
                continue
            for question in base:
                by_period = [
                    count([person for person in world if person.period == period], variable, question)
                    for period in range(max(periods) + 1)
                ]
                for first, last in stretches:
                    sizes = {name: sum(by_period[p].get(name, 0) for p in range(first, last + 1)) for name in names}
                    for classes in _small_sets(sizes):
                        if span.holds(_mark(cells, classes, range(first, last + 1))):
                            size = sum(sizes[name] for name in classes)
                            found.append(Revealed("combination", "answers", question, classes, size))
    return found


def _small_sets(sizes: dict[str, int]) -> Iterator[tuple[str, ...]]:
    small = [name for name, size in sizes.items() if size < MINIMUM]
    for number in range(1, len(small) + 1):
        for classes in combinations(small, number):
            if sum(sizes[name] for name in classes) < MINIMUM:
                yield classes


def _mark(cells: dict[tuple[str, int], int], classes: Iterable[str], periods: Iterable[int]) -> list[int]:
    vector = [0] * len(cells)
    over = list(periods)
    for name in classes:
        for period in over:
            if (name, period) in cells:
                vector[cells[name, period]] = 1
    return vector


class _Span:
    """The sums that follow from given sums, by elimination modulo a large prime."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.rows: dict[int, list[int]] = {}

    def reduced(self, vector: list[int]) -> list[int]:
        for at in range(self.width):
            if vector[at] and at in self.rows:
                factor = vector[at]
                vector = [(a - factor * b) % _PRIME for a, b in zip(vector, self.rows[at], strict=True)]
        return vector

    def add(self, vector: list[int]) -> None:
        left = self.reduced(vector)
        at = next((place for place, value in enumerate(left) if value), None)
        if at is not None:
            inverse = pow(left[at], -1, _PRIME)
            self.rows[at] = [value * inverse % _PRIME for value in left]

    def holds(self, vector: list[int]) -> bool:
        return any(vector) and not any(self.reduced(vector))
