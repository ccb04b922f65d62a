"""The strategy's text at the desk in a real browser: a Word file becomes a draft, and two people write in it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files import File
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base.audit import SYSTEM
from fardplan.dialogue.models import Dialogue
from fardplan.documents.reading import files
from fardplan.documents.reading.outline import outline
from fardplan.people.models import Official
from fardplan.strategy import actions
from fardplan.strategy.models import Draft, Passage, Strategy
from fardplan.strategy.queries import changes_in, contents_of
from tests.browser.conftest import OpenContext
from tests.browser.test_desk import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FILES = Path(__file__).parent.parent / "documents" / "files"
NOW = datetime(2020, 11, 24, 8, tzinfo=UTC)


@pytest.fixture
def strategy(transactional_db: None) -> Strategy:
    """A published draft 0.3 with two passages, in a dialogue."""
    strategy = actions.create_strategy(title="Strategin", by=SYSTEM, now=NOW)
    draft = new_draft(strategy, "0.3", None)
    about = {"kind": "direction", "code": "A", "heading": "Livsmiljöer"}
    section = actions.add_section(draft=draft, parent=None, **about, by=SYSTEM, now=NOW)
    for code, heading, text in [
        ("A1.2", "Restid", "Restiden mellan orterna är högst en timme. Turerna räcker hela dagen."),
        ("A1.1", "Bostäder", "Fler bostäder byggs i hela länet."),
    ]:
        values = {"code": code, "heading": heading, "text": text}
        actions.add_passage(section=section, after=None, values=values, by=SYSTEM, now=NOW)
    actions.publish_draft(draft=draft, by=SYSTEM, now=NOW)
    Dialogue.objects.create(slug="dagen", title="Dagen", strategy=strategy, published_at=NOW)
    return strategy


def new_draft(strategy: Strategy, number: str, copy_of: Draft | None) -> Draft:
    about = {"number": number, "title": "", "note": ""}
    return actions.new_draft(strategy=strategy, copy_of=copy_of, **about, by=SYSTEM, now=NOW)


@pytest.fixture
def draft(strategy: Strategy) -> Draft:
    return new_draft(strategy, "0.4", strategy.drafts.get())


def section_page(site: LiveServer, draft: Draft) -> str:
    return f"{site.url}/skrivbord/dialog/dagen/strategi/avsnitt/{draft.sections.get().pk}/"


def text_of(draft: Draft, key: str) -> str:
    return Passage.objects.get(draft=draft, key=key).text


def field(page: Page, draft: Draft, key: str, name: str = "text") -> str:
    return f"[name='stycke-{Passage.objects.get(draft=draft, key=key).pk}-{name}']"


def test_a_word_file_is_read_asked_about_made_a_draft_and_published(
    live_server: LiveServer, new_context: OpenContext, strategy: Strategy
) -> None:
    before = as_it_read_before(strategy)
    page = signed_in(new_context, live_server)
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/strategi/")
    page.get_by_role("link", name="Läs in en fil").click()
    page.get_by_label("Fil").set_input_files(FILES / "strategi.docx")
    page.get_by_role("button", name="Läs in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Så här läste vi filen")
    while page.get_by_role("button", name="Spara svaren").count():
        for question in page.locator("fieldset.question").all():
            question.get_by_role("radio").first.check()
        page.get_by_role("button", name="Spara svaren").click()
    page.get_by_role("link", name="Gör ett utkast av det här").click()
    page.get_by_label("Nummer").fill("1.0")
    page.get_by_role("button", name="Gör utkastet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Utkast 1.0")
    page.get_by_role("link", name="Innan du publicerar").click()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Publicera utkastet").click()
    expect(page.get_by_text("Utkastet är publicerat.")).to_be_visible()
    made = Draft.objects.get(number="1.0")
    # Every passage that reads as it did has kept its key, and what was reworded kept it too.
    then, now = ([passage.key for passage in contents_of(draft).passages] for draft in (before, made))
    assert now == then
    assert {change.key for change in changes_in(made) if change.kind == "reworded"} >= {then[1]}
    page.goto(f"{live_server.url}/dagen/strategi/1.0/")
    expect(page.get_by_text("Utkast 1.0").first).to_be_visible()


def as_it_read_before(strategy: Strategy) -> Draft:
    """A published draft of the same file, in which the second and the fourth passage read otherwise."""
    with (FILES / "strategi.docx").open("rb") as file:
        read = outline(files.read(File(file)))
    by = Official.objects.create_user("redaktor@example.org")
    row = actions.take_in(strategy=strategy, outline=read, name="strategi.docx", since=None, by=by, now=NOW)
    for place, step in ((1, 5), (3, 2)):
        words = row.content["blocks"][place][1].split(" ")
        words[::step] = ["tidigare"] * len(words[::step])
        row.content["blocks"][place][1] = " ".join(words)
    row.save()
    draft = actions.make_draft(row=row, number="0.5", title="", note="", by=SYSTEM, now=NOW)
    return actions.publish_draft(draft=draft, by=SYSTEM, now=NOW)


def test_what_one_writes_is_saved_by_itself_and_survives_a_lost_server(
    live_server: LiveServer, browser: Browser, draft: Draft
) -> None:
    context, page = writer(browser, live_server)
    page.goto(section_page(live_server, draft))
    homes = page.locator(field(page, draft, "a1-1"))
    homes.fill("Många fler bostäder byggs.")
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    assert text_of(draft, "a1-1") == "Många fler bostäder byggs."
    context.set_offline(True)
    homes.fill("Skrivet utan nät.")
    expect(page.get_by_text("Inte sparat: servern nås inte.")).to_be_visible()
    context.set_offline(False)
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    assert text_of(draft, "a1-1") == "Skrivet utan nät."
    page.route("**/stycke/*/", lambda route: route.abort())
    homes.fill("Skrivet när servern var borta.")
    expect(page.get_by_text("Inte sparat: servern nås inte.")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(homes).to_have_value("Skrivet när servern var borta.")
    assert text_of(draft, "a1-1") == "Skrivet utan nät."
    page.unroute("**/stycke/*/")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.wait_for_load_state()
    assert text_of(draft, "a1-1") == "Skrivet när servern var borta."
    context.close()


def writer(browser: Browser, site: LiveServer) -> tuple[BrowserContext, Page]:
    """A browser whose faults are not counted: a refused save is written in its console, as it should be."""
    opened: list[BrowserContext] = []

    def open_context(**options: object) -> BrowserContext:
        opened.append(browser.new_context(**options))  # type: ignore[arg-type]
        return opened[-1]

    page = signed_in(open_context, site)
    return opened[0], page


def test_the_later_of_two_sees_the_others_words_and_chooses(
    live_server: LiveServer, browser: Browser, draft: Draft
) -> None:
    context, page = writer(browser, live_server)
    page.goto(section_page(live_server, draft))
    passage = Passage.objects.select_related("draft", "section").get(draft=draft, key="a1-1")
    actions.change_passage(
        passage=passage, changes={"text": "Fler hem byggs i hela länet."}, revision=0, by=SYSTEM, now=NOW
    )
    homes = page.locator(field(page, draft, "a1-1"))
    homes.fill("Fler hus byggs i hela länet.")
    choice = page.get_by_role("button", name="Behåll mina ord")
    choice.wait_for()
    assert page.locator(".contest del").inner_text().endswith("hem")
    assert text_of(draft, "a1-1") == "Fler hem byggs i hela länet."
    choice.click()
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    assert text_of(draft, "a1-1") == "Fler hus byggs i hela länet."
    context.close()


def test_one_who_presses_save_while_the_text_is_being_sent_is_not_told_of_a_conflict_with_oneself(
    live_server: LiveServer, new_context: OpenContext, draft: Draft
) -> None:
    page = signed_in(new_context, live_server)
    page.goto(section_page(live_server, draft))
    page.route("**/stycke/*/", lambda route: (page.wait_for_timeout(700), route.continue_()))
    homes = page.locator(field(page, draft, "a1-1"))
    homes.fill("Först så.")
    expect(page.get_by_text("Sparar …")).to_be_visible()
    homes.fill("Sedan så.")
    page.get_by_role("button", name="Spara", exact=True).last.click()
    expect(page.get_by_text("Sparat.", exact=True)).to_be_visible()
    assert text_of(draft, "a1-1") == "Sedan så."


def test_a_new_passage_is_saved_while_it_is_written_and_only_once(
    live_server: LiveServer, new_context: OpenContext, draft: Draft
) -> None:
    page = signed_in(new_context, live_server)
    page.goto(section_page(live_server, draft))
    page.get_by_role("button", name="Nytt stycke sist").click()
    new = page.locator("[name='ny-0-text']")
    expect(new).to_be_visible()
    new.fill("Service finns nära.")
    expect(page.get_by_text("Sparat kl.")).to_be_visible()
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.wait_for_load_state()
    assert [passage.text for passage in contents_of(draft).passages][2:] == ["Service finns nära."]


def test_a_passage_is_divided_at_the_cursor_and_moved_without_scripts_by_keyboard(
    live_server: LiveServer, new_context: OpenContext, draft: Draft
) -> None:
    page = signed_in(new_context, live_server)
    page.goto(section_page(live_server, draft))
    page.locator(field(page, draft, "a1-2")).evaluate("field => { field.focus(); field.setSelectionRange(9, 9); }")
    line = page.locator("li", has=page.locator(field(page, draft, "a1-2")))
    line.locator("summary").click()
    line.get_by_role("button", name="Dela i två …").click()
    page.get_by_role("button", name="Dela stycket").click()
    assert [passage.text for passage in contents_of(draft).passages][1:] == [
        "Restiden", "mellan orterna är högst en timme. Turerna räcker hela dagen.",
    ]  # fmt: skip
    context = page.context
    state = context.storage_state()
    plain = new_context(java_script_enabled=False, storage_state=state).new_page()
    plain.goto(section_page(live_server, draft))
    plain.get_by_role("button", name="Flytta A1.1 Bostäder nedåt").focus()
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/#stycke-*")
    assert [passage.key for passage in contents_of(draft).passages] == ["a1-2", "a1-1", "a1-2-del"]
