"""What the page checks need of results: a survey with an invited sample and an open link, both published.

In a dialogue of its own, so that the example's own pages stay as they are.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.definition import canonical, hash_of
from fardplan.surveys.models import Collection, Release, Survey, SurveyVersion
from fardplan.surveys.results import shape
from tests.surveys.definitions import every_type
from tests.surveys.results import open_sample, sample

MOMENT = "2020-12-10 12:00"
SLUG = "provresultat"
_OPENED, _CLOSED, _PUBLISHED = (datetime(2020, month, day, 8, tzinfo=UTC) for month, day in ((11, 6), (12, 4), (12, 7)))


def with_results() -> Survey:
    """Made once in each example."""
    dialogue, _made = Dialogue.objects.get_or_create(
        slug=SLUG, defaults={"title": "Provresultat", "published_at": _OPENED, "contact_email": "dialog@example.org"}
    )
    found = Survey.objects.filter(dialogue=dialogue, slug=SLUG).first()
    if found is not None:
        return found
    definition = every_type()
    survey = Survey.objects.create(
        dialogue=dialogue, slug=SLUG, name="Enkät med resultat", published_at=_OPENED, is_example=True, position=90
    )
    SurveyVersion.objects.create(
        survey=survey,
        number=1,
        definition=canonical(definition).decode(),
        sha256=hash_of(definition),
        published_at=_OPENED,
    )
    for place, (kind, result) in enumerate((("open", open_sample()), ("invited", sample()))):
        collection = Collection.objects.create(
            survey=survey,
            slug=kind,
            name=str(result.collection),
            kind=kind,
            opens_at=_OPENED,
            closes_at=_CLOSED,
            population=result.population,
            position=place,
            is_example=True,
        )
        Release.objects.create(
            collection=collection,
            number=1,
            tables=shape.as_data(result),
            responses=result.responses,
            published_at=_PUBLISHED,
        )
    return survey


def results(url_name: str, *more: str, query: str = "") -> str:
    """The address of a page of the results."""
    survey = with_results()
    return reverse(url_name, args=[survey.dialogue.slug, survey.slug, *more]) + query
