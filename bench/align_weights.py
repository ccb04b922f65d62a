"""The weights of the alignment's evidence, fitted anew.

    python -m bench.align_weights

Prints the three tuples that stand in `fardplan.analysis.alignment.evidence`. Drafts of `FITTING_SEEDS` (part of the
tuning seeds, none that `./dev bench align tuning` reports on, and none held back) are aligned with the weights there
are; every pair that was compared is one observation: related, or not. The rest is logistic regression by Newton's
method with a slight pull towards 0. What surrounds a pair depends on what was found, so that it takes two or three
runs, each with the weights of the one before put into the file, until the numbers stand still.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from operator import mul

from bench.edits import TUNING_SEEDS, Case, case
from fardplan.analysis.alignment import evidence
from fardplan.analysis.alignment.matching import Matching

FITTING_SEEDS = TUNING_SEEDS[300:]
DRAFTS = ((50, 160), (500, 24), (3_000, 4))
_PULL = 0.5
_STEPS = 25

Row = tuple[float, ...]


def matchings() -> Iterator[tuple[Case, Matching]]:
    seeds = iter(FITTING_SEEDS)
    for size, count in DRAFTS:
        for _ in range(count):
            one = case(next(seeds), size)
            yield one, Matching(one.known, one.new)


def observed(aligned: Sequence[tuple[Case, Matching]]) -> tuple[list[Row], list[Row], list[float]]:
    """Of every pair: the evidence of words and surroundings, that of the competition, and 1 when it is related."""
    own: list[Row] = []
    beside: list[Row] = []
    related: list[float] = []
    for one, matching in aligned:
        keys = [passage.key for passage in one.known.passages]
        for old, new, row in matching.rivalries():
            own.append(matching.lasting_evidence(old, new) + matching.passing_evidence(old, new))
            beside.append(row)
            related.append(float(keys[old] in one.blocks[new].from_keys))
    return own, beside, related


def fitted(rows: Sequence[Row], related: Sequence[float]) -> list[float]:
    """The weights under which the observations are likeliest."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    weights = [0.0] * len(columns)
    for _ in range(_STEPS):
        chances = [evidence.sureness(evidence.odds(weights, row)) for row in rows]
        amiss = [truth - chance for truth, chance in zip(related, chances, strict=True)]
        spread = [chance * (1 - chance) for chance in chances]
        slope = [math.fsum(map(mul, column, amiss)) - _PULL * weight for column, weight in zip(columns, weights, strict=True)]
        curve = [[0.0] * len(columns) for _ in columns]
        for at, column in enumerate(columns):
            scaled = list(map(mul, column, spread))
            for other in range(at + 1):
                curve[at][other] = curve[other][at] = sum(map(mul, scaled, columns[other]))
            curve[at][at] += _PULL
        step = solved(curve, slope)
        weights = [weight + one for weight, one in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 0.002:
            break
    return weights


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a system of linear equations, by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for at in range(len(rows)):
        best = max(range(at, len(rows)), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        for below in range(at + 1, len(rows)):
            factor = rows[below][at] / rows[at][at]
            rows[below] = [one - factor * other for one, other in zip(rows[below], rows[at], strict=True)]
    found = [0.0] * len(rows)
    for at in reversed(range(len(rows))):
        known = sum(map(mul, rows[at][at + 1 : -1], found[at + 1 :]))
        found[at] = (rows[at][-1] - known) / rows[at][at]
    return found


def main() -> int:
    aligned = list(matchings())
    own, beside, related = observed(aligned)
    print(len(own), "pairs,", int(sum(related)), "related")
    weights = fitted(own, related)
    cut = len(evidence.LASTING)
    for name, names, part in (
        ("LASTING", evidence.LASTING, weights[:cut]),
        ("PASSING", evidence.PASSING, weights[cut:]),
        ("RIVALRY", evidence.RIVALRY, fitted(beside, related)),
    ):
        print(f"WEIGHTS_{name} = ({', '.join(f'{weight:.2f}' for weight in part)})")
        print("   ", ", ".join(f"{what} {weight:.2f}" for what, weight in zip(names, part, strict=True)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
