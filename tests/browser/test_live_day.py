"""The page of those who take part, in the running example: it changes by itself in every tab, or says it is late."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import OpenContext
from tools.example_site import ExampleSite

STAGE = """
import sys, django
django.setup()
from tests.browser.on_stage import now_page
own = {"slow_seconds": int(sys.argv[1]), "shows_exact_presence": True}  # a stage of this test's own
print(now_page("running", **own)(), end="")
"""
LEAD = """
import sys, django
django.setup()
from django.utils import timezone
from fardplan.base import clock
from fardplan.dialogue.models import Role, RoleName
from fardplan.live.actions import script, showing
from fardplan.live.models import Stage
from fardplan.people.models import Official
stage = Stage.objects.select_related("day__dialogue").get(day__slug=sys.argv[1].rstrip("/").split("/")[-2])
by, _ = Official.objects.get_or_create(email="leder@example.org", defaults={"name": "Leder"})
Role.objects.get_or_create(official=by, dialogue=stage.day.dialogue, name=RoleName.ORGANISER)
how = {"stage": stage, "by": by, "now": clock.now()}
"""
LATE = "Det som visas kan vara några sekunder gammalt. Sidan hämtar det senaste av sig själv."


def lead(example: ExampleSite, path: str, what: str) -> None:
    example.run("-c", LEAD + what, path)


def opened(context: BrowserContext, example: ExampleSite, path: str) -> Page:
    page = context.new_page()
    page.goto(example.address + path)
    return page


def test_what_the_producer_does_is_seen_in_every_tab_through_one_stream(
    new_context: OpenContext, example: ExampleSite
) -> None:
    path = example.run("-c", STAGE, "31")
    context = new_context(viewport={"width": 390, "height": 844})
    first, second = opened(context, example, path), opened(context, example, path)
    for page in (first, second):
        expect(page.locator(".live-title:visible")).to_have_text("Samtal om bostäder")
        expect(page.locator("html.live-follows")).to_be_attached()
        expect(page.locator(".live-as-of")).to_be_hidden()
        expect(page.get_by_text("1 följer med")).to_be_visible(timeout=30_000)  # a browser, however many its tabs
    lead(example, path, 'script.pause(**how)\nshowing.say_to_all(text="Länken till rum 2 är <b>lagad</b>.", **how)')
    for page in (first, second):
        expect(page.locator(".live-now .state:visible").first).to_contain_text("Paus")
        expect(page.get_by_role("status").filter(has_text="Länken till rum 2 är <b>lagad</b>.")).to_be_visible()
    first.close()
    lead(example, path, "script.resume(**how)\nshowing.take_back_message(**how)")
    expect(second.locator(".live-title:visible")).to_have_text("Samtal om bostäder")
    expect(second.get_by_text("Länken till rum 2")).to_be_hidden()


def test_where_the_stream_cannot_be_had_it_is_said_calmly_and_the_page_stays(
    new_context: OpenContext, example: ExampleSite
) -> None:
    path = example.run("-c", STAGE, "32")
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.route("**/live/?*", lambda route: route.fulfill(status=503))
    page.goto(example.address + path)
    expect(page.locator(".live-late")).to_have_text(LATE, timeout=15_000)
    expect(page.locator(".live-late")).to_be_in_viewport()
    expect(page.locator(".live-as-of")).to_be_visible()
    expect(page.locator(".live-title:visible")).to_have_text("Samtal om bostäder")
    page.unroute("**/live/?*")
    expect(page.locator(".live-late")).to_be_empty(timeout=30_000)
    expect(page.locator(".live-as-of")).to_be_hidden()
    lead(example, path, "script.stop(**how)")
    expect(page.get_by_text("Sändningen har fastnat.")).to_be_visible()


def test_without_scripts_the_same_is_there_when_the_page_is_fetched(
    new_context: OpenContext, example: ExampleSite
) -> None:
    path = example.run("-c", STAGE, "33")
    page = opened(new_context(java_script_enabled=False), example, path)
    expect(page.locator(".live-title:visible")).to_have_text("Samtal om bostäder")
    lead(example, path, "script.stop(**how)")
    page.wait_for_timeout(1_100)  # one rendering answers everybody for a second
    page.get_by_role("link", name="Hämta det senaste").click()
    expect(page.get_by_text("Sändningen har fastnat.")).to_be_visible()
