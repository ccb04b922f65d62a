"""The chain as a person walks it, with Tab and Enter alone: from the decided text to the first words, and back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tools.example_site import ExampleSite

OpenContext = Callable[..., BrowserContext]

DECIDED = "Fler bostäder byggs i alla kommuner, också för unga och för den som bor ensam."
BEFORE = "Fler bostäder byggs nära länets större orter."
SAID = "Bostäder för den som bor ensam saknas i texten. Det som byggs är stort och dyrt."
MOST_TABS = 150

RECEIPT = """
import django
django.setup()
from fardplan.contributions.models import Submission
print(Submission.objects.get(text__startswith="Bostäder för den som bor ensam").receipt_key, end="")
"""


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, as somebody does who has no mouse; it must be visible where it is."""
    expect(wanted.first).to_be_attached()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("element => element === document.activeElement"):
            expect(wanted.first).to_be_in_viewport()
            return
    raise AssertionError(f"{MOST_TABS} times Tab does not lead to {wanted}")


def follow(page: Page, name: str | re.Pattern[str], *, within: str = "main") -> None:
    """Go to a link with Tab and follow it with Enter."""
    link = page.locator(within).get_by_role("link", name=name)
    tab_to(page, link)
    before = page.url
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: address != before)


def after_the_decision(page: Page, site: ExampleSite) -> None:
    """Set the example's clock by its page, with the keyboard."""
    page.goto(f"{site.address}/exempel/klocka/")
    button = page.get_by_role("button", name=re.compile("Ställ klockan hit ?: Efter beslutet"))
    tab_to(page, button)
    page.keyboard.press("Enter")
    # The start page leads on to the dialogue when there is only one; other tests may have made another.
    page.wait_for_url(lambda address: "/exempel/klocka/" not in address)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def reader(request: pytest.FixtureRequest, new_context: OpenContext, example: ExampleSite) -> Page:
    """A page after the decision, for somebody with a keyboard."""
    page = new_context(java_script_enabled=request.param, viewport={"width": 1280, "height": 900}).new_page()
    after_the_decision(page, example)
    return page


def test_from_the_decided_text_to_the_first_words_and_back(reader: Page, example: ExampleSite) -> None:
    reader.goto(f"{example.address}/blekingedagen-2020/strategi/2.0/")
    expect(reader.get_by_text(DECIDED)).to_be_visible()
    follow(reader, re.compile(r"A1\.1"))
    expect(reader.get_by_role("heading", level=1, name="Bostäder")).to_be_visible()

    follow(reader, re.compile(r"C-\d+"))
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Bostäder")
    expect(reader.locator("main")).to_contain_text("Fullmäktige biföll yrkandet")
    change = reader.url

    follow(reader, re.compile(r"^S-049"))
    expect(reader.get_by_text(SAID)).to_be_visible()
    expect(reader.locator("main")).to_contain_text(BEFORE)
    expect(reader.locator("main")).to_contain_text("Ledde till ändring")

    follow(reader, re.compile(r"C-\d+"))
    assert reader.url == change
    follow(reader, re.compile(r"utkast 2\.0"))
    expect(reader.get_by_text(DECIDED).first).to_be_visible()


def test_the_sender_walks_from_the_receipt_to_the_words_that_changed(reader: Page, example: ExampleSite) -> None:
    reader.goto(f"{example.address}/kvitto/{example.run('-c', RECEIPT)}/")
    expect(reader.get_by_text(SAID)).to_be_visible()
    expect(reader.locator("main")).to_contain_text("Den som bor ensam ska nämnas uttryckligen.")
    follow(reader, re.compile(r"C-\d+"))
    expect(reader.locator("main")).to_contain_text("Fullmäktige biföll yrkandet")
    follow(reader, re.compile(r"utkast 2\.0"))
    expect(reader.get_by_text(DECIDED).first).to_be_visible()


def test_from_the_home_by_the_register_to_what_somebody_said(reader: Page, example: ExampleSite) -> None:
    reader.goto(f"{example.address}/blekingedagen-2020/")
    follow(reader, "Läs synpunkter och svar")
    follow(reader, "Registret över allt som kommit in")
    expect(reader.get_by_role("row", name=re.compile("S-106"))).to_be_visible()
    follow(reader, re.compile("^S-105"))
    expect(reader.get_by_text("I utkastet står att turerna ska räcka hela dagen.").first).to_be_visible()


def test_a_motion_that_was_granted_leads_to_the_change_and_back(reader: Page, example: ExampleSite) -> None:
    reader.goto(f"{example.address}/blekingedagen-2020/")
    follow(reader, "Läs besluten")
    follow(reader, re.compile("Fullmäktige antar strategin|Regionfullmäktige"))
    expect(reader.get_by_text("En ledamot reserverar sig")).to_be_visible()
    follow(reader, re.compile(r"C-\d+"))
    follow(reader, re.compile("^Y1|§ 91"))
    expect(reader.get_by_text("En ledamot reserverar sig")).to_be_visible()
