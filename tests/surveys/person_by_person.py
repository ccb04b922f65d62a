"""The same statistics worked out person by person, in the plainest way: to hold the quick ones against."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fardplan.analysis.survey.intervals import t_for, wilson

Person = Mapping[str, Any]


def raked(
    people: Sequence[Person], margins: Mapping[str, Mapping[str, float]], class_of: Callable[[Person, str], str]
) -> list[float]:
    """Weights with mean 1: each margin in turn, trimmed to 0.3–3, a thousand times. Shares are of all people."""
    weights = [1.0] * len(people)
    for _ in range(400):
        for name, shares in margins.items():
            totals: dict[str, float] = {}
            for person, weight in zip(people, weights, strict=True):
                totals[class_of(person, name)] = totals.get(class_of(person, name), 0.0) + weight
            whole = sum(totals.values())
            weights = [
                weight * shares[class_of(person, name)] * whole / totals[class_of(person, name)]
                for person, weight in zip(people, weights, strict=True)
            ]
        mean = sum(weights) / len(weights)
        weights = [min(max(weight / mean, 0.3), 3.0) for weight in weights]
    mean = sum(weights) / len(weights)
    return [weight / mean for weight in weights]


def interval(
    people: Sequence[Person],
    weights: Sequence[float],
    columns: Sequence[Callable[[Person], bool]],
    rank: int,
    *,
    chosen: Callable[[Person], bool],
    answered: Callable[[Person], bool],
) -> tuple[float, float, float]:
    """The weighted share and both ends of its interval: linearised on the regression on `columns`, Wilson, Student."""
    whole = sum(w for p, w in zip(people, weights, strict=True) if answered(p))
    share = sum(w for p, w in zip(people, weights, strict=True) if answered(p) and chosen(p)) / whole
    z = [((chosen(p) - share) / whole if answered(p) else 0.0) for p in people]
    rows = [[float(column(p)) for column in columns] for p in people]
    fitted = _regression(rows, z, weights)
    errors = [w * (one - fit) for w, one, fit in zip(weights, z, fitted, strict=True)]
    mean, n = sum(errors) / len(errors), len(people)
    variance = n / (n - 1) * sum((error - mean) ** 2 for error in errors)
    here = [w for p, w in zip(people, weights, strict=True) if answered(p)]
    kish = sum(here) ** 2 / sum(w * w for w in here)
    number = min(kish, share * (1 - share) / variance) if variance > 0 else kish
    low, high = wilson(share, number, t_for(answers=len(here), rank=rank))
    return share, low, high


def _regression(rows: Sequence[Sequence[float]], z: Sequence[float], weights: Sequence[float]) -> list[float]:
    """Fitted values of the weighted least squares of z on the columns, by the normal equations."""
    width = len(rows[0])
    matrix = [[0.0] * (width + 1) for _ in range(width)]
    for row, one, weight in zip(rows, z, weights, strict=True):
        for i in range(width):
            if row[i]:
                for j in range(width):
                    matrix[i][j] += weight * row[i] * row[j]
                matrix[i][width] += weight * row[i] * one
    used: list[tuple[int, int]] = []
    for column in range(width):
        candidates = [i for i in range(width) if i not in {line for line, _ in used}]
        pivot = max(candidates, key=lambda i: abs(matrix[i][column]), default=None)
        if pivot is None or abs(matrix[pivot][column]) < 1e-7:
            continue
        used.append((pivot, column))
        matrix[pivot] = [value / matrix[pivot][column] for value in matrix[pivot]]
        for i in range(width):
            if i != pivot and matrix[i][column]:
                factor = matrix[i][column]
                matrix[i] = [a - factor * b for a, b in zip(matrix[i], matrix[pivot], strict=True)]
    found = [0.0] * width
    for line, column in used:
        found[column] = matrix[line][width]
    return [sum(a * b for a, b in zip(row, found, strict=True)) for row in rows]


def percent(share: float) -> int:
    return math.floor(round(100 * share, 9) + 0.5)
