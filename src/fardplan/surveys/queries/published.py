"""What everybody may see of a survey's results: releases as they were published, and how many have answered.

Nothing here reads a response or a tally: the figures come from `Release.tables` alone, and beside them only how many
have taken part.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, Least
from django.utils import timezone

from fardplan.contributions.models import Contribution
from fardplan.contributions.queries import shown
from fardplan.dialogue.models import Dialogue
from fardplan.surveys.models import (
    Collection,
    Invitation,
    Release,
    Response,
    ShownWhileOpen,
    Survey,
    SurveyVersion,
    TextAnswer,
)
from fardplan.surveys.results.shape import Result
from fardplan.surveys.rules import has_closed, is_open


@dataclass(frozen=True)
class Invited:
    """How a random sample answered: `eligible` are those invited who turned out to belong to it."""

    invited: int
    eligible: int
    answered: int

    @property
    def rate(self) -> float | None:
        """Share (0–1) of those eligible: AAPOR's response rate 1."""
        return self.answered / self.eligible if self.eligible else None


@dataclass(frozen=True)
class Shown:
    """A collection as everybody may see it. `result` is None as long as nothing is published of it.

    `answered` is how many have answered by now; of an invited sample `invited` says of how many.
    """

    collection: Collection
    release: Release | None
    result: Result | None
    answered: int
    invited: Invited | None
    is_open: bool


def shown_of(survey: Survey, *, now: datetime, releases: Sequence[Release] | None = None) -> list[Shown]:
    """Every collection of a survey that has opened, in order, with its latest result. Two queries, one when the
    `releases` of the dialogue are at hand (`releases_in`)."""
    if releases is None:
        releases = releases_in(survey.dialogue, now=now)
    latest = {release.collection_id: release for release in releases}
    return [
        Shown(
            collection=each,
            release=(release := latest.get(each.pk)),
            result=result_in(release) if release else None,
            answered=each.answered,
            invited=Invited(each.invited, each.eligible, each.used) if each.invited else None,
            is_open=is_open(each, now=now),
        )
        for each in _collections(survey, now=now)
    ]


def _collections(survey: Survey, *, now: datetime) -> QuerySet[Any]:
    """Those that have opened, each with how many have answered and how many were invited. One query."""
    today = timezone.localdate(now)
    responses = Response.objects.filter(collection=OuterRef("pk"), day__lte=today)
    invitations = Invitation.objects.filter(wave__collection=OuterRef("pk"), wave__sent_at__lte=now)
    return (
        Collection.objects.filter(survey=survey, opens_at__lte=now)
        .annotate(
            answered=_number(responses.filter(left_out_because=""), "collection"),
            invited=_number(invitations, "wave__collection"),
            eligible=_number(invitations.filter(ineligible_because=""), "wave__collection"),
            # Each code that was used gave a response, so at an earlier moment no more had been used than had come in.
            used=Least(_number(invitations.filter(is_used=True), "wave__collection"), _number(responses, "collection")),
        )
        .order_by("position", "id")
    )


def _number(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def releases_in(dialogue: Dialogue, *, now: datetime) -> list[Release]:
    """The latest releases of all surveys of a dialogue that everybody may see, with their collection and survey.

    One query. While a collection is open only how many have taken part is shown, unless the organiser has decided
    otherwise.
    """
    rows = public_releases(now=now).filter(
        collection__survey__dialogue=dialogue, collection__survey__published_at__isnull=False
    )
    return [release for release in rows if _may_be_shown(release.collection, now=now)]


def public_releases(*, now: datetime) -> QuerySet[Release]:
    """The latest release of each collection, with its tables as `text`; none where the latest has been withdrawn."""
    latest = (
        Release.objects.filter(collection=OuterRef("collection"), published_at__lte=now)
        .order_by("-number")
        .values("pk")[:1]
    )
    return (
        Release.objects.filter(pk=Subquery(latest), withdrawn_at=None)
        .select_related("collection__survey")
        .defer("tables", "counts", "collection__survey__draft", "collection__survey__removed")
        .annotate(text=Cast("tables", TextField()))
        .order_by("collection__survey__position", "collection__position", "collection_id")
    )


def _may_be_shown(collection: Collection, *, now: datetime) -> bool:
    return has_closed(collection, now=now) or collection.survey.shown_while_open == ShownWhileOpen.RESULTS


def result_in(release: Release) -> Result:
    """What a release says. `release` comes from `public_releases`."""
    return _read(release.text)  # type: ignore[attr-defined]


@lru_cache(maxsize=32)
def _read(text: str) -> Result:
    """A release never changes, so it is read once per process."""
    return Result.model_validate_json(text)


# --- surveys with results, for other pages ----------------------------------------------------------------------------


def survey_with_results(*, now: datetime) -> Subquery:
    """For a dialogue that is being read: the slug of its latest survey with results, in the same query."""
    newer = Release.objects.filter(
        collection=OuterRef("collection"), number__gt=OuterRef("number"), published_at__lte=now
    )
    shown = Release.objects.filter(
        Q(collection__closes_at__lt=now.replace(microsecond=0))
        | Q(collection__survey__shown_while_open=ShownWhileOpen.RESULTS),
        ~Exists(newer),
        collection__survey__dialogue=OuterRef("pk"),
        collection__survey__published_at__isnull=False,
        withdrawn_at=None,
        published_at__lte=now,
    ).order_by("-published_at", "-pk")
    return Subquery(shown.values("collection__survey__slug")[:1])


def asked_about(surveys: Iterable[int], anchors: Container[str]) -> dict[int, list[str]]:
    """Which questions of these surveys are about one of the anchors (`contributions.about`, without a draft), by the
    key of the survey. One query."""
    versions = SurveyVersion.objects.filter(survey__in=set(surveys)).order_by("survey_id", "number")
    latest = {version.survey_id: version.asks for version in versions}
    return {
        pk: [each.name for each in asks.questions if each.about and each.about.partition("@")[0] in anchors]
        for pk, asks in latest.items()
    }


# --- what became of the texts -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Texts:
    """What came of the free texts to one question, or to all: `changes` are changes in the strategy they led to."""

    came: int = 0
    published: int = 0
    replied: int = 0
    led: int = 0
    changes: int = 0


def texts_of(survey: Survey, *, now: datetime, question: str = "") -> Texts:
    """How many texts came in the collections that have closed, and how far they have gone. One query.

    While one is open a number that grows by one says what the person who just answered has written, or was asked.
    """
    rows = TextAnswer.objects.filter(
        collection__survey=survey,
        collection__closes_at__lt=now.replace(microsecond=0),
        submission__received_at__lte=now,
    )
    if question:
        rows = rows.filter(question=question)
    of = "submission__contributions__"
    public = Q(**{f"{of}published_at__lte": now}) & (Q(**{f"{of}hidden_at": None}) | Q(**{f"{of}hidden_at__gt": now}))
    traced = public & Q(
        **{f"{of}traces__change__number__isnull": False, f"{of}traces__change__draft__published_at__lte": now}
    )
    found = rows.aggregate(
        came=Count("pk", distinct=True),
        published=Count("submission__contributions", filter=public, distinct=True),
        replied=Count(
            "submission__contributions", filter=public & Q(**{f"{of}reply__published_at__lte": now}), distinct=True
        ),
        led=Count(f"{of}traces__contribution", filter=traced, distinct=True),
        changes=Count(f"{of}traces__change", filter=traced, distinct=True),
    )
    return Texts(**found)


def published_texts(survey: Survey, question: str, *, now: datetime) -> QuerySet[Contribution]:
    """The published contributions that came of the texts to a question; those received last come first."""
    return (
        Contribution.objects.filter(
            shown(now=now),
            submission__text_answer__collection__survey=survey,
            submission__text_answer__question=question,
        )
        .select_related("submission", "reply")
        .order_by("-submission__number", "part")
    )
