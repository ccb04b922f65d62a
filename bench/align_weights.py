"""The weights of the alignment's evidence, fitted anew.

    python -m bench.align_weights

Prints the tables that stand in `fardplan.analysis.alignment.evidence` and, the last, in `answers` there. Drafts of
`FITTING_SEEDS` (part of the tuning seeds, none that `./dev bench align tuning` reports on, and none held back) are
aligned with the weights there are; every pair that was compared is one observation: related, or not. The rest is
logistic regression by Newton's method with a slight pull towards 0. What surrounds a pair depends on what was found, so
that it takes two or three runs, each with the weights of the one before put into the modules, until they stand still.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from operator import mul

from bench.edits import TUNING_SEEDS, Case, case
from fardplan.analysis.alignment import evidence
from fardplan.analysis.alignment.answers import EVIDENCE, answer_evidence
from fardplan.analysis.alignment.matching import Matching

FITTING_SEEDS = TUNING_SEEDS[300:]
DRAFTS = ((50, 160), (500, 18), (3_000, 3))
_PULL = 0.5
_STEPS = 14
# Log odds below which an unrelated pair is clear, and how many of those one stands for.
_CLEARLY_NOT = -5.0
_SAMPLE = 10

Row = tuple[float, ...]


def matchings() -> Iterator[tuple[Case, Matching]]:
    seeds = iter(FITTING_SEEDS)
    for size, count in DRAFTS:
        for _ in range(count):
            one = case(next(seeds), size)
            yield one, Matching(one.known, one.new, hopeless=0.0)


def observed(aligned: Sequence[tuple[Case, Matching]]) -> tuple[list[Row], list[Row], list[float], list[float]]:
    """Of every pair: the evidence of words and surroundings, that of the competition, 1 when it is related, and for how
    many it stands: of the countless clearly unrelated ones a sample is enough."""
    own: list[Row] = []
    beside: list[Row] = []
    related: list[float] = []
    counts: list[float] = []
    for one, matching in aligned:
        keys = [passage.key for passage in one.known.passages]
        for at, (old, new, row) in enumerate(matching.rivalries()):
            is_related = keys[old] in one.blocks[new].from_keys
            is_clear = not is_related and row[1] < _CLEARLY_NOT
            if is_clear and at % _SAMPLE:
                continue
            own.append(matching.lasting_evidence(old, new) + matching.passing_evidence(old, new))
            beside.append(row)
            related.append(float(is_related))
            counts.append(float(_SAMPLE) if is_clear else 1.0)
    return own, beside, related, counts


def answered(aligned: Sequence[tuple[Case, Matching]]) -> tuple[list[Row], list[float]]:
    """Of every block that is related to something: the evidence for what it is taken for, and 1 when that is right."""
    rows: list[Row] = []
    right: list[float] = []
    for one, matching in aligned:
        keys = [passage.key for passage in one.known.passages] + [""]
        found, gathered = answer_evidence(matching)
        for new, verdict in found.items():
            rows.append(gathered[new])
            right.append(float(keys[verdict.old] == one.blocks[new].key))
    return rows, right


def fitted(rows: Sequence[Row], related: Sequence[float], counts: Sequence[float]) -> list[float]:
    """The weights under which the observations are likeliest."""
    columns = [list(column) for column in zip(*rows, strict=True)]
    weights = [0.0] * len(columns)
    for _ in range(_STEPS):
        chances = [evidence.sureness(evidence.odds(weights, row)) for row in rows]
        amiss = [count * (truth - chance) for truth, chance, count in zip(related, chances, counts, strict=True)]
        spread = [count * chance * (1 - chance) for chance, count in zip(chances, counts, strict=True)]
        slope = [
            math.fsum(map(mul, column, amiss)) - _PULL * weight for column, weight in zip(columns, weights, strict=True)
        ]
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
    own, beside, related, counts = observed(aligned)
    print(len(own), "pairs,", int(sum(related)), "related")
    weights = fitted(own, related, counts)
    cut = len(evidence.LASTING)
    print(table("LASTING", evidence.LASTING, weights[:cut]))
    print(table("PASSING", evidence.PASSING, weights[cut:]))
    print(table("RIVALRY", evidence.RIVALRY, fitted(beside, related, counts)))
    gathered, right = answered(aligned)
    print(table("EVIDENCE", EVIDENCE, fitted(gathered, right, [1.0] * len(right))))
    return 0


def table(name: str, names: Iterable[str], weights: Sequence[float]) -> str:
    """As it stands in the module."""
    found = ", ".join(f'"{what}": {weight:.2f}' for what, weight in zip(names, weights, strict=True))
    return f"{name} = {{{found}}}"


if __name__ == "__main__":
    sys.exit(main())
