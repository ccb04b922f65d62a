"""What an answer may be, and how it is kept: one canonical value for each type of question.

    single, scale, area, map, birth_year   a code: "1080", "4", "C5", "30-44"
    multiple                               codes in the order of the definition: ["buss", "cykel"]
    ranking                                codes, the first the most important: ["bostad", "restid"]
    matrix                                 a code for each row that was answered: {"bredband": "4"}
    points                                 whole points for each choice: {"a": 60, "b": 40}
    number                                 an int or a float
    text                                   the words; WRITTEN where they became a contribution
    date                                   "2026-05-01"
    what was meant by "annat"              the words, under the name of the question and OTHER_TEXT

A question without an answer has no entry. Codes of our own begin with `_`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias

from fardplan.surveys.definition.shape import Question, QuestionType

DONT_KNOW = "_dont_know"
WONT_SAY = "_wont_say"
OTHER = "_other"
WRITTEN = "_written"
OTHER_TEXT = "__other_text"  # behind a name; no name of a question holds two underscores, as `checking` sees to
LONGEST_OTHER = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Answers: TypeAlias = dict[str, Any]
"""Answers by the names of the questions, each as above."""

CHOSEN = frozenset(
    {QuestionType.SINGLE, QuestionType.SCALE, QuestionType.AREA, QuestionType.MAP, QuestionType.BIRTH_YEAR}
)
"""The types whose answer is one code."""


def codes_of(question: Question) -> tuple[str, ...]:
    """Every code an answer to the question may hold, our own last."""
    return (
        *question.codes,
        *((OTHER,) if question.other else ()),
        *((DONT_KNOW,) if question.dont_know else ()),
        *((WONT_SAY,) if question.wont_say else ()),
    )


def is_declined(value: object) -> bool:
    """ "Vet inte" and "Vill inte svara" are answers, but no opinion: they are left out of shares."""
    return value in (DONT_KNOW, WONT_SAY)


def is_valid(question: Question, value: object) -> bool:
    """Whether a value is one the question can have: the right shape, only codes of its list, within its limits.

    How many were chosen, and constraints, are not asked here: they are for the person to mend (`filling`).
    """
    if value == DONT_KNOW:
        return question.dont_know
    if value == WONT_SAY:
        return question.wont_say
    match question.type:
        case _ if question.type in CHOSEN:
            return isinstance(value, str) and value in codes_of(question)
        case QuestionType.MULTIPLE:
            return _is_list_of(value, {*question.codes, *((OTHER,) if question.other else ())})
        case QuestionType.RANKING:
            return _is_list_of(value, set(question.codes)) and len(value) <= (question.most or len(question.codes))  # type: ignore[arg-type]
        case QuestionType.MATRIX:
            return _is_map(value, {row.name for row in question.rows}) and all(
                each in codes_of(question)
                for each in value.values()  # type: ignore[attr-defined]
            )
        case QuestionType.POINTS:
            return _is_map(value, set(question.codes)) and all(
                type(each) is int and 0 <= each <= question.total
                for each in value.values()  # type: ignore[attr-defined]
            )
        case QuestionType.NUMBER:
            return _is_number(question, value)
        case QuestionType.TEXT:
            return isinstance(value, str) and 0 < len(value) <= question.longest
        case QuestionType.DATE:
            return _is_date(question, value)
    return False


def _is_list_of(value: object, codes: set[str]) -> bool:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        return False
    return len(set(value)) == len(value) and codes.issuperset(value)


def _is_map(value: object, names: set[str]) -> bool:
    return isinstance(value, Mapping) and bool(value) and names.issuperset(value)


def _is_number(question: Question, value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if question.whole and not isinstance(value, int):
        return False
    low = -1e15 if question.minimum is None else question.minimum
    high = 1e15 if question.maximum is None else question.maximum
    return low <= value <= high  # a NaN is neither


def _is_date(question: Question, value: object) -> bool:
    if not isinstance(value, str) or not is_day(value):
        return False
    return (not question.earliest or value >= question.earliest) and (not question.latest or value <= question.latest)


def is_day(written: str) -> bool:
    """Whether it is a day written as 2026-05-01. Python reads weeks as well (2026-W18-5), which sort as no day does."""
    try:
        return bool(_DAY.fullmatch(written)) and bool(date.fromisoformat(written))
    except ValueError:
        return False


def age_class(question: Question, *, born: int, today: date) -> str | None:
    """The age class of somebody born that year, by the age they reach this year; None below the lowest class."""
    age = today.year - born
    found = [code for lowest, code in zip(question.classes, question.age_classes, strict=True) if lowest <= age]
    return found[-1] if found else None
