"""A headline that says what was found, made by rules from a published result.

The rules never say more than the figures carry. Of a random sample (`Claim.SAMPLE`) nothing is called more or less
than something else when the two intervals meet: for shares of the same people, of other people, with one choice or
with several, the interval of a difference is never wider than both together, so intervals that are apart are enough.
Of answers that selected themselves nothing is said of anybody but "dem som svarade"; there the figures are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.surveys.definition import QuestionType
from fardplan.surveys.results.shape import Answered, Claim, Interval, Measure, Question, Result, Row, Table, Why
from fardplan.surveys.showing.phrases import (
    either,
    interval_in_words,
    label_of,
    listed,
    number_in_words,
    percent_in_words,
    quoted,
    said,
    sentence,
    share_in_words,
)

MOST_LEADERS = 3
CLOSE = 3  # percentage points between answers that follow close upon each other
SMALL = 10  # percentage points within which groups that selected themselves are not told apart


@dataclass(frozen=True)
class Found:
    """Something that was measured: what it is called, its value, and its interval where there is one."""

    label: str
    value: float
    interval: Interval | None = None


def headline(result: Result, question: Question) -> str:
    """What one collection answered to a question, in one or two sentences."""
    shown = [table for table in question.tables if table.total is not None and table.total.n]
    if not shown:
        first = question.tables[0] if question.tables else None
        if first and first.total and first.measure is Measure.WRITTEN:
            return _("Ingen skrev ett svar.")
        return not_shown(first.why if first else None, question)
    table = shown[0]
    if table.measure is Measure.WRITTEN:
        return _written(table.n)
    if table.measure is Measure.SQUARES:
        return _squares(question, table)
    if question.type == QuestionType.POINTS:
        return _points(result, shown)
    if table.measure is Measure.MEAN:
        return _mean(result, question, table)
    if question.type == QuestionType.RANKING:
        return _ranking(result, shown)
    if len(shown) > 1:
        return _rows(result, question, shown)
    of_row = quoted(said(table.label, result)) if table.code else ""
    found = _of_shares(result, question, table)
    return f"{of_row}: {found}" if of_row else found


def not_shown(why: Why | None, question: Question) -> str:
    """Why there is nothing to show, with the number from the survey's own setting."""
    if why is Why.STILL_OPEN:
        return _("Resultatet visas när insamlingen har stängt.")
    if why is Why.NOT_YET:
        return _("Det har kommit för få nya svar sedan det förra resultatet. Frågan visas i nästa omgång.")
    return _("För få svar (under %(minimum)d) för att visas.") % {"minimum": question.minimum}


def _written(n: int) -> str:
    number = {"number": number_in_words(n)}
    return ngettext("%(number)s person skrev ett svar.", "%(number)s personer skrev ett svar.", n) % number


def _squares(question: Question, table: Table) -> str:
    most = max((square.n for square in table.squares), default=0)
    if not most:
        return _("Ingen ruta har så många som %(minimum)d svar.") % {"minimum": question.minimum}
    codes = [square.code for square in table.squares if square.n == most]
    if len(codes) > MOST_LEADERS:
        return _("Svaren är utspridda: flera rutor har lika många svar, cirka %(number)s var.") % {
            "number": number_in_words(most)
        }
    return ngettext(
        "Flest av dem som svarade pekade ut ruta %(squares)s: cirka %(number)s av %(n)s.",
        "Flest av dem som svarade pekade ut rutorna %(squares)s: cirka %(number)s av %(n)s var.",
        len(codes),
    ) % {"squares": listed(codes), "number": number_in_words(most), "n": number_in_words(table.n)}


# --- shares -----------------------------------------------------------------------------------------------------------


def _of_shares(result: Result, question: Question, table: Table) -> str:
    row = table.total
    assert row is not None  # noqa: S101 - whoever calls has asked
    if row.positive is not None and question.positive:
        return _share_sentence(result, row, row.positive, positive_in_words(result, question, table))
    return _most_common(result, question, table, row)


def _share_sentence(result: Result, row: Row, answer: Answered, what: str) -> str:
    words = {
        "share": share_in_words(answer.percent, answer.interval),
        "percent": percent_in_words(answer.percent),
        "n": number_in_words(row.n),
        "answer": what,
    }
    if result.claim is Claim.SAMPLE:
        return sentence(_("%(share)s (%(percent)s av %(n)s) valde %(answer)s.") % words)
    return _("Av dem som svarade valde %(share)s (%(percent)s av %(n)s) %(answer)s.") % words


def positive_in_words(result: Result, question: Question, table: Table) -> str:
    """ "4 eller 5, där 5 är ”Mycket väl”", or "”Bra” eller ”Mycket bra”"."""
    choices = [choice for choice in table.choices if choice.code in question.positive]
    top = table.choices[-1].code if table.choices else ""
    high = said(question.scale_high, result)
    if all(choice.code.isdecimal() and not choice.label for choice in choices):
        codes = [choice.code for choice in choices]
        steps = either(codes) if len(codes) < 4 else f"{codes[0]}–{codes[-1]}"
        words = {"steps": steps, "top": top, "high": quoted(high)}
        return (
            _("%(steps)s, där %(top)s är %(high)s") % words if high else _("%(steps)s på skalan till %(top)s") % words
        )
    return either([quoted(label_of(choice, result)) for choice in choices])


def _most_common(result: Result, question: Question, table: Table, row: Row) -> str:
    labels = {choice.code: label_of(choice, result) for choice in table.choices}
    found = [Found(labels[each.code], each.percent, each.interval) for each in row.answers if each.code in labels]
    found.sort(key=lambda each: -each.value)
    if not found:
        return not_shown(None, question)
    n = number_in_words(row.n)
    leaders = leading(found, result.claim)
    if len(leaders) > MOST_LEADERS:
        return _split(result, len(leaders), n)
    if len(leaders) > 1:
        return _tied(result, leaders, n)
    first = found[0]
    words = {
        "answer": quoted(first.label),
        "share": share_in_words(int(first.value), first.interval),
        "percent": percent_in_words(int(first.value)),
        "n": n,
    }
    if result.claim is Claim.SAMPLE:
        return _("Vanligast är %(answer)s: %(share)s (%(percent)s av %(n)s).") % words
    if len(found) > 1 and first.value - found[1].value <= CLOSE:
        after = {"after": quoted(found[1].label), "percent_after": percent_in_words(int(found[1].value))}
        return _(
            "Vanligast bland dem som svarade är %(answer)s (%(percent)s av %(n)s), tätt följt av %(after)s "
            "(%(percent_after)s)."
        ) % (words | after)
    return _("Vanligast bland dem som svarade är %(answer)s: %(share)s (%(percent)s av %(n)s).") % words


def _split(result: Result, number: int, n: str) -> str:
    words = {"number": number_in_words(number), "n": n}
    if result.claim is Claim.SAMPLE:
        return (
            _(
                "Svaren är delade. De %(number)s svar som ligger högst ligger för nära varandra för att säga vilket "
                "som är vanligast (%(n)s svar)."
            )
            % words
        )
    return _("Svaren är delade: %(number)s svarsalternativ är lika vanliga bland dem som svarade (%(n)s svar).") % words


def _tied(result: Result, leaders: Sequence[Found], n: str) -> str:
    answers = listed([f"{quoted(each.label)} ({percent_in_words(int(each.value))})" for each in leaders])
    words = {"answers": answers, "n": n}
    if result.claim is Claim.SAMPLE:
        return (
            _(
                "Högst ligger %(answers)s av %(n)s svar. De ligger för nära varandra för att säga vilket som är "
                "vanligast."
            )
            % words
        )
    return _("Bland dem som svarade är %(answers)s lika vanliga (%(n)s svar).") % words


def leading(found: Sequence[Found], claim: Claim) -> list[Found]:
    """Those that may be the highest, the highest first: more than one when they cannot be told apart."""
    ordered = sorted(found, key=lambda each: -each.value)
    if not ordered:
        return []
    top = ordered[0]
    if claim is Claim.SAMPLE:
        return [each for each in ordered if each is top or not are_apart(top, each)]
    return [each for each in ordered if each.value == top.value]


def are_apart(higher: Found, lower: Found) -> bool:
    """Whether a sample shows that one is higher than the other. Without intervals it shows nothing."""
    if higher.interval is None or lower.interval is None:
        return False
    return higher.interval.low > lower.interval.high


# --- several tables ---------------------------------------------------------------------------------------------------


def _rows(result: Result, question: Question, tables: Sequence[Table]) -> str:
    """A matrix: the row with most positive answers, and the one with fewest."""
    positive = [(table, table.total) for table in tables if table.total and table.total.positive]
    if len(positive) < 2:
        return _of_shares(result, question, tables[0])
    found = [
        Found(said(table.label, result) or table.code, row.positive.percent, row.positive.interval)
        for table, row in positive
        if row.positive
    ]
    what = positive_in_words(result, question, positive[0][0])
    top, bottom = max(found, key=lambda each: each.value), min(found, key=lambda each: each.value)
    if not _may_order(result, top, bottom):
        return _("Raderna får ungefär lika många svar %(answer)s: mellan %(low)s och %(high)s.") % {
            "answer": what,
            "low": percent_in_words(int(bottom.value)),
            "high": percent_in_words(int(top.value)),
        }
    words = {
        "answer": what,
        "top": quoted(top.label),
        "high": percent_in_words(int(top.value)),
        "bottom": quoted(bottom.label),
        "low": percent_in_words(int(bottom.value)),
        "n": _ns(tables),
    }
    first = leading(found, result.claim)
    if len(first) == 1:
        return _("%(top)s får flest svar %(answer)s (%(high)s av %(n)s), %(bottom)s bland de lägsta (%(low)s).") % words
    return _("%(top)s (%(high)s av %(n)s) ligger högre än %(bottom)s (%(low)s) när man räknar svar %(answer)s.") % words


def _may_order(result: Result, top: Found, bottom: Found) -> bool:
    return are_apart(top, bottom) if result.claim is Claim.SAMPLE else top.value > bottom.value


def _ns(tables: Sequence[Table]) -> str:
    least, most = min(table.n for table in tables), max(table.n for table in tables)
    return number_in_words(least) if least == most else f"{number_in_words(least)}–{number_in_words(most)}"


def _ranking(result: Result, tables: Sequence[Table]) -> str:
    """What was put first by most."""
    found = []
    for table in tables:
        answers = table.total.answers if table.total else ()
        if answers:
            first = answers[0]  # in the order of the places
            found.append(Found(said(table.label, result) or table.code, first.percent, first.interval))
    leaders = leading(found, result.claim)
    n = _ns(tables)
    if not leaders or leaders[0].value == 0 or len(leaders) > MOST_LEADERS:
        return _("Ingenting sätts först av klart fler än något annat (%(n)s svar).") % {"n": n}
    if len(leaders) > 1:
        first_ones = listed([f"{quoted(each.label)} ({percent_in_words(int(each.value))})" for each in leaders])
        return _("%(answers)s sätts först oftast, ungefär lika ofta (%(n)s svar).") % {"answers": first_ones, "n": n}
    words = {"answer": quoted(leaders[0].label), "percent": percent_in_words(int(leaders[0].value)), "n": n}
    if result.claim is Claim.SAMPLE:
        return _("%(answer)s sätts först av flest: %(percent)s av %(n)s.") % words
    return _("%(answer)s sätts först av flest bland dem som svarade: %(percent)s av %(n)s.") % words


def _points(result: Result, tables: Sequence[Table]) -> str:
    found = [
        Found(said(table.label, result) or table.code, table.total.mean.value, table.total.mean.interval)
        for table in tables
        if table.total and table.total.mean
    ]
    if not found:
        return _written(tables[0].n)
    n = _ns(tables)
    leaders = leading(found, result.claim)
    if len(leaders) > 1:
        if len(leaders) > MOST_LEADERS:
            return _("Poängen fördelas ungefär lika (%(n)s svar).") % {"n": n}
        answers = listed([f"{quoted(each.label)} ({number_in_words(each.value)})" for each in leaders])
        words = {"answers": answers, "n": n}
        return _("Mest poäng i genomsnitt får %(answers)s, ungefär lika mycket (%(n)s svar).") % words
    lowest = min(found, key=lambda each: each.value)
    words = {
        "top": quoted(leaders[0].label),
        "high": number_in_words(leaders[0].value),
        "bottom": quoted(lowest.label),
        "low": number_in_words(lowest.value),
        "n": n,
    }
    if len(found) == 2:
        return _("%(top)s får mest: i genomsnitt %(high)s poäng, mot %(low)s till %(bottom)s (%(n)s svar).") % words
    return _("%(top)s får mest: i genomsnitt %(high)s poäng (%(n)s svar).") % words


def _mean(result: Result, question: Question, table: Table) -> str:
    row = table.total
    if row is None or row.mean is None:
        return _written(table.n)
    words = {"mean": mean_in_words(row.mean.value, said(question.unit, result)), "n": number_in_words(row.n)}
    if result.claim is Claim.SAMPLE and row.mean.interval:
        words["interval"] = interval_in_words(row.mean.interval, decimals=None)
        return _("I genomsnitt %(mean)s (%(n)s svar, osäkerhet %(interval)s).") % words
    return _("I genomsnitt %(mean)s bland dem som svarade (%(n)s svar).") % words


def mean_in_words(value: float, unit: str) -> str:
    return f"{number_in_words(value)} {unit}".strip()
