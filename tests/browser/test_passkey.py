"""A passkey made and used in a real browser, with Chromium's virtual authenticator in place of a finger."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from fardplan.people.models import Official

PASSWORD = "ett langt losenord"


def add_authenticator(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )


@pytest.mark.django_db(transaction=True)
def test_an_official_adds_a_key_and_signs_in_with_it(live_server: LiveServer, page: Page) -> None:
    official = Official.objects.create_user("ansvarig@example.org", PASSWORD, is_administrator=True)
    # A key belongs to a host name; an address in numbers cannot have one.
    site = live_server.url.replace("127.0.0.1", "localhost")
    add_authenticator(page)

    page.goto(f"{site}/konto/logga-in/?next=/konto/nycklar/ny/")
    page.get_by_label("E-post").fill(official.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    # Adding a key is sensitive: the password once more.
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Vad nyckeln ska heta").fill("Min telefon")
    page.get_by_role("button", name="Skapa nyckeln").click()
    page.wait_for_url("**/reservkoder/")
    page.goto(f"{site}/konto/nycklar/")
    assert page.get_by_role("rowheader").inner_text() == "Min telefon"

    page.get_by_role("button", name="Logga ut").click()
    page.goto(f"{site}/konto/logga-in/")
    page.get_by_role("button", name="Logga in med nyckel").click()
    page.wait_for_url("**/skrivbord/")
    assert page.get_by_role("heading", level=1).inner_text() == "Dialoger"


@pytest.mark.django_db(transaction=True)
def test_a_browser_without_the_key_says_so_and_keeps_the_other_ways(live_server: LiveServer, page: Page) -> None:
    site = live_server.url.replace("127.0.0.1", "localhost")
    add_authenticator(page)
    page.goto(f"{site}/konto/logga-in/")
    page.get_by_role("button", name="Logga in med nyckel").click()
    page.get_by_text("Det gick inte. Du kan försöka igen").wait_for()
    assert page.get_by_role("button", name="Logga in med nyckel").is_enabled()
