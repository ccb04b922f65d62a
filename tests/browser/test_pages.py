"""Every page type as served: no axe violation, valid HTML, no sideways scroll; wide and narrow, light and dark.

What `page` and `new_context` watch for besides: console errors, refusals by the content security policy, requests
to any other host.
"""

import re
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.browser.checks import axe, html_faults, sideways_scroll
from tests.browser.conftest import OpenContext
from tests.browser.pages import PAGES, PageType
from tests.browser.places import Place, places_of
from tools.example_site import ExampleSite

LINE_AND_COLUMN = re.compile(r"^\d+:\d+ ")
WINDOWS = [(1280, "light"), (1280, "dark"), (320, "light")]


@pytest.fixture(scope="session")
def places(example: ExampleSite) -> dict[str, Place]:
    return places_of(example)


@pytest.mark.parametrize("kind", PAGES, ids=str)
def test_page_is_accessible_and_fits(
    kind: PageType, places: dict[str, Place], example: ExampleSite, new_context: OpenContext
) -> None:
    place = places[str(kind)]
    context = new_context()
    context.add_cookies([{"name": n, "value": v, "url": example.address} for n, v in place.cookies.items()])
    page = context.new_page()
    response = page.goto(example.address + place.path)
    assert response is not None
    assert response.status == kind.status
    faults = {}
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if found := axe(page) + sideways_scroll(page):
            faults[f"{width} px, {scheme}"] = found
    assert faults == {}, listed(faults)


def test_every_page_is_valid_html_in_both_languages(places: dict[str, Place], example: ExampleSite) -> None:
    pages = {}
    for name, place in places.items():
        pages[name] = served(example.address + place.path, place.cookies)
        pages[f"{name}, in English"] = served(example.address + place.path_in_english, place.cookies)
    faults = html_faults(pages)
    assert faults == {}, listed(faults)


def listed(faults: dict[str, list[str]]) -> str:
    """Every fault once, with where it is: most faults are on many pages."""
    places: dict[str, list[str]] = {}
    for where, found in faults.items():
        for fault in found:
            places.setdefault(LINE_AND_COLUMN.sub("", fault), []).append(where)
    return "\n".join(f"{fault}\n    on {', '.join(sorted(set(where)))}" for fault, where in places.items())


def served(url: str, cookies: dict[str, str]) -> str:
    """The HTML a page answers with, whatever its status, before any script has touched it."""
    request = Request(url, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    try:
        with urlopen(request, timeout=30) as answer:
            return str(answer.read().decode())
    except HTTPError as error:
        return error.read().decode()
