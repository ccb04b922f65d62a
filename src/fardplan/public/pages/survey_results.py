"""What a survey found, for everyone: an overview, a page for each question, pictures to share and pages to embed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base import limits
from fardplan.base.errors import NotFound
from fardplan.ledger.queries import knowing_changes, with_status_and_reply
from fardplan.organisation.queries import our_organisation
from fardplan.people.viewer import ViewerRequest
from fardplan.public.absolute import absolute
from fardplan.public.charts import Series
from fardplan.public.reading import kept
from fardplan.public.result_picture import result_picture
from fardplan.public.survey_results import (
    Filter,
    QuestionShown,
    Said,
    collection_shown,
    compared,
    filters_of,
    names_of,
    parts_of,
    picture_text,
    question_shown,
    series_of,
    source_lines,
)
from fardplan.surveys.definition import Definition
from fardplan.surveys.models import CollectionKind, Release, Survey
from fardplan.surveys.queries.finding import access_survey, latest_version
from fardplan.surveys.queries.published import Shown, published_texts, releases_in, result_in, shown_of, texts_of

PICTURES = "120/hour"  # each costs a tenth of a second the first time it is drawn
PICTURE_KEPT = 3600
HUNDRED = "hundra"  # ?form=
TABLE_KINDS = (("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON-stat"))  # as in `survey_tables`
MOST_TEXTS = 20  # shown on the page of a question; all of them are among the dialogue's contributions


@dataclass(frozen=True)
class Found:
    """What the pages of one survey's results have in common."""

    survey: Survey
    shown: list[Shown]
    others: list[Release]
    definition: Definition | None
    by: str
    filters: list[Filter]
    hundred: bool

    @property
    def series(self) -> list[Series]:
        return series_of(self.shown)

    @property
    def is_generated(self) -> bool:
        """Whether nobody gave any of these answers: they belong to an example, and every page and picture says so."""
        return self.survey.is_example or any(each.collection.is_example for each in self.shown)

    @property
    def language(self) -> str:
        """The language of the survey's own words on this page."""
        here = get_language() or "sv"
        languages = self.definition.languages if self.definition else [self.survey.dialogue.language]
        return here if here in languages else languages[0]

    @property
    def title(self) -> str:
        found = self.definition.say(self.definition.title, self.language) if self.definition else ""
        return found or self.survey.name

    @property
    def stamp(self) -> list[object]:
        """What decides what the pages show, beside what officials and contributors do (`reading.kept`)."""
        states = [
            (each.collection.pk, each.release.pk if each.release else 0, each.answered, each.invited, each.is_open)
            for each in self.shown
        ]
        return [self.survey.pk, self.by, self.hundred, states]

    @property
    def context(self) -> dict[str, Any]:
        return {
            "dialogue": self.survey.dialogue,
            "survey": self.survey,
            "title": self.title,
            "language": self.language,
            "filters": self.filters,
            "hundred": self.hundred,
            "is_generated": self.is_generated,
            "here": "survey",
        }


def _found(request: ViewerRequest, slug: str, survey: str) -> Found:
    this = access_survey(request.viewer, slug, survey)
    releases = releases_in(this.dialogue, now=request.now)
    # What a random sample says comes first, as it is the only one that speaks for more than those who answered.
    shown = sorted(
        shown_of(this, now=request.now, releases=releases),
        key=lambda each: each.collection.kind != CollectionKind.INVITED,
    )
    version = latest_version(this)
    filters = filters_of(series_of(shown), request.GET.get("efter", ""))
    return Found(
        survey=this,
        shown=shown,
        others=[each for each in releases if each.collection.survey_id != this.pk],
        definition=version.asks if version else None,
        by=next((each.name for each in filters if each.is_chosen), ""),
        filters=filters,
        hundred=request.GET.get("form") == HUNDRED,
    )


@require_safe
def overview(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    found = _found(request, slug, survey)

    def rendered() -> SafeString:
        more = {
            "collections": [collection_shown(each) for each in found.shown],
            "parts": parts_of(found.series, by=found.by, hundred=found.hundred, definition=found.definition),
            "texts": texts_of(found.survey, now=request.now),
            "table_kinds": TABLE_KINDS,
        }
        return render_to_string("public/results/parts/overview.html", found.context | more, request)

    main = kept("survey-results", rendered, *found.stamp, dialogue=found.survey.dialogue, now=request.now)
    return render(request, "public/results/overview.html", found.context | {"main": main})


# --- one question -----------------------------------------------------------------------------------------------------


def _question(found: Found, name: str) -> QuestionShown:
    """Hidden and missing look the same: a question that is not in a release does not exist here."""
    if name not in names_of(found.series):
        raise NotFound(
            _("Frågan finns inte i resultatet."),
            what_next=_("Gå till enkätens resultat: där står alla frågor som visas."),
        )
    return question_shown(name, found.series, by=found.by, hundred=found.hundred, definition=found.definition)


@require_safe
def question_page(request: ViewerRequest, slug: str, survey: str, question: str) -> HttpResponse:
    found = _found(request, slug, survey)
    shown = _question(found, question)
    now, arguments = request.now, [slug, survey, question]

    def rendered() -> SafeString:
        more = {
            "shown": shown,
            "collections": [
                collection_shown(each) for each in found.shown if each.result and question in each.result.by_name
            ],
            "elsewhere": _elsewhere(found, question),
            "texts": texts_of(found.survey, now=now, question=question) if shown.is_text and shown.is_told else None,
            "contributions": _contributions(found.survey, question, now=now) if shown.is_text else [],
            "embedding": _embedding(shown, arguments),
        }
        return render_to_string("public/results/parts/one.html", found.context | more, request)

    main = kept("survey-result", rendered, *found.stamp, question, dialogue=found.survey.dialogue, now=now)
    share = {
        "share_title": shown.headline.text,
        "share_text": shown.label,
        "share_picture": reverse("public:survey-result-picture", args=arguments),
        "share_picture_text": picture_text(shown),
    }
    return render(request, "public/results/question.html", found.context | share | {"main": main, "shown": shown})


def _contributions(survey: Survey, question: str, *, now: datetime) -> list[Any]:
    rows = knowing_changes(published_texts(survey, question, now=now), now=now)[:MOST_TEXTS]
    return with_status_and_reply(rows, now=now)


def _elsewhere(found: Found, question: str) -> list[Said]:
    """The same question in the dialogue's other surveys, each collection by itself."""
    series = [
        Series(f"{release.collection.survey.name}: {release.collection.name}", result_in(release))
        for release in found.others
    ]
    return compared(question, found.series, series)


def _embedding(shown: QuestionShown, arguments: list[str]) -> str:
    """What somebody pastes into a page of their own."""
    address = absolute("public:survey-result-embedded", *arguments)
    return f'<iframe src="{address}" title="{escape(shown.label)}" width="100%" height="640" loading="lazy"></iframe>'


@require_safe
def embedded(request: ViewerRequest, slug: str, survey: str, question: str) -> HttpResponse:
    """One question to be framed by anybody's page. It sets no cookie and runs nothing."""
    found = _found(request, slug, survey)
    shown = _question(found, question)
    collections = [collection_shown(each) for each in found.shown if each.result and question in each.result.by_name]
    address = absolute("public:survey-result", slug, survey, question)
    context = found.context | {"shown": shown, "collections": collections, "address": address}
    answer = render(request, "public/results/embedded.html", context)
    answer.xframe_options_exempt = True  # what Django's own decorator sets
    answer._csp_replace = {"frame-ancestors": ["*"]}  # type: ignore[attr-defined] # and django-csp's
    return answer


def _for_picture(found: Found, question: str) -> QuestionShown:
    """As it stands in a picture: undivided, and only the first collection where there would be too many bars."""
    whole = _question(replace(found, by="", hundred=False), question)
    chart = whole.drawings[0].chart
    if chart.form in {"diverging", "stacked"} and len(chart.blocks) == 1:
        return whole
    asked = [each for each in found.series if question in each.result.by_name]
    return question_shown(question, asked[:1], definition=found.definition)


@require_safe
def picture(request: ViewerRequest, slug: str, survey: str, question: str) -> HttpResponse:
    """1200 × 630 pixels to share: the finding, the chart, how many answered and where it comes from."""
    found = _found(request, slug, survey)
    shown = _for_picture(found, question)
    stamp = repr([*found.stamp, question, get_language(), found.title])
    key = f"survey-picture:{hashlib.sha256(stamp.encode()).hexdigest()}"
    drawn: bytes | None = cache.get(key)
    if drawn is None:
        limits.allow("survey-picture", request=request, rate=PICTURES)
        drawn = result_picture(
            headline=shown.headline.text,
            question=shown.label,
            chart=shown.drawings[0].chart,
            source=source_lines(
                shown,
                found.series,
                survey=found.title,
                organisation=our_organisation().name,
                is_generated=found.is_generated,
            ),
        )
        cache.set(key, drawn, PICTURE_KEPT)
    return HttpResponse(drawn, content_type="image/png", headers={"Cache-Control": "public, max-age=600"})


_HERE = "<slug:slug>/enkat/<slug:survey>/resultat/"
addresses = [
    path(_HERE, overview, name="survey-results"),
    path(f"{_HERE}<slug:question>/", question_page, name="survey-result"),
    path(f"{_HERE}<slug:question>/bild.png", picture, name="survey-result-picture"),
    path(f"{_HERE}<slug:question>/inbaddning/", embedded, name="survey-result-embedded"),
]
