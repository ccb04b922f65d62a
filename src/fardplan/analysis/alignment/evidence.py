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
    lacking_short, lacking_long = (
        max(0.0, _KEPT * count - likeness.ordered) for count in (likeness.short, likeness.long)
    )
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


# What each piece of evidence adds to the log odds. Fitted by `python -m bench.align_weights`.
LASTING = {
    "always": -6.47, "most": 6.03, "least": 1.33, "shorter": 2.23, "longer": -1.81, "weight": -1.97,
    "weight/10": -2.22, "pairs": 0.71, "pairs/10": 0.09, "heading": 1.92, "exact": -0.40, "alone": 5.05,
    "longer>0.4": -1.21, "longer>0.6": -1.81, "longer>0.8": -2.72, "most>0.5": -0.48, "most>0.75": 1.45,
    "least>0.5": 0.28, "little": -0.74, "same code": 0.13, "log news": 1.06, "news<10": 0.83, "news<60": 4.60,
    "news most": 2.00, "news least": -2.14, "news most>0.3": -2.02, "news least>0.3": -3.32, "sizes": -2.08,
    "sizes>0.4": 1.21, "log lacking short": -1.09, "lacking short": 0.09, "log lacking long": -0.24,
    "lacking long": 0.06, "longer<0.2": -2.24, "most<0.25": -2.65,
}  # fmt: skip
PASSING = {
    "beside": 1.21, "in line": 0.89, "near": -0.13, "elsewhere": -0.29, "beside both": -0.12, "in line both": -0.32,
    "same section": 1.93, "exact·beside": 3.47, "exact·in line": 0.31, "exact·section": 1.78,
    "longer·witnesses": 3.54, "longer·section": -2.56, "sizes·witnesses": 0.20, "sizes·section": 0.73,
}  # fmt: skip
RIVALRY = {
    "always": -0.41, "odds": 0.36, "ahead for new": 0.18, "ahead for old": 0.36, "least ahead": 0.32,
    "ahead of all": 0.35, "exact": 1.11, "exact·ahead": 0.05,
}  # fmt: skip
WEIGHTS_LASTING, WEIGHTS_PASSING, WEIGHTS_RIVALRY = (tuple(each.values()) for each in (LASTING, PASSING, RIVALRY))


def odds(weights: Sequence[float], found: Sequence[float]) -> float:
    """The logarithm of the odds this evidence gives."""
    return math.fsum(map(mul, weights, found))


def sureness(log_odds: float) -> float:
    """The share of pairs with such evidence that were right, 0–1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
