"""How likely it is that a block is a known passage: a logistic model of what both share and what stands round them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from fardplan.analysis.alignment.context import Witness
from fardplan.analysis.alignment.texts import Likeness

# Of a passage that was reworded at least this share of the words stands.
_KEPT = 0.4

_WITNESSES: tuple[Witness, ...] = ("beside", "in line", "near", "elsewhere")


@dataclass(frozen=True, slots=True)
class Pair:
    """A known passage and a new block that may be related, with how sure that is."""

    old: int
    new: int
    sureness: float


def lasting(likeness: Likeness, *, exact: bool, alone: bool, same_code: float) -> tuple[float, ...]:
    """The evidence of the words themselves, which stays the same in every round."""
    sizes = math.log(likeness.long / likeness.short)
    lacking_short, lacking_long = (max(0.0, _KEPT * count - likeness.ordered) for count in (likeness.short, likeness.long))
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
        math.log1p(likeness.news),
        min(likeness.news, 10.0) / 10,
        min(likeness.news, 60.0) / 10,
        max(likeness.news_of_old, likeness.news_of_new),
        min(likeness.news_of_old, likeness.news_of_new),
        max(0.0, max(likeness.news_of_old, likeness.news_of_new) - 0.3),
        max(0.0, min(likeness.news_of_old, likeness.news_of_new) - 0.3),
        sizes,
        max(0.0, sizes - 0.4),
        math.log1p(lacking_short),
        min(6.0, lacking_short),
        math.log1p(lacking_long),
        min(6.0, lacking_long),
        max(0.0, 0.2 - likeness.longer),
        max(0.0, 0.25 - most),
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
        min(likeness.news, 10.0) * (beside + in_line),
        min(likeness.news, 10.0) * same_section,
        math.log(likeness.long / likeness.short) * (beside + in_line),
        math.log(likeness.long / likeness.short) * same_section,
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
    *("log news", "news<10", "news<60", "news most", "news least", "news most>0.3", "news least>0.3", "sizes", "sizes>0.4"),
    *("log lacking short", "lacking short", "log lacking long", "lacking long", "longer<0.2", "most<0.25"),
)
PASSING = (
    *(*_WITNESSES, "beside both", "in line both", "same section", "exact·beside", "exact·in line", "exact·section"),
    *("longer·witnesses", "longer·section", "news·witnesses", "news·section", "sizes·witnesses", "sizes·section"),
)
RIVALRY = ("always", "odds", "ahead for new", "ahead for old", "least ahead", "ahead of all", "exact", "exact·ahead")
WEIGHTS_LASTING = (
    *(-6.70, 6.12, 1.42, 2.17, -1.80, -1.94, -2.23, 0.74, 0.07, 1.94, -0.42, 5.01),
    *(-1.17, -1.85, -2.73, -0.46, 1.57, 0.27, -0.84, 0.13, 1.12, 0.87, 4.56, 2.08),
    *(-2.13, -2.12, -3.46, -2.17, 1.22, -1.12, 0.10, -0.17, 0.05, -2.22, -2.75),
)
WEIGHTS_PASSING = (
    *(1.25, 1.03, -0.10, -0.30, 0.04, -0.44, 2.10, 3.34, 0.39, 1.72, 3.44, -2.49),
    *(-0.00, -0.03, 0.23, 0.74),
)
WEIGHTS_RIVALRY = (
    *(-0.39, 0.37, 0.18, 0.34, 0.32, 0.44, 0.73, -0.04),
)


def odds(weights: Sequence[float], found: Sequence[float]) -> float:
    """The logarithm of the odds this evidence gives."""
    return math.fsum(map(mul, weights, found))


def sureness(log_odds: float) -> float:
    """The share of pairs with such evidence that were right, 0–1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
