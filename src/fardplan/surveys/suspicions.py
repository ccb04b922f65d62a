"""What makes a response look odd. Nothing is dropped because of it: an official sees it and decides with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fardplan.surveys.definition import Asked, Definition, QuestionType, is_declined

TOO_FAST: Final = "too_fast"
TRAP: Final = "trap"
STRAIGHT_LINE: Final = "straight_line"
NETWORK_BURST: Final = "same_network_burst"

SHORTEST_PER_QUESTION = 1.5  # seconds: nobody reads and answers faster through a whole survey
FEWEST_ALIKE = 8  # answers on scales: fewer may well be the same


def marks_of(definition: Definition, asked: Asked, *, seconds: float, before: Iterable[str]) -> list[str]:
    """The marks of a response that is sent in after so many seconds; `before` are those it has already."""
    found = {*before}
    answered = [name for name in asked.questions if name in asked.answers]
    if answered and seconds < SHORTEST_PER_QUESTION * len(answered):
        found.add(TOO_FAST)
    if _is_straight(definition, asked):
        found.add(STRAIGHT_LINE)
    return sorted(found)


def _is_straight(definition: Definition, asked: Asked) -> bool:
    """Whether everything on a scale was answered alike."""
    given: list[str] = []
    for question in definition.questions:
        value = asked.answers.get(question.name)
        if value is None or is_declined(value):
            continue
        if question.type == QuestionType.SCALE:
            given.append(value)
        elif question.type == QuestionType.MATRIX:
            given += [each for each in value.values() if not is_declined(each)]
    return len(given) >= FEWEST_ALIKE and len(set(given)) == 1
