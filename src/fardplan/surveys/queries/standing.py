"""Where a survey stands just now for those who may answer: soon, open, closed, and by which way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any, Literal

from django.db.models import Aggregate, Case, JSONField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.definition import Definition, read_text
from fardplan.surveys.models import Collection, CollectionKind, Survey, SurveyVersion
from fardplan.surveys.rules import has_closed, is_open

State = Literal["none", "soon", "open", "closed"]


@dataclass(frozen=True)
class Standing:
    """`link` is the collection anyone may answer now, None when a code is needed; `takes_codes`: one is of use now.

    `closes_at` is the last second of what is open, `opens_at` the first of what is to open.
    """

    survey: Survey
    state: State
    link: Collection | None = None
    takes_codes: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def standing_of(survey: Survey, collections: Sequence[Collection], *, now: datetime) -> Standing:
    """Of a survey with all its collections, in order."""
    open_now = [each for each in collections if is_open(each, now=now)]
    to_come = [each.opens_at for each in collections if each.opens_at > now]
    link = next((each for each in open_now if each.kind == CollectionKind.OPEN), None)
    shown = [link] if link is not None else open_now
    state: State = "none"
    if open_now:
        state = "open"
    elif to_come:
        state = "soon"
    elif any(has_closed(each, now=now) for each in collections):
        state = "closed"
    return Standing(
        survey=survey,
        state=state,
        link=link,
        takes_codes=any(each.kind != CollectionKind.OPEN for each in open_now),
        opens_at=min(to_come, default=None),
        closes_at=max((each.closes_at for each in shown), default=None),
    )


@dataclass(frozen=True)
class OnPage:
    """A survey among others on a page: where it stands, and what it asks now."""

    standing: Standing
    asks: Definition

    @property
    def survey(self) -> Survey:
        return self.standing.survey


class _Listed(Aggregate):
    """A list of JSON objects: rows of another table as one value of the row they belong to."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def _of_dialogue(path: str, rows: QuerySet[Any], fields: Mapping[str, Any]) -> Subquery:
    return Subquery(
        rows.filter(**{path: OuterRef("pk")})
        .order_by()
        .values(path)
        .annotate(all=_Listed(JSONObject(**fields)))
        .values("all")
    )


def counting_surveys() -> dict[str, Subquery]:
    """What `access_dialogue` fetches in its one query for `surveys_on_page`."""
    latest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number").values("definition")[:1]
    surveys = Survey.objects.filter(published_at__isnull=False)
    fields = {name: name for name in ("id", "slug", "name", "position", "public_minimum", "is_example")}
    shown = {"has_results": Case(When(results_published_at__isnull=False, then=Value(1)), default=Value(0))}
    ways = Collection.objects.filter(survey__published_at__isnull=False)
    its_fields = {name: name for name in ("id", "survey_id", "kind", "opens_at", "closes_at", "position")}
    return {
        "survey_rows": _of_dialogue("dialogue", surveys, fields | shown | {"definition": Subquery(latest)}),
        "collection_rows": _of_dialogue("survey__dialogue", ways, its_fields),
    }


def surveys_on_page(dialogue: Dialogue, *, now: datetime) -> list[OnPage]:
    """The surveys of a dialogue that can be answered, are soon to open, or have closed, in order. No query: the
    dialogue was fetched with `counting_surveys`."""
    surveys: list[dict[str, Any]] = getattr(dialogue, "survey_rows", None) or []
    collections: list[dict[str, Any]] = getattr(dialogue, "collection_rows", None) or []
    found = []
    for row in sorted(surveys, key=itemgetter("position", "id")):
        theirs = sorted(
            (each for each in collections if each["survey_id"] == row["id"]), key=itemgetter("position", "id")
        )
        definition, has_results = row.pop("definition"), row.pop("has_results")
        survey = Survey(dialogue=dialogue, results_published_at=now if has_results else None, **row)
        ways = [Collection(**each | {at: _moment(each[at]) for at in ("opens_at", "closes_at")}) for each in theirs]
        standing = standing_of(survey, ways, now=now)
        if definition and standing.state != "none":
            found.append(OnPage(standing, read_text(definition)))
    return found


def _moment(written: str) -> datetime:
    """As the database writes it in JSON: with its zone, or in UTC."""
    moment = datetime.fromisoformat(written)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def changes_of_surveys(found: Sequence[OnPage]) -> list[datetime | None]:
    """The moments at which what is told of them changes."""
    return [moment for each in found for moment in (each.standing.opens_at, each.standing.closes_at)]
