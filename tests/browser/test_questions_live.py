"""A question is asked on one phone, supported on another, kept at the desk and answered, while everybody watches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base import clock
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Day, Dialogue
from fardplan.live.models import Question, Stage, Upvote
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
from tests.browser.checks import axe, sideways_scroll
from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.django_db(transaction=True)

DAY = "/dagen/dagar/dag-1/just-nu/"
DESK = "/skrivbord/dialog/dagen/dagar/dag-1/just-nu/fragor/"
PHONE = {"viewport": {"width": 320, "height": 700}}


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    """Several browsers and a server share the machine."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def official(transactional_db: None) -> Official:
    return Official.objects.create_user("fragor@example.org", is_administrator=True)


@pytest.fixture
def stage(official: Official) -> Stage:
    Organisation.objects.get_or_create(id=1, defaults={"name": "Region Exempel", "email": "dialog@example.org"})
    now = clock.now()
    dialogue = Dialogue.objects.create(slug="dagen", title="Dagen", published_at=now - timedelta(days=9))
    day = Day.objects.create(
        dialogue=dialogue, slug="dag-1", title="Dag 1",
        starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=2),
    )  # fmt: skip
    return Stage.objects.create(
        day=day,
        situation="running",
        began_at=day.starts_at,
        situation_since=day.starts_at,
        questions_open=True,
        takes_reactions=False,
    )


def keeper(open_context: OpenContext, site: LiveServer, official: Official, **options: Any) -> Page:
    session = SessionStore()
    session[SESSION_KEY] = str(official.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = official.get_session_auth_hash()
    session.create()
    context = open_context(**options)
    context.add_cookies([{"name": "inloggning", "value": str(session.session_key), "url": site.url}])
    page = context.new_page()
    page.goto(site.url + DESK, timeout=60_000)
    return page


def phone(open_context: OpenContext, site: LiveServer, address: str = DAY, **options: Any) -> Page:
    page = open_context(**PHONE, **options).new_page()
    page.goto(site.url + address, timeout=60_000)
    return page


def ask(page: Page, text: str) -> None:
    page.get_by_label("Din fråga", exact=True).fill(text)
    page.wait_for_timeout(3_100)  # whoever is quicker than that is asked to send once more
    page.get_by_role("button", name="Ställ frågan").click()


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_asked_read_supported_on_stage_and_answered(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official, script: bool
) -> None:
    kim = phone(new_context, live_server, java_script_enabled=script)
    ask(kim, "När går bussen på kvällen?")
    expect(kim.get_by_text("Vi har tagit emot din fråga. Den har nummer S-001.").first).to_be_visible()
    expect(kim.get_by_label("Din fråga", exact=True)).to_have_value("")
    desk = keeper(new_context, live_server, official, java_script_enabled=script)
    desk.get_by_role("button", name="Visa", exact=True).click()
    expect(desk.get_by_role("region", name="Visas").get_by_text("När går bussen på kvällen?")).to_be_visible()
    other = phone(new_context, live_server, java_script_enabled=script)
    button = other.get_by_role("button", name="Stöd")
    button.click()
    button = other.get_by_role("button", name="Stöd")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_contain_text("1")
    assert Upvote.objects.count() == 1
    desk.get_by_role("button", name="På scenen").click()
    on_stage = desk.get_by_role("region", name="På scenen")
    expect(on_stage.get_by_text("När går bussen på kvällen?")).to_be_visible()
    stage.refresh_from_db()
    assert stage.shown_question == Question.objects.get()
    on_stage.get_by_role("button", name="Besvarad nu").click()
    expect(on_stage.get_by_text("Ingen fråga är på scenen.")).to_be_visible()
    kim.goto(live_server.url + DAY, timeout=60_000)
    expect(kim.get_by_text("Din fråga är besvarad i sändningen.")).to_be_visible()
    reply = Contribution.objects.get().reply
    assert reply is not None
    assert reply.published_at is not None
    for page in (kim, other):
        assert sideways_scroll(page) == []
        if script:
            assert axe(page) == []
    if script:
        assert axe(desk) == []


def test_the_keyboard_goes_through_what_there_is_to_read(
    live_server: LiveServer, new_context: OpenContext, stage: Stage, official: Official
) -> None:
    for number in range(3):
        Question.objects.create(stage=stage, text=f"Fråga {number}?", asked_at=clock.now(), asker="a")
    desk = keeper(new_context, live_server, official)
    desk.keyboard.press("j")
    for left in (2, 1, 0):
        desk.keyboard.press("v")
        expect(desk.locator("[data-waiting]")).to_have_text(str(left))
        if left:
            desk.keyboard.press("k")
            desk.locator("section[data-live-part=waiting] [data-row]").first.focus()
    assert Question.objects.exclude(shown_at=None).count() == 3


def test_what_is_written_stays_when_questions_close_meanwhile(
    live_server: LiveServer, new_context: OpenContext, stage: Stage
) -> None:
    page = phone(new_context, live_server)
    page.get_by_label("Din fråga", exact=True).fill("Min långa fråga?")
    Stage.objects.update(questions_open=False)
    page.wait_for_timeout(3_100)
    page.get_by_role("button", name="Ställ frågan").click()
    expect(page.get_by_text("Just nu tas inga nya frågor emot.").first).to_be_visible()
    expect(page.get_by_label("Din fråga", exact=True)).to_have_value("Min långa fråga?")
    assert Question.objects.count() == 0
