"""What an address of a survey is about, found once for all who answer at the same moment."""

from __future__ import annotations

from django.db.models import prefetch_related_objects

from fardplan.organisation.models import Organisation
from fardplan.organisation.queries import our_organisation
from fardplan.people.viewer import ViewerRequest
from fardplan.public.kept_page import found_for_a_second
from fardplan.surveys.models import Survey
from fardplan.surveys.queries.finding import access_survey


def survey_found(request: ViewerRequest, slug: str, survey: str) -> Survey:
    """The survey, with its collections."""

    def find() -> Survey:
        found = access_survey(request.viewer, slug, survey)
        prefetch_related_objects([found], "collections")
        return found

    return found_for_a_second(request, find, about=f"survey:{slug}/{survey}")


def organisation_found(request: ViewerRequest) -> Organisation:
    """Who asks."""
    return found_for_a_second(request, our_organisation, about="organisation")
