"""The page /om/lagring/ tells all: no page leaves a cookie or a key in the browser that is not in the list (L-50)."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from playwright.sync_api import BrowserContext, Page

from fardplan.base.browser_storage import KEPT, Kind
from fardplan.public.pages.signup import RECEIPT_COOKIE
from fardplan.signup.browser import COOKIE as SIGNED_UP
from tests.browser.conftest import OpenContext
from tests.browser.pages import PAGES
from tests.browser.places import Place, places_of
from tools.example_site import ExampleSite

KEYS = "() => ({local: Object.keys(localStorage), session: Object.keys(sessionStorage)})"


@pytest.fixture(scope="module")
def visited(example: ExampleSite) -> dict[str, Place]:
    return places_of(example)


def kept_now(context: BrowserContext, page: Page) -> set[tuple[str, str]]:
    """(name, kind) of everything the browser keeps for our site."""
    keys: dict[str, list[str]] = page.evaluate(KEYS)
    cookies = {(cookie["name"], "cookie") for cookie in context.cookies()}
    return cookies | {(name, kind) for kind, names in keys.items() for name in names}


def unlisted(kept: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(name, kind) for name, kind in kept if not any(each.covers(name, kind) for each in KEPT)}  # type: ignore[arg-type]


def test_no_page_keeps_what_is_not_told(
    visited: dict[str, Place], example: ExampleSite, new_context: OpenContext
) -> None:
    context = new_context()
    page = context.new_page()
    told_too_little: dict[str, Any] = {}
    for kind in PAGES:
        if kind.viewer != "visitor":
            continue
        page.goto(example.address + visited[str(kind)].path)
        # Unsent text is what a page keeps when somebody begins to write.
        for field in page.locator("form[data-keep] textarea").all()[:1]:
            field.fill("Ord som inte är skickade.")
            page.wait_for_timeout(700)
        if missing := unlisted(kept_now(context, page)):
            told_too_little[str(kind)] = missing
            context.clear_cookies()
    assert told_too_little == {}


def test_reading_keeps_nothing_at_all(
    visited: dict[str, Place], example: ExampleSite, new_context: OpenContext
) -> None:
    context = new_context()
    page = context.new_page()
    for name in ("public:strategy", "public:draft", "public:passage", "public:accessibility", "public:privacy"):
        page.goto(example.address + visited[name].path)
        assert kept_now(context, page) == set(), name


def test_the_list_names_what_the_program_calls_them() -> None:
    names = {kept.name for kept in KEPT}
    assert {SIGNED_UP, RECEIPT_COOKIE} <= names
    assert {kept.kind for kept in KEPT} <= set(get_args(Kind))
