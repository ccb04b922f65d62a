"""Films and pictures in Chromium: seeking, chapters, zooming, drawing – by mouse, by keyboard and without a script."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import OpenContext
from tests.browser.places import Place, places_of
from tools.example_site import ExampleSite

RECORDING, NOTE, LIVE, HOTSPOTS = "public:recording", "public:graphic-note", "public:day (live)", "desk:hotspots"


@pytest.fixture(scope="module")
def places(example: ExampleSite) -> dict[str, Place]:
    return places_of(example)


def open_place(page: Page, example: ExampleSite, place: Place, more: str = "") -> None:
    page.context.add_cookies([{"name": n, "value": v, "url": example.address} for n, v in place.cookies.items()])
    page.goto(example.address + place.path + more)


def film_time(page: Page) -> float:
    return float(page.locator("video").evaluate("film => film.currentTime"))


def until(page: Page, what: str) -> None:
    """Wait for an expression to hold. Asked from here: the page's own policy lets nothing be evaluated inside it."""
    for _ in range(100):
        if page.evaluate(what):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"did not come: {what}")


def when_ready(page: Page) -> None:
    until(page, "document.querySelector('video').readyState >= 1")


# --- the film -------------------------------------------------------------------------------------------------------


def test_the_film_can_be_sought_in(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[RECORDING])
    when_ready(page)
    assert round(page.locator("video").evaluate("film => film.duration")) == 45
    address = page.locator("video source").get_attribute("src")
    asked = Request(example.address + str(address), headers={"Range": "bytes=1000-1099"})
    with urlopen(asked, timeout=30) as answer:
        assert (answer.status, len(answer.read())) == (206, 100)


def test_a_chapter_leads_into_the_film_by_keyboard(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[RECORDING])
    when_ready(page)
    page.get_by_role("link", name="Samtalsrummen").focus()
    page.keyboard.press("Enter")
    until(page, "document.querySelector('video').currentTime >= 27")
    assert film_time(page) < 40
    assert "?t=" not in page.url
    expect(page.locator("video")).to_be_focused()


def test_the_speed_can_be_set(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[RECORDING])
    page.get_by_label("Hastighet").select_option("1.5")
    assert page.locator("video").evaluate("film => film.playbackRate") == 1.5


def test_the_captions_are_there_in_both_languages(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[RECORDING])
    texts = page.evaluate(
        """async () => {
            const film = document.querySelector('video');
            const read = (track) => new Promise((done) => {
                const element = [...film.querySelectorAll('track')].find((each) => each.track === track);
                element.addEventListener('load', () => done([track.language, track.cues[0].text]));
                track.mode = 'hidden';
            });
            return Promise.all([...film.textTracks].map(read));
        }"""
    )
    assert dict(texts) == {
        "sv": "[Stilla musik: en mjuk, knäppt ton över långa ackord]",
        "en": "[Quiet music: a soft plucked tone over long chords]",
    }


def test_without_a_script_a_chapter_opens_the_page_at_that_time(
    new_context: OpenContext, example: ExampleSite, places: dict[str, Place]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    open_place(page, example, places[RECORDING])
    expect(page.get_by_label("Hastighet")).to_be_hidden()
    page.get_by_role("link", name="Samtalsrummen").click()
    assert page.url.endswith("?t=27#film")
    assert str(page.locator("video source").get_attribute("src")).endswith("#t=27")
    page.get_by_label("Sök i det som sägs").fill("resväska vardagen")
    page.get_by_role("button", name="Sök").click()
    assert page.get_by_role("heading", name="0 ställen med").count() == 1
    page.get_by_label("Sök i det som sägs").fill("vardagen")
    page.keyboard.press("Enter")
    expect(page.locator("mark")).to_have_text("vardagen")


# --- films elsewhere ------------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """A page, and every request it makes to another host; that host is played here."""
    context = browser.new_context(locale="sv-SE")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>Filmen spelas.</p>", content_type="text/html")

    context.route(lambda url: "127.0.0.1" not in url, answer)
    yield context.new_page(), asked
    context.close()


def test_nothing_foreign_is_asked_for_before_the_click(
    foreign: tuple[Page, list[str]], example: ExampleSite, places: dict[str, Place]
) -> None:
    page, asked = foreign
    open_place(page, example, places[LIVE])
    page.wait_for_load_state("networkidle")
    assert asked == []
    page.get_by_role("link", name="Visa här").focus()
    page.keyboard.press("Enter")
    expect(page.frame_locator("iframe").get_by_text("Filmen spelas.")).to_be_visible()
    assert {url.split("?")[0] for url in asked} == {"https://www.youtube-nocookie.com/embed/exempelfilm"}


# --- the picture ----------------------------------------------------------------------------------------------------


SCALE = "(it => it.getBoundingClientRect().width / it.offsetWidth)(document.querySelector('[data-zoom-drawing]'))"


def test_the_picture_is_zoomed_and_moved_by_keyboard(
    page: Page, example: ExampleSite, places: dict[str, Place]
) -> None:
    open_place(page, example, places[NOTE])
    stage = page.get_by_role("group", name="Bilden. Förstora med plus")
    stage.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    until(page, f"{SCALE} > 1.8")
    expect(page.get_by_text("Förstorad till")).to_be_attached()
    before = page.locator("[data-zoom-drawing]").bounding_box()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    after = page.locator("[data-zoom-drawing]").bounding_box()
    assert before is not None
    assert after is not None
    assert after["x"] < before["x"]
    page.keyboard.press("0")
    expect(page.get_by_role("button", name="Visa hela")).to_be_disabled()
    until(page, f"Math.abs({SCALE} - 1) < 0.01")


def test_the_buttons_zoom_and_fetch_a_sharper_picture(
    page: Page, example: ExampleSite, places: dict[str, Place]
) -> None:
    open_place(page, example, places[NOTE])
    picture = page.locator("[data-zoom-drawing] img")
    first = picture.evaluate("it => it.currentSrc")
    for _ in range(4):
        page.get_by_role("button", name="Förstora").click()
    until(page, f"document.querySelector('[data-zoom-drawing] img').currentSrc !== {first!r}")
    page.get_by_role("button", name="Förminska").click()
    page.get_by_role("button", name="Visa hela").click()
    until(page, "document.querySelector('[data-zoom-reset]').disabled")


def test_a_part_is_shown_in_the_picture_and_leads_to_its_words(
    page: Page, example: ExampleSite, places: dict[str, Place]
) -> None:
    open_place(page, example, places[NOTE])
    page.get_by_role("button", name="Visa i bilden Två berättelser").click()
    until(page, f"{SCALE} > 2")
    page.wait_for_timeout(200)
    stage = page.locator("[data-zoom-stage]").bounding_box()
    part = page.locator("[data-spot='3'] rect").bounding_box()
    assert stage is not None
    assert part is not None
    middle = (part["x"] + part["width"] / 2 - stage["x"]) / stage["width"]
    assert 0.3 < middle < 0.7
    assert part["width"] > 0.5 * stage["width"]
    page.get_by_role("button", name="Visa hela").click()
    page.get_by_role("link", name="3. Två berättelser").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#del-3")


def test_the_wheel_scrolls_the_page_not_the_picture(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[NOTE])
    page.locator("[data-zoom-stage]").hover()
    page.mouse.wheel(0, 300)
    until(page, "scrollY > 0")
    until(page, f"Math.abs({SCALE} - 1) < 0.01")


def test_without_a_script_the_picture_stands_with_its_link(
    new_context: OpenContext, example: ExampleSite, places: dict[str, Place]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    open_place(page, example, places[NOTE])
    expect(page.get_by_role("button", name="Förstora")).to_be_hidden()
    expect(page.get_by_role("heading", name="Hela bilden i ord")).to_be_visible()
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Öppna bilden i full storlek").click()
    assert page.evaluate("document.images[0].naturalWidth") == 3200


# --- drawing the parts at the desk ----------------------------------------------------------------------------------


def test_a_part_can_be_drawn_in_the_picture(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[HOTSPOTS])
    row = page.locator("ol.rows > li").last
    row.get_by_role("button", name="Rita i bilden").click()
    sheet = page.locator("[data-draw] svg")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + 0.2 * box["height"])
    page.mouse.down()
    page.mouse.move(box["x"] + 0.2 * box["width"], box["y"] + 0.4 * box["height"], steps=4)
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + 0.6 * box["height"], steps=4)
    page.mouse.up()
    drawn = [float(row.locator(f"[data-place={part}]").input_value()) for part in ("x", "y", "width", "height")]
    assert drawn == pytest.approx([10, 20, 20, 40], abs=0.5)
    expect(row.get_by_label("Rubrik")).to_be_focused()
    expect(sheet.locator("rect")).to_have_count(9)


def test_a_half_drawn_part_can_be_left(page: Page, example: ExampleSite, places: dict[str, Place]) -> None:
    open_place(page, example, places[HOTSPOTS])
    row = page.locator("ol.rows > li").last
    row.get_by_role("button", name="Rita i bilden").click()
    expect(row.get_by_role("button", name="Dra en ruta i bilden")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(row.get_by_role("button", name="Rita i bilden")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("[data-draw] rect")).to_have_count(8)


# --- a stream, in a browser that cannot play one itself -------------------------------------------------------------

PLAYLIST = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nbit.ts\n#EXT-X-ENDLIST\n"


def test_a_stream_is_fetched_by_the_script_where_the_browser_has_no_player_for_it(
    browser: Browser, example: ExampleSite, places: dict[str, Place]
) -> None:
    host = "https://strom.example.org"
    example.run(
        "-c",
        "import django; django.setup(); from fardplan.media.models import Broadcast; "
        f"Broadcast.objects.filter(day__slug='dag-3').update(kind='hls', address='{host}/live.m3u8')",
    )
    context = browser.new_context(locale="sv-SE")
    context.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        is_list = route.request.url.endswith("m3u8")
        kind = "application/vnd.apple.mpegurl" if is_list else "video/mp2t"
        headers = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(body=PLAYLIST if is_list else "", content_type=kind, headers=headers)

    context.route(lambda url: url.startswith(host), answer)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_place(page, example, places[LIVE])
    assert asked == []
    page.get_by_role("link", name="Visa här").click()
    until(page, "document.querySelector('video').src.startsWith('blob:')")
    page.wait_for_timeout(500)
    context.close()
    example.run(
        "-c",
        "import django; django.setup(); from fardplan.media.models import Broadcast; Broadcast.objects.filter("
        "day__slug='dag-3').update(kind='youtube', address='https://www.youtube.com/watch?v=exempelfilm')",
    )
    refused = [text for text in said if "Content Security Policy" in text]
    assert (f"{host}/bit.ts" in asked, refused) == (True, [])
