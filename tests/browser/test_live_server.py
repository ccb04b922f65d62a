"""The live scripts against the server as it is run: two tabs, and a restart in the middle."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.conftest import OpenContext
from tests.browser.live_site import SCRIPTS
from tests.commands.conftest import Site, site_in

ANNOUNCE = """
import sys
from django.db import transaction
from fardplan.base import clock, hub
for number in range(int(sys.argv[1]), int(sys.argv[2])):
    with transaction.atomic():
        hub.announce(topic="captions-12", name="caption", data={"id": number, "text": f"Rad {number}"}, now=clock.now())
"""
TICKET = "from fardplan.base import hub\nprint(hub.ticket(['captions-12']), hub.newest_id())"
PAGE = """<!doctype html><html lang="sv"><meta charset="utf-8"><title>Text</title>
<main data-live-topic="captions-12" data-live-ticket="{ticket}" data-live-since="{since}">
<ol data-live-event="caption"><template><li data-text="text"></li></template></ol></main>{scripts}"""

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = site_in(tmp_path / "site")
    site.do("migrate")
    return site


def opened(context: BrowserContext, site: Site) -> Page:
    """A page that the server would have written; everything it fetches is the server's."""
    ticket, since = site.python(TICKET).split()
    scripts = "".join(f'<script type="module" src="/static/fardplan/js/{name}.js"></script>' for name in SCRIPTS)
    body = PAGE.format(ticket=ticket, since=since, scripts=scripts)

    def answer(route: Route) -> None:
        policy = route.fetch(url=f"{site.address}/halsa/").headers["content-security-policy"]
        headers = {"Content-Security-Policy": policy, "Content-Type": "text/html; charset=utf-8"}
        route.fulfill(body=body, headers=headers)

    page = context.new_page()
    page.route("**/text", answer)
    page.goto(f"{site.address}/text")
    return page


def shows(page: Page, *numbers: int) -> None:
    expect(page.locator("li")).to_have_text([f"Rad {number}" for number in numbers], timeout=20_000)


def test_nothing_is_missed_in_any_tab_when_the_server_is_started_anew(new_context: OpenContext, site: Site) -> None:
    context = new_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if "/live/?" in request.url else None)
    with site.served():
        site.python(ANNOUNCE, "1", "3")
        first, second = opened(context, site), opened(context, site)
        site.python(ANNOUNCE, "3", "6")
        shows(first, 3, 4, 5)
        shows(second, 3, 4, 5)
    site.python(ANNOUNCE, "6", "9")
    with site.served():
        shows(first, 3, 4, 5, 6, 7, 8)
        shows(second, 3, 4, 5, 6, 7, 8)
        site.python(ANNOUNCE, "9", "10")
        shows(second, 3, 4, 5, 6, 7, 8, 9)
        shows(first, 3, 4, 5, 6, 7, 8, 9)
        expect(first.locator(".live-late")).to_be_empty()
    since = [int(found.group(1)) for found in (re.search(r"sedan=(\d+)", url) for url in asked) if found]
    assert since[:2] == [2, 2]
    assert since[-1] == 5, "one stream goes on for both, from the last that was told"
