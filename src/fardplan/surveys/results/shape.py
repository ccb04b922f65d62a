"""What one published result of a collection says: the shape of `Release.tables`, and its JSON.

It stands on its own: labels are kept with the numbers, in every language of the survey, so that a result reads the same
however the survey is changed afterwards. Everything has been rounded, and every group that is hidden has been hidden,
before it comes here: whatever is in it may be printed. A percentage never stands without its n.

**Percentages** are whole and shares of those who have an opinion (n); "Vet inte" and "Vill inte svara" are counted
beside. They are rounded one by one and need not add up to 100; with several choices they add up to more.
**Intervals** (95 %) are there for an invited random sample only, rounded outwards.
**Groups** are told by code. `EVERYBODY` is the row of everybody, `NOT_SAID` those who did not tell the background; the
labels of the others are in `Background.groups`. Codes that begin with `_` are our own and have no label here: the page
has words for them.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from fardplan.surveys.definition import QuestionType

EVERYBODY = "_everybody"
NOT_SAID = "_not_said"
POSITIVE = "_positive"  # the answers that count as positive, together
TOGETHER = "_together"  # groups that are hidden one by one, in one row; ".group" follows when they are part of one
NOT_PLACED = "_not_placed"  # what was ranked among the others, but not given a place

Words = dict[str, str]
"""The same words by language; "…" stands where an answer of the respondent was put in."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Claim(StrEnum):
    """What may be said of a result, by how those who answered were found (`CollectionKind`)."""

    SAMPLE = "sample"  # invited at random: it speaks for the population, and intervals say how surely
    SELF_SELECTED = "self_selected"  # they chose to answer: no interval can be given, weighted or not
    THOSE_WHO_ANSWERED = "those_who_answered"  # a group, such as a school: it speaks for those who answered


class Why(StrEnum):
    """Why something is not weighted, or not shown."""

    NO_MARGINS = "no_margins"  # nobody has told how the population divides
    TOO_FEW = "too_few"  # fewer answers than the minimum
    STILL_OPEN = "still_open"  # groups are shown, and weighted by, when the collection has closed
    ONE_GROUP = "one_group"  # so few have told this background, or differ in it, that there is nothing to weigh
    ROWS_BEHIND = "rows_behind"  # its groups are shown as they were at an earlier release
    NOT_IN_POPULATION = "not_in_population"  # the margin has none of the classes that those who answered are in
    EMPTY_CLASS = "empty_class"  # nobody answered from a class of the population
    TOO_UNEVEN = "too_uneven"  # no weights within the widest bounds reach the population
    NOT_YET = "not_yet"  # fewer new answers than a batch since the last release
    NO_LIMITS = "no_limits"  # a number or a date that may be anything: a mean could give one person away


class Choice(_Frozen):
    """An answer one can give (or a place, or a class of numbers), in the order of the table."""

    code: str
    label: Words = {}


class Interval(_Frozen):
    """Both ends, in percent, percentage points (`Apart`) or the unit of the mean (`Mean`)."""

    low: float
    high: float


class Apart(_Frozen):
    """How much more often the group than all others gave the answer, in percentage points. Only of a random sample.

    `is_certain` when the interval does not hold 0.
    """

    points: int
    interval: Interval

    @property
    def is_certain(self) -> bool:
        return self.interval.low > 0 or self.interval.high < 0


class Answered(_Frozen):
    """How many percent gave the answer `code`.

    `weighted` is None where the result is not weighted, and `unweighted` in the rows of groups where it is: both
    figures of one group would tell apart who is in it. The interval is that of the weighted share, or of the
    unweighted where there is none. `apart` is only in rows of groups.
    """

    code: str
    unweighted: int | None = None
    weighted: int | None = None
    interval: Interval | None = None
    apart: Apart | None = None

    @property
    def percent(self) -> int:
        """The figure to lead with: the weighted one when there is one."""
        return (self.unweighted or 0) if self.weighted is None else self.weighted


class Mean(_Frozen):
    """The mean of numbers or points, in their own unit, rounded to a hundredth of their range.

    Which of the two figures there are follows the rule of `Answered`.
    """

    unweighted: float | None = None
    weighted: float | None = None
    interval: Interval | None = None

    @property
    def value(self) -> float:
        return (self.unweighted or 0.0) if self.weighted is None else self.weighted


class Row(_Frozen):
    """A group that is shown, or everybody. `n` has an opinion: exact for everybody, otherwise rounded to ten.

    `answers` come in the order of `Table.choices`; `positive` is the sum of those that count as positive, when the
    question says which do; `mean` is there for numbers and points. `of` are the groups it has taken together because
    each of them is hidden.
    """

    group: str = EVERYBODY
    of: tuple[str, ...] = ()
    n: int
    answers: tuple[Answered, ...] = ()
    positive: Answered | None = None
    mean: Mean | None = None

    @property
    def is_shown(self) -> bool:
        return True


class TooFew(_Frozen):
    """A group that is hidden: it had fewer than `minimum` answers, or one could have worked out another that had."""

    group: str
    minimum: int

    @property
    def is_shown(self) -> bool:
        return False


class Division(_Frozen):
    """The rows of a table by one background, in the order of `Background.groups` (without everybody).

    After the parts of a group (or at the end) stands the row of those that are hidden, together: what subtraction would
    give anyhow.

    `responses` is how many had answered the survey when these rows were counted: fewer than `Question.responses` when
    the groups have not gained enough since; the page says so.
    """

    background: str
    responses: int
    rows: tuple[Row | TooFew, ...]

    @cached_property
    def by_group(self) -> dict[str, Row | TooFew]:
        return {row.group: row for row in self.rows}


class Square(_Frozen):
    """A square of the map with at least `Question.minimum` people, rounded to ten. Others are left out."""

    code: str
    n: int


class Measure(StrEnum):
    """What a table holds."""

    SHARES = "shares"  # `choices` and a percentage for each
    MEAN = "mean"  # points, or numbers: a mean, and shares of classes of numbers where `choices` are given
    WRITTEN = "written"  # a text: only how many wrote; numbers and dates without limits are shown like this too
    SQUARES = "squares"  # places on a map


class Table(_Frozen):
    """What was answered to a question, or to one row of a matrix, about one thing to rank or to give points to.

    `code` and `label` say which row or thing, "" and {} for a question that is one table. `total` is everybody's row;
    None when it is not shown, and then `why` says why. `dont_know` and `wont_say` are how many of everybody gave those
    answers: they are not in n.
    """

    code: str = ""
    label: Words = {}
    measure: Measure
    choices: tuple[Choice, ...] = ()
    total: Row | None = None
    why: Why | None = None
    dont_know: int = 0
    wont_say: int = 0
    divisions: tuple[Division, ...] = ()
    squares: tuple[Square, ...] = ()

    @property
    def n(self) -> int:
        return self.total.n if self.total else 0

    @cached_property
    def by_background(self) -> dict[str, Division]:
        return {division.background: division for division in self.divisions}


class Benchmark(_Frozen):
    """An official question that was asked word for word: what it says, and how far ours is from it.

    `official` and `uncertainty` (± percentage points, None when unknown) are percent as published, `ours` is the
    percentage that counts as positive, and `gap` is ours − official in percentage points: what the answers miss by
    although they are weighted, as far as can be measured.
    """

    indicator: str
    title: Words = {}
    place: str = ""
    period: str = ""
    official: float
    uncertainty: float | None = None
    source: str = ""
    ours: int
    gap: int


class Question(_Frozen):
    """A question with its tables: one, or one for each row of a matrix, thing to rank or thing to give points to.

    `responses` is how many had answered the survey when everybody's rows were counted. `asked_of_all` is false when
    only some were asked it. `minimum` is the fewest answers in a row (people in a square of a map). `scale_low` and
    `scale_high` are the words at the ends of a scale; `unit` that of numbers.
    """

    name: str
    number: int
    type: QuestionType
    label: Words
    page: Words = {}
    responses: int
    asked_of_all: bool = True
    minimum: int
    scale_low: Words = {}
    scale_high: Words = {}
    unit: Words = {}
    positive: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    benchmark: Benchmark | None = None

    @cached_property
    def by_code(self) -> dict[str, Table]:
        return {table.code: table for table in self.tables}


class Group(_Frozen):
    """A class of a background, or several taken together, with its share of the population and of those who answered.

    `within` is the code of the group it is part of, "" for none. `is_shown` is false when it is too small to have a
    row; then `respondents` and `weighted` are None. `population` (percent) is None when nobody has told it.
    `of` are the groups it takes together because each of them is hidden. `n` is rounded to ten. `respondents` is the
    percentage of those who answered, `weighted` after weighting by this background: as in the population when all could
    be reached. It is None where the weights come from other backgrounds: it would tell of them in this group.
    """

    code: str
    label: Words = {}
    within: str = ""
    of: tuple[str, ...] = ()
    is_shown: bool
    n: int | None = None
    population: int | None = None
    respondents: int | None = None
    weighted: int | None = None


class Background(_Frozen):
    """Who answered, by one background question. `groups` come coarser before finer, those who did not say last.

    `responses` is how many had answered when these were counted. `why` is None when the result is weighted by it,
    otherwise why not. `source` is where the population's figures come from.
    """

    question: str
    label: Words
    responses: int
    groups: tuple[Group, ...]
    source: str = ""
    why: Why | None = None


class Weights(_Frozen):
    """What the weighting costs. `effective` is Kish's number: so many answers with equal weights would say as much.

    `design_effect` is n / effective. Nobody counts less than `least` or more than `most` of the mean; `is_wider` when
    those bounds had to be wider than the usual ones for the population to be reached.
    """

    by: tuple[str, ...]
    effective: int
    design_effect: float
    least: float
    most: float
    is_wider: bool = False


class Unweighted(_Frozen):
    """Why nothing is weighted, and which background stands in the way, when one does."""

    why: Why
    background: str = ""
    group: str = ""


class Result(_Frozen):
    """One published result of one collection. `responses` are all that were counted, exactly.

    `left_out` are those left out with a reason. `minimum` is the smallest group that is shown; `batch` how many new
    answers a later release takes. `is_final` when the collection had closed. Exactly one of `weights` and `unweighted`
    is there. `versions` are the numbers of the survey's versions that were answered; labels are those of the latest.
    """

    format: Literal[1] = 1
    languages: tuple[str, ...]
    title: Words
    collection: str
    kind: Literal["open", "invited", "group"]
    claim: Claim
    population: str = ""
    versions: tuple[int, ...] = ()
    responses: int
    left_out: int = 0
    minimum: int
    batch: int
    is_final: bool
    weights: Weights | None = None
    unweighted: Unweighted | None = None
    backgrounds: tuple[Background, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def has_intervals(self) -> bool:
        return self.claim is Claim.SAMPLE

    @cached_property
    def by_name(self) -> dict[str, Question]:
        return {question.name: question for question in self.questions}

    @cached_property
    def background_of(self) -> dict[str, Background]:
        return {background.question: background for background in self.backgrounds}


class Unreadable(ValueError):
    """Not a result of this shape."""


def fingerprint(result: Result) -> str:
    """Tells whether a result is the one somebody looked at."""
    return hashlib.sha256(result.model_dump_json().encode()).hexdigest()


def as_data(result: Result) -> dict[str, Any]:
    """A result as JSON data for `Release.tables`, without what stands at its default."""
    kept: dict[str, Any] = result.model_dump(mode="json", exclude_defaults=True)
    return {"format": result.format} | kept


def read(data: Any) -> Result:
    """A result from `Release.tables`. Raises Unreadable."""
    try:
        return Result.model_validate(data)
    except ValidationError as error:
        places = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors(include_url=False)]
        raise Unreadable("; ".join(places[:5])) from None
