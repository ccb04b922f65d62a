"""Who may see the pictures of map questions: whoever may answer the survey, and those who write it."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from fardplan.base import files, pictures
from fardplan.dialogue.rules import may_see, may_see_desk
from fardplan.people.viewer import ViewerRequest
from fardplan.surveys.actions.editing import PICTURES
from fardplan.surveys.models import SurveyPicture
from fardplan.surveys.rules import is_public


def audience(name: str, request: HttpRequest) -> files.Audience:
    stem = pictures.stem(name)
    found = SurveyPicture.objects.select_related("survey__dialogue")
    picture = found.filter(file__startswith=stem).first() if stem else None
    viewer = cast(ViewerRequest, request).viewer
    if picture is None or not may_see(viewer, picture.survey.dialogue):
        return "nobody"
    if is_public(picture.survey):
        return "everyone"
    return "you" if may_see_desk(viewer.official, picture.survey.dialogue) else "nobody"


files.serve(PICTURES, audience)
