"""The desk in a real browser: with the keyboard alone, without scripts, and with the few scripts it has."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from fardplan.dialogue.models import Day, Dialogue, Session
from fardplan.people.models import Official
from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.django_db(transaction=True)
LEAD = "Tre dagar om länets färdväg."


@pytest.fixture
def dialogue(transactional_db: None) -> Dialogue:
    dialogue = Dialogue.objects.create(
        slug="dagen", title="Dagen", lead=LEAD, published_at=datetime(2020, 10, 1, tzinfo=UTC)
    )
    starts = datetime(2030, 1, 15, 12, tzinfo=UTC)
    Day.objects.create(
        dialogue=dialogue, slug="dag-1", title="Dag 1", starts_at=starts, ends_at=starts + timedelta(hours=3)
    )
    return dialogue


def signed_in(open_context: OpenContext, site: LiveServer, **options: object) -> Page:
    """A browser in which an administrator has signed in."""
    context = open_context(**options)
    sign_in(context, site, Official.objects.create_user("ansvarig@example.org", is_administrator=True))
    return context.new_page()


def sign_in(context: BrowserContext, site: LiveServer, official: Official) -> None:
    """Make a browser one in which this official has signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(official.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = official.get_session_auth_hash()
    session.create()
    context.add_cookies([{"name": "inloggning", "value": str(session.session_key), "url": site.url}])


def test_a_text_is_changed_with_the_keyboard_alone(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server, java_script_enabled=False)
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/sidan/")
    page.keyboard.press("Tab")  # the way past the menu comes first
    page.keyboard.press("Enter")
    for _step in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "title":
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("Dagen 2030")
    page.keyboard.press("Enter")
    page.get_by_text("Sparat.").wait_for()
    stored = Dialogue.objects.get()
    assert (stored.title, stored.lead) == ("Dagen 2030", LEAD)


def test_a_programme_is_written_without_scripts(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server, java_script_enabled=False, viewport={"width": 320, "height": 700})
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/dagar/dag-1/program/")
    first = page.locator("#rad-0")
    first.get_by_label("Börjar").fill("13:00")
    first.get_by_label("Rubrik").fill("Välkommen")
    page.get_by_role("button", name="Lägg till en punkt").click()
    second = page.locator("#rad-1")
    second.get_by_label("Börjar").fill("13:30")
    second.get_by_label("Rubrik").fill("Samtal")
    page.get_by_role("button", name="Lägg till en punkt").click()
    page.locator("#rad-2").get_by_label("Rubrik").fill("Ångrar mig")
    page.get_by_role("button", name="Ta bort rad 3").click()
    assert not Session.objects.exists()
    page.get_by_role("button", name="Spara").last.click()
    page.get_by_text("Sparat.").wait_for()
    assert list(Session.objects.values_list("title", flat=True)) == ["Välkommen", "Samtal"]


def test_the_buttons_over_a_text_write_what_nobody_needs_to_know(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server)
    page.on("dialog", lambda dialog: dialog.accept("https://www.example.org/a (b)"))
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/sidan/paverka/")
    field = page.get_by_label("Syfte")
    group = page.locator(".field", has=field)
    field.fill("Viktigt")
    field.select_text()
    group.get_by_role("button", name="Fet").click()
    assert field.input_value() == "**Viktigt**"
    field.fill("Ett\nTvå")
    field.select_text()
    group.get_by_role("button", name="Lista").click()
    assert field.input_value() == "- Ett\n- Två"
    field.select_text()
    group.get_by_role("button", name="Lista").click()
    assert field.input_value() == "Ett\nTvå"
    field.fill("programmet")
    field.select_text()
    group.get_by_role("button", name="Länk").click()
    assert field.input_value() == "[programmet](https://www.example.org/a%20%28b%29)"
    show = group.get_by_role("button", name="Visa som det blir")
    show.click()
    link = group.get_by_role("link", name="programmet")
    link.wait_for()
    assert (link.get_attribute("href"), field.is_visible()) == ("https://www.example.org/a%20%28b%29", False)
    show.click()
    assert (field.is_visible(), link.is_visible()) == (True, False)


def test_unsaved_words_are_not_left_by_mistake(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server)
    asked: list[str] = []

    def stay(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    url = f"{live_server.url}/skrivbord/dialog/dagen/sidan/"
    page.goto(url)
    page.get_by_label("Ingress").press_sequentially("Nya ord. ")
    page.get_by_role("link", name="Dagar", exact=True).click()
    page.wait_for_timeout(300)
    assert (asked, page.url) == (["beforeunload"], url)
    # Saving is not leaving.
    page.get_by_role("button", name="Spara").click()
    page.get_by_text("Sparat.").wait_for()
    assert asked == ["beforeunload"]


def test_a_preview_shows_its_bar_and_ends_where_one_stands(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server)
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/forhandsvisning/")
    page.get_by_role("button", name="Dag 1: när den pågår").click()
    bar = page.get_by_role("region", name="Förhandsvisning")
    assert "15 januari 2030 kl. 13.05" in bar.inner_text()
    page.goto(f"{live_server.url}/dagen/dagar/dag-1/")
    bar.get_by_role("button", name="Avsluta förhandsvisningen").click()
    page.wait_for_url("**/dagen/dagar/dag-1/")
    assert bar.count() == 0
