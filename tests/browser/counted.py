"""What the page checks need of results at the desk: a sample that has answered and been counted.

In a dialogue of its own, so that the example's own pages stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from django.urls import reverse

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.actions.counting import count
from fardplan.surveys.definition import as_data, canonical, hash_of
from fardplan.surveys.models import Collection, Margin, Release, Response, Survey, SurveyVersion
from fardplan.surveys.queries.releasing import prepare
from fardplan.surveys.results import deciding, shape
from tests.surveys.people import asked, draw

MOMENT = "2020-12-10 12:00"
SLUG = "provrakning"
_OPENED, _CLOSED, _COUNTED = (datetime(2020, month, day, 8, tzinfo=UTC) for month, day in ((11, 6), (12, 4), (12, 5)))


def counted() -> Collection:
    """Made once in each example. One sample can be published; the result of another has been."""
    dialogue, _made = Dialogue.objects.get_or_create(
        slug=SLUG, defaults={"title": "Provräkning", "published_at": _OPENED, "contact_email": "dialog@example.org"}
    )
    found = Collection.objects.filter(survey__dialogue=dialogue, slug="urval").first()
    if found is not None:
        return found
    asks = asked()
    survey = Survey.objects.create(
        dialogue=dialogue, slug=SLUG, name="Räknad enkät", draft=as_data(asks), published_at=_OPENED, is_example=True
    )
    version = SurveyVersion.objects.create(
        survey=survey, number=1, definition=canonical(asks).decode(), sha256=hash_of(asks), published_at=_OPENED
    )
    for slug, name in (("urval", "Slumpurvalet"), ("publicerat", "Ett publicerat urval")):
        collection = Collection.objects.create(
            survey=survey, slug=slug, name=name, kind="invited", opens_at=_OPENED, closes_at=_CLOSED, is_example=True
        )
        Response.objects.bulk_create(
            Response(collection=collection, version=version, answers=answers, day=date(2020, 11, 10))
            for answers in draw(400)
        )
        shares = {"16-29": 21, "30-44": 24, "45-64": 30, "65-79": 19, "80-": 6}
        Margin.objects.create(collection=collection, question="alder", shares=shares, source="SCB, folkmängd 2019")
        _publish(collection) if slug == "publicerat" else count(collection=collection, now=_COUNTED)
    return Collection.objects.get(survey=survey, slug="urval")


def _publish(collection: Collection) -> None:
    prepared = prepare(collection, count(collection=collection, now=_COUNTED), now=_COUNTED)
    assert prepared.result is not None
    assert prepared.state is not None
    Release.objects.create(
        collection=collection,
        number=1,
        tables=shape.as_data(prepared.result),
        counts=deciding.as_data(prepared.state),
        responses=prepared.result.responses,
        published_at=_COUNTED,
    )


def page(name: str, *more: object, collection: str = "urval") -> Callable[[], str]:
    """The address of a page of a collection's results."""

    def address() -> str:
        survey = counted().survey
        return reverse(name, args=[survey.dialogue.slug, survey.slug, collection, *more])

    return address


def overview() -> str:
    survey = counted().survey
    return reverse("desk:survey-results", args=[survey.dialogue.slug, survey.slug])
