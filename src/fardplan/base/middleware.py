"""What surrounds every page: its time, and error pages that help."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fardplan.base import clock
from fardplan.base.errors import DomainError

Answer = Callable[[HttpRequest], HttpResponse]


class PageTime:
    """Gives every request its time: `request.now`, and `request.time_is_moved`."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        page_time = clock.page_time(request)
        request.now = page_time.now  # type: ignore[attr-defined]
        request.time_is_moved = page_time.moved  # type: ignore[attr-defined]
        return self.answer(request)


class ErrorPages:
    """Turns a DomainError into a page with its status, its message and what to do next."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        return render(request, "base/error.html", {"error": error, "status": error.status}, status=error.status)
