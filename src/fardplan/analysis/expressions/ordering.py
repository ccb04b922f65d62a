"""Calculations that build on each other: worked out in an order in which each finds what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter

from fardplan.analysis.expressions.evaluating import evaluate
from fardplan.analysis.expressions.parsing import Tree, references
from fardplan.analysis.expressions.values import Value


class CircularError(ValueError):
    """Calculations that wait for each other. `names` is the way round: the first waits for the second, and so on."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__("These calculations wait for each other: " + " → ".join([*names, names[0]]))


def calculation_order(calculations: Mapping[str, Tree]) -> tuple[str, ...]:
    """The names of the calculations, each after those it refers to. Raises CircularError."""
    needed = {name: [each for each in references(tree) if each in calculations] for name, tree in calculations.items()}
    try:
        return tuple(TopologicalSorter(needed).static_order())
    except CycleError as problem:
        loop = problem.args[1]  # from what is needed to what needs it, with the first once more at the end
        raise CircularError(tuple(reversed(loop[1:]))) from None


def calculate(
    calculations: Mapping[str, Tree], answers: Mapping[str, object], *, today: date | None = None
) -> dict[str, Value]:
    """The value of every calculation, in the order of `calculation_order`. Whatever `answers` says of them is not used.

    Raises CircularError, which a published survey cannot cause.
    """
    known = dict(answers)
    values: dict[str, Value] = {}
    for name in calculation_order(calculations):
        known[name] = values[name] = evaluate(calculations[name], known, today=today)
    return values
