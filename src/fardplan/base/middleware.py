"""What surrounds every page: its time, and error pages that help."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from fardplan.base import clock
from fardplan.base.errors import DomainError, TooMany, WrongWay

Answer = Callable[[HttpRequest], HttpResponse]


class ReturnConnections:
    """Closes the database connections of a request that came through the asynchronous door (`asgi.py`).

    The threads that answer pages keep theirs; a request for a file has a thread of its own, which ends with it.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.answer(request)
        finally:
            if isinstance(request, ASGIRequest):
                for connection in connections.all(initialized_only=True):
                    if not connection.in_atomic_block:
                        connection.close()


class PageTime:
    """Gives every request its time: `request.now`, and `request.time_is_moved`."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page_time = clock.page_time(request)
        request.now = page_time.now  # type: ignore[attr-defined]
        request.time_is_moved = page_time.moved  # type: ignore[attr-defined]
        response = self.answer(request)
        if page_time.moved:
            patch_vary_headers(response, ["Cookie"])  # the visitor's own example clock
        return response


class ErrorPages:
    """Turns a DomainError into a page with its status, its message and what to do next."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if response.status_code != 405 or response.content:
            return response
        error = WrongWay(
            _("Den här adressen tar inte emot det du skickade."),
            what_next=_("Gå till sidan från startsidan eller från länken du fick, och försök därifrån."),
        )
        page = _error_page(request, error)
        page.headers["Allow"] = response.headers["Allow"]
        return page

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return _error_page(request, error)


def _error_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    page = render(request, "base/error.html", {"error": error, "status": error.status}, status=error.status)
    if isinstance(error, TooMany):
        page.headers["Retry-After"] = str(error.wait_seconds)
    return page


def language_of(path: str) -> str:
    """The language of an address: its first segment when that is exactly a language's code, otherwise the default.

    Django's own reading takes /en-region-for-alla/ for English.
    """
    first = path.removeprefix("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class LanguageOfAddress(LocaleMiddleware):
    """The address alone decides the language, so answers do not vary with what the browser says it prefers."""

    def process_request(self, request: HttpRequest) -> None:
        translation.activate(language_of(request.path_info))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class CompressPages(GZipMiddleware):
    """Compresses text that is made for the occasion; files and films are sent as they are (decision 0002)."""

    compressible = ("text/", "application/json", "application/atom+xml", "application/xml", "image/svg+xml")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(self.compressible):
            return response
        return super().process_response(request, response)


class CacheRules:
    """Says how a page may be kept where the page has not said so itself: asked for anew each time, and by nobody
    else when it was made for one visitor."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if getattr(request, "made_for_this_browser", False):
            patch_vary_headers(response, ["Cookie"])
        if not response.has_header("Cache-Control"):
            varies = {name.strip().lower() for name in response.headers.get("Vary", "").split(",")}
            for_one = "cookie" in varies or bool(response.cookies) or request.method not in {"GET", "HEAD"}
            response.headers["Cache-Control"] = "private, no-cache" if for_one else "no-cache"
        return response
