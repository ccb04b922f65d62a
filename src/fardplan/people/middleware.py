"""Gives every request its viewer, and an official the time of the page they preview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotAllowed
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer

PREVIEW_COOKIE = "forhandsvisning"
PREVIEW_SALT = "fardplan.preview"
PREVIEW_LASTS = timedelta(hours=2)
SAFE = {"GET", "HEAD", "OPTIONS"}


class KnowsViewer:
    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        moment = previewed_moment(request)
        if moment is not None and isinstance(request.user, Official) and request.user.is_active:
            request.now = moment  # type: ignore[attr-defined]
            request.time_is_moved = True  # type: ignore[attr-defined]
            request.viewer = Viewer(official=request.user, is_previewing=True)  # type: ignore[attr-defined]
        else:
            request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.answer(request)

    def process_view(self, request: HttpRequest, view: object, arguments: object, named: object) -> HttpResponse | None:
        """Nothing is sent from a page whose time is only looked at: no public form writes during a preview."""
        match = request.resolver_match
        is_public = match is not None and match.app_names[:1] == ["public"]
        viewer = request.viewer  # type: ignore[attr-defined]
        if request.method in SAFE or not is_public or not viewer.is_previewing:
            return None
        error = NotAllowed(
            _("Förhandsvisning: inget skickas."),
            what_next=_("Du tittar på sidan vid en annan tid. Avsluta förhandsvisningen om du vill skicka på riktigt."),
        )
        return render(request, "base/error.html", {"error": error, "status": error.status}, status=error.status)


def start_preview(response: HttpResponse, moment: datetime) -> None:
    """Let this official's public pages stand at `moment` for a while."""
    response.set_signed_cookie(
        PREVIEW_COOKIE,
        f"{moment.timestamp():.0f}",
        salt=PREVIEW_SALT,
        max_age=PREVIEW_LASTS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def end_preview(response: HttpResponse) -> None:
    response.delete_cookie(PREVIEW_COOKIE, samesite="Lax")


def _viewer(request: HttpRequest) -> Viewer:
    user = request.user
    return Viewer(official=user if isinstance(user, Official) and user.is_active else None)


def previewed_moment(request: HttpRequest) -> datetime | None:
    """The moment the cookie asks for, if it is ours and not too old. Only an official's counts."""
    if PREVIEW_COOKIE not in request.COOKIES:
        return None
    try:
        stamp = float(request.get_signed_cookie(PREVIEW_COOKIE, salt=PREVIEW_SALT, max_age=PREVIEW_LASTS) or "")
        return datetime.fromtimestamp(stamp, tz=timezone.get_current_timezone())
    except (BadSignature, ValueError, OverflowError, OSError):
        return None
