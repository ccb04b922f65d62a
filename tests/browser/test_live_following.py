"""What a page follows: one stream for the whole browser, nothing missed, and back by itself whatever happened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.live_site import LiveSite, live_site

LINES = """{marks}<ol data-live-topic="{topic}" data-live-event="told">
<template><li data-text="words"></li></template></ol>
<p data-live-topic="{topic}" data-live-state="count" data-text="number">{number}</p><p data-live-late></p>"""
REFUSED = "new DOMException('no', 'SecurityError')"
NOT_SHARED = {
    "neither": "delete Navigator.prototype.locks; delete window.BroadcastChannel;",
    "no locks": f"""Object.defineProperty(navigator, "locks", {{
      value: {{ request: () => Promise.reject({REFUSED}) }} }});""",
    "nothing kept": f"window.BroadcastChannel = class {{ constructor() {{ throw {REFUSED}; }} }};",
}
HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
LISTEN = """() => {
  window.polls = [];
  const note = ({ detail }) => detail.topic === "poll-5" && window.polls.push(detail.data.words);
  document.addEventListener("live:news", note);
}"""


def mark(ticket: str, since: int = 0) -> str:
    return f'<div hidden data-live-ticket="{ticket}" data-live-since="{since}"></div>'


def page_of(topic: str, *, ticket: str = "", since: int = 0, number: int = 0) -> str:
    return LINES.format(marks=mark(ticket or f"{topic}:1", since), topic=topic, number=number)


@pytest.fixture
def site() -> Iterator[LiveSite]:
    with live_site(one=page_of("stage-1"), two=page_of("stage-2")) as site:
        yield site


@pytest.fixture
def context(new_context: OpenContext) -> BrowserContext:
    """Chance is taken out of the pauses: a tenth of the longest."""
    context = new_context()
    context.add_init_script("Math.random = () => 0.1")
    return context


def opened(context: BrowserContext, site: LiveSite, name: str) -> Page:
    page = context.new_page()
    page.goto(f"{site.address}/{name}")
    return page


def until(what: Callable[[], object], seconds: float = 30) -> None:
    """Wait until it is so; what the browser wants meanwhile is served by other threads."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def followed(site: LiveSite, *topics: str) -> None:
    until(lambda: site.topics_of_streams() == [list(topics)])


def hears(page: Page, site: LiveSite) -> None:
    """The stream is open and has been read."""
    followed(site, "stage-1")
    site.put("stage-1", "count", number=7)
    expect(page.locator("p[data-text]")).to_have_text("7")


def shows(page: Page, *words: str) -> None:
    expect(page.locator("ol > li")).to_have_text(list(words))


def test_all_tabs_share_one_stream_and_each_shows_its_own(context: BrowserContext, site: LiveSite) -> None:
    first = opened(context, site, "one")
    followed(site, "stage-1")
    second, third = opened(context, site, "two"), opened(context, site, "one")
    followed(site, "stage-1", "stage-2")
    site.announce("stage-1", "told", id=1, words="ett")
    site.announce("stage-2", "told", id=2, words="två")
    site.put("stage-2", "count", number=1234)
    shows(first, "ett")
    shows(second, "två")
    shows(third, "ett")
    expect(second.locator("p[data-text]")).to_have_text("1\u00a0234")
    expect(first.locator("p[data-text]")).to_have_text("0")
    assert len(site.open_streams()) == 1


def test_when_the_tab_that_leads_is_closed_another_goes_on_and_misses_nothing(
    context: BrowserContext, site: LiveSite
) -> None:
    first = opened(context, site, "one")
    followed(site, "stage-1")
    second = opened(context, site, "two")
    followed(site, "stage-1", "stage-2")
    site.announce("stage-2", "told", id=1, words="ett")
    shows(second, "ett")
    first.close()
    site.announce("stage-2", "told", id=2, words="två")  # perhaps while nobody listens
    followed(site, "stage-2")
    site.announce("stage-2", "told", id=3, words="tre")
    shows(second, "ett", "två", "tre")
    assert len(site.open_streams()) == 1


def test_a_tab_that_was_not_heard_says_it_again(context: BrowserContext, site: LiveSite) -> None:
    opened(context, site, "one")
    followed(site, "stage-1")
    second = context.new_page()
    second.clock.install()
    second.add_init_script("""
      const post = BroadcastChannel.prototype.postMessage;
      let lost = 0;
      BroadcastChannel.prototype.postMessage = function (message) {
        if (message.kind !== "want" || lost++) post.call(this, message);
      };
    """)
    second.goto(f"{site.address}/two")
    second.clock.run_for(7_000)
    followed(site, "stage-1", "stage-2")


def test_a_tab_that_leads_and_is_frozen_is_passed_by(context: BrowserContext, site: LiveSite) -> None:
    first = opened(context, site, "one")
    followed(site, "stage-1")
    second = context.new_page()
    second.clock.install()
    second.goto(f"{site.address}/two")
    followed(site, "stage-1", "stage-2")
    first.evaluate("() => { BroadcastChannel.prototype.postMessage = () => {}; }")  # nothing comes out of it
    site.announce("stage-2", "told", id=1, words="ett")
    second.clock.run_for(6_000)
    second.wait_for_timeout(200)
    assert second.locator("ol > li").count() == 0
    second.clock.run_for(7_000)
    shows(second, "ett")
    until(lambda: len(site.open_streams()) == 1)


@pytest.mark.parametrize("how", NOT_SHARED)
def test_where_tabs_cannot_share_each_has_its_own(new_context: OpenContext, site: LiveSite, how: str) -> None:
    context = new_context()
    context.add_init_script(NOT_SHARED[how])
    first, second = opened(context, site, "one"), opened(context, site, "two")
    until(lambda: site.topics_of_streams() == [["stage-1"], ["stage-2"]])
    site.announce("stage-1", "told", id=1, words="ett")
    site.announce("stage-2", "told", id=2, words="två")
    shows(first, "ett")
    shows(second, "två")


def test_a_ticket_that_comes_later_is_followed_too_from_where_its_page_stood(
    context: BrowserContext, site: LiveSite
) -> None:
    page = opened(context, site, "one")
    followed(site, "stage-1")
    site.announce("stage-1", "told", id=1, words="ett")
    shows(page, "ett")
    both = page_of("stage-1", since=site.newest_id) + mark("poll-5:2", since=site.newest_id)
    site.announce("poll-5", "told", id=2, words="före")
    page.evaluate(
        """body => document.dispatchEvent(new CustomEvent("live:page", { detail: {
          page: new DOMParser().parseFromString(body, "text/html") } }))""",
        both,
    )
    site.announce("stage-1", "told", id=3, words="två")
    page.evaluate(LISTEN)
    followed(site, "poll-5", "stage-1")
    site.announce("poll-5", "told", id=4, words="efter")
    page.wait_for_function("() => window.polls.join() === 'före,efter'")
    shows(page, "ett", "två")


def test_a_ticket_put_on_the_open_page_asks_for_nothing_that_has_been_seen(
    context: BrowserContext, site: LiveSite
) -> None:
    page = opened(context, site, "one")
    followed(site, "stage-1")
    for number in range(1, 4):
        site.announce("stage-1", "told", id=number, words=str(number))
    shows(page, "1", "2", "3")
    page.evaluate(LISTEN)
    page.evaluate("""() => {
      document.querySelector("main").append(Object.assign(document.createElement("span"), { id: "mark" }));
      document.getElementById("mark").dataset.liveTicket = "poll-5:1";
      document.dispatchEvent(new CustomEvent("live:page", { detail: { page: document, asked: 0 } }));
    }""")
    followed(site, "poll-5", "stage-1")
    assert site.open_streams()[0].since == 3
    site.announce("poll-5", "told", id=4, words="nytt")
    page.wait_for_function("() => window.polls.join() === 'nytt'")
    shows(page, "1", "2", "3")


def test_a_server_that_was_away_is_found_again_and_tells_all_that_happened(
    context: BrowserContext, site: LiveSite
) -> None:
    page = opened(context, site, "one")
    followed(site, "stage-1")
    site.announce("stage-1", "told", id=1, words="ett")
    shows(page, "ett")
    site.stop()
    for number in range(2, 5):
        site.announce("stage-1", "told", id=number, words=str(number))
    expect(page.get_by_role("status").first).to_have_text(
        "Det som visas kan vara några sekunder gammalt. Sidan hämtar det senaste av sig själv.", timeout=15_000
    )
    site.start()
    followed_again = time.monotonic()
    until(lambda: len(site.open_streams()) == 1)
    assert time.monotonic() - followed_again < 20
    shows(page, "ett", "2", "3", "4")
    expect(page.locator("[data-live-late]")).to_be_empty()


@pytest.mark.parametrize("status", [502, 503])
def test_a_refusal_is_no_end(context: BrowserContext, site: LiveSite, status: int) -> None:
    site.refuses = status
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site.address}/one")
    for _ in range(8):
        page.clock.run_for(1_000)
        page.wait_for_timeout(20)
    expect(page.locator("[data-live-late]")).to_contain_text("Det som visas kan vara")
    site.announce("stage-1", "told", id=1, words="ett")
    site.refuses = 0
    page.clock.run_for(30_000)
    shows(page, "ett")
    expect(page.locator("[data-live-late]")).to_be_empty()


def test_a_ticket_that_is_too_old_is_exchanged_for_the_pages_own_new_one(
    context: BrowserContext, site: LiveSite
) -> None:
    site.old_tickets = {"stage-1:1"}
    page = opened(context, site, "one")
    site.pages["one"] = page_of("stage-1", ticket="stage-1:2")
    until(lambda: site.got.count("one") == 2)
    followed(site, "stage-1")
    site.announce("stage-1", "told", id=1, words="ett")
    shows(page, "ett")


def test_tabs_that_are_too_many_for_one_stream_follow_by_themselves(context: BrowserContext, site: LiveSite) -> None:
    site.most_topics = 1
    first, second = opened(context, site, "one"), opened(context, site, "two")
    until(lambda: site.topics_of_streams() == [["stage-1"], ["stage-2"]])
    site.announce("stage-1", "told", id=1, words="ett")
    site.announce("stage-2", "told", id=2, words="två")
    shows(first, "ett")
    shows(second, "två")


def test_after_too_long_away_the_page_is_fetched_anew(context: BrowserContext, site: LiveSite) -> None:
    body = '<section data-live-part="now"><h2>{now}</h2></section>'
    site.pages["one"] = page_of("stage-1") + body.format(now="Inledning")
    page = opened(context, site, "one")
    followed(site, "stage-1")
    site.pages["one"] = page_of("stage-1", since=0) + body.format(now="Paus")
    site.reset()
    expect(page.get_by_role("heading", name="Paus")).to_be_visible()
    assert site.got == ["one", "one"]
    site.announce("stage-1", "told", id=1, words="ett")
    shows(page, "ett")


def test_the_hubs_own_trouble_is_told_to_every_tab_and_taken_back(context: BrowserContext, site: LiveSite) -> None:
    first = opened(context, site, "one")
    followed(site, "stage-1")
    second = opened(context, site, "two")
    followed(site, "stage-1", "stage-2")
    site.say_late(is_late=True)
    for page in (first, second):
        expect(page.locator("[data-live-late]")).to_contain_text("några sekunder gammalt")
        assert page.locator("[data-live-late]").get_attribute("aria-live") is None
    site.say_late(is_late=False)
    for page in (first, second):
        expect(page.locator("[data-live-late]")).to_be_empty()
        assert page.locator("[data-live-late]").get_attribute("aria-live") == "off"  # not read aloud again


def test_a_tab_nobody_looks_at_rests_and_shows_the_newest_when_it_is_looked_at(
    context: BrowserContext, site: LiveSite
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site.address}/one")
    page.clock.run_for(1_000)
    followed(site, "stage-1")
    page.evaluate(f"({HIDE})(true)")
    page.clock.run_for(61_000)
    until(lambda: not site.open_streams())
    site.announce("stage-1", "told", id=1, words="ett")
    site.put("stage-1", "count", number=7)
    page.clock.run_for(61_000)
    assert len(site.streams) == 1
    page.evaluate(f"({HIDE})(false)")
    page.clock.run_for(1_000)
    shows(page, "ett")
    expect(page.locator("p[data-text]")).to_have_text("7")


def test_a_phone_that_has_slept_has_the_newest_as_soon_as_somebody_looks(
    context: BrowserContext, site: LiveSite
) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site.address}/one")
    page.clock.run_for(1_000)
    hears(page, site)
    page.evaluate(f"({HIDE})(true)")
    page.clock.run_for(40_000)
    assert len(site.streams) == 1
    page.evaluate(f"({HIDE})(false)")
    page.clock.run_for(1_500)
    until(lambda: len(site.streams) == 2)
    until(lambda: len(site.open_streams()) == 1)


def test_a_connection_that_has_fallen_silent_is_begun_anew(context: BrowserContext, site: LiveSite) -> None:
    page = context.new_page()
    page.clock.install()
    page.goto(f"{site.address}/one")
    page.clock.run_for(1_000)
    hears(page, site)
    page.clock.run_for(70_000)
    until(lambda: len(site.streams) == 2)


def test_without_script_the_page_shows_what_the_server_wrote(new_context: OpenContext, site: LiveSite) -> None:
    page = new_context(java_script_enabled=False).new_page()
    site.pages["one"] = page_of("stage-1", number=41)
    page.goto(f"{site.address}/one")
    expect(page.get_by_text("41")).to_be_visible()
    assert site.streams == []
