"""A whole day on the real server: a producer, a moderator, two who take part, the projector; then the record.

The same day is walked with JavaScript, where nobody reloads anything, and without, where everybody fetches the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.checks import axe
from tests.browser.conftest import OpenContext
from tests.commands.conftest import Site, site_in

PREPARE = """
from datetime import timedelta
from importlib import import_module
from django.conf import settings
from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue, Session
from fardplan.live.actions import polls
from fardplan.live.actions.staging import prepare
from fardplan.live.models import Stage
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
now = clock.now()
Organisation.objects.create(id=1, name="Region Exempel")
dialogue = Dialogue.objects.create(slug="dagen", title="Dagen", published_at=now, municipalities=["Ronneby"])
about = {"slug": "dag-1", "title": "Dag 1", "starts_at": now, "ends_at": now + timedelta(hours=2)}
day = Day.objects.create(dialogue=dialogue, **about)
for number, title in enumerate(["Välkommen", "Panel", "Slutord"]):
    starts_at = now + timedelta(minutes=20 * number)
    Session.objects.create(day=day, title=title, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=20))
keys = []
for role in ("organiser", "moderator"):
    official = Official.objects.create_user(f"{role}@example.org", name=role)
    dialogue.roles.create(official=official, name=role)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(official.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[-1]
    session["_auth_user_hash"] = official.get_session_auth_hash()
    session.create()
    keys.append(session.session_key)
by = Official.objects.get(email="organiser@example.org")
stage = prepare(day=day, by=by, now=now)
changes = {"kind": "single", "question": "Vad är viktigast?", "results_shown": "after_vote"}
polls.save_poll(stage=stage, changes=changes, options=["Bussar", "Bostäder"], by=by, now=now)
print(*keys, stage.key)
"""
DAY = "/dagen/dagar/dag-1"
DESK = "/skrivbord/dialog/dagen/dagar/dag-1/just-nu"
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True)
class Day:
    """Everybody who takes part, each in a browser of their own. `fresh` fetches a page where no script does."""

    site: Site
    producer: Page
    moderator: Page
    one: Page
    other: Page
    scene: Page
    has_scripts: bool

    def fresh(self, *pages: Page) -> None:
        if not self.has_scripts:
            for page in pages:
                page.wait_for_timeout(1_100)  # one rendering answers everybody for a second
                page.reload()

    def open(self, page: Page, path: str) -> None:
        page.goto(f"{self.site.address}{path}")


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def day(request: pytest.FixtureRequest, tmp_path: Path, new_context: OpenContext) -> Iterator[Day]:
    # In the example every visitor has a clock of their own; here all share the real one.
    site = site_in(tmp_path / "site", MODE="test")
    site.do("migrate")
    organiser, moderator, key = site.python(PREPARE).split()

    def browser(session: str = "", **how: object) -> Page:
        context = new_context(java_script_enabled=request.param, **how)
        if session:
            context.add_cookies([{"name": "inloggning", "value": session, "url": site.address}])
        return context.new_page()

    with site.served():
        made = Day(
            site, browser(organiser), browser(moderator), browser(viewport=PHONE), browser(viewport=PHONE), browser(),
            request.param,
        )  # fmt: skip
        for page in (made.one, made.other):
            made.open(page, f"{DAY}/just-nu/")
        made.open(made.producer, f"{DESK}/")
        made.open(made.moderator, f"{DESK}/fragor/")
        made.open(made.scene, f"/scen/{key}/")
        yield made


def press(page: Page, name: str, *, inside: Locator | None = None) -> None:
    (inside or page).get_by_role("button", name=name).first.click()


def sees(day: Day, words: str, *pages: Page) -> None:
    """Each of them reads it, by itself or when the page is fetched."""
    day.fresh(*pages)
    for page in pages:
        expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()


def begins(day: Day) -> None:
    press(day.producer, "Börja sändningen")
    sees(day, "Välkommen", day.one, day.other, day.producer)
    day.fresh(day.moderator)
    press(day.moderator, "Öppna för frågor")
    sees(day, "Frågor tas emot", day.moderator)
    day.fresh(day.one, day.other)


def asks_and_supports(day: Day) -> None:
    day.one.get_by_label("Din fråga").fill("När kommer nattbussen?")
    day.one.wait_for_timeout(3_000)  # nobody writes a question faster than a form thinks a person can
    press(day.one, "Ställ frågan")
    expect(day.one.get_by_text("Mottagen. Den visas när någon har läst den.").first).to_be_visible()
    sees(day, "När kommer nattbussen?", day.moderator)
    press(day.moderator, "Visa", inside=day.moderator.locator("[data-row]").filter(has_text="nattbussen"))
    day.fresh(day.other)
    asked = day.other.locator("li.asked").filter(has_text="När kommer nattbussen?")
    expect(asked).to_be_visible()
    press(day.other, "Stöd", inside=asked)
    day.fresh(day.one)
    expect(day.one.locator("li.asked").filter(has_text="nattbussen").locator(".support .figure")).to_have_text("1")


def votes(day: Day) -> None:
    day.open(day.producer, f"{DESK}/omrostningar/")
    press(day.producer, "Öppna Vad är viktigast?")
    day.fresh(day.one, day.other)
    for page, answer in ((day.one, "Bussar"), (day.other, "Bostäder")):
        page.get_by_role("radio", name=answer).check()
        press(page, "Rösta")
        expect(page.get_by_text("Din röst är mottagen kl.")).to_be_visible()
    if not day.has_scripts:
        day.open(day.one, f"{DAY}/just-nu/")
        day.open(day.other, f"{DAY}/just-nu/")
    for page in (day.one, day.other):
        expect(page.get_by_role("listitem").filter(has_text="Bostäder").first).to_contain_text("1 (50 %)")
    day.open(day.producer, f"{DESK}/")


def reacts(day: Day) -> None:
    """Counted together with everybody else's, for some seconds."""
    press(day.other, "Applåd")
    day.fresh(day.one)
    for page in (day.one, day.other):
        expect(page.get_by_role("button", name="Applåd").locator(".figure")).to_have_text("1")


def is_answered_on_stage(day: Day) -> None:
    day.fresh(day.moderator)
    row = day.moderator.locator("[data-row]").filter(has_text="nattbussen")
    press(day.moderator, "På scenen", inside=row)
    sees(day, "När kommer nattbussen?", day.scene)
    day.fresh(day.moderator)
    press(day.moderator, "Besvarad nu", inside=day.moderator.locator("[data-row]").filter(has_text="nattbussen"))
    sees(day, "Din fråga är besvarad", day.one)


def stops_and_goes_on(day: Day) -> None:
    day.fresh(day.producer)
    day.producer.get_by_text("Sändningen har fastnat").first.click()
    press(day.producer, "Ja, säg att den har fastnat")
    sees(day, "Du missar inget", day.one, day.other)
    press(day.producer, "Fortsätt sändningen")
    day.producer.get_by_label("Skriv till alla som följer").fill("Vi fortsätter om en minut.")
    press(day.producer, "Visa för alla")
    sees(day, "Vi fortsätter om en minut.", day.one, day.other)
    press(day.producer, "Nästa")
    sees(day, "Panel", day.one, day.scene)


def ends_and_is_kept(day: Day) -> None:
    day.fresh(day.producer)
    day.producer.get_by_text("Avsluta sändningen").first.click()
    press(day.producer, "Ja, avsluta nu")
    expect(day.producer.get_by_text("Sändningen är slut").first).to_be_visible()
    day.open(day.one, f"{DAY}/det-har-hande/")
    for words in ("När kommer nattbussen?", "1 av 1 fråga är besvarad.", "1 (50 %)", "Sändningen fastnade"):
        expect(day.one.get_by_text(words).first).to_be_visible()


def test_a_day_from_its_first_word_to_its_record(day: Day) -> None:
    steps: list[Callable[[Day], None]] = [
        begins, asks_and_supports, votes, reacts, is_answered_on_stage, stops_and_goes_on, ends_and_is_kept,
    ]  # fmt: skip
    for step in steps:
        step(day)
        if day.has_scripts:
            for page in (day.one, day.producer, day.moderator, day.scene):
                assert axe(page) == []
