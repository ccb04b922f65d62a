"""What a browser sends for a question, before anybody knows what it means: texts by part.

A question named kommun is sent as `fraga-kommun`, and parts of it as `fraga-kommun.part`:

    ""           the answer itself; several of a multiple choice
    row, choice  of a matrix, of points
    1, 2, …      the places of a ranking
    other        what was meant by "annat"
    decline      "vet inte" or "vill inte svara", where one does not choose in a list
    remove       take away what was answered before (a birth year is not shown again)
    shown        that a question was shown which depends on another on the same page
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from django.http import QueryDict

from fardplan.surveys.definition import DONT_KNOW, OTHER_TEXT, WONT_SAY, Answers, Question, QuestionType

PREFIX = "fraga-"
MOST_VALUES = 500  # of one part: more than any list of choices has

Raw: TypeAlias = dict[str, list[str]]
"""The texts of one question by part, "" for the answer itself."""


def raw_of(data: QueryDict | Mapping[str, Any]) -> dict[str, Raw]:
    """What was sent, by the names of the questions; what is not about a question is left alone."""
    found: dict[str, Raw] = {}
    for key in data:
        if not key.startswith(PREFIX):
            continue
        name, _dot, part = key.removeprefix(PREFIX).partition(".")
        values = data.getlist(key) if isinstance(data, QueryDict) else _listed(data[key])
        found.setdefault(name, {})[part] = values[:MOST_VALUES]
    return found


def as_raw(question: Question, answers: Answers) -> Raw:
    """An answer as a browser would send it. A birth year is not known any more: `kept` says which class it became."""
    value = answers.get(question.name)
    other = answers.get(question.name + OTHER_TEXT)
    raw: Raw = {"other": [other]} if other else {}
    if value is None:
        return raw
    if value in (DONT_KNOW, WONT_SAY) and question.type not in _WITH_OWN_CODES:
        return {"decline": [str(value)]}
    match question.type:
        case QuestionType.BIRTH_YEAR:
            return {"kept": [str(value)]}
        case QuestionType.MULTIPLE:
            return {"": [value] if isinstance(value, str) else list(value)} | raw
        case QuestionType.RANKING:
            return {str(place): [code] for place, code in enumerate(value, start=1)}
        case QuestionType.MATRIX | QuestionType.POINTS:
            return {part: [str(each)] for part, each in value.items()}
        case QuestionType.NUMBER:
            return {"": [in_digits(value).replace(".", ",")]}
    return {"": [str(value)]} | raw


def in_digits(number: float) -> str:
    """Every digit of a number and no exponent: what is shown again is read as what was answered."""
    return str(int(number)) if number == int(number) else format(Decimal(repr(number)), "f")


def first(raw: Raw, part: str = "") -> str:
    """One text of a part, without blanks around it; "" when there is none."""
    return next(iter(raw.get(part, ())), "").strip()


_WITH_OWN_CODES = {QuestionType.SINGLE, QuestionType.MULTIPLE, QuestionType.SCALE, QuestionType.AREA, QuestionType.MAP}
"""Where "vet inte" is one of the choices. In a matrix it is one of each row."""


def declines_apart(question: Question) -> bool:
    """Whether "vet inte" stands beside the question, as a box of its own."""
    return question.type not in {*_WITH_OWN_CODES, QuestionType.MATRIX}


def _listed(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
