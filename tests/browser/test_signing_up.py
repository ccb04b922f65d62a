"""Signing up, changing and cancelling with a real browser: without JavaScript, and with the keyboard alone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fardplan.base import clock, honesty
from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day
from fardplan.people.models import Official
from fardplan.signup.actions import Details, sign_up
from fardplan.signup.models import Signup
from tests.browser.conftest import OpenContext

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def day(make_day: Callable[..., Day]) -> Day:
    return make_day(f"{clock.now() + timedelta(days=7):%Y-%m-%d} 13:00")


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shortest time is tested elsewhere, to the second."""
    monkeypatch.setattr(honesty, "SHORTEST", timedelta(0))


def link_in(mail: OutgoingMail, live_server: Any) -> str:
    path = re.search(r"http://[^/]+(/anmalan/\S+/)", mail.text)
    assert path is not None
    return live_server.url + path[1]


def test_sign_up_change_and_cancel_without_javascript(live_server: Any, day: Day, new_context: OpenContext) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{live_server.url}/{day.dialogue.slug}/dagar/{day.slug}/")
    page.get_by_role("link", name="Anmäl dig").first.click()

    # What is wrong is told, and what is written stays.
    page.get_by_label("Namn").fill("Anna")
    page.get_by_role("button", name="Anmäl mig").click()
    expect(page.get_by_role("alert")).to_contain_text("En sak behöver ändras")
    expect(page.get_by_label("Namn")).to_have_value("Anna")

    page.get_by_label("E-post").fill("anna@example.org")
    page.get_by_label("skrivtolk").check()
    page.get_by_role("button", name="Anmäl mig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Din anmälan är sparad.")
    expect(page.get_by_text("anna@example.org")).to_be_visible()

    page.goto(link_in(OutgoingMail.objects.get(), live_server))
    expect(page.get_by_role("heading", name="Du har en plats")).to_be_visible()
    page.get_by_label("Namn").fill("Anna-Li")
    page.get_by_label("annat").check()
    page.get_by_label("Vad behöver du?").fill("Ledsagare")
    page.get_by_role("button", name="Spara ändringarna").click()
    expect(page.get_by_text("Dina ändringar är sparade.")).to_be_visible()
    expect(page.get_by_label("Namn")).to_have_value("Anna-Li")

    page.get_by_role("link", name="Avanmäl mig").click()
    page.get_by_role("button", name="Ja, avanmäl mig").click()
    expect(page.get_by_role("heading", name="Du är avanmäld")).to_be_visible()
    page.get_by_role("button", name="Anmäl mig igen").click()
    expect(page.get_by_role("heading", name="Du har en plats")).to_be_visible()
    signup = Signup.objects.select_related("contact").get()
    assert (signup.state, signup.contact.name, signup.needs, signup.other_need) == (
        "confirmed", "Anna-Li", ["captioning", "other"], "Ledsagare",
    )  # fmt: skip


def test_signing_up_with_the_keyboard_alone_and_errors_take_the_focus(live_server: Any, day: Day, page: Page) -> None:
    page.goto(f"{live_server.url}/{day.dialogue.slug}/dagar/{day.slug}/anmalan/")

    def tab_to(what: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()") == what:
                return
            assert page.evaluate("document.activeElement.name") != "trap", "the trap takes the focus"
        raise AssertionError(f"{what} is not reached")

    tab_to("id_email")
    page.keyboard.type("anna@")
    tab_to("Anmäl mig")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("E-post")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type("example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tack! Din anmälan är sparad.")


def test_attendance_is_marked_where_the_row_stands(
    live_server: Any, make_day: Callable[..., Day], administrator: Official, page: Page, client: Any
) -> None:
    day = make_day("2020-12-01 13:00")
    now = clock.now()
    Day.objects.filter(pk=day.pk).update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    for name in ("Anna", "Bo"):
        sign_up(day=day, details=Details(email=f"{name.lower()}@example.org", name=name), now=now)
    client.force_login(administrator)
    session = client.cookies["inloggning"].value
    page.context.add_cookies([{"name": "inloggning", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/skrivbord/dialog/{day.dialogue.slug}/dagar/{day.slug}/anmalningar/")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Kryssa för Bo").check()
    page.get_by_role("button", name="Var med Anna").click()
    undo = page.get_by_role("button", name="Ångra Anna")
    expect(undo).to_be_focused()
    assert page.evaluate("window.stillHere") is True
    expect(page.get_by_label("Kryssa för Bo")).to_be_checked()
    assert Signup.objects.get(contact__name="Anna").attended is True
    assert Signup.objects.get(contact__name="Bo").attended is None
    page.get_by_role("button", name="Var inte med", exact=True).click()
    expect(page.get_by_text("Närvaro antecknad för en person.")).to_be_visible()
    assert Signup.objects.get(contact__name="Bo").attended is False
