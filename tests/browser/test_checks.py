"""The page checks see faults: each is shown one and must name it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.checks import axe, html_faults, sideways_scroll
from tests.browser.conftest import Watch

SOUND = """<!DOCTYPE html>
<html lang="sv">
  <head><meta charset="utf-8"><title>En sida</title></head>
  <body><main><h1>En sida</h1><p>Text.</p></main></body>
</html>
"""


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def watched_page(browser: Browser, watch: Watch) -> Iterator[Page]:
    """A page that never reaches a network, whatever it asks for."""
    context = browser.new_context(viewport={"width": 320, "height": 600})
    context.route("**/*", lambda route: route.fulfill(status=200, body=""))
    watch.over(context)
    yield context.new_page()
    context.close()


def test_a_sound_page_has_no_faults(watched_page: Page, watch: Watch):
    watched_page.set_content(SOUND)
    found = axe(watched_page) + sideways_scroll(watched_page) + watch.faults
    assert (found, html_faults({"sound": SOUND})) == ([], {})


def test_axe_names_a_missing_language_a_missing_label_and_pale_text(watched_page: Page):
    faulty = SOUND.replace(' lang="sv"', "").replace(
        "<p>Text.</p>", '<p style="color: #ccc">Text.</p><input type="text">'
    )
    watched_page.set_content(faulty)
    assert sorted({fault.split(":")[0] for fault in axe(watched_page)}) == ["color-contrast", "html-has-lang", "label"]


def test_a_wide_element_is_named(watched_page: Page):
    watched_page.set_content(SOUND.replace("<p>", '<p style="width: 500px">'))
    assert any("width: 500px" in line for line in sideways_scroll(watched_page))


def test_html_validate_names_the_faulty_page_only():
    faults = html_faults({"sound": SOUND, "faulty": SOUND.replace("<p>Text.</p>", "<p><div>Text.</div></p>")})
    assert faults.keys() == {"faulty"}
    assert any("no-implicit-close" in fault for fault in faults["faulty"])


def test_a_request_to_another_host_is_noticed(watched_page: Page, watch: Watch):
    watched_page.set_content(SOUND.replace("Text.", '<img src="http://elsewhere.example/x.png" alt="">'))
    assert watch.faults == ["request to another host: http://elsewhere.example/x.png"]


def test_an_error_on_the_console_is_noticed(watched_page: Page, watch: Watch):
    watched_page.set_content(SOUND.replace("Text.", "<script>console.error('fel')</script>"))
    assert [fault.split(" (")[0] for fault in watch.faults] == ["console error: fel"]


def test_an_error_in_a_script_is_noticed(watched_page: Page, watch: Watch):
    watched_page.set_content(SOUND.replace("Text.", "<script>noSuchThing()</script>"))
    assert watch.faults == ["uncaught: noSuchThing is not defined"]


def test_a_refusal_by_the_content_security_policy_is_noticed(watched_page: Page, watch: Watch):
    policy = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">"""
    watched_page.set_content(SOUND.replace("<title>", f"{policy}<title>").replace("<p>", '<p style="color: red">'))
    assert len(watch.faults) == 1
    assert "Content Security Policy" in watch.faults[0]


def test_the_live_server_sees_what_the_test_has_written(live_server, page: Page, organisation):
    page.goto(live_server.url)
    assert page.get_by_role("banner").get_by_text(organisation.name).is_visible()
