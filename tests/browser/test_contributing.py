"""Contributing as people do it: without JavaScript, with the keyboard alone, and with a text that must not be lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base import clock, honesty
from fardplan.contributions.actions import hide
from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from tests.browser.places import places_of
from tests.conftest import at
from tests.contributions.conftest import MakeContribution, make_contribution, say
from tools.example_site import ExampleSite

__all__ = ["make_contribution", "say"]

pytestmark = pytest.mark.django_db(transaction=True)
OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def form(live_server: LiveServer, dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the form is, on 2 December 2020 at 14.07 and on from there."""
    began = timezone.now()
    noon = at("2020-12-02 14:07")
    monkeypatch.setattr(clock, "now", lambda: noon + (timezone.now() - began))
    monkeypatch.setattr(honesty, "SHORTEST", timedelta(0))
    return f"{live_server.url}/dagen-2020/synpunkter/ny/"


def in_the_end_shows(page: Page, number: str) -> None:
    expect(page.get_by_role("heading", name="Vi har tagit emot din synpunkt")).to_be_visible()
    expect(page.locator(".receipt .number")).to_have_text(number)


def test_without_javascript_one_contributes_and_reads_the_receipt(form: str, new_context: OpenContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{form}?om=stycke:a1-1")
    expect(page.get_by_text("Fler bostäder byggs.")).to_be_visible()
    page.get_by_label("Din synpunkt").fill("Bussen går två gånger, sen är man fast.")
    page.get_by_label("Vad gäller det?").select_option(label="A1.2 Restid")
    page.get_by_role("button", name="Visa det jag valt").click()
    expect(page.get_by_text("Restiden är högst en timme.")).to_be_visible()
    expect(page.get_by_label("Din synpunkt")).to_have_value("Bussen går två gånger, sen är man fast.")
    page.get_by_label("Privatperson").check()
    page.get_by_label("Kommun").select_option("Olofström")
    page.get_by_role("button", name="Skicka in").last.click()
    in_the_end_shows(page, "S-001")
    expect(page.get_by_text("Bussen går två gånger, sen är man fast.")).to_be_visible()
    expect(page.get_by_text("2 december 2020 kl. 14.0").first).to_be_visible()
    said = Contribution.objects.select_related("passage", "submission").get()
    assert (str(said.passage), said.submission.municipality) == ("A1.2 Restid", "Olofström")


def test_without_javascript_an_error_keeps_every_word(form: str, new_context: OpenContext) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(form)
    page.get_by_label("Din synpunkt").fill("Det här ska finnas kvar.")
    page.get_by_label("E-post").fill("inte en adress")
    page.get_by_role("button", name="Skicka in").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Skriv en e-postadress")
    expect(page.get_by_label("Din synpunkt")).to_have_value("Det här ska finnas kvar.")
    expect(page.get_by_label("E-post")).to_have_value("inte en adress")


def test_with_the_keyboard_alone(form: str, page: Page) -> None:
    page.goto(form)
    reached: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")
        if name == "text":
            page.keyboard.type("Skrivet utan mus.")
        reached.append(str(name))
        if name == "Skicka in":
            break
    assert "trap" not in reached
    page.keyboard.press("Enter")
    in_the_end_shows(page, "S-001")


def test_enter_in_a_field_sends_and_does_not_change_what_is_shown(form: str, page: Page) -> None:
    page.goto(form)
    page.get_by_label("Din synpunkt").fill("Med Enter.")
    page.get_by_label("Beskriv dig").press("Enter")
    in_the_end_shows(page, "S-001")


def test_what_is_not_sent_is_kept_and_what_is_sent_is_forgotten(form: str, page: Page) -> None:
    page.goto(form)
    page.get_by_label("Din synpunkt").fill("Halvskriven tanke.")
    page.goto(f"{form}?om=stycke:a1-2")
    expect(page.get_by_label("Din synpunkt")).to_have_value("Halvskriven tanke.")
    page.get_by_role("button", name="Skicka in").last.click()
    in_the_end_shows(page, "S-001")
    receipt = page.url
    page.goto(form)
    expect(page.get_by_label("Din synpunkt")).to_have_value("")
    page.get_by_label("Din synpunkt").fill("En ny tanke.")
    page.goto(receipt)
    page.goto(form)
    expect(page.get_by_label("Din synpunkt")).to_have_value("En ny tanke.")


def test_a_lost_connection_loses_no_word(form: str, page: Page) -> None:
    page.goto(form)
    page.get_by_label("Din synpunkt").fill("Skrivet på tåget.")
    page.route(
        "**/synpunkter/ny/", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_role("button", name="Skicka in").last.click(no_wait_after=True)
    page.wait_for_timeout(500)
    page.unroute_all()
    page.goto(form)
    expect(page.get_by_label("Din synpunkt")).to_have_value("Skrivet på tåget.")
    page.get_by_role("button", name="Skicka in").last.click()
    in_the_end_shows(page, "S-001")
    assert Submission.objects.count() == 1


def test_a_double_click_gives_one_number(form: str, page: Page) -> None:
    page.goto(form)
    page.get_by_label("Din synpunkt").fill("Otåligt.")
    page.get_by_role("button", name="Skicka in").last.dblclick()
    in_the_end_shows(page, "S-001")
    assert Submission.objects.count() == 1


def test_from_the_receipt_one_can_ask_us_to_think_again(
    form: str, page: Page, live_server: LiveServer, make_contribution: MakeContribution
) -> None:
    """The receipt tells nobody where it is; the form on the next page must still be taken for our own."""
    official = Official.objects.create_user("ansvarig@example.org", is_administrator=True)
    row = make_contribution("Elakt.")
    now: datetime = clock.now()
    hide(contribution=row, rule="attack", reason="Ett påhopp.", revision=row.revision, by=official, now=now)
    page.goto(f"{live_server.url}/kvitto/{row.submission.receipt_key}/")
    expect(page.get_by_text("Ett påhopp.")).to_be_visible()
    page.get_by_role("link", name="Be oss pröva igen").click()
    page.get_by_label("Varför borde synpunkten visas?").fill("Det var inte elakt.")
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_text("Vi prövar igen. Svaret kommer här.")).to_be_visible()


def test_the_examples_clock_can_be_set_on_a_receipt_too(example: ExampleSite, new_context: OpenContext) -> None:
    page = new_context().new_page()
    receipt = places_of(example)["public:receipt (received)"]
    page.goto(example.address + receipt.path)
    page.get_by_label("Exemplets klocka").select_option("closed")
    page.get_by_role("button", name="Ställ").click()
    expect(page.get_by_label("Exemplets klocka")).to_contain_text("5 december 2020 kl. 09.0")
    in_the_end_shows(page, page.locator(".receipt .number").inner_text())
