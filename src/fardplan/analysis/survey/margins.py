"""What the weighting aims at: how large each class of a background is among those the survey is about.

Respondents are counted in *cells*: one class for each background, in a fixed order, None where it was not said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

Cell = tuple[str | None, ...]
Counts = Mapping[Cell, int]

FEWEST = 30  # respondents in a class that is weighted by itself


class Reason(StrEnum):
    """Why there are no weights."""

    NOBODY_ANSWERED = "nobody_answered"
    EMPTY_CLASS = "empty_class"
    NOT_IN_POPULATION = "not_in_population"
    NO_CONVERGENCE = "no_convergence"


class CannotWeight(Exception):
    """No weights can be had; `background` and `name` say which class is in the way, where it is one."""

    def __init__(self, reason: Reason, *, background: str = "", name: str = "") -> None:
        super().__init__(": ".join(part for part in (reason.value, background, name) if part))
        self.reason, self.background, self.name = reason, background, name


@dataclass(frozen=True)
class Margin:
    """A background and the size of its classes in the population, as shares or as numbers.

    Only the proportions count: official tables disagree by a few persons, and raking to their numbers would never end.
    With `is_ordered`, as for age, a small class joins a neighbour; otherwise the smallest of the others.
    """

    background: str
    sizes: Mapping[str, float]
    is_ordered: bool = False


@dataclass(frozen=True)
class Target:
    """A class as it is weighted: the names it joins (none for "not said"), who answered, and the share to reach."""

    background: str
    names: tuple[str, ...]
    respondents: int
    share: float


def targets(margin: Margin, answered: Mapping[str | None, int], *, fewest: int = FEWEST) -> tuple[Target, ...]:
    """The classes of one margin with the shares (0–1, together 1) that the weighted respondents shall have.

    `answered` counts respondents by class. Those who did not say keep their share m of the respondents as a class of
    their own, and the others share 1 − m. A class with fewer than `fewest` is joined with another until none is left
    that could be. One that nobody answered from is *not* joined silently: nobody speaks for it, and that is for a
    person to decide. Raises CannotWeight for it, and for respondents of a class that the population has not.
    """
    total = sum(answered.values())
    if not total:
        raise CannotWeight(Reason.NOBODY_ANSWERED)
    silent = answered.get(None, 0)
    groups = _joined(_classes(margin, answered), is_ordered=margin.is_ordered, fewest=fewest)
    whole = sum(group.size for group in groups)
    known = 1 - silent / total
    found = [Target(margin.background, g.names, g.respondents, known * g.size / whole) for g in groups]
    if silent:
        found.append(Target(margin.background, (), silent, silent / total))
    return tuple(found)


@dataclass(frozen=True)
class _Group:
    names: tuple[str, ...]
    respondents: int
    size: float

    def with_(self, other: _Group) -> _Group:
        return _Group(self.names + other.names, self.respondents + other.respondents, self.size + other.size)


def _classes(margin: Margin, answered: Mapping[str | None, int]) -> list[_Group]:
    """The classes that exist in the population, in the order of the margin; none when nobody told theirs."""
    for name, count in answered.items():
        if count and name is not None and margin.sizes.get(name, 0) <= 0:
            raise CannotWeight(Reason.NOT_IN_POPULATION, background=margin.background, name=name)
    if not any(count for name, count in answered.items() if name is not None):
        return []
    groups = [_Group((name,), answered.get(name, 0), size) for name, size in margin.sizes.items() if size > 0]
    for group in groups:
        if not group.respondents:
            raise CannotWeight(Reason.EMPTY_CLASS, background=margin.background, name=group.names[0])
    return groups


def _joined(groups: Sequence[_Group], *, is_ordered: bool, fewest: int) -> list[_Group]:
    left = list(groups)
    while len(left) > 1:
        at = min(range(len(left)), key=lambda place: left[place].respondents)
        if left[at].respondents >= fewest:
            break
        others = [at - 1, at + 1] if is_ordered else [place for place in range(len(left)) if place != at]
        other = min((o for o in others if 0 <= o < len(left)), key=lambda place: left[place].respondents)
        first, second = sorted((at, other))
        left[first] = left[first].with_(left[second])
        del left[second]
    return left
