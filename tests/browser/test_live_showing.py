"""What a live page shows: text only, rows where the reader left them, clocks by the server's time, forms in place."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live_site import LiveSite, live_site
from tests.browser.test_live_following import followed, mark, until

MOMENT = "2020-12-01T13:10:00+00:00"
STAGE = """<section data-live-topic="stage-1" data-live-state="stage" aria-label="Scen">
<h2 data-show="now" data-text="now.title">Inledning</h2>
<p data-show="situation=break|stop">Paus till <time data-time="until"></time></p>
<p data-show="!now">Snart börjar vi.</p>
<p><span data-text="count">1</span> <span data-words="count" data-one="person" data-many="personer">person</span></p>
<a data-set="href=/dagar/{now.slug}/; aria-current={now.is_here}; onclick=alert(1)" href="/x/">Läs mer</a>
<meter data-set="value={count}; max={count}" value="1" max="1"></meter></section>"""

QUESTIONS = """<form action="/svar" method="post">
<ol data-live-topic="stage-1" data-live-state="questions" data-list="rows">
<template><li><span data-text="words"></span> <button data-set="value={{id}}" name="stod">Stöd</button>
<b data-text="support"></b></li></template>{rows}</ol></form>"""
ROW = """<li data-key="{id}"><span data-text="words">{words}</span> <button name="stod" value="{id}">Stöd</button>
<b data-text="support">{support}</b></li>"""


def question(number: int, support: int = 0) -> dict[str, object]:
    return {"id": number, "words": f"Fråga {number}", "support": support}


def questions(*rows: dict[str, object]) -> str:
    return mark("stage-1:1") + QUESTIONS.format(rows="".join(ROW.format(**row) for row in rows))


@pytest.fixture
def site() -> Iterator[LiveSite]:
    with live_site(one=mark("stage-1:1") + STAGE, two=questions(question(1), question(2), question(3))) as site:
        yield site


def opened(page: Page, site: LiveSite, name: str) -> Page:
    page.goto(f"{site.address}/{name}")
    followed(site, "stage-1")
    return page


def order(page: Page, *numbers: int) -> None:
    expect(page.locator("li > span")).to_have_text([f"Fråga {number}" for number in numbers])


def test_what_is_told_is_filled_in_where_the_page_has_a_place_for_it(page: Page, site: LiveSite) -> None:
    opened(page, site, "one")
    site.put(
        "stage-1",
        "stage",
        now={"title": "Panel", "slug": "a b", "is_here": True},
        situation="break",
        count=1200,
        until=MOMENT,
    )
    stage = page.get_by_label("Scen")
    expect(stage.get_by_role("heading")).to_have_text("Panel")
    expect(stage.get_by_text("Paus till 14.10")).to_be_visible()
    assert stage.locator("time").get_attribute("datetime") == MOMENT
    expect(stage.get_by_text("Snart börjar vi.")).to_be_hidden()
    expect(stage.get_by_text("1\u00a0200 personer")).to_be_visible()
    link = stage.get_by_role("link")
    assert link.evaluate("link => link.getAttributeNames().sort()") == ["aria-current", "data-set", "href"]
    expect(link).to_have_attribute("href", "/dagar/a%20b/")
    assert stage.locator("meter").evaluate("meter => [meter.value, meter.max]") == [1200, 1200]
    site.put("stage-1", "stage", now=None, situation="on", count=1)
    expect(stage.get_by_text("Snart börjar vi.")).to_be_visible()
    expect(stage.get_by_text("Paus")).to_be_hidden()
    expect(stage.get_by_text("1 person", exact=True)).to_be_visible()
    assert stage.locator("a").get_attribute("aria-current") is None


def test_whatever_is_told_is_text_and_no_address_leads_away(page: Page, site: LiveSite) -> None:
    site.pages["one"] = mark("stage-1:1") + (
        '<p data-live-topic="stage-1" data-live-state="stage"><span data-text="words"></span>'
        '<a href="/x/" data-set="href={address}">Dit</a></p>'
    )
    opened(page, site, "one")
    for address in ("javascript:alert(1)", "//example.org/", "https://example.org/"):
        site.put("stage-1", "stage", words=f"<img src=x onerror=alert(1)> {address}", address=address)
        expect(page.locator("span")).to_have_text(f"<img src=x onerror=alert(1)> {address}")
        assert page.locator("a").get_attribute("href") == "/x/"
    assert page.locator("span *").count() == 0
    site.put("stage-1", "stage", words="", address="/dagar/")
    expect(page.locator("a")).to_have_attribute("href", "/dagar/")


def test_rows_come_go_and_are_counted_in_place(page: Page, site: LiveSite) -> None:
    opened(page, site, "two")
    page.locator("li").first.evaluate("row => { window.first = row; }")
    site.put("stage-1", "questions", rows=[question(4), question(1, support=12), question(3)])
    order(page, 4, 1, 3)
    expect(page.locator("b")).to_have_text(["0", "12", "0"])
    assert page.locator("li").nth(1).evaluate("row => row === window.first")
    assert page.locator("button").first.get_attribute("value") == "4"


def test_no_row_moves_under_the_finger_or_the_focus(page: Page, site: LiveSite) -> None:
    opened(page, site, "two")
    middle = page.get_by_role("button", name="Stöd").nth(1)
    middle.focus()
    site.put("stage-1", "questions", rows=[question(3, 9), question(4, 8), question(2, 7), question(1, 6)])
    expect(page.locator("b")).to_have_text(["6", "7", "9", "8"])
    order(page, 1, 2, 3, 4)
    expect(middle).to_be_focused()
    page.get_by_role("button", name="Visa ny ordning").click()
    order(page, 3, 4, 2, 1)
    expect(page.get_by_role("button", name="Visa ny ordning")).to_have_count(0)
    expect(page.locator("ol")).to_be_focused()
    page.mouse.move(1000, 800)
    site.put("stage-1", "questions", rows=[question(1), question(2), question(3), question(4)])
    order(page, 1, 2, 3, 4)  # nobody is in the list any longer


def test_the_order_is_made_right_when_the_reader_has_left_the_list(page: Page, site: LiveSite) -> None:
    opened(page, site, "two")
    page.locator("li").nth(1).hover()
    site.put("stage-1", "questions", rows=[question(3), question(2), question(1)])
    expect(page.get_by_role("button", name="Visa ny ordning")).to_be_visible()
    order(page, 1, 2, 3)
    page.mouse.move(1000, 800)
    order(page, 3, 2, 1)
    expect(page.get_by_role("button", name="Visa ny ordning")).to_have_count(0)


def test_what_is_offered_moves_nothing_on_the_page(page: Page, site: LiveSite) -> None:
    opened(page, site, "two")
    page.locator("li").nth(1).hover()
    before = page.locator("ol").bounding_box()
    site.put("stage-1", "questions", rows=[question(3), question(2), question(1)])
    expect(page.get_by_role("button", name="Visa ny ordning")).to_be_visible()
    assert page.locator("ol").bounding_box() == before


def test_whoever_stood_in_a_row_that_is_taken_away_stays_in_the_list(page: Page, site: LiveSite) -> None:
    opened(page, site, "two")
    page.get_by_role("button", name="Stöd").nth(1).focus()
    site.put("stage-1", "questions", rows=[question(1), question(3)])
    order(page, 1, 3)
    expect(page.locator("ol")).to_be_focused()


def test_words_and_fast_numbers_come_apart_and_the_order_with_the_numbers(page: Page, site: LiveSite) -> None:
    site.pages["one"] = mark("stage-1:1") + (
        '<ol data-live-topic="stage-1" data-live-state="questions" data-list="shown" data-order="support.order">'
        '<template><li><span data-text="text"></span> '
        '<b data-live-state="support" data-text="support.{key}">0</b></li></template></ol>'
    )
    opened(page, site, "one")
    site.put("stage-1", "questions", shown=[{"id": 1, "text": "Fråga 1"}, {"id": 2, "text": "Fråga 2"}])
    order(page, 1, 2)
    site.put("stage-1", "support", order=[2, 1], support={"1": 3, "2": 5})
    order(page, 2, 1)
    expect(page.locator("b")).to_have_text(["5", "3"])
    site.put("stage-1", "questions", shown=[{"id": number, "text": f"Fråga {number}"} for number in (1, 2, 3)])
    order(page, 2, 1, 3)
    site.put("stage-1", "support", order=[3, 2, 1], support={"1": 3, "2": 5, "3": 9})
    order(page, 3, 2, 1)
    expect(page.locator("b")).to_have_text(["9", "5", "3"])


def test_a_state_inside_a_row_is_of_its_own_topic(page: Page, site: LiveSite) -> None:
    site.pages["one"] = mark("stage-1.poll-7.poll-8:1") + (
        '<ul data-live-topic="stage-1" data-live-state="polls" data-list="polls"><template>'
        '<li data-set="data-live-topic=poll-{id}"><span data-text="title"></span>: '
        '<b data-live-state="tally" data-text="votes"></b></li></template></ul>'
    )
    site.put("poll-7", "tally", votes=70)
    site.put("poll-8", "tally", votes=80)
    page.goto(f"{site.address}/one")
    followed(site, "poll-7", "poll-8", "stage-1")
    site.put("stage-1", "polls", polls=[{"id": 7, "title": "Sju"}, {"id": 8, "title": "Åtta"}])
    expect(page.locator("li")).to_have_text(["Sju: 70", "Åtta: 80"])
    site.put("poll-8", "tally", votes=81)
    expect(page.locator("li")).to_have_text(["Sju: 70", "Åtta: 81"])


def test_lines_come_at_the_end_and_who_reads_further_up_stays_there(page: Page, site: LiveSite) -> None:
    site.pages["one"] = mark("stage-1:1") + (
        '<ol class="live-lines" tabindex="0" aria-label="Text" data-live-topic="stage-1" data-live-event="caption"'
        ' data-most="30">'
        '<template><li data-text="words"></li></template></ol>'
    )
    opened(page, site, "one")
    for number in range(1, 41):
        site.announce("stage-1", "caption", id=number, words=f"Rad {number}")
    expect(page.locator("li")).to_have_count(30)
    expect(page.locator("li").last).to_be_in_viewport()
    lines = page.locator("ol")
    assert lines.evaluate("list => list.scrollTop + list.clientHeight >= list.scrollHeight - 4")
    lines.evaluate("list => { list.scrollTop = 100; }")
    site.announce("stage-1", "caption", id=41, words="Rad 41")
    expect(page.locator("li").last).to_have_text("Rad 41")
    assert lines.evaluate("list => list.scrollTop + list.clientHeight < list.scrollHeight - 100")
    site.announce("stage-1", "caption", id=41, words="Rad 41, rättad")
    expect(page.locator("li").last).to_have_text("Rad 41, rättad")
    expect(page.locator("li")).to_have_count(30)


def test_who_wants_to_read_in_peace_stops_what_moves(page: Page, site: LiveSite) -> None:
    site.pages["one"] += '<button type="button" data-live-pause aria-pressed="false" hidden>Stanna upp</button>'
    opened(page, site, "one")
    page.get_by_role("button", name="Stanna upp").click()
    site.put("stage-1", "stage", now={"title": "Panel"}, count=3)
    page.wait_for_timeout(300)
    expect(page.get_by_role("heading")).to_have_text("Inledning")
    page.get_by_role("button", name="Stanna upp", pressed=True).click()
    expect(page.get_by_role("heading")).to_have_text("Panel")


CLOCK = """<div hidden data-live-now="2020-12-01T14:00:00+01:00"></div><p data-until="2020-12-01T14:01:05+01:00">
<span data-hand></span> <span data-left>kvar</span><span data-over hidden>över tiden</span></p>
<p data-from="2020-12-01T12:59:00+01:00"></p>"""


def test_clocks_go_by_the_servers_time_whatever_the_phone_believes(page: Page, site: LiveSite) -> None:
    site.pages["one"] = CLOCK
    page.clock.install(time="2031-07-01T08:00:00Z")
    page.goto(f"{site.address}/one")
    left, since = page.locator("p[data-until]"), page.locator("p[data-from]")
    expect(left).to_have_text(re.compile("1:0[0-6] kvar"), use_inner_text=True)
    expect(since).to_have_text(re.compile("1:01:0[0-6]"))
    page.clock.run_for(60_000)
    expect(left).to_have_text(re.compile("0:0[0-6] kvar"), use_inner_text=True)
    page.clock.run_for(70_000)
    expect(left).to_have_text(re.compile("1:(0[4-9]|1[0-9]) över tiden"), use_inner_text=True)
    assert left.get_attribute("data-state") == "over"
    expect(since).to_have_text(re.compile("1:03:(09|[12][0-9])"))


VOTE = """<section data-live-part="vote" aria-label="Omröstning">{inside}</section>
<section data-live-part="ask" aria-label="Fråga"><form action="/fraga" method="post">
<input type="hidden" name="n" value="{n}"><label for="t">Din fråga</label><textarea id="t" name="text"></textarea>
<button>Ställ frågan</button></form></section>"""
BALLOT = """<form action="/rost" method="post" data-live-send>
<label><input type="radio" name="val" value="a"> Ja</label>
<label><input type="radio" name="val" value="b"> Nej</label><button>Rösta</button></form>"""


def vote(inside: str, n: int = 1) -> str:
    return mark("stage-1:1") + VOTE.format(inside=inside, n=n)


def test_a_form_is_sent_in_place_and_what_is_written_elsewhere_is_kept(page: Page, site: LiveSite) -> None:
    site.pages["one"] = vote(BALLOT)
    notice = '<div class="notice success" role="status"><p>Tack, din röst är räknad.</p></div>'
    site.answer_forms = lambda said: (200, notice + vote(f"<p>Du valde {said['val'][0]}.</p>", n=2))
    opened(page, site, "one")
    page.get_by_label("Din fråga").fill("När går bussen?")
    page.get_by_label("Nej").check()
    page.get_by_role("button", name="Rösta").click()
    part = page.get_by_label("Omröstning")
    expect(part.get_by_text("Du valde b.")).to_be_visible()
    expect(part.get_by_text("Tack, din röst är räknad.")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Tack, din röst är räknad.")).to_have_count(1)
    expect(page.get_by_label("Din fråga")).to_have_value("När går bussen?")
    expect(part).to_be_focused()
    assert site.sent == [{"val": ["b"]}]
    assert page.url == f"{site.address}/one"


ASK = """<section data-live-part="ask"><form action="/fraga" method="post" data-live-send data-keep="/fraga">
<input type="hidden" name="n" value="{n}"><div class="field"><label for="t">Din fråga</label>
<textarea id="t" name="text"></textarea></div><button>Ställ frågan</button></form>{said}</section>"""
KEPT = "() => localStorage.getItem('fardplan:unsent:/fraga')"


def test_what_is_written_is_kept_until_it_has_been_sent_and_no_longer(page: Page, site: LiveSite) -> None:
    site.pages["one"] = (
        mark("stage-1:1")
        + ASK.format(n=1, said="")
        + '<script type="module" src="{}"></script>'.format("/static/fardplan/js/keep-text.js")
    )
    site.answer_forms = lambda _said: (200, mark("stage-1:1") + ASK.format(n=2, said="<p>Tack!</p>"))
    opened(page, site, "one")
    page.get_by_label("Din fråga").fill("När går bussen?")
    until(lambda: "bussen" in (page.evaluate(KEPT) or ""))
    site.pages["one"] = site.pages["one"].replace('value="1"', 'value="3"')
    site.reset()
    expect(page.locator("input[name=n]")).to_have_value("3")
    page.get_by_label("Din fråga").press_sequentially(" Och båten?")
    until(lambda: "båten" in (page.evaluate(KEPT) or ""))
    page.get_by_role("button", name="Ställ frågan").click()
    expect(page.get_by_text("Tack!")).to_be_visible()
    expect(page.get_by_label("Din fråga")).to_have_value("")
    assert site.sent[0]["text"] == ["När går bussen? Och båten?"]
    page.reload()
    expect(page.get_by_label("Din fråga")).to_have_value("")
    assert page.evaluate(KEPT) is None


def test_what_came_back_with_errors_shows_them_and_takes_focus(page: Page, site: LiveSite) -> None:
    site.pages["one"] = vote(BALLOT)
    summary = '<div class="error-summary" role="alert" tabindex="-1" data-error-summary><h2>Välj något</h2></div>'
    site.answer_forms = lambda _said: (422, vote(summary + BALLOT))
    opened(page, site, "one")
    page.get_by_role("button", name="Rösta").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()


def test_what_cannot_be_sent_stays_and_it_is_said(page: Page, site: LiveSite) -> None:
    site.pages["one"] = vote(BALLOT)
    opened(page, site, "one")
    page.get_by_label("Nej").check()
    refusal = "<main><h1>Vänta lite</h1><p>Försök om en minut.</p></main>"
    page.route("**/rost", lambda route: route.fulfill(status=429, body=refusal))
    page.get_by_role("button", name="Rösta").click()
    expect(page.get_by_role("alert")).to_have_text("Vänta lite Försök om en minut.")
    page.evaluate("() => { window.fetch = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="Rösta").click()
    expect(page.get_by_role("alert")).to_have_text(
        "Det gick inte att skicka. Det du har skrivit finns kvar. Försök igen."
    )
    expect(page.get_by_label("Nej")).to_be_checked()


def test_when_the_page_is_fetched_anew_the_cursor_stays_in_what_is_being_written(page: Page, site: LiveSite) -> None:
    site.pages["one"] = vote("<p>Före</p>")
    opened(page, site, "one")
    page.get_by_label("Din fråga").fill("När går bussen?")
    page.get_by_label("Din fråga").evaluate("field => field.setSelectionRange(4, 7)")
    site.pages["one"] = vote("<p>Efter</p>", n=2)
    site.reset()
    expect(page.get_by_text("Efter")).to_be_visible()
    expect(page.locator("input[name=n]")).to_have_value("2")
    expect(page.get_by_label("Din fråga")).to_be_focused()
    page.keyboard.type("kör")
    expect(page.get_by_label("Din fråga")).to_have_value("När kör bussen?")
