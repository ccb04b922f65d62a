"""Who took part: response rates of those invited, where people broke off, and which questions they passed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What came of one wave of invitations in one group; of an open link only `complete` and `partial` are known.

    `invited` is None for an open link: how many saw it, nobody knows. `ineligible` are those invited who turned out not
    to belong (dead, moved away). `partial` are those who began and did not finish.
    """

    complete: int
    partial: int = 0
    invited: int | None = None
    ineligible: int = 0

    def __post_init__(self) -> None:
        if min(self.complete, self.partial, self.ineligible) < 0:
            raise ValueError("a number of people cannot be below 0")
        if self.invited is not None and self.complete + self.partial + self.ineligible > self.invited:
            raise ValueError("more answered or fell away than were invited")

    @property
    def response_rate(self) -> float | None:
        """Complete / (invited − known ineligible), 0–1; None for an open link and when nobody is left to answer.

        AAPOR, Standard Definitions, response rate 1: all whose eligibility is unknown count as eligible.
        """
        eligible = 0 if self.invited is None else self.invited - self.ineligible
        return self.complete / eligible if eligible else None

    def with_(self, other: Outcome) -> Outcome:
        """Both together. Raises ValueError for an open link and invitations: they are never pooled."""
        if (self.invited is None) is not (other.invited is None):
            raise ValueError("an open link and invitations are two series")
        invited = None if self.invited is None or other.invited is None else self.invited + other.invited
        return Outcome(
            self.complete + other.complete, self.partial + other.partial, invited, self.ineligible + other.ineligible
        )


@dataclass(frozen=True)
class Response:
    """Outcomes of every wave and group, and summed: by wave, by group, and in all (None when there are none)."""

    each: Mapping[tuple[str, str], Outcome]
    by_wave: Mapping[str, Outcome]
    by_group: Mapping[str, Outcome]
    in_all: Outcome | None


def response(outcomes: Mapping[tuple[str, str], Outcome]) -> Response:
    """Outcomes by (wave, group), summed; an invitation belongs to one wave, reminders included.

    Raises ValueError when some are of an open link and some of invitations.
    """
    waves: dict[str, Outcome] = {}
    groups: dict[str, Outcome] = {}
    in_all: Outcome | None = None
    for (wave, group), outcome in outcomes.items():
        waves[wave] = waves[wave].with_(outcome) if wave in waves else outcome
        groups[group] = groups[group].with_(outcome) if group in groups else outcome
        in_all = in_all.with_(outcome) if in_all else outcome
    return Response(dict(outcomes), waves, groups, in_all)


@dataclass(frozen=True)
class Stop:
    """How many opened a page (counted from 1) and got no further, also as a share (0–1) of those who opened it."""

    page: int
    opened: int
    stopped: int
    share: float


def break_offs(opened: Sequence[int], *, finished: int) -> list[Stop]:
    """Where people broke off; `opened` is how many reached each page, in order, and `finished` how many sent it in.

    Raises ValueError when a page was reached by more than the one before it.
    """
    onward = [*opened[1:], finished]
    if any(after > before for before, after in zip(opened, onward, strict=True)):
        raise ValueError("more reached a page than the page before it")
    return [
        Stop(page, before, before - after, (before - after) / before if before else 0.0)
        for page, (before, after) in enumerate(zip(opened, onward, strict=True), start=1)
    ]


def item_nonresponse(*, asked: int, answered: int) -> float | None:
    """The share (0–1) of those who were asked a question and passed over it; None when nobody was asked."""
    if not 0 <= answered <= asked:
        raise ValueError("more answered the question than were asked it")
    return 1 - answered / asked if asked else None
