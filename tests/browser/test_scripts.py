"""The small scripts: unsent text is kept, the countdown turns, the day's page changes by itself, errors take focus."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

import fardplan

JS = Path(fardplan.__file__).parent / "base" / "static" / "fardplan" / "js"
SITE = "http://127.0.0.1/"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'"


def serve(page: Page, pages: dict[str, str], script: str) -> None:
    """Answer every request of the page from here, under the site's own content security policy."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path.endswith(".js"):
            route.fulfill(body=(JS / path).read_text(encoding="utf-8"), content_type="text/javascript")
        elif path == "favicon.ico":
            route.fulfill(status=204)
        else:
            body = f'<!doctype html><html lang="sv"><title>Sida</title><main>{pages[path]}</main>'
            body += f'<script type="module" src="/{script}"></script>'
            route.fulfill(body=body, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP})

    page.route("**/*", answer)


FORM = """<form method="get" action="/sent" data-keep="/form"><div class="field"><label for="t">Din synpunkt</label>
<textarea id="t" name="text">{text}</textarea></div><input type="email" name="email" aria-label="E-post">
<div class="trap"><input type="text" name="website" aria-label="x"></div><button>Skicka in</button></form>"""


def kept(page: Page) -> str | None:
    found: str | None = page.evaluate("localStorage.getItem('fardplan:unsent:/form')")
    return found


def test_unsent_text_is_there_after_a_reload_and_says_so(page: Page) -> None:
    serve(page, {"form": FORM.format(text="")}, "keep-text.js")
    page.goto(SITE + "form")
    assert page.get_by_text("Vi har sparat").count() == 0
    page.get_by_label("Din synpunkt").fill("Bussen går två gånger.")
    page.get_by_label("E-post").fill("a@example.org")
    page.locator("[name=website]").fill("x")
    page.reload()
    expect(page.get_by_label("Din synpunkt")).to_have_value("Bussen går två gånger.")
    expect(page.get_by_role("status")).to_have_text("Vi har sparat din text i den här webbläsaren. Inget är inskickat.")
    assert page.get_by_label("E-post").input_value() == ""
    assert "example.org" not in str(kept(page))
    assert "website" not in str(kept(page))


def test_the_visitor_can_remove_it(page: Page) -> None:
    serve(page, {"form": FORM.format(text="")}, "keep-text.js")
    page.goto(SITE + "form")
    page.get_by_label("Din synpunkt").fill("Ångrar mig")
    page.get_by_role("button", name="Ta bort texten").click()
    expect(page.get_by_label("Din synpunkt")).to_have_value("")
    expect(page.get_by_label("Din synpunkt")).to_be_focused()
    expect(page.get_by_role("status")).to_have_text("Texten är borttagen.")
    page.reload()
    expect(page.get_by_label("Din synpunkt")).to_have_value("")
    assert kept(page) is None


def test_what_the_server_sends_back_wins_over_what_was_kept(page: Page) -> None:
    pages = {"form": FORM.format(text="")}
    serve(page, pages, "keep-text.js")
    page.goto(SITE + "form")
    page.get_by_label("Din synpunkt").fill("Gammalt")
    expect(page.get_by_role("status")).to_contain_text("Vi har sparat")
    pages["form"] = FORM.format(text="Nytt från servern")
    page.reload()
    expect(page.get_by_label("Din synpunkt")).to_have_value("Nytt från servern")


def test_the_receipt_forgets_it_and_a_failed_sending_does_not(page: Page) -> None:
    serve(page, {"form": FORM.format(text=""), "sent": '<p data-kept-clear="/form">Mottaget</p>'}, "keep-text.js")
    page.goto(SITE + "form")
    page.get_by_label("Din synpunkt").fill("Ska fram")
    page.route(
        "**/sent*", lambda route: route.fulfill(status=502, body="<title>Fel</title>Fel", content_type="text/html")
    )
    page.get_by_role("button", name="Skicka in").click()
    expect(page).to_have_title("Fel")
    page.goto(SITE + "form")
    expect(page.get_by_label("Din synpunkt")).to_have_value("Ska fram")
    page.unroute("**/sent*")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_text("Mottaget")).to_be_visible()
    assert kept(page) is None


def test_old_text_is_forgotten_after_thirty_days(page: Page) -> None:
    serve(page, {"form": FORM.format(text="")}, "keep-text.js")
    page.goto(SITE + "form")
    page.evaluate(
        "kept => localStorage.setItem('fardplan:unsent:/form', JSON.stringify({ ...kept, at: Date.now() - kept.age }))",
        {"age": 31 * 24 * 3600 * 1000, "texts": {"text": "Gammalt"}},
    )
    page.reload()
    assert page.get_by_label("Din synpunkt").input_value() == ""


def test_a_full_or_forbidden_store_harms_nothing(page: Page) -> None:
    serve(page, {"form": FORM.format(text="")}, "keep-text.js")
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    page.goto(SITE + "form")
    page.get_by_label("Din synpunkt").fill("Text")
    page.wait_for_timeout(800)
    assert page.get_by_text("Vi har sparat").count() == 0


COUNTDOWN = """<div data-countdown="2020-12-04T23:59:59+01:00" data-now="{now}"><span data-days>{days}</span>
<strong data-unit data-one="dag kvar" data-many="dagar kvar" data-last="Sista dagen">dagar kvar</strong></div>"""


@pytest.mark.parametrize(
    ("opened", "days", "hours", "expected"),
    [
        ("2020-12-01T23:59:00+01:00", 3, 1, "2 dagar kvar"),
        ("2020-12-02T23:30:00+01:00", 2, 1, "1 dag kvar"),
        ("2020-12-03T23:30:00+01:00", 1, 1, "Sista dagen"),
        ("2020-12-01T12:00:00+01:00", 3, 1, "3 dagar kvar"),
    ],
)
def test_the_countdown_turns_at_midnight_by_the_pages_own_clock(
    page: Page, opened: str, days: int, hours: int, expected: str
) -> None:
    page.clock.install()
    serve(page, {"home": COUNTDOWN.format(now=opened, days=days)}, "countdown.js")
    page.goto(SITE + "home")
    page.clock.fast_forward(hours * 3600 * 1000)
    page.clock.run_for(61_000)
    expect(page.locator("[data-countdown]")).to_have_text(expected, use_inner_text=True)


def by_clock(words: str, seconds: str = "60") -> str:
    until = f' data-until-change="{seconds}"' if seconds else ""
    return f'<div data-by-clock="hero"{until}><p>{words}</p><a href="#x">länk</a></div><p>Resten</p>'


def test_when_the_time_comes_the_part_is_exchanged_and_it_is_said_politely(page: Page) -> None:
    page.clock.install()
    pages = {"day": by_clock("Kommande")}
    serve(page, pages, "day-clock.js")
    page.goto(SITE + "day")
    pages["day"] = by_clock("Pågår nu", "")
    page.clock.run_for(59_000)
    expect(page.get_by_text("Kommande")).to_be_visible()
    page.clock.run_for(10_000)
    expect(page.get_by_text("Pågår nu")).to_be_visible()
    expect(page.get_by_text("Kommande")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("Sidan är uppdaterad.")


def test_whoever_stands_in_the_part_is_asked_first(page: Page) -> None:
    page.clock.install()
    pages = {"day": by_clock("Kommande")}
    serve(page, pages, "day-clock.js")
    page.goto(SITE + "day")
    page.get_by_role("link", name="länk").focus()
    pages["day"] = by_clock("Pågår nu", "")
    page.clock.run_for(70_000)
    expect(page.get_by_role("status")).to_contain_text("Något har ändrats på sidan.")
    expect(page.get_by_text("Kommande")).to_be_visible()
    page.get_by_role("button", name="Visa ändringen").click()
    expect(page.get_by_text("Pågår nu")).to_be_visible()


def test_without_network_it_tries_again(page: Page) -> None:
    page.clock.install()
    pages = {"day": by_clock("Kommande")}
    serve(page, pages, "day-clock.js")
    page.goto(SITE + "day")
    page.evaluate("() => { window.works = window.fetch; window.fetch = () => Promise.reject(new Error('none')); }")
    page.clock.run_for(70_000)
    expect(page.get_by_text("Kommande")).to_be_visible()
    page.evaluate("() => { window.fetch = window.works; }")
    pages["day"] = by_clock("Pågår nu", "")
    page.clock.run_for(70_000)
    expect(page.get_by_text("Pågår nu")).to_be_visible()


def test_an_error_summary_takes_focus_and_its_links_put_the_cursor_in_the_field(page: Page) -> None:
    summary = """<div data-error-summary tabindex="-1"><h2>En sak</h2><a href="#t">Skriv</a></div>
    <div class="field"><label for="t">Din synpunkt</label><textarea id="t"></textarea></div>"""
    serve(page, {"form": summary}, "error-summary.js")
    page.goto(SITE + "form")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page).to_have_title("Fel: Sida")
    page.get_by_role("link", name="Skriv").click()
    expect(page.get_by_label("Din synpunkt")).to_be_focused()
