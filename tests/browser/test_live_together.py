"""Two who take part in a day on their phones, and what each does is seen by the other without anybody reloading."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.test_live_day import LEAD, lead
from tools.example_site import ExampleSite

PREPARE = """
import json, django
django.setup()
from datetime import timedelta
from django.urls import reverse
from django.utils import timezone
from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue
from fardplan.live.models import Cue, Stage
from tests.browser.places import _clock_cookies
now = clock.now()
dialogue, _ = Dialogue.objects.get_or_create(slug="tillsammans", defaults={"title": "Tillsammans", "published_at": now})
times = {"starts_at": now - timedelta(minutes=5), "ends_at": now + timedelta(hours=2)}
day, is_new = Day.objects.get_or_create(dialogue=dialogue, slug="tillsammans-nu", defaults={"title": "I dag", **times})
if is_new:
    stage = Stage.objects.create(
        day=day, situation="running", situation_since=now, began_at=now, questions_open=True, checking="after"
    )
    Cue.objects.create(stage=stage, position=1, title="Samtal", planned_at=now, planned_seconds=600, began_at=now)
path = reverse("public:now", args=[dialogue.slug, day.slug])
print(json.dumps([path, _clock_cookies(timezone.localtime(now).replace(tzinfo=None).isoformat())]))
"""
POLL = """
from fardplan.live.actions import polls
changes = {"kind": "single", "question": "Vad är viktigast?", "results_shown": "after_vote"}
poll = polls.save_poll(stage=stage, changes=changes, options=["Bussar", "Bostäder"], by=by, now=how["now"])
polls.open_poll(poll=poll, by=by, now=how["now"])
"""
assert "how = " in LEAD


@pytest.fixture
def path_and_cookies(example: ExampleSite) -> tuple[str, dict[str, str]]:
    path, cookies = json.loads(example.run("-c", PREPARE))
    return path, cookies


def participant(
    new_context: OpenContext, example: ExampleSite, path_and_cookies: tuple[str, dict[str, str]], width: int
) -> Page:
    path, cookies = path_and_cookies
    context = new_context(viewport={"width": width, "height": 800})
    context.add_cookies([{"name": name, "value": value, "url": example.address} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(example.address + path)
    expect(page.locator("html.live-follows")).to_be_attached(timeout=20_000)
    return page


def test_questions_support_and_votes_are_seen_by_all(
    new_context: OpenContext, example: ExampleSite, path_and_cookies: tuple[str, dict[str, str]]
) -> None:
    one = participant(new_context, example, path_and_cookies, 320)
    two = participant(new_context, example, path_and_cookies, 1280)

    two.get_by_label("Din fråga").fill("Jag skriver ännu på den här")
    one.get_by_label("Din fråga").fill("När går bussen på kvällen?")
    one.wait_for_timeout(3_000)  # a form that comes back sooner is taken for a machine's
    one.get_by_role("button", name="Ställ frågan").click()
    expect(one.get_by_label("Din fråga")).to_have_value("", timeout=20_000)
    row = two.locator(".asked-list > li", has_text="När går bussen på kvällen?")
    expect(row).to_be_visible(timeout=20_000)
    expect(two.get_by_label("Din fråga")).to_have_value("Jag skriver ännu på den här")

    row.get_by_role("button", name="Stöd").click()
    expect(row.get_by_role("button", name="Stöd")).to_have_attribute("aria-pressed", "true", timeout=20_000)
    seen_by_one = one.locator(".asked-list > li", has_text="När går bussen på kvällen?")
    expect(seen_by_one.locator(".figure")).to_have_text("1", timeout=20_000)

    lead(example, path_and_cookies[0], POLL)
    for page in (one, two):
        expect(page.get_by_role("heading", name="Vad är viktigast?")).to_be_visible(timeout=20_000)
    two.get_by_role("radio", name="Bostäder").check()
    two.get_by_role("button", name="Rösta", exact=True).click()
    expect(two.get_by_text(re.compile("Din röst är mottagen kl"))).to_be_visible(timeout=20_000)
    one.get_by_role("radio", name="Bussar").check()
    one.get_by_role("button", name="Rösta", exact=True).click()
    for page in (one, two):
        bars = page.locator("[data-poll] .poll-bars").first
        expect(bars).to_contain_text("1 (50 %)", timeout=20_000)
    assert two.get_by_label("Din fråga").input_value() == "Jag skriver ännu på den här"
