"""The views of a day as it happens, in a browser: they follow what those who lead choose, and move nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.commands.conftest import PREPARE, Site, site_in

pytestmark = pytest.mark.slow

STAGE = """
from datetime import timedelta
from fardplan.dialogue.models import Day
from django.test import RequestFactory
from fardplan.live.models import Cue, Poll, PollOption, Question, Stage
now = clock.page_time(RequestFactory().get("/")).now  # a site that shows the example has the example's time
day = Day.objects.create(
    dialogue=dialogue, slug="dag-1", title="Dag 1", starts_at=now, ends_at=now + timedelta(hours=3)
)
stage = Stage.objects.create(day=day, situation="running", situation_since=now, began_at=now, questions_open=True)
cue = Cue.objects.create(
    stage=stage, title="Samtal om bostäder", planned_at=now, planned_seconds=1800, began_at=now
)
Cue.objects.create(stage=stage, position=1, title="Rummen", planned_at=now + timedelta(minutes=30), planned_seconds=60)
Question.objects.create(stage=stage, text="Varför går bussen så sällan?", asked_at=now, shown_at=now)
poll = Poll.objects.create(stage=stage, question="Bor du i länet?")
PollOption.objects.create(poll=poll, text="Ja")
PollOption.objects.create(poll=poll, text="Nej", position=1)
Stage.objects.filter(pk=stage.pk).update(cue=cue)
print(stage.key)
"""
ACT = """
import django; django.setup()
from django.db import transaction
from django.test import RequestFactory
from fardplan.base import clock
from fardplan.live.actions.happening import stage_changed
from fardplan.live.models import Poll, Question, Stage
now = clock.page_time(RequestFactory().get("/")).now
with transaction.atomic():
    stage = Stage.objects.get()
    {change}
    stage.save()
    stage_changed(stage)
"""
HERE = "/dagen/dagar/dag-1/just-nu/"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = site_in(tmp_path / "site")
    site.do("migrate")
    return site


@pytest.fixture
def key(site: Site) -> str:
    return site.python(PREPARE + STAGE).strip()


def act(site: Site, change: str) -> None:
    """What those who lead the day do, in a process of their own."""
    site.python(ACT.format(change=change))


def opened(new_context: OpenContext, site: Site, path: str, **options: object) -> Page:
    page = new_context(**options).new_page()
    page.goto(site.address + path)
    return page


def test_the_projector_follows_what_is_chosen_without_being_loaded_again(
    new_context: OpenContext, site: Site, key: str
) -> None:
    with site.served():
        projector = opened(new_context, site, f"/scen/{key}/", viewport={"width": 1280, "height": 720})
        plate = opened(new_context, site, f"/scen/{key}/?genomskinlig=1", viewport={"width": 1280, "height": 720})
        expect(projector.get_by_role("heading", name="Var med härifrån")).to_be_visible()
        projector.evaluate("window.isTheSame = true")
        act(site, "stage.shows, stage.shown_question = 'question', Question.objects.get()")
        for page in (projector, plate):
            expect(page.get_by_text("Varför går bussen så sällan?")).to_be_visible()
        act(site, "stage.shows = 'programme'")
        expect(projector.get_by_role("heading", name="Samtal om bostäder")).to_be_visible()
        act(site, "stage.shows = 'nothing'")
        expect(projector.locator(".scene-view")).to_have_count(0)
        assert projector.evaluate("window.isTheSame && document.documentElement.scrollHeight <= innerHeight")


def test_the_projector_keeps_what_it_shows_while_the_server_is_away(
    new_context: OpenContext, site: Site, key: str
) -> None:
    with site.served():
        page = opened(new_context, site, f"/scen/{key}/")
        expect(page.get_by_role("heading", name="Var med härifrån")).to_be_visible()
    page.wait_for_timeout(1500)
    expect(page.get_by_role("heading", name="Var med härifrån")).to_be_visible()
    act(site, "stage.shows, stage.message = 'message', 'Vi är tillbaka.'")
    with site.served():
        expect(page.get_by_text("Vi är tillbaka.")).to_be_visible(timeout=30_000)


def test_the_page_of_those_who_take_part_follows_a_message_and_a_stop(
    new_context: OpenContext, site: Site, key: str
) -> None:
    with site.served():
        page = opened(new_context, site, HERE)
        without = opened(new_context, site, HERE, java_script_enabled=False)
        expect(page.get_by_text("Samtal om bostäder")).to_be_visible()
        expect(page.get_by_role("link", name="Hämta det senaste").first).to_be_hidden()
        act(site, "stage.message, stage.message_at = 'Rum 2 är öppet igen.', now")
        expect(page.get_by_role("status").filter(has_text="Rum 2 är öppet igen.")).to_be_visible()
        act(site, "stage.situation = 'stopped'")
        expect(page.get_by_text("Sändningen har fastnat.").first).to_be_visible()
        expect(page.get_by_text("Samtal om bostäder").first).to_be_hidden()
        expect(without.get_by_text("Rum 2 är öppet igen.")).to_be_hidden()
        without.get_by_role("link", name="Hämta det senaste").first.click()
        expect(without.get_by_text("Rum 2 är öppet igen.")).to_be_visible()
        expect(without.get_by_text("Sändningen har fastnat.").first).to_be_visible()


def test_a_poll_that_opens_moves_nothing_under_the_finger(new_context: OpenContext, site: Site, key: str) -> None:
    with site.served():
        page = opened(new_context, site, HERE, viewport={"width": 390, "height": 844})
        button = page.get_by_role("button", name="Ställ frågan")
        button.scroll_into_view_if_needed()
        page.get_by_label("Din fråga").fill("Hur lång tid")
        page.wait_for_timeout(2000)  # the line that says that the text is kept in the browser has come
        before = button.bounding_box()
        act(site, "Poll.objects.update(opened_at=now)")
        expect(page.locator(".live-bar").get_by_text("öppen")).to_be_visible()
        expect(page.get_by_role("heading", name="Bor du i länet?")).to_be_attached()
        page.wait_for_timeout(300)
        after = button.bounding_box()
        assert before is not None
        assert after is not None
        assert abs(before["y"] - after["y"]) < 2
        expect(page.get_by_label("Din fråga")).to_have_value("Hur lång tid")


def test_the_speakers_clock_counts_by_itself_and_shows_a_word(new_context: OpenContext, site: Site, key: str) -> None:
    with site.served():
        page = opened(new_context, site, f"/scen/{key}/klocka/")
        expect(page.locator("[data-minutes]")).to_have_text("30")
        act(site, "stage.speaker_message = 'Närmare mikrofonen'")
        expect(page.get_by_text("Närmare mikrofonen")).to_be_visible()
        act(site, "stage.cue.__class__.objects.filter(pk=stage.cue_id).update(planned_seconds=150)")
        expect(page.get_by_text("minuter kvar – runda av")).to_be_visible()
