"""The order in which questions are shown, so that one asked late has the same chance as one asked early.

What many want answered should stand high; but what stands high is read by more, and gets more support because of it,
and what is asked in the last ten minutes never catches up. Two things mend that, and both only look at counts.

**1. Support by chance had, and the benefit of the doubt.** Each support given on the stage while a question was shown
is one chance it had (n), and those given to the question itself are its support (s). Questions stand by the upper end
of Wilson's score interval for s/n:

    ( p + z²/2n + z·√( p(1−p)/n + z²/4n² ) ) / ( 1 + z²/n ),  p = s/n,  z = 1.96;  1 when n = 0

E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22. Ordering by the upper end is "optimism in the face of uncertainty": T. L. Lai and H. Robbins
(1985), "Asymptotically efficient adaptive allocation rules", Advances in Applied Mathematics 6; P. Auer,
N. Cesa-Bianchi and P. Fischer (2002), "Finite-time analysis of the multiarmed bandit problem", Machine Learning 47. A
new question begins at 1, above all others. One that nobody supports falls below a question whose upper end is u once
z²(1−u)/u chances have passed it by: 9 beside one with 20 of 100, 18 beside one with 10 of 100.

**2. Places by turn.** A page holds 30. When there are more, every fifth place goes by turn to those that would stand
outside it, all in the same order, six places a turn. So none stays outside for longer than ⌈m/6⌉ turns, where m is
how many do: a constant share of exploration (R. S. Sutton and A. G. Barto (2018), Reinforcement Learning, section 2.2).

Nothing is drawn by lot: the same counts and the same turn give the same order, in every process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

PLACES = 30
BY_TURN = 5  # every fifth place
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one question: `key` in the order they were shown, `support` of `chances` (at least as many)."""

    key: int
    support: int
    chances: int


def hope(support: int, chances: int, *, z: float = _Z) -> float:
    """The upper end of the Wilson (1927) score interval, 0–1: how large the share may well be. 1 before any chance."""
    if chances <= 0:
        return 1.0
    n = max(chances, support)
    share, spread = support / n, z * z / n
    end = (share + spread / 2 + z * sqrt(share * (1 - share) / n + spread / (4 * n))) / (1 + spread)
    return min(round(end, 9), 1.0)


def fair_order(questions: Sequence[Standing], *, turn: int, places: int = PLACES) -> list[int]:
    """The keys in the order they are shown. `turn` is a number that grows by one each time the turn passes on.

    Of those that stand alike the one with fewer chances comes first, then the one that was shown first.
    """
    ranked = sorted(questions, key=lambda one: (-hope(one.support, one.chances), one.chances, one.key))
    keys = [one.key for one in ranked]
    if len(keys) <= places:
        return keys
    seats = places // BY_TURN
    inside, outside = keys[: places - seats], keys[places - seats :]
    guests = _of_this_turn(outside, turn=turn, seats=seats)
    page: list[int] = []
    own, invited = iter(inside), iter(guests)
    for place in range(1, places + 1):
        page.append(next(invited) if place % BY_TURN == 0 else next(own))
    return page + [key for key in outside if key not in set(guests)]


def _of_this_turn(outside: Sequence[int], *, turn: int, seats: int) -> list[int]:
    """The next ones, in the order they were shown, beginning again after the last."""
    waiting = sorted(outside)
    first = turn * seats % len(waiting)
    return (waiting + waiting)[first : first + min(seats, len(waiting))]
