"""An interpreter types, everybody reads: word by word, with JavaScript and without, through a server that stops."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenContext
from tests.commands.conftest import PREPARE, Site, site_in

pytestmark = pytest.mark.slow

STAGE = """
from datetime import timedelta
from django.http import HttpRequest
from fardplan.dialogue.models import Day
from fardplan.live.models import Stage
now = clock.page_time(HttpRequest()).now  # the example's
day = Day.objects.create(
    dialogue=dialogue, slug="dag-1", title="Dag 1", starts_at=now, ends_at=now + timedelta(hours=3)
)
stage = Stage.objects.create(day=day, situation="running", began_at=now, has_captions=True)
print(stage.caption_key)
"""
LINES = """
from fardplan.live.models import CaptionLine
print("|".join(CaptionLine.objects.order_by("id").values_list("text", flat=True)))
"""
READING = "/dagen/dagar/dag-1/just-nu/text/"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = site_in(tmp_path / "site")
    site.do("migrate")
    return site


@pytest.fixture
def key(site: Site) -> str:
    return site.python(PREPARE + STAGE).strip()


def opened(new_context: OpenContext, site: Site, path: str, **options: object) -> Page:
    page = new_context(**options).new_page()
    page.goto(site.address + path)
    return page


def lines(page: Page, *texts: str, seconds: float = 25) -> None:
    expect(page.locator("[data-log] [data-line]")).to_have_text(list(texts), timeout=seconds * 1000)


def test_what_is_typed_is_read_word_by_word_and_written_anew(new_context: OpenContext, site: Site, key: str) -> None:
    with site.served():
        reader = opened(new_context, site, READING)
        without = opened(new_context, site, READING, java_script_enabled=False)
        interpreter = opened(new_context, site, f"/text/{key}/")
        other = opened(new_context, site, f"/text/{key}/")
        interpreter.fill("#typing-short", "rp = Regionplan 2030")
        interpreter.fill("#typing-name", "Anna")
        field = interpreter.locator("#typing-text")
        field.press_sequentially("rp är klar nu och ", delay=20)
        expect(reader.locator(".growing")).to_have_text("Regionplan 2030 är klar nu och")
        expect(other.locator(".has-turn")).to_contain_text("Anna")
        field.press_sequentially("gäler")
        field.press("Enter")
        lines(reader, "Regionplan 2030 är klar nu och gäler")
        expect(reader.locator(".growing")).to_have_count(0)
        field.press_sequentially("Nästa fråga.")
        field.press("Enter")
        field.press("ArrowUp")
        field.press("ArrowUp")
        expect(field).to_have_value("Regionplan 2030 är klar nu och gäler")
        field.fill("Regionplan 2030 är klar nu och gäller.")
        field.press("Enter")
        lines(reader, "Regionplan 2030 är klar nu och gäller.", "Nästa fråga.")
        without.get_by_role("link", name="Hämta det senaste").click()
        lines(without, "Regionplan 2030 är klar nu och gäller.", "Nästa fråga.")


def test_nothing_is_lost_when_the_server_stops_in_the_middle(browser: Browser, site: Site, key: str) -> None:
    """The interpreter types on, and everything comes in order; the reader comes back and misses no line."""
    context, second = (browser.new_context(locale="sv-SE") for _number in range(2))  # refused connections are meant
    context.add_init_script("Math.random = () => 0.05 + (performance.now() % 1) / 1e4")
    with site.served():
        reader, interpreter = context.new_page(), second.new_page()
        reader.goto(site.address + READING)
        interpreter.goto(f"{site.address}/text/{key}/")
        field = interpreter.locator("#typing-text")
        for number in range(3):
            field.press_sequentially(f"Rad {number}.")
            field.press("Enter")
        lines(reader, "Rad 0.", "Rad 1.", "Rad 2.")
    for number in range(3, 8):
        field.press_sequentially(f"Rad {number}.")
        field.press("Enter")
    expect(interpreter.locator("[data-status]")).to_contain_text("Ingen förbindelse", timeout=15_000)
    interpreter.on("dialog", lambda dialog: dialog.accept())
    field.press_sequentially("Och en halv")
    with site.served():
        interpreter.reload()
        expect(field).to_have_value("Och en halv")
        expected = [f"Rad {number}." for number in range(8)]
        expect(interpreter.locator("[data-status]")).to_have_text(
            "Allt du har skrivit har kommit fram.", timeout=20_000
        )
        lines(reader, *expected)
        expect(reader.locator(".growing")).to_have_text("Och en halv")
        assert site.python(LINES).strip().split("|") == expected
    context.close()
    second.close()


def test_the_reader_looks_back_and_comes_to_the_newest_again(new_context: OpenContext, site: Site, key: str) -> None:
    with site.served():
        many = ", ".join(f'{{"text": "Rad {number} med några ord till."}}' for number in range(40))
        post = f"""
import urllib.request
request = urllib.request.Request("{site.address}/text/{key}/rader/", b'{{"lines": [%s]}}', method="POST")
print(urllib.request.urlopen(request).status)
"""
        send = lambda rows: site.python(post.replace("%s", rows).replace("å", "\\\\u00e5"))  # noqa: E731
        assert send(many).strip() == "200"
        reader = opened(new_context, site, READING)
        flow = reader.locator("[data-flow]")
        at_end = "flow => flow.scrollHeight - flow.scrollTop - flow.clientHeight < 50"
        assert flow.evaluate(at_end)
        flow.evaluate("flow => flow.scrollTop = 0")
        newest = reader.get_by_role("button", name="Till det senaste")
        expect(newest).to_be_visible()
        expect(reader.get_by_label("Följ med")).not_to_be_checked()
        send('{"text": "Det nyaste."}')
        expect(reader.locator("[data-line]").last).to_have_text("Det nyaste.")
        assert flow.evaluate("flow => flow.scrollTop") == 0
        newest.click()
        assert flow.evaluate(at_end)
        reader.get_by_text("Storlek, färger och språk").click()
        reader.get_by_label("Störst").check()
        reader.get_by_label("Gult på svart").check()
        reader.reload()
        expect(reader.locator("#text")).to_have_attribute("data-size", "largest")
        expect(reader.locator("#text")).to_have_attribute("data-contrast", re.compile("yellow"))
        assert flow.evaluate(at_end)
