"""What is to be a line of a chart: a row of a published table with its name, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.public.charts.shapes import Series
from fardplan.surveys.definition import QuestionType
from fardplan.surveys.results.shape import EVERYBODY, Question, Result, Row, Table, TooFew
from fardplan.surveys.showing.headlines import not_shown
from fardplan.surveys.showing.phrases import group_label, number_in_words, said


@dataclass(frozen=True)
class Entry:
    """A line to be: a row of a table with its name, or why there is none."""

    label: str
    result: Result
    table: Table
    row: Row | None
    note: str = ""
    is_group: bool = False
    tone: str = "q1"

    @property
    def n(self) -> str:
        if self.row is None:
            return ""
        number = {"number": number_in_words(self.row.n)}
        if self.is_group:
            return _("cirka %(number)s svar") % number
        return ngettext("%(number)s svar", "%(number)s svar", self.row.n) % number

    @property
    def aside(self) -> str:
        """How many gave no opinion: beside the bar, never in it."""
        if self.is_group or self.row is None:
            return ""
        return declined_in_words(self.table)


@dataclass(frozen=True)
class Part:
    """A table of the question, with a line for each collection or group."""

    heading: str
    table: Table
    entries: tuple[Entry, ...] = field(default_factory=tuple)


def declined_in_words(table: Table) -> str:
    """ "Vet inte: 25. Vill inte svara: 6."."""
    said_so = []
    if table.dont_know:
        said_so.append(_("Vet inte: %(number)s") % {"number": number_in_words(table.dont_know)})
    if table.wont_say:
        said_so.append(_("Vill inte svara: %(number)s") % {"number": number_in_words(table.wont_say)})
    return ". ".join(said_so)


def too_few(minimum: int) -> str:
    return _("för få svar (under %(minimum)d)") % {"minimum": minimum}


def parts_of(question: Question, series: Sequence[Series], by: str) -> Iterator[Part]:
    """The tables of the question in the order they were asked, each with its lines."""
    for table in question.tables:
        heading = said(table.label, series[0].result) or table.code
        if by:
            yield Part(heading, table, tuple(_groups(question, table, series[0], by)))
            continue
        asked_by = [(place, each, each.result.by_name.get(question.name)) for place, each in enumerate(series)]
        tables = [asked.by_code.get(table.code) if asked else None for _place, _each, asked in asked_by]
        first = next((each for each in tables if each and each.total), table)  # what the others are held against
        entries = []
        for (place, each, asked), found in zip(asked_by, tables, strict=True):
            if asked is None or found is None:
                continue
            if found.total and not _asks_the_same(first, found):
                note = _("Frågan hade andra svarsalternativ i den här insamlingen.")
                entries.append(Entry(each.name, each.result, found, None, note=note))
                continue
            note = "" if found.total else not_shown(found.why, asked)
            entries.append(Entry(each.name, each.result, found, found.total, note=note, tone=f"q{place % 5 + 1}"))
        yield Part(heading, first, tuple(entries))


def _asks_the_same(table: Table, other: Table) -> bool:
    """Versions of a survey may ask a question with other answers to choose among; then figures do not go together."""
    same = [choice.code for choice in table.choices] == [choice.code for choice in other.choices]
    return same and table.measure is other.measure


def _groups(question: Question, table: Table, series: Series, by: str) -> Iterator[Entry]:
    result = series.result
    everybody = group_label(EVERYBODY, {}, result)
    note = "" if table.total else not_shown(table.why, question)
    yield Entry(everybody, result, table, table.total, note=note)
    division = table.by_background.get(by)
    if division is None:
        return
    background = result.background_of.get(by)
    labels = {group.code: group.label for group in background.groups} if background else {}
    for row in division.rows:
        label = group_label(row.group, labels.get(row.group, {}), result)
        if isinstance(row, TooFew):
            yield Entry(label, result, table, None, note=too_few(row.minimum), is_group=True)
        else:
            yield Entry(label, result, table, row, is_group=True, tone="q2")


def statistic_of(question: Question, parts: Sequence[Part]) -> str:
    """The second title: what the figures are, and of whom."""
    entries = [entry for part in parts for entry in part.entries if entry.row is not None]
    is_weighted = any(answer.weighted is not None for entry in entries if entry.row for answer in entry.row.answers)
    is_weighted = is_weighted or any(
        entry.row.mean.weighted is not None for entry in entries if entry.row and entry.row.mean
    )
    if question.type == QuestionType.POINTS:
        words = _("Poäng i genomsnitt.")
    elif question.type == QuestionType.RANKING:
        words = _("Vilken plats var och en fick, i procent av dem som rangordnade.")
    elif question.type == QuestionType.MULTIPLE:
        words = _("Andel som valde svaret, i procent. Man kunde välja flera, så summan blir mer än 100.")
    else:
        words = _("Andel i procent av dem som svarade och har en åsikt.")
    if is_weighted:
        words += " " + _("Vägt mot befolkningen.")
    if not question.asked_of_all:
        words += " " + _("Frågan ställdes inte till alla.")
    return words
