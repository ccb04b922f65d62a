"""What of a collection is public, what could be made public now, and what it would be weighted and compared with."""

from __future__ import annotations

from collections.abc import Collection as Several
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.analysis.disclosure import Wait
from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import benchmark, tables_of
from fardplan.surveys.definition import Definition
from fardplan.surveys.models import Collection, Margin, Release, Survey, SurveyVersion, Tally
from fardplan.surveys.results import deciding, shape
from fardplan.surveys.results.building import About, Before, Official, Population, build
from fardplan.surveys.results.counts import Counts
from fardplan.surveys.results.desk import DeskPlan
from fardplan.surveys.results.variables import Plan
from fardplan.surveys.rules import has_closed, limits_of


@dataclass(frozen=True)
class Prepared:
    """What would be public if it were published now; `waits` says why it would be nothing new, then there is no
    `result`."""

    counts: Counts
    result: shape.Result | None = None
    state: deciding.State | None = None
    waits: Wait | None = None


def releases_of(collection: Collection) -> QuerySet[Release]:
    """All that has been published, also what was withdrawn, the latest first; without their numbers."""
    rows = Release.objects.filter(collection=collection).select_related("published_by")
    return rows.defer("tables", "counts").order_by("-number")


def shown_release(collection: Collection) -> Release | None:
    """The result everyone sees: the latest, unless it was withdrawn. An earlier one never comes back in its place."""
    latest = Release.objects.filter(collection=collection).defer("counts").order_by("-number").first()
    return latest if latest is not None and latest.withdrawn_at is None else None


@dataclass(frozen=True)
class Standing:
    """A collection in the list of results: how many were counted, and the latest result, if any."""

    collection: Collection
    counted: int
    latest: Release | None


def standing_of(survey: Survey) -> list[Standing]:
    """Every collection of a survey with what has been counted and published. Three queries."""
    rows = list(Collection.objects.filter(survey=survey).order_by("position", "id"))
    counted = dict(Tally.objects.filter(collection__in=rows).values_list("collection", "responses"))
    latest: dict[int, Release] = {}
    for release in Release.objects.filter(collection__in=rows).defer("tables", "counts").order_by("number"):
        latest[release.collection_id] = release
    return [Standing(each, counted.get(each.pk, 0), latest.get(each.pk)) for each in rows]


def is_shown(collection: Collection) -> bool:
    """Whether the latest result is public."""
    latest = Release.objects.filter(collection=collection).only("withdrawn_at").order_by("-number").first()
    return latest is not None and latest.withdrawn_at is None


def access_release(collection: Collection, number: int) -> Release:
    found = releases_of(collection).filter(number=number).first()
    if found is None:
        raise NotFound(_("Resultatet finns inte."))
    found.collection = collection
    return found


def plan_of(collection: Collection, numbers: Several[int]) -> Plan:
    """What is published of the survey: the version in force when the collection opened, and those answered since."""
    return Plan(_definitions(collection, numbers))


def desk_plan_of(collection: Collection, numbers: Several[int]) -> DeskPlan:
    """What an organiser sees of it: every question that is asked."""
    return DeskPlan(_definitions(collection, numbers))


def _definitions(collection: Collection, numbers: Several[int]) -> tuple[Definition, ...]:
    versions = list(SurveyVersion.objects.filter(survey=collection.survey_id).order_by("number"))
    before = [each.number for each in versions if each.published_at <= collection.opens_at]
    first = before[-1] if before else min([each.number for each in versions], default=0)
    wanted = {first, *numbers}
    return tuple(each.asks for each in versions if each.number in wanted)


def margins_of(collection: Collection) -> list[Margin]:
    return list(Margin.objects.filter(collection=collection).order_by("id"))


def prepare(collection: Collection, counts: Counts, *, now: datetime) -> Prepared:
    """The next result of a collection from its counts, with the distance it must keep to the one before."""
    before = _before(collection)
    plan = plan_of(collection, counts.versions)
    margins = margins_of(collection)
    is_closed = has_closed(collection, now=now)
    state = deciding.decide(
        plan,
        counts,
        before=before.state if before else None,
        is_closed=is_closed,
        limits=limits_of(collection.survey),
        margins=deciding.fingerprint({each.question: each.shares for each in margins}),
    )
    if isinstance(state, Wait):
        if before is not None and not is_shown(collection):
            return Prepared(counts, before.result, before.state)  # what was withdrawn may be shown again as it was
        return Prepared(counts, waits=state)
    about = about_of(collection, plan.whole, margins, is_closed=is_closed)
    return Prepared(counts, build(plan, about, state, counts, before=before), state)


def _before(collection: Collection) -> Before | None:
    """The last release, also when it was withdrawn: whoever read it remembers it."""
    latest = Release.objects.filter(collection=collection).order_by("-number").first()
    return Before(deciding.read(latest.counts), shape.read(latest.tables)) if latest else None


def about_of(collection: Collection, definition: Definition, margins: list[Margin], *, is_closed: bool) -> About:
    """What the result says beside its numbers: whom it is about, and official figures to weigh to and compare with."""
    return About(
        collection=collection.name,
        kind=collection.kind,  # type: ignore[arg-type]
        population=collection.population,
        is_closed=is_closed,
        limits=limits_of(collection.survey),
        populations={each.question: Population(each.shares, each.source) for each in margins},
        officials=officials_of(collection.survey.dialogue, definition),
    )


def officials_of(dialogue: Dialogue, definition: Definition) -> dict[str, Official]:
    """The official figures of the questions that repeat one, as far as the dialogue's tables have them."""
    asked = [question for question in definition.questions if question.benchmark]
    areas = _areas(dialogue) if asked else []
    found: dict[str, Official] = {}
    for question in asked:
        for area in areas:
            known = benchmark(
                dialogue, key_figure=question.benchmark, area=area, uncertainty=question.benchmark_uncertainty
            )
            if known is None or not 0 <= known.value <= 100:
                continue
            found[question.name] = Official(
                indicator=known.key_figure,
                value=known.value,
                uncertainty=known.uncertainty,
                title={dialogue.language: known.label},
                place=known.area,
                period=known.period,
                source=known.source,
            )
            break
    return found


def _areas(dialogue: Dialogue) -> list[str]:
    """The areas key figures are kept for in the dialogue's tables: regions (0010) before municipalities."""
    found: set[str] = set()
    for table in tables_of(dialogue).filter(content__contains='"municipality"').defer(None):
        dimension = next((each for each in from_text(table.content).dimensions if each.code == "municipality"), None)
        found |= set(dimension.codes) if dimension else set()
    return sorted(found)
