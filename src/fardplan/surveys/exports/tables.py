"""Published results as tables for other programs: JSON-stat 2, CSV and XLSX, made only of what was published.

Every figure stands in a line of its own: a question (and the row of a matrix), a group, an answer. What is hidden on
the pages is hidden here, and said to be.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _

from fardplan.analysis import statistical_tables as statistics
from fardplan.base.spreadsheet import Cell, Sheet, csv_bytes, workbook_bytes
from fardplan.surveys.definition import DONT_KNOW, OTHER, WONT_SAY, QuestionType
from fardplan.surveys.exports.columns import age_words
from fardplan.surveys.models import Release
from fardplan.surveys.results import shape
from fardplan.surveys.showing.phrases import together_label

MEAN = "_mean"
WROTE = "_wrote"
HIDDEN = "x"  # the status of a figure that is not shown, in JSON-stat
_MEASURES = ("unweighted", "weighted", "low", "high", "n")


@dataclass(frozen=True)
class Figure:
    """One line: what so many percent of a group answered, or the mean. `n` has an opinion; where only a number is known
    (those who do not know, texts, squares of a map) it stands alone. `is_hidden` when the group was too few."""

    question: shape.Question
    table: shape.Table
    background: str
    group: str
    group_label: str
    answer: str
    answer_label: str
    n: int | None = None
    unweighted: float | None = None
    weighted: float | None = None
    low: float | None = None
    high: float | None = None
    is_hidden: bool = False

    @property
    def label(self) -> tuple[str, str]:
        return self.question.name, self.table.code


@dataclass(frozen=True)
class Tables:
    """The tables of one release, with words in a language as far as the survey has it."""

    result: shape.Result
    figures: tuple[Figure, ...]
    language: str
    updated: str

    def say(self, words: Mapping[str, str]) -> str:
        return words.get(self.language) or next(iter(words.values()), "")

    def csv(self) -> bytes:
        headings, rows = self._lines()
        return csv_bytes(headings, rows)

    def xlsx(self) -> bytes:
        headings, rows = self._lines()
        return workbook_bytes(
            [Sheet(_("Resultat"), headings, rows), Sheet(_("Om"), [_("Vad"), _("Värde")], self._about())]
        )

    def json_stat(self) -> bytes:
        """A JSON-stat 2 collection: a dataset for each question, and for each row of a matrix."""
        found = groupby(self.figures, key=lambda each: each.label)
        datasets = [json.loads(statistics.write_json_stat(self._dataset(list(each)))) for _key, each in found]
        whole = {
            "version": "2.0",
            "class": "collection",
            "label": self.say(self.result.title),
            "updated": self.updated,
            "extension": dict(self._about()),
            "link": {"item": datasets},
        }
        return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()

    def _about(self) -> list[tuple[str, str]]:
        result = self.result
        said = {
            shape.Claim.SAMPLE: _("Slumpurval. Intervallen är 95-procentiga."),
            shape.Claim.SELF_SELECTED: _("De som svarade valde det själva. Därför går ingen felmarginal att ange."),
            shape.Claim.THOSE_WHO_ANSWERED: _("Gäller bara dem som svarade."),
        }
        return [
            (_("Enkät"), self.say(result.title)),
            (_("Insamling"), result.collection),
            (_("Vilka den handlar om"), result.population),
            (_("Antal svar"), str(result.responses)),
            (_("Vad som kan sägas"), said[result.claim]),
            (_("Minsta grupp som visas"), str(result.minimum)),
            (_("Publicerat"), self.updated),
        ]

    def _lines(self) -> tuple[list[str], list[list[Cell]]]:
        headings = [
            _("Nummer"), _("Fråga"), _("Frågans namn"), _("Rad"), _("Bakgrund"), _("Grupp"), _("Svar"),
            _("Svarets kod"), _("n"), _("Procent eller medelvärde, ovägt"), _("Vägt"), _("Nedre gräns"),
            _("Övre gräns"), _("Anmärkning"),
        ]  # fmt: skip
        return headings, [self._line(figure) for figure in self.figures]

    def _line(self, figure: Figure) -> list[Cell]:
        question = figure.question
        background = self.result.background_of.get(figure.background)
        return [
            question.number, self.say(question.label), question.name, self.say(figure.table.label),
            self.say(background.label) if background else "", figure.group_label, figure.answer_label, figure.answer,
            figure.n, figure.unweighted, figure.weighted, figure.low, figure.high,
            _("för få svar") if figure.is_hidden else "",
        ]  # fmt: skip

    def _dataset(self, figures: list[Figure]) -> statistics.Table:
        first = figures[0]
        at = {(_group_code(each), each.answer): each for each in figures if not each.is_hidden}
        hidden = {_group_code(each) for each in figures if each.is_hidden}
        groups = {_group_code(each): each.group_label for each in figures}
        answers = {each.answer: each.answer_label for each in figures if each.answer}
        unit = _("medelvärde") if set(answers) == {MEAN} else _("procent")
        labels = (_("ovägt"), _("vägt"), _("nedre gräns"), _("övre gräns"), _("antal med en åsikt"))
        units = (unit, unit, unit, unit, _("antal"))
        measures = tuple(
            statistics.Category(code, label, unit=each)
            for code, label, each in zip(_MEASURES, labels, units, strict=True)
        )
        values: list[float | None] = []
        statuses: list[str] = []
        for group in groups:
            for answer in answers:
                figure = at.get((group, answer))
                for measure in _MEASURES:
                    values.append(getattr(figure, measure) if figure else None)
                    statuses.append(HIDDEN if group in hidden else "")
        title = " – ".join(part for part in (self.say(first.question.label), self.say(first.table.label)) if part)
        return statistics.Table(
            title=title,
            dimensions=(
                statistics.Dimension("group", _("Grupp"), _categories(groups)),
                statistics.Dimension("answer", _("Svar"), _categories(answers)),
                statistics.Dimension("measure", _("Mått"), measures, role=statistics.Role.METRIC),
            ),
            values=tuple(values),
            statuses=tuple(statuses),
            table_id=".".join(part for part in first.label if part),
            source=self.result.collection,
            updated=self.updated,
            language=self.language,
            status_labels=((HIDDEN, _("för få svar")),) if hidden else (),
        )


def tables(release: Release, *, language: str = "sv") -> Tables:
    """The tables of a release. `release.tables` is all they are made of."""
    result = shape.read(release.tables)
    spoken = language if language in result.languages else result.languages[0]
    with translation.override(language):
        figures = tuple(_Reading(result, spoken).figures())
    return Tables(result, figures, spoken, f"{release.published_at:%Y-%m-%d}")


def _categories(labels: Mapping[str, str]) -> tuple[statistics.Category, ...]:
    return tuple(statistics.Category(code, label or code) for code, label in labels.items())


def _group_code(figure: Figure) -> str:
    return f"{figure.background}.{figure.group}" if figure.background else figure.group


class _Reading:
    """The figures of a result in the order of its questions."""

    def __init__(self, result: shape.Result, language: str) -> None:
        self._result, self._language = result, language
        self._own = {
            shape.EVERYBODY: _("Alla"),
            shape.NOT_SAID: _("Uppgift saknas"),
            shape.POSITIVE: _("Positiva svar tillsammans"),
            shape.NOT_PLACED: _("Fick ingen plats"),
            OTHER: _("Annat"),
            DONT_KNOW: _("Vet inte"),
            WONT_SAY: _("Vill inte svara"),
            MEAN: _("Medelvärde"),
            WROTE: _("Skrev ett svar"),
        }

    def figures(self) -> Iterator[Figure]:
        for question in self._result.questions:
            for table in question.tables:
                yield from self._of_everybody(question, table)
                for division in table.divisions:
                    yield from self._of_groups(question, table, division)

    def _say(self, words: Mapping[str, str]) -> str:
        return words.get(self._language) or next(iter(words.values()), "")

    def _answer(self, question: shape.Question, choice: shape.Choice) -> str:
        if choice.code in self._own:
            return self._own[choice.code]
        ends = {}
        if question.type in (QuestionType.SCALE, QuestionType.MATRIX) and question.tables:
            codes = [each.code for each in question.tables[0].choices]
            ends = {codes[0]: question.scale_low, codes[-1]: question.scale_high} if codes else {}
        label = self._say(choice.label)
        return label or f"{choice.code} {self._say(ends.get(choice.code, {}))}".strip()

    def _of_everybody(self, question: shape.Question, table: shape.Table) -> Iterator[Figure]:
        everybody = self._own[shape.EVERYBODY]

        def number(code: str, label: str, n: int) -> Figure:
            return Figure(question, table, "", shape.EVERYBODY, everybody, code, label, n=n)

        if table.total is not None and table.measure == shape.Measure.WRITTEN:
            yield number(WROTE, self._own[WROTE], table.total.n)
        elif table.total is not None:
            yield from self._of_row(question, table, "", everybody, table.total)
        for square in table.squares:
            yield number(square.code, square.code, square.n)
        for code, n in ((DONT_KNOW, table.dont_know), (WONT_SAY, table.wont_say)):
            if n:
                yield number(code, self._own[code], n)

    def _of_groups(self, question: shape.Question, table: shape.Table, division: shape.Division) -> Iterator[Figure]:
        background = self._result.background_of.get(division.background)
        labels = {group.code: self._say(group.label) for group in background.groups} if background else {}

        def named(code: str) -> str:
            return self._own.get(code) or labels.get(code) or _age_or(code)

        for row in division.rows:
            of = row.of if isinstance(row, shape.Row) else ()
            label = together_label({code: named(code) for code in of}) if of else named(row.group)
            if isinstance(row, shape.TooFew):
                yield Figure(question, table, division.background, row.group, label, "", "", is_hidden=True)
            else:
                yield from self._of_row(question, table, division.background, label, row)

    def _of_row(
        self, question: shape.Question, table: shape.Table, background: str, label: str, row: shape.Row
    ) -> Iterator[Figure]:
        names = {choice.code: self._answer(question, choice) for choice in table.choices}
        for answered in (*row.answers, *((row.positive,) if row.positive else ())):
            interval = answered.interval
            yield Figure(
                question, table, background, row.group, label, answered.code,
                names.get(answered.code) or self._own.get(answered.code, answered.code),
                n=row.n, unweighted=answered.unweighted, weighted=answered.weighted,
                low=interval.low if interval else None, high=interval.high if interval else None,
            )  # fmt: skip
        if row.mean:
            interval = row.mean.interval
            yield Figure(
                question, table, background, row.group, label, MEAN, self._own[MEAN],
                n=row.n, unweighted=row.mean.unweighted, weighted=row.mean.weighted,
                low=interval.low if interval else None, high=interval.high if interval else None,
            )  # fmt: skip


def _age_or(code: str) -> str:
    return age_words(code) if code[:1].isdigit() and "-" in code else code
