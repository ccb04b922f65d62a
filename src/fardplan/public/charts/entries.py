"""What is to be a line of a chart: a row of a published table with its name, or why there is none."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fardplan.public.charts.shapes import Series
from fardplan.surveys.definition import QuestionType
from fardplan.surveys.results.shape import EVERYBODY, TOGETHER, Question, Result, Row, Table, TooFew
from fardplan.surveys.showing.headlines import not_shown
from fardplan.surveys.showing.phrases import group_label, groups_labelled, groups_listed, number_in_words, said


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
    labels = groups_labelled(background, division.rows, result)
    hidden = {row.group: row.minimum for row in division.rows if isinstance(row, TooFew)}
    told = {code for row in division.rows if isinstance(row, Row) for code in row.of}
    rows = {row.group: row for row in division.rows if isinstance(row, Row)}
    within = {group.code: group.within for group in background.groups} if background else {}
    for codes in drawn_together(labels, within, hidden, told):
        label = groups_listed({code: labels[code] for code in codes})
        label = f"– {label}" if _is_part(codes[0], within) else label
        if codes[0] in hidden:
            yield Entry(label, result, table, None, note=too_few(hidden[codes[0]]), is_group=True)
        else:
            yield Entry(label, result, table, rows[codes[0]], is_group=True, tone="q2")


def _is_part(code: str, within: Mapping[str, str]) -> bool:
    return bool(within.get(code)) or code.startswith(f"{TOGETHER}.")


def drawn_together(
    codes: Iterable[str], within: Mapping[str, str], hidden: Container[str], told: Container[str]
) -> list[tuple[str, ...]]:
    """Groups in the order of their lines: one code, or several that are hidden and part of the same group.

    What is part of a hidden group has no line, nor what has been `told` together with others.
    """
    found: dict[str, tuple[str, ...]] = {}
    for code in codes:
        above = within.get(code, "")
        if code not in hidden:
            found[code] = (code,)
        elif code not in told and above not in hidden:
            place = f"hidden in {above}"
            found[place] = (*found.get(place, ()), code)
    return list(found.values())


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
