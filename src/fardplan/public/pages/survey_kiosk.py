"""A survey on a computer that many share: each begins anew, and nothing is left when somebody goes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fardplan.base import limits
from fardplan.base.errors import DomainError, NotFound
from fardplan.base.origin import without_cookie
from fardplan.dialogue.rules import may_see
from fardplan.people.viewer import ViewerRequest
from fardplan.public import survey_browser
from fardplan.public.pages.surveys import chosen_language, first_page, start_page
from fardplan.surveys import actions
from fardplan.surveys.models import Collection, Source
from fardplan.surveys.queries.answering import kiosk_with
from fardplan.surveys.queries.finding import latest_version

BEGIN = "120/10minutes"  # on the computers of one library
DONE = "klar"


@without_cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kiosk_page(request: ViewerRequest, slug: str, survey: str, key: str) -> HttpResponse:
    collection = kiosk_with(key)
    its_survey = collection.survey
    if not may_see(request.viewer, its_survey.dialogue) or (its_survey.dialogue.slug, its_survey.slug) != (
        slug,
        survey,
    ):
        raise NotFound("")
    error: DomainError | None = None
    if request.method == "POST":
        actions.give_up(code=survey_browser.code_in(request, its_survey))
        try:
            response = _begin(request, collection) if DONE not in request.POST else _wiped(collection)
        except DomainError as refused:
            error = refused
        else:
            return response
    shown = start_page(request, its_survey, collection=collection, error=error, kiosk=True, is_kiosk=True)
    survey_browser.forget(shown, its_survey)
    return shown


def _begin(request: ViewerRequest, collection: Collection) -> HttpResponse:
    limits.allow("survey-kiosk", request=request, rate=BEGIN)
    version = latest_version(collection.survey)
    language = chosen_language(request, version.asks) if version is not None else ""
    return first_page(actions.begin(collection=collection, language=language, source=Source.KIOSK, now=request.now))


def _wiped(collection: Collection) -> HttpResponse:
    survey = collection.survey
    response = redirect("public:survey-kiosk", survey.dialogue.slug, survey.slug, collection.kiosk_key)
    survey_browser.forget(response, survey)
    return response


addresses = [path("<slug:slug>/enkat/<slug:survey>/dator/<str:key>/", kiosk_page, name="survey-kiosk")]
