"""Who looks at a page: a participant without account, or an official."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from fardplan.people.models import Official


@dataclass(frozen=True)
class Viewer:
    """`official` is None for everyone who has not signed in. `is_previewing`: an official looks at another time."""

    official: Official | None = None
    is_previewing: bool = False


class ViewerRequest(HttpRequest):
    """A request as our views meet it. Only a type: the middleware adds these to Django's own request."""

    viewer: Viewer
    now: datetime
    time_is_moved: bool
    htmx: HtmxDetails


class OfficialRequest(ViewerRequest):
    """A request at the desk: somebody has signed in."""

    official: Official
