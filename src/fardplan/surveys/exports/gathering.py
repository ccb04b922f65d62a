"""The answers of a collection from the database, as the files take them: in an order of their own, some at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from random import SystemRandom

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fardplan.analysis.disclosure import Anonymity, Wait, anonymity
from fardplan.surveys.actions.counting import counted
from fardplan.surveys.definition import DONT_KNOW, WONT_SAY, Answers, Definition
from fardplan.surveys.exports.columns import FileColumn, file_columns
from fardplan.surveys.exports.microdata import Microdata, Row, row_numbers, shown_days
from fardplan.surveys.models import Collection, Response, Source, SurveyVersion
from fardplan.surveys.queries.releasing import about_of, margins_of, plan_of
from fardplan.surveys.results import deciding
from fardplan.surveys.results.building import weights_of_cells
from fardplan.surveys.results.counts import Cell
from fardplan.surveys.rules import has_closed, limits_of

K = 5
AT_ONCE = 1_000  # rows from the database at a time
Progress = Callable[[int], None]


def in_the_file(collection: Collection) -> QuerySet[Response]:
    """The responses a file holds: all that have not been left out."""
    return Response.objects.filter(collection=collection, left_out_because="")


def how_unique(collection: Collection) -> Anonymity:
    """How many share each combination of background answers, counted by the database."""
    definitions = [each.asks for each in SurveyVersion.objects.filter(survey=collection.survey_id)]
    names = sorted({question.name for each in definitions for question in each.questions if question.background})
    rows = in_the_file(collection).order_by()
    if not names:
        number = rows.count()
        return anonymity({(): number} if number else {}, k=K)
    parts = {f"part_{place}": KeyTextTransform(name, "answers") for place, name in enumerate(names)}
    found = rows.annotate(**parts).values_list(*parts).annotate(number=Count("pk"))
    return anonymity({tuple(cell): number for *cell, number in found}, k=K)


def microdata_of(
    collection: Collection, *, language: str, with_texts: bool, now: datetime, progress: Progress | None = None
) -> Microdata:
    """Everybody's answers, with words in this language as far as the survey and we have them."""
    versions = {each.pk: each for each in SurveyVersion.objects.filter(survey=collection.survey_id)}
    definitions = {each.number: each.asks for each in versions.values()}
    with translation.override(language):
        columns = file_columns(definitions, language=language, with_texts=with_texts)
        backgrounds, weights = _weights(collection, now=now)
        days = _days(collection)
        beside = _beside(definitions, columns, has_days=bool(days), has_weights=bool(weights))
        ids = list(in_the_file(collection).order_by().values_list("pk", flat=True))
        SystemRandom().shuffle(ids)
        reading = _Reading(
            number_of={pk: each.number for pk, each in versions.items()},
            columns=columns,
            beside=[column.name for column in beside],
            days=days,
            weights=weights,
            backgrounds=backgrounds,
        )
        latest = definitions[max(definitions)]
        return Microdata(
            title=latest.say(latest.title, language),
            about=tuple(_about(collection, number=len(ids), at=now, weight=_weight_in(beside))),
            columns=[*beside, *columns],
            rows=_Rows(ids, row_numbers(len(ids)), reading, progress),
            number=len(ids),
            at=timezone.localtime(now),
        )


def _weight_in(columns: list[FileColumn]) -> str:
    return next((column.name for column in columns if column.is_weight), "")


def _about(collection: Collection, *, number: int, at: datetime, weight: str) -> Iterator[tuple[str, str]]:
    yield _("Insamling"), f"{collection.name} ({collection.get_kind_display()})"
    if collection.population:
        yield _("Vilka den handlar om"), collection.population
    yield _("Antal svar"), str(number)
    yield _("Hämtad"), f"{timezone.localtime(at):%Y-%m-%d}"
    yield (
        _("Vikter"),
        (
            _(
                "Kolumnen %(column)s. Väg varje rad med den: andelen är summan av vikterna för dem som valde svaret, "
                "delad med summan för dem som svarade. Filen för SPSS är redan ställd så. Vikterna är räknade på "
                "svaren i filen och kan skilja sig något från dem i det publicerade resultatet."
            )
            % {"column": weight}
            if weight
            else _(
                "Inga, så andelar ur filen gäller dem som svarade. Insamlingen går inte att väga, eller ingen har "
                "skrivit hur befolkningen fördelar sig."
            )
        ),
    )
    yield _("Radnummer"), _("Dragna för den här filen. De följer ingen från en fil till en annan.")


def _beside(
    definitions: dict[int, Definition], columns: list[FileColumn], *, has_days: bool, has_weights: bool
) -> list[FileColumn]:
    """The columns that are not answers; one that has the name of a question gives way."""
    languages = {code: code for each in definitions.values() for code in each.languages}
    found = [
        FileColumn("row", "number", _("Radnummer, draget för filen")),
        FileColumn("version", "number", _("Enkätens version")),
        FileColumn("language", "code", _("Språk"), codes=languages),
        FileColumn("source", "code", _("Väg in"), codes={code: str(label) for code, label in Source.choices}),
        FileColumn("flagged", "number", _("Ser ovanligt ut"), codes={"0": _("nej"), "1": _("ja")}),
    ]
    if has_days:
        found.append(FileColumn("day", "date", _("Dag, där tillräckligt många svarade samma dag")))
    if has_weights:
        label = _("Vikt: så mycket räknas raden när svaren vägs mot befolkningen")
        found.append(FileColumn("weight", "number", label, decimals=6, is_weight=True))
    taken = {column.name.upper() for column in columns}
    for column in found:
        while column.name.upper() in taken:
            column.name += "_"
    return found


def _days(collection: Collection) -> set[date]:
    counts = dict(in_the_file(collection).order_by().values_list("day").annotate(number=Count("pk")))
    return shown_days(counts, minimum=collection.survey.desk_minimum)


def _weights(collection: Collection, *, now: datetime) -> tuple[tuple[str, ...], dict[Cell, float]]:
    """The background questions, and what those in each cell of their answers weigh; empty when nothing is weighed."""
    margins = margins_of(collection)
    if not margins:
        return (), {}
    counts = counted(collection)
    plan = plan_of(collection, counts.versions)
    is_closed = has_closed(collection, now=now)
    prints = deciding.fingerprint({each.question: each.shares for each in margins})
    state = deciding.decide(
        plan, counts, before=None, is_closed=is_closed, limits=limits_of(collection.survey), margins=prints
    )
    if isinstance(state, Wait):
        return (), {}
    about = about_of(collection, plan.whole, margins, is_closed=is_closed)
    return counts.backgrounds, weights_of_cells(plan, about, state, counts) or {}


@dataclass(frozen=True)
class _Reading:
    """How a response becomes a row."""

    number_of: dict[int, int]
    columns: list[FileColumn]
    beside: list[str]
    days: set[date]
    weights: dict[Cell, float]
    backgrounds: tuple[str, ...]

    def row(self, response: Response, number: int) -> Row:
        version = self.number_of[response.version_id]
        answers: Answers = response.answers
        beside: list[str | int | float | None] = [
            number,
            version,
            response.language,
            response.source,
            int(bool(response.flags)),
        ]
        if self.days:
            beside.append(response.day.isoformat() if response.day in self.days else None)
        if self.weights:
            beside.append(self.weights.get(self._cell(answers)))
        return (*beside, *(column.value(version, answers) for column in self.columns))

    def _cell(self, answers: Answers) -> Cell:
        found = [answers.get(name) for name in self.backgrounds]
        return tuple("" if value in (None, DONT_KNOW, WONT_SAY) else str(value) for value in found)


@dataclass(frozen=True)
class _Rows:
    """The rows in the order of `ids`, fetched some at a time."""

    ids: list[int]
    numbers: list[int]
    reading: _Reading
    progress: Progress | None = None

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self.ids), AT_ONCE):
            some = self.ids[start : start + AT_ONCE]
            found = Response.objects.only("version_id", "answers", "language", "source", "flags", "day").in_bulk(some)
            for place, pk in enumerate(some, start=start):
                yield self.reading.row(found[pk], self.numbers[place])
            if self.progress:
                self.progress(min(start + AT_ONCE, len(self.ids)))
