"""Where a survey begins: what it is about, how long it takes, who asks, what becomes of the answers, the ways in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base import limits
from fardplan.base.errors import Closed, DomainError, NotFound
from fardplan.base.origin import without_cookie
from fardplan.dialogue.states import calendar_days_until
from fardplan.people.viewer import ViewerRequest
from fardplan.public import survey_browser
from fardplan.public.survey_found import survey_found
from fardplan.surveys import actions
from fardplan.surveys.definition import Definition, minutes_of
from fardplan.surveys.models import Collection, Invitation, Survey
from fardplan.surveys.queries.answering import sent_with, underway_of
from fardplan.surveys.queries.finding import access_survey, collections_of, latest_version
from fardplan.surveys.queries.standing import standing_of
from fardplan.surveys.rules import is_open
from fardplan.surveys.underway import Underway

BEGIN = "600/10minutes"  # a whole school behind one address


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_page(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    found = survey_found(request, slug, survey)
    error: DomainError | None = None
    if request.method == "POST":
        try:
            return _begin(request, found)
        except DomainError as refused:
            error = refused
    return start_page(request, found, error=error)


def start_page(
    request: ViewerRequest, survey: Survey, *, invitation: Invitation | None = None, **more: Any
) -> HttpResponse:
    """The first page of a survey: for anyone, for somebody with a code of their own, for a group, for a kiosk."""
    error: DomainError | None = more.get("error")
    version = latest_version(survey)
    if version is None:
        raise NotFound("")
    definition = version.asks
    language = chosen_language(request, definition)
    standing = standing_of(survey, list(collections_of(survey)), now=request.now)
    collection = more.get("collection") or (invitation.wave.collection if invitation else standing.link)
    context = {
        "dialogue": survey.dialogue,
        "survey": survey,
        "definition": definition,
        "survey_language": language,
        "title": definition.say(definition.title, language),
        "introduction": definition.say(definition.introduction, language),
        "languages": [each for each in definition.languages if each != language],
        "minutes": minutes_of(definition, language),
        "standing": standing,
        "collection": collection,
        "may_begin": collection is not None and is_open(collection, now=request.now),
        "days_left": calendar_days_until(collection.closes_at, now=request.now) if collection else None,
        "invitation": invitation,
        "has_texts": any(question.contribution for question in definition.questions),
        "browser": _in_browser(request, survey, invitation, more.get("collection")) if not more.get("kiosk") else {},
        "here": "survey",
    } | more
    return render(request, "public/surveys/start.html", context, status=error.status if error else 200)


def chosen_language(request: ViewerRequest, definition: Definition) -> str:
    """The language asked for, else the page's, else the one the survey was written in."""
    for language in (request.POST.get("sprak", ""), request.GET.get("sprak", ""), get_language() or ""):
        if language in definition.languages:
            return language
    return definition.language


def _in_browser(
    request: ViewerRequest, survey: Survey, invitation: Invitation | None, collection: Collection | None
) -> dict[str, Any]:
    """What this browser has already done: begun, or sent in. What was begun in another way than with the code that
    led here may be somebody else's, in a home with one computer."""
    code = survey_browser.code_in(request, survey)
    if not code:
        return {}
    underway = underway_of(code)
    if underway is not None and is_open(underway.collection, now=request.now):
        is_of_another = (invitation is not None and underway.invitation != invitation.pk) or (
            collection is not None and underway.collection.pk != collection.pk
        )
        return {"begun": underway, "page": max(1, underway.unfinished.page), "is_of_another": is_of_another}
    sent = sent_with(code)
    return {"sent": sent, "may_change": is_open(sent.collection, now=request.now)} if sent is not None else {}


def _begin(request: ViewerRequest, survey: Survey) -> HttpResponse:
    standing = standing_of(survey, list(survey.collections.all()), now=request.now)
    version = latest_version(survey)
    if standing.link is None or version is None:
        raise Closed("")
    limits.allow("survey-begin", request=request, rate=BEGIN)
    language = chosen_language(request, version.asks)
    begun = actions.begin(collection=standing.link, language=language, now=request.now)
    return first_page(begun)


def first_page(begun: Underway) -> HttpResponse:
    """To the first question, with the code in the browser."""
    survey = begun.collection.survey
    response = redirect("public:survey-answer", survey.dialogue.slug, survey.slug, 1)
    survey_browser.remember(response, begun)
    return response


@without_cookie
@never_cache
@require_POST
def start_over(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    """Erase what this browser has begun. What has been sent in stays."""
    found = access_survey(request.viewer, slug, survey)
    code = survey_browser.code_in(request, found)
    actions.give_up(code=code)
    response = redirect("public:survey", slug, survey)
    if sent_with(code) is None:
        survey_browser.forget(response, found)
    return response


@without_cookie
@never_cache
@require_POST
def change(request: ViewerRequest, slug: str, survey: str) -> HttpResponse:
    """Take up what this browser has sent in."""
    found = access_survey(request.viewer, slug, survey)
    begun = actions.begin_change(code=survey_browser.code_in(request, found), now=request.now)
    return first_page(begun)


addresses = [
    path("<slug:slug>/enkat/<slug:survey>/", survey_page, name="survey"),
    path("<slug:slug>/enkat/<slug:survey>/borja-om/", start_over, name="survey-start-over"),
    path("<slug:slug>/enkat/<slug:survey>/andra/", change, name="survey-change"),
]
