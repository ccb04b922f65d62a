"""Finding surveys, their versions and their collections, as far as the viewer may see them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import take_along, told_along
from fardplan.dialogue.rules import may_see, may_see_desk
from fardplan.people.viewer import Viewer
from fardplan.surveys.models import Collection, CollectionKind, Survey, SurveyVersion


def surveys_of(dialogue: Dialogue) -> QuerySet[Survey]:
    """All surveys of a dialogue, in order. For the desk."""
    return Survey.objects.filter(dialogue=dialogue).order_by("position", "id")


def public_surveys(dialogue: Dialogue) -> QuerySet[Survey]:
    """Those that have a published version, in order."""
    return surveys_of(dialogue).filter(published_at__isnull=False)


def access_survey(viewer: Viewer, dialogue_slug: str, slug: str) -> Survey:
    """A survey as the public may see it; unpublished only for those who work with the dialogue."""
    found = Survey.objects.select_related("dialogue").defer("draft")  # many kilobytes that no visitor needs
    survey = found.annotate(**told_along("dialogue")).filter(dialogue__slug=dialogue_slug, slug=slug).first()
    if survey is None or not may_see(viewer, survey.dialogue):
        raise survey_not_found()
    if survey.published_at is None and not may_see_desk(viewer.official, survey.dialogue):
        raise survey_not_found()
    take_along(survey.dialogue, survey)
    return survey


def access_survey_at_desk(dialogue: Dialogue, slug: str) -> Survey:
    """A survey of a dialogue the official has already been let in to."""
    survey = Survey.objects.select_related("dialogue").filter(dialogue=dialogue, slug=slug).first()
    if survey is None:
        raise survey_not_found()
    return survey


def survey_not_found() -> NotFound:
    return NotFound(_("Enkäten finns inte."), what_next=_("Gå till dialogens sida: där står de enkäter som finns."))


def latest_version(survey: Survey) -> SurveyVersion | None:
    """What is asked now; None before anything has been published."""
    return SurveyVersion.objects.filter(survey=survey).order_by("-number").first()


_versions: dict[int, SurveyVersion] = {}
MOST_VERSIONS = 64


def version_with(pk: int) -> SurveyVersion:
    """A published version, kept: the database lets none be changed, and every page that is answered needs one."""
    found = _versions.get(pk)
    if found is None:
        if len(_versions) >= MOST_VERSIONS:
            _versions.clear()
        found = _versions[pk] = SurveyVersion.objects.get(pk=pk)
    return found


def forget_versions() -> None:
    """For tests and a fresh example, where the same number may come to mean another."""
    _versions.clear()


def collections_of(survey: Survey) -> QuerySet[Collection]:
    return Collection.objects.filter(survey=survey).order_by("position", "id")


def open_link(survey: Survey, *, now: datetime) -> Collection | None:
    """The collection anyone may answer just now, the first of several."""
    to_the_second = now.replace(microsecond=0)
    open_now = collections_of(survey).filter(kind=CollectionKind.OPEN, opens_at__lte=now, closes_at__gte=to_the_second)
    return open_now.first()
