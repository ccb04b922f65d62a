"""One rendering answers everybody for a second, and addresses of people's own making hold nobody up."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from fardplan.public.kept_page import kept_for_a_second


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def page(rf: RequestFactory, path: str, made: list[str], **how: Any) -> str:
    def render() -> HttpResponse:
        made.append(path)
        return HttpResponse(f"{path} {len(made)}")

    request = rf.get(path)
    request.COOKIES.update(how)
    return kept_for_a_second(request, render).text


def test_who_has_nothing_of_their_own_gets_what_was_just_made(rf: RequestFactory) -> None:
    made: list[str] = []
    assert page(rf, "/sida/", made) == page(rf, "/sida/", made) == "/sida/ 1"
    assert page(rf, "/sida/", made, deltagare="x") == "/sida/ 2"


def test_an_address_somebody_made_up_is_not_kept(rf: RequestFactory) -> None:
    made: list[str] = []
    assert page(rf, "/sida/?x=1", made) != page(rf, "/sida/?x=1", made)


def test_a_page_that_takes_long_holds_up_nobody_who_made_up_an_address(rf: RequestFactory) -> None:
    begun, go_on = Event(), Event()

    def slowly() -> HttpResponse:
        begun.set()
        go_on.wait(10)
        return HttpResponse("slow")

    slow = Thread(target=lambda: kept_for_a_second(rf.get("/sida/"), slowly))
    slow.start()
    try:
        assert begun.wait(10)
        assert page(rf, "/sida/?x=1", []) == "/sida/?x=1 1"
    finally:
        go_on.set()
        slow.join()
