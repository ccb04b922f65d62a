"""Gives every request its viewer, and an official the time of the page they preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from fardplan.people.models import Official
from fardplan.people.viewer import Viewer

PREVIEW_COOKIE = "forhandsvisning"
PREVIEW_SALT = "fardplan.preview"


class KnowsViewer:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moment = _previewed_moment(request)
        if moment is not None and isinstance(request.user, Official) and request.user.is_active:
            request.now = moment  # type: ignore[attr-defined]
            request.time_is_moved = True  # type: ignore[attr-defined]
            request.viewer = Viewer(official=request.user, is_previewing=True)  # type: ignore[attr-defined]
        else:
            request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.answer(request)


def _viewer(request: HttpRequest) -> Viewer:
    user = request.user
    return Viewer(official=user if isinstance(user, Official) and user.is_active else None)


def _previewed_moment(request: HttpRequest) -> datetime | None:
    if PREVIEW_COOKIE not in request.COOKIES:
        return None
    try:
        stamp = float(request.get_signed_cookie(PREVIEW_COOKIE, salt=PREVIEW_SALT) or "")
        return datetime.fromtimestamp(stamp, tz=timezone.get_current_timezone())
    except (BadSignature, ValueError, OverflowError, OSError):
        return None
