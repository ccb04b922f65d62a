"""A long survey in a browser: fifty questions of every type, at 320 and 1280 px, by keyboard, without a script, with a
connection that breaks, and on a computer that many share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base import clock
from fardplan.surveys.models import Collection, Response, Survey, UnfinishedResponse
from tests.browser.checks import axe, sideways_scroll
from tests.browser.conftest import OpenContext
from tests.surveys.conftest import NOW, make_collection, make_survey, organiser
from tests.surveys.definitions import fifty

__all__ = ["make_collection", "make_survey", "organiser"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
MUST = ("t1_skala_1", "t2_skala_1", "t3_skala_1", "t4_skala_1")


@pytest.fixture
def collection(
    monkeypatch: pytest.MonkeyPatch,
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
) -> Collection:
    monkeypatch.setattr(clock, "page_time", lambda _request: clock.PageTime(NOW, moved=False))
    return make_collection(make_survey(fifty()))


@pytest.fixture
def start(live_server: LiveServer, collection: Collection) -> str:
    survey = collection.survey
    return live_server.url + reverse("public:survey", args=[survey.dialogue.slug, survey.slug])


FORWARD = "button[name=till][value=vidare]"


def field(name: str, place: int | None = None) -> str:
    return f"#id_fraga-{name}" + ("" if place is None else f"_{place}")


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Nästa").or_(page.get_by_role("button", name="Gå igenom svaren")).click()


def answer_what_must_be(page: Page) -> None:
    for name in MUST:
        if page.locator(field(name, 3)).count():
            page.check(field(name, 3))


WRONG = {"alder": "i går", "poang": "60"}
ONCE_AGAIN = {"alder": "1980", "poang": ""}


@pytest.mark.parametrize(
    ("width", "scheme", "prefix"), [(320, "light", ""), (1280, "light", ""), (320, "dark", "/en"), (1280, "dark", "")]
)
def test_a_long_survey_is_without_faults_from_beginning_to_end(
    new_context: OpenContext, live_server: LiveServer, start: str, width: int, scheme: str, prefix: str
) -> None:
    """Every page as it is met, and with what is wrong on it shown."""
    page = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(start.replace(live_server.url, live_server.url + prefix))
    faults = {"start": axe(page) + sideways_scroll(page)}
    page.locator(".survey-start form button").click()
    for number in range(1, 7):
        page.wait_for_url(f"**/svara/{number}/")
        faults[f"part {number}"] = axe(page) + sideways_scroll(page)
        write(page, WRONG)
        page.locator(FORWARD).click()
        expect(page.locator("[data-error-summary]")).to_be_visible()
        faults[f"part {number}, with faults"] = axe(page) + sideways_scroll(page)
        write(page, ONCE_AGAIN)
        answer_what_must_be(page)
        page.locator(FORWARD).click()
    page.wait_for_url("**/granska/")
    faults["review"] = axe(page) + sideways_scroll(page)
    page.locator(".survey form button.primary").click()
    page.wait_for_url("**/tack/")
    faults["thanks"] = axe(page) + sideways_scroll(page)
    assert {where: found for where, found in faults.items() if found} == {}
    assert Response.objects.get().answers == dict.fromkeys(MUST, "4") | {"alder": "30-44"}


def write(page: Page, words: dict[str, str]) -> None:
    for name, written in words.items():
        box = page.locator(f"{field(name)}, {field(name, 0)}")
        if box.count():
            box.first.fill(written)


def test_a_page_with_faults_leads_to_them(page: Page, start: str) -> None:
    page.goto(start)
    page.get_by_role("button", name="Börja svara").click()
    page.fill(field("alder"), "i går")
    go_on(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    assert axe(page) == []
    page.get_by_role("link", name="2. Vilket år är du född?").click()
    expect(page.locator(field("alder"))).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_every_question_can_be_answered_with_the_keyboard_alone(
    new_context: OpenContext, start: str, *, scripts: bool
) -> None:
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(start)
    page.get_by_role("button", name="Börja svara").press("Enter")
    page.wait_for_url("**/svara/1/")
    for number in range(1, 7):
        keys(page)
        page.locator(FORWARD).press("Enter")
        if number == 6 and not scripts:
            expect(page.get_by_text("De gav en följdfråga")).to_be_visible()
            page.locator(FORWARD).press("Enter")
        page.wait_for_url(f"**/svara/{number + 1}/" if number < 6 else "**/svara/granska/")
    page.get_by_role("button", name="Skicka in").press("Enter")
    page.wait_for_url("**/tack/")
    given = Response.objects.get().answers
    for name in ("kommun", "kon", "hushall", "t1_skala_1", "t4_rader", "t2_flera", "viktigast", "poang", "plats"):
        assert name in given, name
    assert given["alder"] == "30-44"
    assert given["poang"] == {"a": 100, "b": 0}


FOCUSED = """() => {
    const { type = "", name = "", value, dataset } = document.activeElement;
    const first = document.activeElement.closest(".choices:not(.declines)")?.querySelector("input").value;
    return { type, name: name.replace("fraga-", ""), isFirst: value === first };
}"""
WRITTEN = {"alder": "1980", "hushall": "3", "poang.a": "100", "poang.b": "0", "ort": "Ronneby"}


def keys(page: Page) -> None:
    """Go through a page with Tab, answering what has focus with the keys one answers it with."""
    page.locator("main").focus()
    ranked = 0
    for _ in range(200):
        page.keyboard.press("Tab")
        at: dict[str, Any] = page.evaluate(FOCUSED)
        name, kind = str(at["name"]), at["type"]
        if kind == "submit":
            return
        apart = name.endswith((".decline", ".remove"))
        if kind == "radio" or (kind == "checkbox" and at["isFirst"] and not apart):
            page.keyboard.press("Space")
        elif kind == "select-one":
            ranked += name.startswith("viktigast")
            for _ in range(max(1, ranked)):
                page.keyboard.press("ArrowDown")
        elif kind == "text" and name in WRITTEN:
            page.keyboard.type(WRITTEN[name])
    raise AssertionError("the button was never reached")


def test_a_follow_up_comes_when_it_is_called_for_and_goes_again(page: Page, start: str) -> None:
    reach_last(page, start)
    follow_up = page.locator(field("ofta"))
    expect(follow_up).to_be_hidden()
    page.check(field("resor", 0))
    expect(follow_up).to_be_visible()
    page.fill(field("poang", 0), "60")
    page.fill(field("poang", 1), "30")
    expect(page.locator(".sum")).to_contain_text("90 av 100 poäng")
    page.uncheck(field("resor", 0))
    expect(follow_up).to_be_hidden()
    assert axe(page) == []


def reach_last(page: Page, start: str) -> None:
    page.goto(start)
    page.get_by_role("button", name="Börja svara").click()
    for _ in range(5):
        answer_what_must_be(page)
        go_on(page)


def test_without_a_script_the_whole_survey_is_answered(new_context: OpenContext, start: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    reach_last(page, start)
    page.check(field("resor", 0))
    go_on(page)
    expect(page.get_by_text("De gav en följdfråga")).to_be_visible()
    page.fill(field("ofta"), "4,5")
    go_on(page)
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_role("heading", name="Tack för dina svar")).to_be_visible()
    assert Response.objects.get().answers == dict.fromkeys(MUST, "4") | {"resor": ["buss"], "ofta": 4.5, "aret": 234.0}


def test_a_connection_that_breaks_loses_nothing_and_the_answer_goes_on_elsewhere(
    new_context: OpenContext, start: str
) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(start)
    page.get_by_role("button", name="Börja svara").click()
    page.select_option(field("kommun"), "k1081")
    go_on(page)
    page.check(field("t1_skala_1", 2))
    page.fill(field("t1_ord"), "Fler bänkar.")
    expect(page.locator(".kept")).to_be_visible()
    context.route("**/svara/2/", lambda route: route.abort())
    go_on(page)
    context.unroute("**/svara/2/")
    page.goto(start)
    page.get_by_role("link", name="Fortsätt svara").click()
    page.goto(page.url.replace("/svara/1/", "/svara/2/"))
    expect(page.locator(field("t1_ord"))).to_have_value("Fler bänkar.")  # the browser kept what had not been sent
    page.check(field("t1_skala_1", 2))
    page.get_by_role("button", name="Spara och fortsätt senare").click()
    address = page.locator(".survey-resume .address a").get_attribute("href") or ""
    elsewhere = new_context().new_page()
    elsewhere.goto(start.split("/dagen-2020")[0] + "/e/" + address.split("/e/")[1])
    elsewhere.get_by_role("button", name="Fortsätt svara").click()
    expect(elsewhere.locator(field("t1_ord"))).to_have_value("Fler bänkar.")
    elsewhere.get_by_role("button", name="Tillbaka").click()
    expect(elsewhere.locator(field("kommun"))).to_have_value("k1081")
    assert UnfinishedResponse.objects.count() == 1


def test_a_shared_computer_asks_who_is_there_and_clears_itself(page: Page, start: str, collection: Collection) -> None:
    page.clock.install()
    page.goto(f"{start}dator/{collection.kiosk_key}/")
    page.get_by_role("button", name="Börja svara").click()
    page.wait_for_url("**/svara/1/", wait_until="load")  # the script that counts has begun
    page.select_option(field("kommun"), "k1081")
    page.clock.run_for(91_000)
    dialog = page.get_by_role("dialog", name="Är du kvar?")
    expect(dialog).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Ja, jag är kvar").click()
    expect(dialog).to_be_hidden()
    page.clock.run_for(60_000)
    expect(dialog).to_be_hidden()
    page.clock.run_for(70_000)
    page.wait_for_url("**/dator/**")
    assert UnfinishedResponse.objects.count() == 0
    assert page.evaluate("() => Object.keys(localStorage)") == []
    assert [cookie["name"] for cookie in page.context.cookies()] == []
