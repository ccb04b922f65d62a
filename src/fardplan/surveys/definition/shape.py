"""What a survey asks, as it is written down: pages of questions, with words in one or several languages.

A definition is plain JSON that is frozen when a version is published. The shape holds what can never be otherwise
(names, sizes, known types); whether it makes a survey one can answer is asked of `checking.problems_of`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_PAGES = 40
MOST_QUESTIONS = 200
MOST_CHOICES = 400  # there are 290 municipalities

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""What a question or a page is called in expressions and files."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
"""What a choice is called in answers and files. Never begins with `_`: those are codes of our own (`values`)."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
Words = dict[Language, Annotated[str, StringConstraints(max_length=5_000)]]
"""The same words by language. Markdown in introductions and notes, plain text in labels; labels may hold ${name}."""

PhraseName = Literal[
    "begin", "continue", "part", "next", "back", "later", "kept", "review", "dont_know", "wont_say", "other",
    "other_what", "required", "choose", "several", "at_most", "at_least", "ranking", "place", "points", "birth_year",
    "square", "public_record", "must_answer", "mend", "look_through", "not_sent", "no_answer", "change", "send",
    "thanks", "sent",
]  # fmt: skip
"""Our own words around a survey (`phrases`)."""

Expression = Annotated[str, StringConstraints(max_length=2_000)]
"""A formula in `analysis.expressions`; "" for none."""


class QuestionType(StrEnum):
    NOTE = "note"
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"
    MATRIX = "matrix"
    RANKING = "ranking"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    POINTS = "points"
    AREA = "area"  # a municipality or another area, chosen in a list
    MAP = "map"  # a square of a coarse grid
    BIRTH_YEAR = "birth_year"  # asked for as a year, kept as an age class
    CALCULATION = "calculation"  # worked out, never shown


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy that works out for itself what this one has worked out and kept."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__) - set(type(self).model_fields):
            del copied.__dict__[name]
        return copied


class Choice(_Frozen):
    """An alternative, a row of a matrix, or a thing to rank."""

    name: Code
    label: Words = {}


class ClassGroup(_Frozen):
    """Choices of a background question taken together: what is shown where each alone is too few."""

    name: Code
    label: Words = {}
    of: list[Code] = Field(min_length=1, max_length=MOST_CHOICES)


class Scale(_Frozen):
    """Whole numbers from `low` to `high`; the ends are told in words. The higher, the more positive."""

    low: int = Field(1, ge=0, le=1)
    high: int = Field(5, ge=2, le=10)
    low_label: Words = {}
    high_label: Words = {}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        return tuple(str(number) for number in range(self.low, self.high + 1))


class Grid(_Frozen):
    """The squares of a map question: columns A, B, … from west to east, rows 1, 2, … from north to south.

    The edges are degrees (WGS 84). `picture` is the name of a picture kept with the survey, "" for none.
    """

    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)
    columns: int = Field(ge=2, le=26)
    rows: int = Field(ge=2, le=40)
    picture: Annotated[str, StringConstraints(max_length=120)] = ""
    picture_text: Words = {}
    source: Annotated[str, StringConstraints(max_length=200)] = ""

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """A1, B1, … in reading order."""
        return tuple(f"{chr(65 + column)}{row}" for row in range(1, self.rows + 1) for column in range(self.columns))


class Question(_Frozen):
    """One question. Fields that do not belong to its type stay at their defaults (`checking` says which do)."""

    name: Name
    type: QuestionType = Field(strict=False)
    label: Words = {}
    hint: Words = {}
    required: bool = False
    relevant: Expression = ""
    constraint: Expression = ""
    constraint_message: Words = {}

    choices: list[Choice] = Field([], max_length=MOST_CHOICES)
    rows: list[Choice] = Field([], max_length=40)
    shuffled: bool = False  # choices (rows of a matrix) in an order drawn for each respondent
    other: bool = False  # "Annat, nämligen": a choice of our own, with a text
    dont_know: bool = False
    wont_say: bool = False
    scale: Scale | None = None  # of a scale; of a matrix without choices
    positive: list[Code] = []  # the codes that count as positive in a headline; of a scale the two highest

    least: int | None = Field(None, ge=0, le=MOST_CHOICES)  # choices
    most: int | None = Field(None, ge=1, le=MOST_CHOICES)  # choices; places of a ranking
    total: int = Field(100, ge=2, le=10_000)  # points to give out
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = False
    unit: Words = {}
    earliest: str = ""  # 2026-05-01
    latest: str = ""
    longest: int = Field(2_000, ge=1, le=10_000)  # characters
    long: bool = False  # several lines
    classes: list[int] = Field([], max_length=30)  # of a birth year: the lowest age of each class
    grid: Grid | None = None
    calculation: Expression = ""

    contribution: bool = False  # a text that leaves the response and becomes a contribution
    about: Annotated[str, StringConstraints(max_length=140)] = ""  # what it is about, as in `contributions.about`
    public: bool = True  # in the public results
    background: bool = False  # may divide public tables, and carry a margin for weighting
    groups: list[ClassGroup] = Field([], max_length=40)  # of a background question
    benchmark: Annotated[str, StringConstraints(max_length=40)] = ""  # the official indicator it repeats: N00667
    benchmark_uncertainty: Annotated[str, StringConstraints(max_length=40)] = ""  # and that of its uncertainty: U01670

    @cached_property
    def age_classes(self) -> tuple[str, ...]:
        """16-29, 30-44, 75-: the codes a birth year becomes."""
        ends = [*(f"{after - 1}" for after in self.classes[1:]), ""][: len(self.classes)]
        return tuple(f"{lowest}-{end}" for lowest, end in zip(self.classes, ends, strict=True))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes one may choose among, without those of our own; () where one does not choose."""
        match self.type:
            case QuestionType.SCALE:
                return self.scale.codes if self.scale else ()
            case QuestionType.MATRIX if self.scale and not self.choices:
                return self.scale.codes
            case QuestionType.MAP:
                return self.grid.codes if self.grid else ()
            case QuestionType.BIRTH_YEAR:
                return self.age_classes
        return tuple(choice.name for choice in self.choices)

    @cached_property
    def is_asked(self) -> bool:
        """Whether anybody is to answer it."""
        return self.type not in {QuestionType.NOTE, QuestionType.CALCULATION}


class Page(_Frozen):
    """One theme at a time."""

    name: Name
    title: Words = {}
    text: Words = {}
    relevant: Expression = ""
    questions: list[Question] = Field([], max_length=MOST_QUESTIONS)


class Definition(_Frozen):
    """A whole survey. The first language is the one it was written in."""

    format: Literal[1] = 1
    languages: list[Language] = Field(["sv"], min_length=1, max_length=12)
    title: Words = {}
    introduction: Words = {}
    thanks: Words = {}
    phrases: dict[PhraseName, Words] = {}  # our own words, in languages that our pages are not in
    pages: list[Page] = Field([], max_length=MOST_PAGES)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """In the order they are asked."""
        return tuple(question for page in self.pages for question in page.questions)

    @cached_property
    def by_name(self) -> dict[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def page_of(self) -> dict[str, Page]:
        """The page of each question, by the question's name."""
        return {question.name: page for page in self.pages for question in page.questions}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number each question has on screen and on paper, by name: only those that are asked have one."""
        asked = [question.name for question in self.questions if question.is_asked]
        return {name: number for number, name in enumerate(asked, start=1)}

    @property
    def language(self) -> str:
        return self.languages[0]

    def say(self, words: Words, language: str) -> str:
        """Words in a language; in the survey's first where they have not been translated, which `checking` refuses."""
        return words.get(language) or words.get(self.language, "")
