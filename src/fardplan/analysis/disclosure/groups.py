"""A background variable: everybody, divided into coarser classes and those into finer ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """People by one background variable; without parts it is one of the finest classes.

    The parts divide the group: everybody in it is in exactly one. "No answer" is a class like the others. Names are
    unique in the tree. Raises ValueError for a single part (the same people twice) or a name that comes twice.
    """

    name: str
    parts: tuple[Group, ...] = ()

    def __post_init__(self) -> None:
        if len(self.parts) == 1:
            raise ValueError(f"“{self.name}” has only one part; leave the part out.")
        names = [group.name for group in self.walk()]
        if len(set(names)) < len(names):
            raise ValueError(f"A name comes twice in “{self.name}”.")

    def walk(self) -> Iterator[Group]:
        """The group itself and all below it, each before its parts: the order of the rows."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def classes(self) -> tuple[str, ...]:
        """The names of the finest classes in it."""
        return tuple(group.name for group in self.walk() if not group.parts)

    def size(self, answers: Mapping[str, int]) -> int:
        """How many of those counted by finest class are in it."""
        return sum(answers.get(name, 0) for name in self.classes())
