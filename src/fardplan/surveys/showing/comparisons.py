"""What can be said of groups beside each other, and of collections beside each other. The rules of `headlines` hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fardplan.analysis.survey.intervals import Interval as Shares
from fardplan.analysis.survey.intervals import difference_interval
from fardplan.surveys.results.shape import NOT_SAID, Answered, Background, Claim, Question, Result, Row, Table
from fardplan.surveys.showing.headlines import SMALL, positive_in_words
from fardplan.surveys.showing.phrases import (
    groups_labelled,
    label_of,
    listed,
    number_in_words,
    percent_in_words,
    quoted,
)

MOST_NAMED = 4
_ROUNDING = 1  # percentage points: figures of two results were rounded before they are compared here


@dataclass(frozen=True)
class Compared:
    """The answer that groups or collections are compared by: its code ("" for the positive ones together)."""

    code: str
    words: str

    def in_row(self, row: Row) -> Answered | None:
        if not self.code:
            return row.positive
        return next((each for each in row.answers if each.code == self.code), None)


def compared_by(result: Result, question: Question, table: Table) -> Compared | None:
    """The positive answers where there are such, otherwise the most common one; None where there are no shares."""
    row = table.total
    if row is None or not row.answers:
        return None
    if row.positive is not None and question.positive:
        return Compared("", positive_in_words(result, question, table))
    labels = {choice.code: label_of(choice, result) for choice in table.choices}
    known = [each for each in row.answers if each.code in labels]
    if not known:
        return None
    top = max(known, key=lambda each: each.percent)
    return Compared(top.code, quoted(labels[top.code]))


def between_groups(result: Result, question: Question, table: Table, background: Background) -> str:
    """How the groups of one background differ in an answer; "" when fewer than two are shown. Those who did not tell
    their background are no group of people."""
    by = compared_by(result, question, table)
    division = table.by_background.get(background.question)
    if by is None or division is None:
        return ""
    labels = groups_labelled(background, division.rows, result)
    found = [
        (labels[row.group], row, answer)
        for row in division.rows
        if isinstance(row, Row) and row.group != NOT_SAID and (answer := by.in_row(row)) is not None
    ]
    if len(found) < 2:
        return ""
    if result.claim is Claim.SAMPLE:
        return _certain(by, found)
    return _among_those_who_answered(by, found)


def _certain(by: Compared, found: Sequence[tuple[str, Row, Answered]]) -> str:
    """Only groups that differ from all others by more than chance."""
    more = [each for each in found if each[2].apart and each[2].apart.is_certain and each[2].apart.points > 0]
    less = [each for each in found if each[2].apart and each[2].apart.is_certain and each[2].apart.points < 0]
    if not more and not less:
        return _("Ingen grupp skiljer sig från de andra med mer än osäkerheten när man ser på svaret %(answer)s.") % {
            "answer": by.words
        }
    said = []
    if more:
        said.append(_("Vanligare än i övriga grupper: %(groups)s.") % {"groups": _named(more)})
    if less:
        said.append(_("Ovanligare än i övriga grupper: %(groups)s.") % {"groups": _named(less)})
    return _("Svaret %(answer)s: %(said)s") % {"answer": by.words, "said": " ".join(said)}


def _named(found: Sequence[tuple[str, Row, Answered]]) -> str:
    named = [
        _("%(group)s (%(percent)s av cirka %(n)s)")
        % {"group": label, "percent": percent_in_words(answer.percent), "n": number_in_words(row.n)}
        for label, row, answer in found[:MOST_NAMED]
    ]
    if len(found) > MOST_NAMED:
        named.append(_("%(number)d till") % {"number": len(found) - MOST_NAMED})
    return listed(named)


def _among_those_who_answered(by: Compared, found: Sequence[tuple[str, Row, Answered]]) -> str:
    top = max(found, key=lambda each: each[2].percent)
    bottom = min(found, key=lambda each: each[2].percent)
    if top[2].percent - bottom[2].percent < SMALL:
        return _("Bland dem som svarade skiljer sig grupperna lite: mellan %(low)s och %(high)s valde %(answer)s.") % {
            "low": percent_in_words(bottom[2].percent),
            "high": percent_in_words(top[2].percent),
            "answer": by.words,
        }
    highs = [each for each in found if each[2].percent == top[2].percent]
    lows = [each for each in found if each[2].percent == bottom[2].percent]
    return _("Bland dem som svarade är svaret %(answer)s vanligast i %(top)s och ovanligast i %(bottom)s.") % {
        "answer": by.words,
        "top": _named(highs),
        "bottom": _named(lows),
    }


def between_results(first: tuple[str, Result, Question], second: tuple[str, Result, Question]) -> str:
    """How two collections differ in a question of the same name; "" when they do not ask the same.

    Only two random samples can be tested against each other, by the interval of the difference between two
    independent shares (`analysis.survey.intervals.difference_interval`).
    """
    (one_name, one, one_question), (other_name, other, other_question) = first, second
    answers = _same_answer(one, one_question, other_question)
    if answers is None:
        return ""
    words, (this, n), (that, n_other) = answers
    said = {
        "answer": words,
        "one": one_name,
        "other": other_name,
        "percent": percent_in_words(this.percent),
        "percent_other": percent_in_words(that.percent),
        "n": number_in_words(n),
        "n_other": number_in_words(n_other),
    }
    if one.claim is Claim.SAMPLE and other.claim is Claim.SAMPLE and this.interval and that.interval:
        apart = _difference(this, that)
        said["interval"] = interval_in_words_of(apart)
        if apart.low > 0 or apart.high < 0:
            return (
                _(
                    "Svaret %(answer)s: %(percent)s av %(n)s i %(one)s och %(percent_other)s av %(n_other)s "
                    "i %(other)s. Skillnaden är större än osäkerheten (%(interval)s procentenheter)."
                )
                % said
            )
        return (
            _(
                "Svaret %(answer)s: %(percent)s av %(n)s i %(one)s och %(percent_other)s av %(n_other)s "
                "i %(other)s. Skillnaden ryms inom osäkerheten (%(interval)s procentenheter)."
            )
            % said
        )
    return (
        _(
            "Svaret %(answer)s: %(percent)s av %(n)s i %(one)s och %(percent_other)s av %(n_other)s "
            "i %(other)s. Skillnaden kan bero på vilka som svarade, och därför säger vi inget om hur säker den är."
        )
        % said
    )


def _same_answer(
    result: Result, question: Question, other: Question
) -> tuple[str, tuple[Answered, int], tuple[Answered, int]] | None:
    """The answer both are compared by, each with its n; None when tables, choices or what counts as positive differ."""
    if len(question.tables) != 1 or len(other.tables) != 1 or question.type != other.type:
        return None
    table, beside = question.tables[0], other.tables[0]
    if question.positive != other.positive or [each.code for each in table.choices] != [
        each.code for each in beside.choices
    ]:
        return None
    by = compared_by(result, question, table)
    if by is None or table.total is None or beside.total is None:
        return None
    this, that = by.in_row(table.total), by.in_row(beside.total)
    if this is None or that is None:
        return None
    return by.words, (this, table.total.n), (that, beside.total.n)


def _difference(one: Answered, other: Answered) -> Shares:
    """In percentage points, widened by what rounding may have taken."""
    assert one.interval is not None  # noqa: S101 - whoever calls has asked
    assert other.interval is not None  # noqa: S101
    low, high = difference_interval(
        one.percent,
        Shares(one.interval.low, one.interval.high),
        other.percent,
        Shares(other.interval.low, other.interval.high),
    )
    return Shares(low - _ROUNDING, high + _ROUNDING)


def interval_in_words_of(apart: Shares) -> str:
    """ "−3 till +7"."""
    low, high = (f"{'+' if round(end) > 0 else '−' if round(end) < 0 else ''}{abs(round(end))}" for end in apart)
    return _("%(low)s till %(high)s") % {"low": low, "high": high}
