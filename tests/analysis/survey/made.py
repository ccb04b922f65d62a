"""A made-up survey in cells: three backgrounds, some unsaid, and a question that not everybody answered."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from itertools import product
from random import Random

from fardplan.analysis.survey.margins import Cell, Margin

BACKGROUNDS = ("municipality", "age", "sex")
MARGINS = [
    Margin("municipality", {"A": 0.4, "B": 0.25, "C": 0.2, "D": 0.15}),
    Margin("age", {"18–39": 0.4, "40–64": 0.35, "65–": 0.25}, is_ordered=True),
    Margin("sex", {"women": 0.49, "men": 0.51}),
]
_CLASSES = [list(margin.sizes) for margin in MARGINS]


@dataclass(frozen=True)
class Made:
    """Counts by cell: of respondents, of those who answered the question, and of each of its choices 1–4."""

    respondents: Counter[Cell]
    answered: Counter[Cell]
    choices: dict[int, Counter[Cell]]

    @property
    def yes(self) -> Counter[Cell]:
        return self.choices[3] + self.choices[4]


def made(seed: int, *, answers: int = 400, silent: float = 0.05, skipped: float = 0.2, uneven: float = 1.0) -> Made:
    """Older people answer more often (`uneven` says how much), and choose higher numbers."""
    random = Random(seed)
    cells = list(product(*_CLASSES))
    readiness = [
        math.exp(uneven * (0.3 * _CLASSES[1].index(cell[1]) + 0.1 * _CLASSES[0].index(cell[0]))) for cell in cells
    ]
    found = Made(Counter(), Counter(), {choice: Counter() for choice in (1, 2, 3, 4)})
    for cell in random.choices(cells, readiness, k=answers):
        told = tuple(None if random.random() < silent else name for name in cell)
        found.respondents[told] += 1
        if random.random() >= skipped:
            found.answered[told] += 1
            found.choices[max(1, min(4, 1 + _CLASSES[1].index(cell[1]) + random.choice((-1, 0, 1, 2))))][told] += 1
    return found
