"""Two clocks: the real one, and the page's, which the example or a preview may move.

Jobs, mail and rate limits use `now()`. Views use `request.now`, and hand it to actions as an argument.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

EXAMPLE_COOKIE = "exempelklocka"
_SALT = "fardplan.clock"


def now() -> datetime:
    """The real time, aware, UTC."""
    return timezone.now()


@dataclass(frozen=True)
class PageTime:
    """What a page takes for "now"; `moved` says whether that differs from the real time."""

    now: datetime
    moved: bool = False


def set_example_time(response: HttpResponse, moment: datetime) -> None:
    """Let this visitor's example clock stand at `moment` and run on from there."""
    value = f"{moment.timestamp():.0f}:{now().timestamp():.0f}"
    response.set_signed_cookie(EXAMPLE_COOKIE, value, salt=_SALT, httponly=True, samesite="Lax")


def example_time(request: HttpRequest, *, default: datetime) -> datetime:
    """The visitor's own example time; `default` without a valid cookie. Only meaningful in the example."""
    try:
        chosen, started = str(request.get_signed_cookie(EXAMPLE_COOKIE, salt=_SALT)).split(":")
        passed = now() - datetime.fromtimestamp(int(started), tz=timezone.get_current_timezone())
        moment = datetime.fromtimestamp(int(chosen), tz=timezone.get_current_timezone())
    except (KeyError, BadSignature, ValueError, OverflowError, OSError):
        return default
    return moment + max(passed, timedelta(0))


def page_time(request: HttpRequest) -> PageTime:
    """The time of this page: real in production, the visitor's own in the example."""
    default: datetime | None = getattr(settings, "EXAMPLE_STARTS_AT", None)
    if settings.EXAMPLE and default is not None:
        return PageTime(now=example_time(request, default=default), moved=True)
    return PageTime(now=now())
