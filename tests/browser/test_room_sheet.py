"""The sheet of a room in a real browser: saved while one writes, by two at once, over a line that breaks, and without
scripts; and the room that says whether it is right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base import clock
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Day, Dialogue
from fardplan.organisation.models import Organisation
from fardplan.rooms.models import RoomAnswer, RoomNote, RoomQuestion
from fardplan.rooms.queries import sheet_of
from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2020, 12, 1, 13, tzinfo=UTC)
SOON = 15_000  # milliseconds; the machine may be busy with other tests


@pytest.fixture
def note(transactional_db: None) -> RoomNote:
    """A room of a day with two questions."""
    Organisation.objects.create(id=1, name="Region Exempel", email="dialog@example.org")
    dialogue = Dialogue.objects.create(slug="dagen", title="Dagen", published_at=NOW)
    now = clock.now()
    day = Day.objects.create(
        dialogue=dialogue, slug="dag-1", title="Dag 1", starts_at=now, ends_at=now + timedelta(hours=3)
    )
    for place, text in enumerate(["Vad fungerar?", "Vad behöver ändras?"]):
        RoomQuestion.objects.create(day=day, text=text, position=place)
    return RoomNote.objects.create(day=day, title="Rum 1")


def sheet(site: LiveServer, note: RoomNote) -> str:
    return f"{site.url}/rum/{note.host_key}/"


def texts(note: RoomNote) -> list[str]:
    return [point.text for point in sheet_of(note).points]


def opened(context: BrowserContext, site: LiveServer, note: RoomNote) -> Page:
    page = context.new_page()
    page.goto(sheet(site, note), timeout=60_000)  # the first page of a process takes its time
    return page


def wait_for(page: Page, note: RoomNote, wanted: list[str]) -> None:
    """Until the page says so, and only then in the database: the two share it with the server in these tests."""
    fields = "[data-points] [data-text], [data-new] [data-text]"
    shown = f"[...document.querySelectorAll('{fields}')].map((field) => field.value).filter(Boolean)"
    saved = "localStorage.length === 0"  # what is not saved yet is kept there
    ready = f"(wanted) => {saved} && {shown}.sort().join() === wanted.sort().join()"
    page.wait_for_function(ready, arg=wanted, timeout=SOON)
    page.wait_for_timeout(300)
    assert texts(note) == wanted


def test_it_is_saved_while_one_writes_and_enter_begins_the_next_point(
    live_server: LiveServer, new_context: OpenContext, note: RoomNote
) -> None:
    page = opened(new_context(), live_server, note)
    page.get_by_label("Vilka är i rummet?").fill("3 elever")
    first = page.get_by_label("Punkter").first
    first.press_sequentially("Bussen på morgonen")
    wait_for(page, note, ["Bussen på morgonen"])  # before anything is pressed
    first.press("Enter")
    first.press_sequentially("Aaaa Bbbbson")
    expect(page.get_by_text("ser ut som ett namn")).to_be_visible(timeout=SOON)
    first.press("Enter")
    expect(page.get_by_text("ser ut som ett namn")).to_be_visible()
    page.get_by_role("button", name="Ta bort punkt 2").click()
    expect(page.get_by_text("Borttagen:")).to_be_visible(timeout=SOON)
    first.press_sequentially("Lärlingsplatserna")
    first.press("Enter")
    wait_for(page, note, ["Bussen på morgonen", "Lärlingsplatserna"])
    expect(page.locator("[data-status]")).to_contain_text("Sparat kl.", timeout=SOON)
    note.refresh_from_db()
    assert note.who == "3 elever"
    page.reload()
    expect(page.get_by_label("Punkt 2")).to_have_value("Lärlingsplatserna")
    page.get_by_role("button", name="Ta bort punkt 1").click()
    wait_for(page, note, ["Lärlingsplatserna"])
    page.get_by_role("button", name="Lägg tillbaka").first.click()
    wait_for(page, note, ["Bussen på morgonen", "Lärlingsplatserna"])


def test_a_broken_line_keeps_the_words_and_sends_them_when_it_is_back(
    live_server: LiveServer, new_context: OpenContext, note: RoomNote
) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(sheet(live_server, note))
    # As in a train: something else answers, if anything.
    page.route("**/punkt/", lambda route: route.fulfill(content_type="text/html", body="Logga in på nätet"))
    field = page.get_by_label("Punkter").first
    field.press_sequentially("Skrivet utan kontakt")
    expect(page.locator("[data-status]")).to_contain_text("Ingen kontakt just nu", timeout=SOON)
    assert texts(note) == []
    page.goto("about:blank")  # the page is closed before the line is back
    page.unroute("**/punkt/")
    page.goto(sheet(live_server, note))
    wait_for(page, note, ["Skrivet utan kontakt"])
    expect(page.locator("[data-status]")).to_contain_text("Sparat kl.", timeout=SOON)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_two_who_write_see_each_others_points_and_both_wordings_of_the_same_one(
    live_server: LiveServer, new_context: OpenContext, note: RoomNote
) -> None:
    mine, theirs = (opened(new_context(), live_server, note) for _each in range(2))
    mine.get_by_label("Punkter").first.press_sequentially("Bussen")
    mine.get_by_label("Punkter").first.press("Enter")
    wait_for(mine, note, ["Bussen"])
    other = theirs.get_by_label("Punkt 1")
    expect(other).to_have_value("Bussen", timeout=SOON)
    line = mine.locator("[data-points] textarea").first
    line.press("End")
    line.press_sequentially(" hem")
    wait_for(mine, note, ["Bussen hem"])
    other.fill("Bussen dit")
    expect(theirs.get_by_role("alert")).to_contain_text("Bussen hem", timeout=SOON)
    theirs.get_by_role("button", name="Behåll båda").click()
    wait_for(theirs, note, ["Bussen hem", "Bussen dit"])


def test_the_room_says_whether_it_is_right_and_the_host_sends_it_in_without_scripts(
    live_server: LiveServer, new_context: OpenContext, note: RoomNote
) -> None:
    plain = {"java_script_enabled": False, "viewport": {"width": 320, "height": 700}}
    page = opened(new_context(**plain), live_server, note)
    page.get_by_label("Punkter").first.fill("Bussen på morgonen\nLärlingsplatserna")
    page.get_by_role("button", name="Vår summering är klar").click()
    address = page.locator("#stammer .address a").get_attribute("href")
    assert address is not None
    check = f"{live_server.url}/rum/stammer/{note.check_key}/"
    assert address.endswith(check.removeprefix(live_server.url))
    one, other = (new_context(**plain).new_page() for _each in range(2))
    one.goto(check)
    one.get_by_role("button", name="Det stämmer").click()
    expect(one.get_by_text("Du har svarat att det stämmer.")).to_be_visible()
    other.goto(check)
    other.get_by_text("Något är fel", exact=True).click()
    other.get_by_label("Lärlingsplatserna").fill("Vi sade praktik.")
    other.get_by_role("button", name="Skicka till rummets värd").click()
    assert sorted(RoomAnswer.objects.values_list("is_right", flat=True)) == [False, True]
    page.reload()
    expect(page.get_by_text("Vi sade praktik.")).to_be_visible()
    page.get_by_label("Punkt 2").first.fill("Praktiken")
    page.get_by_role("button", name="Gå vidare och skicka in").click()
    page.get_by_role("button", name="Skicka in").click()
    expect(page.get_by_role("heading", name="Anteckningen är inskickad")).to_be_visible()
    assert list(Contribution.objects.order_by("part").values_list("text", flat=True)) == [
        "Bussen på morgonen", "Praktiken",
    ]  # fmt: skip
