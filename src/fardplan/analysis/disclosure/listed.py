"""The fixed list of public tables, and which questions are decided together."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass


class NotListed(LookupError):
    """The table was not on the list when the survey opened."""


@dataclass(frozen=True, slots=True)
class Table:
    """A public table: one question, divided by one background variable or by none. There is no place for a second."""

    question: str
    by: str | None = None


def require_listed(table: Table, listed: Collection[Table]) -> Table:
    """The table, if it is on the list frozen before the survey opened; otherwise raises NotListed."""
    if table not in listed:
        raise NotListed(f"The table of “{table.question}” by “{table.by or 'everybody'}” is not on the list.")
    return table


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the frozen definition has it: `condition` is when it is asked, empty for everybody."""

    question: str
    condition: str = ""
    is_required: bool = True


def bases(questions: Iterable[Asked]) -> tuple[tuple[str, ...], ...]:
    """Questions whose hidden groups are decided together; the first are those everybody must answer (maybe none).

    Looks only at the definition, so it is the same in every snapshot. To the counts of the first base belongs how many
    took part, by class, also when no question is in it. Then come the required questions with the same condition, each
    condition by itself, and each question that may be skipped by itself: few may have answered it.
    """
    everybody: list[str] = []
    conditional: dict[tuple[str, str], list[str]] = {}
    for asked in questions:
        if asked.is_required and not asked.condition:
            everybody.append(asked.question)
        else:
            alone = "" if asked.is_required else asked.question
            conditional.setdefault((asked.condition, alone), []).append(asked.question)
    return (tuple(everybody), *(tuple(names) for names in conditional.values()))
