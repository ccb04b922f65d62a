"""How likely it is that a block is a known passage: a logistic model of what both share and what stands round them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from fardplan.analysis.alignment.context import Witness
from fardplan.analysis.alignment.texts import Likeness

_WITNESSES: tuple[Witness, ...] = ("beside", "in line", "near", "elsewhere")


@dataclass(frozen=True, slots=True)
class Pair:
    """A known passage and a new block that may be related, with how sure that is."""

    old: int
    new: int
    sureness: float


def lasting(likeness: Likeness, *, exact: bool, alone: bool, same_code: float) -> tuple[float, ...]:
    """The evidence of the words themselves, which stays the same in every round."""
    most, least = max(likeness.of_old, likeness.of_new), min(likeness.of_old, likeness.of_new)
    return (
        1.0,
        most,
        least,
        likeness.shorter,
        likeness.longer,
        math.log1p(likeness.weight),
        min(likeness.weight, 60.0) / 10,
        math.log1p(likeness.pairs),
        min(likeness.pairs, 60.0) / 10,
        likeness.heading,
        1.0 if exact else 0.0,
        1.0 if alone else 0.0,
        max(0.0, likeness.longer - 0.4),
        max(0.0, likeness.longer - 0.6),
        max(0.0, likeness.longer - 0.8),
        max(0.0, most - 0.5),
        max(0.0, most - 0.75),
        max(0.0, least - 0.5),
        min(likeness.weight, 12.0) / 10,
        same_code,
    )


def passing(likeness: Likeness, *, exact: bool, witnesses: Sequence[Witness], same_section: float) -> tuple[float, ...]:
    """The evidence of the surroundings, as far as they are known in this round."""
    beside, in_line, near, elsewhere = (witnesses.count(witness) for witness in _WITNESSES)
    return (
        beside,
        in_line,
        near,
        elsewhere,
        1.0 if beside == 2 else 0.0,
        1.0 if beside + in_line == 2 else 0.0,
        same_section,
        beside if exact else 0.0,
        in_line if exact else 0.0,
        same_section if exact else 0.0,
        likeness.longer * (beside + in_line),
        likeness.longer * same_section,
    )


def rivalry(log_odds: float, rival_of_new: float, rival_of_old: float, *, exact: bool) -> tuple[float, ...]:
    """The evidence of the competition: how far (in log odds) the strongest other passage and block are behind."""
    ahead_new, ahead_old = (max(-6.0, min(6.0, log_odds - rival)) for rival in (rival_of_new, rival_of_old))
    return (
        1.0,
        max(-12.0, min(12.0, log_odds)),
        ahead_new,
        ahead_old,
        min(ahead_new, ahead_old),
        1.0 if min(ahead_new, ahead_old) > 0 else 0.0,
        1.0 if exact else 0.0,
        min(ahead_new, ahead_old) if exact else 0.0,
    )


LASTING = (
    *("always", "most", "least", "shorter", "longer", "weight", "weight/10", "pairs", "pairs/10", "heading", "exact"),
    *("alone", "longer>0.4", "longer>0.6", "longer>0.8", "most>0.5", "most>0.75", "least>0.5", "little", "same code"),
)
PASSING = (
    *(*_WITNESSES, "beside both", "in line both", "same section", "exact·beside", "exact·in line", "exact·section"),
    *("longer·witnesses", "longer·section"),
)
RIVALRY = ("always", "odds", "ahead for new", "ahead for old", "least ahead", "ahead of all", "exact", "exact·ahead")
WEIGHTS_LASTING = (
    *(-8.37, 7.56, 0.32, 1.61, 3.09, -0.97, 1.28, 0.06, 0.20, 2.20, -1.12),
    *(6.33, -2.00, -3.73, -2.10, -2.37, -1.52, -4.98, 0.46, 0.09),
)
WEIGHTS_PASSING = (1.38, 0.24, -0.13, -0.38, 0.04, -1.05, 2.44, 0.01, -0.35, 1.02, 3.01, -2.79)
WEIGHTS_RIVALRY = (-1.11, 0.33, 0.25, 0.36, 0.23, 0.94, 0.76, -0.04)


def odds(weights: Sequence[float], found: Sequence[float]) -> float:
    """The logarithm of the odds this evidence gives."""
    return math.fsum(map(mul, weights, found))


def sureness(log_odds: float) -> float:
    """The share of pairs with such evidence that were right, 0–1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
