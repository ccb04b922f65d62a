"""What a browser keeps of a survey: the code of its own response, so that it can go on, and change what it sent in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from fardplan.surveys.models import Survey
from fardplan.surveys.underway import Underway

COOKIE = "enkat-"  # and the key of the survey
_SALT = "fardplan.survey"
KEPT = timedelta(days=60)


def code_in(request: HttpRequest, survey: Survey) -> str:
    """The code this browser has for a survey; "" without."""
    request.made_for_this_browser = True  # type: ignore[attr-defined] # what is shown must not be kept for others
    try:
        return str(request.get_signed_cookie(f"{COOKIE}{survey.pk}", salt=_SALT, max_age=KEPT))
    except (KeyError, BadSignature):
        return ""


def remember(response: HttpResponse, underway: Underway) -> None:
    """Give the browser the code. On a computer that many share only until its window closes, or the next one begins."""
    remember_code(response, underway.collection.survey_id, underway.code, is_shared=underway.is_kiosk)


def remember_code(response: HttpResponse, survey_id: int, code: str, *, is_shared: bool = False) -> None:
    response.set_signed_cookie(
        f"{COOKIE}{survey_id}",
        code,
        salt=_SALT,
        max_age=None if is_shared else KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget(response: HttpResponse, survey: Survey) -> None:
    response.delete_cookie(f"{COOKIE}{survey.pk}", samesite="Lax")
