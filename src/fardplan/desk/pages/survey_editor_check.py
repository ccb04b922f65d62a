"""A survey looked through and frozen: what is wrong, what could be better, what has changed, and every version."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fardplan.base.errors import NotFound
from fardplan.desk.access import official_required
from fardplan.desk.survey_editing import finding_of, place_address, place_name, survey_of, survey_page
from fardplan.people.viewer import OfficialRequest
from fardplan.surveys import actions
from fardplan.surveys.definition import hash_of, minutes_of, problems_of
from fardplan.surveys.definition.differences import Change, changes_between
from fardplan.surveys.definition.warnings import MOST_MINUTES, warnings_of
from fardplan.surveys.models import SurveyVersion
from fardplan.surveys.queries.listing import versions_with_responses, weighted_by


@official_required
@require_safe
def check(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """Faults that must be mended, and advice."""
    _dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    advice = warnings_of(definition, weighted_by=weighted_by(of))
    return survey_page(
        request,
        "desk/surveys/check.html",
        of,
        tab="desk:survey-check",
        minutes=minutes_of(definition),
        is_long=minutes_of(definition) > MOST_MINUTES,
        problems=[finding_of(of, definition, each) for each in problems_of(definition)],
        advice=[finding_of(of, definition, each) for each in advice],
    )


@dataclass(frozen=True)
class ChangeLine:
    change: Change
    about: str
    address: str


@official_required
@require_safe
def versions(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """What would be frozen now and what has changed since the last time; and the versions there are."""
    _dialogue, of = survey_of(request, slug, survey)
    definition = of.drafted
    published = list(versions_with_responses(of))
    latest = published[0] if published else None
    changes = changes_between(latest.asks, definition) if latest else []
    sha256 = hash_of(definition)
    problems = problems_of(definition)
    advice = warnings_of(definition, weighted_by=weighted_by(of))
    return survey_page(
        request,
        "desk/surveys/versions.html",
        of,
        tab="desk:survey-versions",
        versions=published,
        latest=latest,
        next_number=latest.number + 1 if latest else 1,
        is_changed=latest is None or latest.sha256 != sha256,
        sha256=sha256,
        problems=len(problems),
        advice=len(advice),
        minutes=minutes_of(definition),
        asked=sum(question.is_asked for question in definition.questions),
        changes=[
            ChangeLine(each, place_name(definition, each.place), place_address(of, definition, each.place, ""))
            for each in changes
        ],
        breaking=any(each.breaks for each in changes),
    )


@official_required
@require_POST
def publish(request: OfficialRequest, slug: str, survey: str) -> HttpResponse:
    """Freeze what was shown, and nothing else."""
    _dialogue, of = survey_of(request, slug, survey)
    version = actions.publish_version(
        survey=of, by=request.official, now=request.now, seen=request.POST.get("sha256", "-")
    )
    messages.success(request, _("Version %(number)d är publicerad.") % {"number": version.number})
    return redirect("desk:survey-versions", slug=slug, survey=survey)


@official_required
@require_safe
def version_file(request: OfficialRequest, slug: str, survey: str, version: int) -> HttpResponse:
    """The very bytes that the hash is of."""
    _dialogue, of = survey_of(request, slug, survey)
    found = SurveyVersion.objects.filter(survey=of, number=version).first()
    if found is None:
        raise NotFound(_("Versionen finns inte."))
    response = HttpResponse(found.definition.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{of.slug}-version-{version}.json"'
    return response


_SURVEY = "dialog/<slug:slug>/enkater/<slug:survey>/"
addresses = [
    path(f"{_SURVEY}kontroll/", check, name="survey-check"),
    path(f"{_SURVEY}versioner/", versions, name="survey-versions"),
    path(f"{_SURVEY}versioner/publicera/", publish, name="publish-survey"),
    path(f"{_SURVEY}versioner/<int:version>.json", version_file, name="survey-version-file"),
]
