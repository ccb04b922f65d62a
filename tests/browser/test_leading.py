"""A day is led in a real browser: by keyboard, by two at once, without scripts, on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue, Session
from fardplan.live.actions.staging import begin_rehearsal, prepare
from fardplan.live.models import Stage
from fardplan.people.models import Official
from tests.browser.checks import axe, sideways_scroll
from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def official(transactional_db: None) -> Official:
    return Official.objects.create_user("leder@example.org", is_administrator=True)


@pytest.fixture
def stage(official: Official) -> Stage:
    """A day that begins now, prepared."""
    dialogue = Dialogue.objects.create(slug="dagen", title="Dagen", published_at=clock.now())
    starts_at = clock.now()
    day = Day.objects.create(
        dialogue=dialogue, slug="dag-1", title="Dag 1", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2)
    )
    for number, title in enumerate(["Välkommen", "Samtal om bostäder", "Paus", "Rummen"]):
        at = starts_at + number * timedelta(minutes=10)
        Session.objects.create(day=day, title=title, starts_at=at, ends_at=at + timedelta(minutes=10))
    stage = prepare(day=day, by=official, now=starts_at)
    stage.cues.filter(title__startswith="Samtal").update(note="Kamera 2. Be panelen flytta sig in.")
    return stage


def opened(open_context: OpenContext, site: LiveServer, official: Official, **options: object) -> Page:
    """The producer's screen in a browser of this official's own."""
    session = SessionStore()
    session[SESSION_KEY] = str(official.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = official.get_session_auth_hash()
    session.create()
    context = open_context(**options)
    context.add_cookies([{"name": "inloggning", "value": str(session.session_key), "url": site.url}])
    page = context.new_page()
    page.goto(f"{site.url}/skrivbord/dialog/dagen/dagar/dag-1/just-nu/", timeout=30_000)
    return page


def test_a_day_is_led_with_the_keyboard_alone(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official
) -> None:
    page = opened(new_context, live_server, official)
    page.keyboard.press("F2")
    expect(page.locator("[data-now-title]")).to_have_text("Välkommen")
    page.wait_for_timeout(800)
    page.keyboard.press("F2")
    expect(page.locator("[data-now-title]")).to_have_text("Samtal om bostäder")
    expect(page.locator("[data-said]")).to_contain_text("Samtal om bostäder")
    page.wait_for_timeout(800)
    page.keyboard.press("F4")
    expect(page.get_by_role("button", name="Fortsätt sändningen")).to_be_visible()
    page.keyboard.press("F9")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    on = page.locator(".shows [aria-pressed=true]")
    expect(on).to_contain_text("Nu och härnäst")
    expect(on).to_be_focused()
    page.keyboard.press("F8")
    page.keyboard.type("Vi är snart tillbaka.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".said-now")).to_contain_text("Vi är snart tillbaka.")
    stored = Stage.objects.get()
    assert (stored.situation, stored.shows, stored.message) == ("paused", "programme", "Vi är snart tillbaka.")
    assert axe(page) == []


def test_pressed_twice_in_a_hurry_is_one_step(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official
) -> None:
    page = opened(new_context, live_server, official)
    page.keyboard.press("F2")
    page.keyboard.press("F2")
    page.keyboard.press("F2")
    expect(page.locator("[data-now-title]")).to_have_text("Välkommen")
    page.wait_for_timeout(500)
    assert list(stage.happenings.order_by("id").values_list("kind", flat=True)) == ["began", "cue"]


def test_two_producers_move_one_step_and_the_other_is_told(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official
) -> None:
    other = Official.objects.create_user("andra@example.org", is_administrator=True)
    mine = opened(new_context, live_server, official)
    mine.keyboard.press("F2")
    expect(mine.locator("[data-now-title]")).to_have_text("Välkommen")
    theirs = opened(new_context, live_server, other)
    expect(theirs.locator(".seats")).to_contain_text("Du och en till leder sändningen: leder@example.org")
    theirs.keyboard.press("F2")
    expect(theirs.locator("[data-now-title]")).to_have_text("Samtal om bostäder")
    mine.keyboard.press("F2")
    expect(mine.locator("main")).to_contain_text("andra@example.org hann före")
    expect(mine.locator("[data-now-title]")).to_have_text("Samtal om bostäder")
    expect(mine.locator(".seats")).to_contain_text("Du och en till leder sändningen: andra@example.org")


def test_whoever_has_been_signed_out_is_told(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official
) -> None:
    page = opened(new_context, live_server, official)
    page.context.clear_cookies()
    page.evaluate("document.dispatchEvent(new CustomEvent('live:renew'))")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Du är utloggad")
    expect(alert.get_by_role("link", name="Logga in igen")).to_have_attribute("href", page.url)


def test_a_whole_day_is_led_without_scripts_on_a_phone(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official
) -> None:
    phone = {"width": 320, "height": 700}
    page = opened(new_context, live_server, official, java_script_enabled=False, viewport=phone)
    page.get_by_role("button", name="Börja sändningen").click()
    page.get_by_role("button", name="Nästa").click()
    page.get_by_role("button", name="Rummen").and_(page.locator("[value='visa:rooms']")).click()
    page.locator("summary", has_text="Sändningen har fastnat").click()
    page.get_by_role("button", name="Ja, säg att den har fastnat").click()
    page.get_by_text("Du missar inget").wait_for()
    page.get_by_role("button", name="Fortsätt sändningen").click()
    page.locator("summary", has_text="Avsluta sändningen").click()
    page.get_by_role("button", name="Ja, avsluta nu").click()
    page.get_by_role("button", name="Ångra: sändningen är inte slut").click()
    page.get_by_text("Sändningen pågår").wait_for()
    kinds = ["began", "cue", "cue", "shown", "stopped", "resumed", "ended", "resumed"]
    assert list(stage.happenings.order_by("id").values_list("kind", flat=True)) == kinds


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_screen_fits(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official, width: int
) -> None:
    page = opened(new_context, live_server, official, viewport={"width": width, "height": 900})
    page.keyboard.press("F2")
    expect(page.locator("[data-now-title]")).to_have_text("Välkommen")
    page.locator("summary", has_text="Avsluta sändningen").click()
    assert sideways_scroll(page) == []
    assert axe(page) == []
    begin_rehearsal(day=stage.day, by=official, now=clock.now())
    page.goto(page.url + "?ovning=1")
    expect(page.locator(".rehearsal-sign")).to_contain_text("Inget här når deltagarna")
    assert sideways_scroll(page) == []
    assert axe(page) == []
