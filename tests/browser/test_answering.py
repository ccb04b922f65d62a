"""Answering in a real browser: the queue by its shortcuts, and a letter marked by keyboard and without scripts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.files import File
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.contributions.about import About
from fardplan.contributions.actions import Received, Said, contribute, register_received
from fardplan.contributions.models import Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from tests.browser.conftest import OpenContext
from tests.browser.test_desk import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2020, 11, 24, 8, tzinfo=UTC)
LETTER = Path(__file__).parent.parent / "documents" / "files" / "brev.pdf"


@pytest.fixture
def dialogue(transactional_db: None) -> Dialogue:
    """One with three contributions, the oldest first in the queue."""
    dialogue = Dialogue.objects.create(slug="dagen", title="Dagen", contributions_open_at=NOW, published_at=NOW)
    for words in ("Bygg bryggor.", "Laga vägen.", "Fler bussar."):
        contribute(dialogue=dialogue, said=Said(about=About(), text=words), now=NOW)
    return dialogue


def queue(page: Page, site: LiveServer) -> None:
    page.goto(f"{site.url}/skrivbord/dialog/dagen/synpunkter/?ordning=nummer")


def focused(page: Page) -> str:
    """The number of the contribution whose link in the list has the focus."""
    words: str = page.evaluate("document.activeElement.closest('.queue .list a')?.innerText ?? ''")
    return words.split()[0] if words else ""


def place(page: Page) -> str:
    return unquote(urlsplit(page.url).path).removeprefix("/skrivbord/dialog/dagen/")


def test_the_queue_is_walked_and_answered_with_shortcuts_alone(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server)
    queue(page, live_server)
    walked = []
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        walked.append(focused(page))
    first, second = walked[0], walked[1]
    assert walked == [first, second, first]
    assert len({first, second}) == 2
    page.keyboard.press("x")
    expect(page.locator(".queue .list input:checked")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/synpunkter/{first}/*")
    page.keyboard.press("j")
    page.wait_for_url(f"**/synpunkter/{second}/*")
    page.keyboard.press("m")
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="Ta den själv")).to_have_count(0)
    assert Contribution.objects.get(submission__number=int(second[2:])).assigned_to == Official.objects.get()
    page.keyboard.press("s")
    page.wait_for_url("**/svar/**")
    page.locator("textarea").first.focus()
    page.keyboard.type("just u and s")  # one who writes is left alone
    expect(page.locator("textarea").first).to_have_value("just u and s")


def test_shortcuts_can_be_shown_and_switched_off(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue
) -> None:
    page = signed_in(new_context, live_server)
    queue(page, live_server)
    page.keyboard.press("/")
    expect(page.locator("[name=sok]")).to_be_focused()
    page.keyboard.type("jk")
    expect(page.locator("[name=sok]")).to_have_value("jk")
    queue(page, live_server)
    page.keyboard.press("?")
    box = page.get_by_label("Använd kortkommandon på de här sidorna")
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("j")
    assert focused(page) == ""
    queue(page, live_server)
    page.keyboard.press("j")
    assert focused(page) == ""  # it stays off


@pytest.fixture
def letter(dialogue: Dialogue, tmp_path: Path, settings: object) -> Dialogue:
    """A letter with a PDF, not marked yet."""
    by = Official.objects.create_user("registrator@example.org", is_administrator=True)
    came = Received(channel="letter", received_at=NOW, source_note="")
    with LETTER.open("rb") as opened:
        register_received(
            dialogue=dialogue,
            said=Said(about=About(), text="Se bilagan.", sender_kind="organisation", sender_label="En förening"),
            received=came,
            by=by,
            now=NOW,
            attachments=[File(opened, name="brev.pdf")],
        )
    return dialogue


@pytest.mark.parametrize("scripts", [True, False])
def test_a_letter_is_marked_by_keyboard_with_and_without_scripts(
    live_server: LiveServer, new_context: OpenContext, letter: Dialogue, *, scripts: bool
) -> None:
    page = signed_in(new_context, live_server, java_script_enabled=scripts)
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/synpunkter/S-004/markera/")
    page.locator(".letter legend").click()
    boxes = page.locator(".letter input[name=mening]")
    words = page.locator(".letter .sentence > span").nth(1).inner_text()
    boxes.first.focus()
    page.keyboard.press("Tab")
    expect(boxes.nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(boxes.nth(1)).to_be_checked()
    for _step in range(boxes.count() + 20):
        page.keyboard.press("Tab")
        if page.get_by_role("button", name="Gör en synpunkt av det").evaluate("it => it === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_text("S-004.1 är markerad.").wait_for()
    expect(page.locator(".letter .is-taken")).to_have_count(1)
    point = Contribution.objects.get(submission__number=4, part=1)
    assert " ".join(point.text.split()) == " ".join(words.split())


def test_words_selected_with_the_pointer_become_a_point_to_the_letter(
    live_server: LiveServer, new_context: OpenContext, letter: Dialogue
) -> None:
    page = signed_in(new_context, live_server)
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/synpunkter/S-004/markera/")
    sentence = page.locator(".letter .sentence > span").nth(1)
    sentence.dblclick(position={"x": 8, "y": 8})  # selects a word, and ticks nothing
    selected = page.evaluate("document.getSelection().toString().trim()")
    expect(page.locator("[data-marked]")).to_contain_text(selected)
    expect(page.locator(".letter input:checked")).to_have_count(0)
    page.get_by_role("button", name="Gör en synpunkt av det").click()
    page.get_by_text("S-004.1 är markerad.").wait_for()
    assert Contribution.objects.get(submission__number=4, part=1).text == selected
