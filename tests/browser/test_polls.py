"""Vote, see, correct, close: two browsers beside a desk on the real server, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenContext
from tests.commands.conftest import Site, site_in

PREPARE = """
from datetime import timedelta
from fardplan.base import clock
from fardplan.dialogue.models import Day, Dialogue
from fardplan.live.actions import polls
from fardplan.live.actions.staging import prepare
from fardplan.organisation.models import Organisation
from fardplan.people.models import Official
now = clock.now()
Organisation.objects.create(id=1, name="Region Exempel")
by = Official.objects.create_user("leder@example.org", is_administrator=True)
dialogue = Dialogue.objects.create(slug="dagen", title="Dagen", published_at=now)
about = {"slug": "dag-1", "title": "Dag 1", "starts_at": now, "ends_at": now + timedelta(hours=2)}
stage = prepare(day=Day.objects.create(dialogue=dialogue, **about), by=by, now=now)
def make(kind, question, options, **fields):
    changes = {"kind": kind, "question": question, "results_shown": "after_vote", **fields}
    polls.save_poll(stage=stage, changes=changes, options=options, by=by, now=now)
make("single", "Vad är viktigast?", ["Bussar", "Bostäder"])
make("single", "Vad kommer sedan?", ["Bussar", "Bostäder"])
make("ranking", "I vilken ordning?", ["Skola", "Vård", "Resor"])
make("scale", "Hur trygg är du?", [], scale_steps=5)
make("words", "Beskriv länet", [], words_shown="many", words_needed=1)
"""
ACT = """
import sys
from fardplan.base import clock
from fardplan.live.actions import polls
from fardplan.live.models import Poll
from fardplan.people.models import Official
poll = Poll.objects.select_related("stage__day__dialogue").get(question=sys.argv[2])
getattr(polls, sys.argv[1])(poll=poll, by=Official.objects.get(email="leder@example.org"), now=clock.now())
"""
BALLOTS = """
import sys
from fardplan.live.models import Ballot
for ballot in Ballot.objects.filter(poll__question=sys.argv[1]).order_by("id"):
    marks = ballot.marks.select_related("option", "word").order_by("rank", "id")
    print(",".join(str(each.option or each.word or each.number) for each in marks))
"""
PAGE = "/dagen/dagar/dag-1/just-nu/"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all tests: each has polls of its own."""
    site = site_in(tmp_path_factory.mktemp("polls") / "site")
    site.do("migrate")
    site.python(PREPARE)
    with site.served():
        yield site


def ballots(site: Site, question: str) -> list[str]:
    return site.python(BALLOTS, question).splitlines()


def poll(page: Page, question: str) -> Locator:
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=question))


def test_two_browsers_vote_see_correct_and_see_it_closed(site: Site, new_context: OpenContext) -> None:
    question = "Vad är viktigast?"
    anna, bo = (new_context(viewport={"width": 390, "height": 800}).new_page() for _name in range(2))
    for page in (anna, bo):
        page.goto(f"{site.address}{PAGE}")
        expect(page.get_by_text("Ingen omröstning är öppen just nu.")).to_be_visible()

    # It opens while they look on.
    site.python(ACT, "open_poll", question)
    mine, theirs = poll(anna, question), poll(bo, question)
    expect(mine.get_by_role("radio", name="Bussar")).to_be_visible()
    expect(anna.get_by_text("Ingen omröstning är öppen just nu.")).to_be_hidden()

    # Nobody sees anything before their vote; whoever has voted sees it fill.
    mine.get_by_role("button", name="Rösta").click()
    expect(mine.get_by_role("alert")).to_have_text("Välj ett svar först.")
    mine.get_by_role("radio", name="Bussar").check()
    mine.get_by_role("button", name="Rösta").click()
    expect(mine.get_by_text("Din röst är mottagen kl.")).to_be_visible()
    expect(mine.get_by_text("1 (100 %)")).to_be_visible()
    expect(theirs.get_by_text("har svarat")).to_be_hidden()
    theirs.get_by_role("radio", name="Bostäder").check()
    theirs.get_by_role("button", name="Rösta").click()
    for each in (mine, theirs):
        expect(each.get_by_role("listitem").filter(has_text="Bostäder")).to_contain_text("1 (50 %)")

    # A vote is corrected.
    mine.get_by_role("radio", name="Bostäder").check()
    mine.get_by_role("button", name="Ändra min röst").click()
    for each in (mine, theirs):
        expect(each.get_by_role("listitem").filter(has_text="Bostäder")).to_contain_text("2 (100 %)")
    assert ballots(site, question) == ["Bostäder", "Bostäder"]

    # It closes, and a third who never voted sees the results as well.
    late = new_context().new_page()
    late.goto(f"{site.address}{PAGE}")
    site.python(ACT, "close_poll_for_good", question)
    for page in (anna, bo, late):
        expect(poll(page, question).get_by_role("button")).to_have_count(0)
        expect(poll(page, question).get_by_text("Stängd")).to_be_visible()
        expect(poll(page, question).get_by_role("listitem").filter(has_text="Bostäder")).to_contain_text("2 (100 %)")


def test_the_same_without_javascript(site: Site, new_context: OpenContext) -> None:
    question = "Vad kommer sedan?"
    site.python(ACT, "open_poll", question)
    page = new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(f"{site.address}{PAGE}")
    mine = poll(page, question)
    mine.get_by_role("button", name="Rösta").click()
    expect(mine.get_by_role("alert")).to_contain_text("Välj ett svar först.")
    mine.get_by_role("radio", name="Bussar").check()
    mine.get_by_role("button", name="Rösta").click()
    expect(mine.get_by_text("Din röst är mottagen kl.")).to_be_visible()
    expect(mine.get_by_role("listitem").filter(has_text="Bussar")).to_contain_text("1 (100 %)")
    mine.get_by_role("radio", name="Bostäder").check()
    mine.get_by_role("button", name="Ändra min röst").click()
    expect(mine.get_by_role("listitem").filter(has_text="Bostäder")).to_contain_text("1 (100 %)")
    assert ballots(site, question) == ["Bostäder"]
    site.python(ACT, "close_poll_for_good", question)
    page.reload()
    expect(mine.get_by_text("Stängd")).to_be_visible()
    expect(mine.get_by_role("button", name="Ändra min röst")).to_have_count(0)


def test_a_ranking_is_made_with_the_keyboard_with_and_without_javascript(site: Site, new_context: OpenContext) -> None:
    question = "I vilken ordning?"
    page = new_context().new_page()
    page.goto(f"{site.address}{PAGE}")
    site.python(ACT, "open_poll", question)  # and so it is drawn by the script
    page.get_by_role("button", name="Upp: Resor").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Resor: Plats 1")).to_be_attached()
    expect(page.get_by_role("button", name="Ner: Resor")).to_be_focused()
    poll(page, question).get_by_role("button", name="Rösta").click()
    expect(page.get_by_text("2 poäng, förstaval för 1")).to_be_visible()

    without = new_context(java_script_enabled=False).new_page()
    without.goto(f"{site.address}{PAGE}")
    for label, place in (("Skola", "2"), ("Vård", "1"), ("Resor", "3")):
        without.get_by_label(label).select_option(place)
    poll(without, question).get_by_role("button", name="Rösta").click()
    expect(without.get_by_text("Din röst är mottagen kl.")).to_be_visible()
    assert ballots(site, question) == ["Resor,Skola,Vård", "Vård,Skola,Resor"]
    expect(page.get_by_text("2 poäng, förstaval för 1")).to_have_count(2)


def test_words_and_a_scale_fill_while_one_looks_on(site: Site, new_context: OpenContext) -> None:
    page = new_context().new_page()
    page.goto(f"{site.address}{PAGE}")
    for question in ("Hur trygg är du?", "Beskriv länet"):
        site.python(ACT, "open_poll", question)
    scale, words = poll(page, "Hur trygg är du?"), poll(page, "Beskriv länet")
    scale.get_by_role("radio", name="4").check()
    scale.get_by_role("button", name="Rösta").click()
    expect(scale.get_by_text("Median: 4")).to_be_visible()
    words.get_by_label("Ord 1").fill("Bussar!")
    words.get_by_label("Ord 2").fill("buss")
    words.get_by_label("Ord 3").fill("Havet")
    words.get_by_role("button", name="Rösta").click()
    expect(words.get_by_role("listitem")).to_have_text(["bussar 1", "havet 1"])
    assert ballots(site, "Beskriv länet") == ["bussar,havet"]
