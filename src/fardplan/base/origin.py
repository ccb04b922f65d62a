"""Where a form came from, for the few forms that need no cookie: those that nobody could misuse in your name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from fardplan.base.errors import NotAllowed

View = TypeVar("View", bound=Callable[..., HttpResponse])


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on one of our pages. Browsers too old to say are believed."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def without_cookie(view: View) -> View:
    """Take a form without the token against forgery, but only from our own pages. For what needs no protection but
    that: whoever sends it does so as nobody in particular."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not is_from_here(request):
            raise NotAllowed(
                _("Formuläret kom från en annan webbplats och togs inte emot."),
                what_next=_("Gå till sidan hos oss och svara där."),
            )
        return view(request, *args, **kwargs)

    return cast(View, csrf_exempt(guarded))
