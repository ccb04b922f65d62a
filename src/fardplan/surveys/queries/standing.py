"""Where a survey stands just now for those who may answer: soon, open, closed, and by which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Prefetch

from fardplan.dialogue.models import Dialogue
from fardplan.surveys.models import Collection, CollectionKind, Survey, SurveyVersion
from fardplan.surveys.queries.finding import public_surveys
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
    version: SurveyVersion

    @property
    def survey(self) -> Survey:
        return self.standing.survey


def surveys_on_page(dialogue: Dialogue, *, now: datetime) -> list[OnPage]:
    """The surveys a dialogue shows, in order: those that can be answered, are soon to open, or have closed."""
    found = public_surveys(dialogue).prefetch_related(
        Prefetch("collections", queryset=Collection.objects.order_by("position", "id")),
        Prefetch("versions", queryset=SurveyVersion.objects.order_by("-number")),
    )
    shown = []
    for survey in found:
        standing = standing_of(survey, list(survey.collections.all()), now=now)
        versions = list(survey.versions.all())
        if versions and standing.state != "none":
            shown.append(OnPage(standing, versions[0]))
    return shown
