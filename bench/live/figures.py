"""A measured value beside its budget, and how the delays of a part are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value and the most (or the least) it should be; `unit` for the reader."""

    name: str
    value: float
    budget: float
    unit: str
    is_least: bool = False

    @property
    def is_within(self) -> bool:
        return self.value >= self.budget if self.is_least else self.value <= self.budget

    def __str__(self) -> str:
        sign = "≥" if self.is_least else "≤"
        mark = " " if self.is_within else "!"
        ratio = self.value / self.budget if self.budget else self.value
        return f"{mark} {self.name:<62} {self.value:>10.2f} {self.unit:<4} {sign} {self.budget:<8g} {ratio:>6.2f}"


def milliseconds(told: Mapping[str, Any]) -> str:
    """The delays a crowd noted: "p50 80 · p99 203 · slowest 240 ms"."""
    delays = told["delays"]
    return f"p50 {delays['50'] * 1e3:.0f} · p99 {delays['99'] * 1e3:.0f} · slowest {delays['100'] * 1e3:.0f} ms"
