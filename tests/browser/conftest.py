"""Chromium and the running example.

`example` is a site of its own process with the example loaded: for reading pages as they are served. A test that
writes and wants a database of its own takes pytest-django's `live_server` with the same `page`.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tools.chromium import ARGUMENTS, executable
from tools.example_site import ExampleSite, example_site

HERE = Path(__file__).parent
OWN_HOSTS = {"127.0.0.1", "localhost"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever lies in this folder is a browser test; nobody needs to remember the mark."""
    for item in items:
        if item.path.parent == HERE:
            item.add_marker("browser")


@dataclass
class Watch:
    """What went wrong on the pages of one context while nobody asked: console errors, refusals, foreign requests."""

    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("console", self.on_console)
        context.on("weberror", lambda web_error: self.on_error(web_error.error))
        context.on("request", self.on_request)

    def on_console(self, message: ConsoleMessage) -> None:
        own_answer = message.text.startswith("Failed to load resource") and message.page is not None
        if own_answer and message.location["url"] == message.page.url:
            return  # the page itself answered 404 or 422, which is for the test to judge
        if message.text.startswith("Failed to load resource") and "/live/?" in message.location["url"]:
            return  # the browser says of every stream that it broke; the page begins another
        if re.search(r"^Failed to load resource.* (403|409|422|429) ", message.text):
            return  # the answer to a form that a script sent, which is for the test to judge
        if message.type in {"error", "warning"}:
            self.faults.append(f"console {message.type}: {message.text} ({message.location['url']})")

    def on_error(self, error: Exception) -> None:
        self.faults.append(f"uncaught: {error}")

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in OWN_HOSTS:
            self.faults.append(f"request to another host: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    # Playwright's synchronous interface keeps an event loop in this thread; Django would refuse the database then.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def new_context(browser: Browser) -> Iterator[OpenContext]:
    """Open contexts (`new_context(java_script_enabled=False)`); any fault on any page of theirs fails the test."""
    watch = Watch()
    contexts: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        context = browser.new_context(**{"locale": "sv-SE", "reduced_motion": "reduce"} | options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        watch.over(context)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()
    assert watch.faults == [], "\n".join(watch.faults)


@pytest.fixture
def page(new_context: OpenContext) -> Page:
    """One page in a fresh context: no cookies, 1280 px wide, Swedish."""
    return new_context(viewport={"width": 1280, "height": 900}).new_page()


@pytest.fixture(scope="session")
def example() -> Iterator[ExampleSite]:
    """The example in a process of its own, as `./dev run` would serve it."""
    with example_site() as site:
        yield site
