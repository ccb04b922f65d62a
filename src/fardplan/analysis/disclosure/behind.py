"""What is seen behind the desk: tables with two variables, and how unique the rows of a microdata file are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Cell = TypeVar("Cell", bound=Hashable)
Classes = TypeVar("Classes", bound=tuple[str, ...])


@dataclass(frozen=True, slots=True)
class DeskTable:
    """Groups by one or two background variables, for an organiser.

    `shown` holds the answers of each group with at least `minimum`; `hidden` the names of the others, unless empty.
    `derivable` are those of the hidden that stand alone in their row or their column, so that subtracting from the sum
    gives them away: the warning names how many. `needs_warning` is true as soon as there are two variables or anything
    hidden; looking at the table is logged by the caller.
    """

    minimum: int
    shown: Mapping[tuple[str, ...], int]
    hidden: tuple[tuple[str, ...], ...]
    derivable: tuple[tuple[str, ...], ...]
    needs_warning: bool


def desk_table(answers: Mapping[Classes, int], *, minimum: int) -> DeskTable:
    """The groups an organiser may see of these answers, by (class,) or (class, class).

    Raises ValueError for more than two variables or keys of different length.
    """
    lengths = {len(key) for key in answers}
    if len(lengths) > 1 or not lengths <= {1, 2}:
        raise ValueError("An organiser's table has one background variable or two.")
    hidden: tuple[tuple[str, ...], ...] = tuple(key for key, n in answers.items() if 0 < n < minimum)
    shown: dict[tuple[str, ...], int] = {key: n for key, n in answers.items() if n >= minimum}
    return DeskTable(minimum, shown, hidden, _alone(hidden), bool(hidden) or lengths == {2})


def _alone(hidden: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Alone in what stays the same when one variable varies; with one variable that is the whole table."""

    def lines(key: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
        return [(place, key[:place] + key[place + 1 :]) for place in range(len(key))]

    number = Counter(line for key in hidden for line in lines(key))
    return tuple(key for key in hidden if any(number[line] == 1 for line in lines(key)))


@dataclass(frozen=True, slots=True)
class Anonymity:
    """How many people share each combination of background answers in a microdata file.

    `smallest` is the k the file has (L. Sweeney (2002), k-anonymity), None without rows; `k` is the one asked for.
    `unique` rows are alone with their combination; `below` rows share it with fewer than k in all, `cells_below` such
    combinations there are.
    """

    k: int
    rows: int
    smallest: int | None
    unique: int
    below: int
    cells_below: int

    @property
    def is_enough(self) -> bool:
        return self.below == 0


def anonymity(cells: Mapping[Cell, int], *, k: int) -> Anonymity:
    """The check before an export, from the number of rows in each weighting cell."""
    sizes = [n for n in cells.values() if n > 0]
    small = [n for n in sizes if n < k]
    return Anonymity(
        k=k,
        rows=sum(sizes),
        smallest=min(sizes, default=None),
        unique=sizes.count(1),
        below=sum(small),
        cells_below=len(small),
    )
