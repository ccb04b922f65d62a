"""A dialogue's surveys as the desk lists them, each with its state; and the versions of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.models import Response, Survey, SurveyVersion
from fardplan.surveys.queries.finding import surveys_of

State = Literal["draft", "ready", "coming", "open", "closed", "results"]
STATES: dict[State, Promise] = {
    "draft": _("Utkast"),
    "ready": _("Publicerad, utan insamling"),
    "coming": _("Öppnar snart"),
    "open": _("Öppen"),
    "closed": _("Stängd"),
    "results": _("Resultat visas"),
}


@dataclass(frozen=True)
class Listed:
    """A survey in the list. `questions` are those that are asked in the draft; `responses` all that have come in."""

    survey: Survey
    state: State
    questions: int
    responses: int

    @property
    def label(self) -> Promise:
        return STATES[self.state]


def listed_surveys(dialogue: Dialogue, *, now: datetime) -> list[Listed]:
    """In two queries, however many there are."""
    to_the_second = now.replace(microsecond=0)
    surveys = list(
        surveys_of(dialogue).annotate(
            open_now=Count(
                "collections", filter=Q(collections__opens_at__lte=now, collections__closes_at__gte=to_the_second)
            ),
            first_opens=Min("collections__opens_at"),
            last_closes=Max("collections__closes_at"),
        )
    )
    counts = dict(
        Response.objects.filter(collection__survey__dialogue=dialogue)
        .order_by()
        .values_list("collection__survey_id")
        .annotate(number=Count("id"))
    )
    return [
        Listed(
            survey,
            state_of(survey, open_now=survey.open_now, first=survey.first_opens, last=survey.last_closes, now=now),
            sum(question.is_asked for question in survey.drafted.questions),
            counts.get(survey.pk, 0),
        )
        for survey in surveys
    ]


def state_of(survey: Survey, *, open_now: int, first: datetime | None, last: datetime | None, now: datetime) -> State:
    """Open goes before results: both may be true of a survey with several collections."""
    if survey.published_at is None:
        return "draft"
    if open_now:
        return "open"
    if survey.results_published_at is not None:
        return "results"
    if first is None or last is None:
        return "ready"
    return "coming" if now < last else "closed"


def versions_with_responses(survey: Survey) -> QuerySet[SurveyVersion]:
    """The latest first, each with `answered`: how many responses were given to it."""
    return SurveyVersion.objects.filter(survey=survey).annotate(answered=Count("responses")).order_by("-number")


def weighted_by(survey: Survey) -> set[str] | None:
    """The background questions for which a collection knows the population; None before there is a collection."""
    rows = survey.collections.order_by().values_list("id", F("margins__question"))
    found = list(rows)
    return {question for _id, question in found if question} if found else None
