"""How uncertain a share is: Student's t, Wilson's interval, and how many answers to plan for.

Only for a random sample that was invited. Of answers that selected themselves nothing here says how wrong they are.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95
FEWEST_DEGREES = 5
# From here on the expansion of the t quantile is as exact as a sum of so many terms.
_MANY_DEGREES = 300


class Interval(NamedTuple):
    """Both ends, as shares (0–1), or as a difference between shares (−1 to 1)."""

    low: float
    high: float


@lru_cache(maxsize=4_096)
def t_quantile(probability: float, degrees: int) -> float:
    """The value that Student's t with that many degrees of freedom (≥ 1) stays below with that probability.

    From the finite sums for whole degrees of freedom, Abramowitz and Stegun (1964), 26.7.3 and 26.7.4, by halving; for
    more than 300 degrees their expansion 26.7.5. Raises ValueError outside 0 < probability < 1 or below 1 degree.
    """
    if not 0 < probability < 1 or degrees < 1:
        raise ValueError(f"no t quantile at {probability} with {degrees} degrees of freedom")
    if probability == 0.5:
        return 0.0
    if probability < 0.5:
        return -t_quantile(1 - probability, degrees)
    if degrees > _MANY_DEGREES:
        return _expanded(NormalDist().inv_cdf(probability), degrees)
    inside = 2 * probability - 1
    low, high = 0.0, math.pi / 2  # of the angle whose tangent is t/√degrees
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if _within(middle, degrees) < inside else (low, middle)
    return math.sqrt(degrees) * math.tan(high)


def _within(angle: float, degrees: int) -> float:
    """The probability that |T| ≤ √degrees · tan(angle)."""
    cosine, sine = math.cos(angle), math.sin(angle)
    odd = degrees % 2
    term = cosine if odd else 1.0
    total = term if degrees > 1 else 0.0
    for step in range(2 + odd, degrees - 1, 2):
        term *= cosine * cosine * (step - 1) / step
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total


def _expanded(z: float, degrees: int) -> float:
    square = z * z
    first = z * (square + 1) / 4
    second = z * ((5 * square + 16) * square + 3) / 96
    third = z * (((3 * square + 19) * square + 17) * square - 15) / 384
    fourth = z * ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92_160
    return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees


def wilson(share: float, number: float, t: float) -> Interval:
    """Wilson's (1927) score interval for a share of `number` answers, which need not be whole; 0–1 for none.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
    Statistical Association 22. Unlike p ± t·se it stays inside 0–1 and has a width when nobody or everybody said yes.
    """
    if number <= 0:
        return Interval(0.0, 1.0)
    spread = t * t / number
    centre = (share + spread / 2) / (1 + spread)
    half = t * math.sqrt(share * (1 - share) / number + spread / (4 * number)) / (1 + spread)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def share_interval(
    share: float, *, variance: float, effective: float, answers: int, rank: int, confidence: float = CONFIDENCE
) -> Interval:
    """The interval of a weighted share: Wilson's with n* answers and Student's t.

    n* is the smaller of Kish's effective number and p(1 − p)/v with the linearised variance v (Kish's alone when v is
    0); t has answers − 1 − rank degrees of freedom, at least 5, where `answers` are those the share is of and `rank` is
    what the raking fixed. Both choices are the cautious ones: `./dev bench coverage` shows what either alone misses.
    """
    number = answers_worth(share, variance=variance, effective=effective)
    return wilson(share, number, t_for(answers=answers, rank=rank, confidence=confidence))


def answers_worth(share: float, *, variance: float, effective: float) -> float:
    """n*: how many answers with equal weights would tell as much, by the more cautious of two ways of counting."""
    return min(effective, share * (1 - share) / variance) if variance > 0 else effective


def t_for(*, answers: int, rank: int, confidence: float = CONFIDENCE) -> float:
    """The t quantile for so many answers with weights that were raked to `rank` independent sums."""
    return t_quantile((1 + confidence) / 2, max(answers - 1 - rank, FEWEST_DEGREES))


def difference_interval(one: float, within: Interval, other: float, between: Interval) -> Interval:
    """The interval of `one` − `other`, shares of two groups without members in common, from the interval of each.

    R. G. Newcombe (1998), "Interval estimation for the difference between independent proportions", Statistics in
    Medicine 17, method 10. Like Wilson's it has a width when nobody in either group said yes.
    """
    gap = one - other
    return Interval(
        gap - math.hypot(one - within.low, between.high - other),
        gap + math.hypot(within.high - one, other - between.low),
    )


def planned_half_width(answers: int, *, design_effect: float = 1.0) -> float:
    """Half the width (as a share) of the 95 % interval of a share near a half: 1.96·√(0.25·deff/n)."""
    if answers < 1 or design_effect < 1:
        raise ValueError("there must be an answer, and a design effect of at least 1")
    return 1.96 * math.sqrt(0.25 * design_effect / answers)


def answers_needed(half_width: float, *, design_effect: float = 1.0) -> int:
    """How many answers give an interval of at most ± `half_width` (as a share, 0–0.5) for a share near a half."""
    if not 0 < half_width <= 0.5 or design_effect < 1:
        raise ValueError("half the width must lie between 0 and 0.5, and the design effect be at least 1")
    return math.ceil(0.25 * design_effect * (1.96 / half_width) ** 2 - 1e-9)


def invitations_needed(answers: int, *, response_rate: float) -> int:
    """How many to invite for so many answers at that response rate (0–1)."""
    if not 0 < response_rate <= 1:
        raise ValueError("the response rate must lie between 0 and 1")
    return math.ceil(answers / response_rate - 1e-9)
