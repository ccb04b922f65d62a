"""What is counted of a question, one row of a matrix or one thing to rank at a time, and the choices of its table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fardplan.surveys.definition import DONT_KNOW, OTHER, WONT_SAY, Choice, Definition, Question, QuestionType
from fardplan.surveys.definition.values import CHOSEN
from fardplan.surveys.results import shape
from fardplan.surveys.results.shape import Measure

ANSWERED = "_answered"  # those with an opinion, where what they chose does not add up to them
WRITTEN = "_written"
STEPS = 1_000  # a number is counted to a thousandth of its range
_MOST_OWN_CLASSES = 11  # so many whole numbers are shown each by itself
_CLASSES = 5


@dataclass(frozen=True)
class NumberClass:
    """Numbers from `low` up to and with `high`, or without it when they are not whole (the last class has its end)."""

    low: float
    high: float
    is_closed: bool

    def __contains__(self, number: float) -> bool:
        return self.low <= number and (number <= self.high if self.is_closed else number < self.high)

    @property
    def code(self) -> str:
        return f"{self.low:.15g}" if self.low == self.high else f"{self.low:.15g}-{self.high:.15g}"

    @property
    def label(self) -> str:
        low, high = (f"{end:.15g}".replace("-", "−") for end in (self.low, self.high))
        return low if low == high else f"{low}–{high}"


@dataclass(frozen=True)
class Item:
    """`key` is the question's name, with the row or the thing it is about behind a full stop."""

    key: str
    question: Question
    part: str = ""
    label: Mapping[str, str] | None = None

    @property
    def measure(self) -> Measure:
        match self.question.type:
            case QuestionType.TEXT:
                return Measure.WRITTEN
            case QuestionType.POINTS:
                return Measure.MEAN
            case QuestionType.NUMBER | QuestionType.DATE if limits_of(self.question) is None:
                return Measure.WRITTEN
            case QuestionType.NUMBER:
                return Measure.MEAN
            case QuestionType.MAP:
                return Measure.SQUARES
        return Measure.SHARES

    @property
    def has_no_limits(self) -> bool:
        return self.measure == Measure.WRITTEN and self.question.type != QuestionType.TEXT

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that are opinions, in the order of the table; () where the answer is a number."""
        match self.question.type:
            case QuestionType.RANKING:
                places = self.question.most or len(self.question.codes)
                unplaced = (shape.NOT_PLACED,) if places < len(self.question.codes) else ()
                return (*(str(place) for place in range(1, places + 1)), *unplaced)
            case QuestionType.NUMBER | QuestionType.DATE | QuestionType.POINTS | QuestionType.TEXT:
                return ()
        return (*self.question.codes, *((OTHER,) if self.question.other else ()))

    @property
    def positive(self) -> tuple[str, ...]:
        return positive_of(self.question)


def positive_of(question: Question) -> tuple[str, ...]:
    """The codes that count as positive: those that are said to, of a scale the two highest."""
    if question.type not in {QuestionType.SINGLE, QuestionType.AREA, QuestionType.SCALE, QuestionType.MATRIX}:
        return ()
    if question.positive:
        return tuple(question.positive)
    is_scale = question.type == QuestionType.SCALE or (question.type == QuestionType.MATRIX and not question.choices)
    return question.codes[-2:] if is_scale and len(question.codes) >= 4 else ()


def items_of(question: Question) -> tuple[Item, ...]:
    """What is counted of a question, in the order of its tables; () for one that nobody answers."""

    def each(parts: list[Choice]) -> tuple[Item, ...]:
        return tuple(Item(f"{question.name}.{part.name}", question, part.name, part.label) for part in parts)

    match question.type:
        case QuestionType.NOTE | QuestionType.CALCULATION:
            return ()
        case QuestionType.MATRIX:
            return each(question.rows)
        case QuestionType.RANKING | QuestionType.POINTS:
            return each(question.choices)
    return (Item(question.name, question),)


def items_in(definition: Definition) -> dict[str, tuple[Item, ...]]:
    """The items of every question that is asked, by its name, in order."""
    return {question.name: items_of(question) for question in definition.questions if question.is_asked}


def limits_of(question: Question) -> tuple[float, float] | None:
    """The least and the greatest number that can be answered; None when there is no end in one direction.

    Of a date it is the years. Without limits the mean of a group could tell what one person in it answered.
    """
    if question.type == QuestionType.POINTS:
        return 0.0, float(question.total)
    if question.type == QuestionType.DATE:
        if not (question.earliest and question.latest):
            return None
        return float(question.earliest[:4]), float(question.latest[:4])
    if question.minimum is None or question.maximum is None or question.minimum >= question.maximum:
        return None
    return float(question.minimum), float(question.maximum)


def classes_of(question: Question) -> tuple[NumberClass, ...]:
    """The classes numbers are shown in: fixed by the question, never by what was answered. () for points."""
    limits = limits_of(question)
    if limits is None or question.type == QuestionType.POINTS:
        return ()
    low, high = limits
    is_whole = question.whole or question.type == QuestionType.DATE
    if is_whole and high - low < _MOST_OWN_CLASSES:
        numbers = range(math.ceil(low), math.floor(high) + 1)
        return tuple(NumberClass(each, each, is_closed=True) for each in numbers)
    step = _step((high - low) / _CLASSES)
    if is_whole:
        step = max(1.0, step)
    found, start = [], math.floor(low / step) * step
    while start <= high if is_whole else start < high:
        end = min(start + step - 1, high) if is_whole else min(start + step, high)
        found.append(NumberClass(max(start, low), end, is_closed=is_whole or end >= high))
        start += step
    return tuple(found)


def _step(wanted: float) -> float:
    """The least of 1, 2, 5, 10, 20, 50 … (or of their hundredths and so on) that is not smaller."""
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= wanted * (1 - 1e-9))


def decimals_of(question: Question) -> int:
    """How many decimals a mean is shown with: a step is at most a hundredth of the range."""
    limits = limits_of(question)
    return 0 if limits is None else max(0, -math.floor(math.log10((limits[1] - limits[0]) / 100) + 1e-9))


def counted_number(question: Question, number: float) -> str:
    """The code a number is counted under: itself, or the nearest thousandth of the range when there are many more."""
    limits = limits_of(question)
    if limits is None:
        return f"{float(f'{number:.3g}'):.15g}"
    low, high = limits
    if float(number).is_integer() and question.whole and high - low <= STEPS:
        return str(int(number))
    step = (high - low) / STEPS
    return f"{low + round((number - low) / step) * step:.12g}"


def codes_in(item: Item, answer: Any) -> tuple[str, ...]:
    """The codes one answer to the question (canonical, not missing) is counted under for this item; maybe none."""
    if answer in (DONT_KNOW, WONT_SAY):
        return (answer,)
    match item.question.type:
        case QuestionType.MULTIPLE:
            return (ANSWERED, *answer)
        case QuestionType.MATRIX:
            return (answer[item.part],) if item.part in answer else ()
        case QuestionType.RANKING:
            return (str(answer.index(item.part) + 1) if item.part in answer else shape.NOT_PLACED,)
        case QuestionType.POINTS:
            return (str(answer.get(item.part, 0)),)
        case QuestionType.NUMBER:
            return (counted_number(item.question, answer),)
        case QuestionType.DATE:
            return (answer[:4],)
        case QuestionType.TEXT:
            return (WRITTEN,)
    return (answer,)


def is_plain(question: Question) -> bool:
    """Whether the answer is one code or number."""
    return question.type in {*CHOSEN, QuestionType.NUMBER, QuestionType.DATE}
