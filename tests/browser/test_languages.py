"""The language switch stays on the same page, whatever page it is, and keeps what stands after the question mark."""

from __future__ import annotations

import re
from html import unescape
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from tests.browser.pages import PAGES
from tests.browser.places import Place, places_of
from tools.example_site import ExampleSite

SWITCH = re.compile(r'<a href="([^"]*)" lang="(en|sv)" hreflang="\2">')


@pytest.fixture(scope="module")
def visited(example: ExampleSite) -> dict[str, Place]:
    return places_of(example)


def served(url: str, cookies: dict[str, str]) -> tuple[str, str, int]:
    """Where we came to (a page may ask to sign in again first), what it says, and its status."""
    request = Request(url, headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())})
    try:
        with urlopen(request, timeout=30) as answer:
            return (
                urlsplit(answer.geturl())._replace(scheme="", netloc="").geturl(),
                answer.read().decode(),
                answer.status,
            )
    except HTTPError as error:
        return urlsplit(url)._replace(scheme="", netloc="").geturl(), error.read().decode(), error.code


# Pictures for a screen, and a strip in somebody else's page: they have no frame, and so no way to switch.
WITHOUT_FRAME = {
    "public:scene", "public:scene-captions", "public:speaker-clock", "public:strip", "public:survey-result-embedded"
}  # fmt: skip


def test_every_page_switches_to_itself(visited: dict[str, Place], example: ExampleSite) -> None:
    astray = []
    for kind in PAGES:
        place = visited[str(kind)]
        asked = place.path + ("&" if "?" in place.path else "?") + "x=1"
        address, swedish, status = served(example.address + asked, place.cookies)
        found = SWITCH.search(swedish)
        if kind.url_name in WITHOUT_FRAME:
            assert found is None
            continue
        other = unescape(found[1]) if found else ""
        there, english, other_status = served(example.address + (other or "/finns-inte/"), place.cookies)
        back = SWITCH.search(english)
        switched = (there, other_status, '<html lang="en"' in english, back and unescape(back[1]))
        if switched != (other, status, True, address) or other.removeprefix("/en") != address:
            astray.append(f"{kind}: {address} → {other or 'no switch'} → {switched}")
    assert astray == [], "\n".join(astray)
