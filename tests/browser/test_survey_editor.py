"""The editor of surveys in a browser: from nothing to a published version by keyboard alone, on a narrow screen, with
and without scripts; and what those who answer will meet, in a language that is read from right to left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import QuestionType
from fardplan.surveys.definition.texts import phrases_of, texts_of, translated, with_languages
from fardplan.surveys.models import Survey
from tests.browser.checks import axe, html_faults, sideways_scroll
from tests.browser.conftest import OpenContext
from tests.browser.test_desk import signed_in
from tests.surveys.definitions import every_type

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2020, 11, 24, 8, tzinfo=UTC)
ENDS = {"low_label": "Inte alls", "high_label": "Helt"}
LISTED = {"choices": "Buss\nCykel\nBil"}
WRITTEN: dict[str, dict[str, str]] = {
    "note": {"label": "Först **om dig**."},
    "single": {"label": "Hur reser du oftast?"} | LISTED,
    "multiple": {"label": "Hur reser du ibland?"} | LISTED,
    "scale": {"label": "Hur bra går bussen?"} | ENDS,
    "matrix": {"label": "Hur nöjd är du med …", "rows": "Skolan\nVården"} | ENDS,
    "ranking": {"label": "Vad är viktigast?"} | LISTED,
    "number": {"label": "Hur många mil?", "unit": "mil"},
    "text": {"label": "Saknas något?"},
    "date": {"label": "När flyttade du hit?"},
    "points": {"label": "Du har 100 poäng."} | LISTED,
    "area": {"label": "Vilken kommun bor du i?"} | LISTED,
    "map": {"label": "Var behövs en väg?", "north": "56,5", "south": "56", "west": "14,4", "east": "16,1"},
    "birth_year": {"label": "Vilket år är du född?"},
    "calculation": {"label": "Mil om året", "calculation": "${hur_manga_mil} * 52"},
}
IS_FOCUSED = """([selector, name]) => {
    const at = document.activeElement;
    return at.matches(selector) && at.innerText.trim().startsWith(name);
}"""
IS_READ_LEFTWARDS = """(label) => {
    const [box, words] = [...label.children].map((part) => part.getBoundingClientRect());
    return box.left > words.left;
}"""


@pytest.fixture
def dialogue(transactional_db: None) -> Dialogue:
    return Dialogue.objects.create(slug="dagen", title="Dagen", published_at=NOW)


def tab_to(page: Page, selector: str, name: str = "") -> None:
    """Press Tab until the first such element has focus: what cannot be reached so is not there for many."""
    for _step in range(220):
        if page.evaluate(IS_FOCUSED, [selector, name]):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} {name} was never reached on {page.url}")


def press(page: Page, selector: str, name: str = "", *, key: str = "Enter") -> None:
    """Follow a link or press a button, and wait for the page it leads to."""
    tab_to(page, selector, name)
    with page.expect_navigation():
        page.keyboard.press(key)
    faults = [*sideways_scroll(page), *(axe(page) if page.evaluate("() => 'seen' in window") else [])]
    assert faults == [], page.url


def write(page: Page, fields: dict[str, str]) -> None:
    left = dict(fields)
    while left:
        tab_to(page, ", ".join(f"[name={name}]" for name in left))
        name = page.evaluate("document.activeElement.name")
        page.keyboard.press("Control+a")
        page.keyboard.type(left.pop(name))


def in_order(survey: Survey) -> list[list[str]]:
    survey.refresh_from_db()
    return [[str(question.type) for question in page.questions] for page in survey.drafted.pages]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_survey_is_made_from_nothing_and_published_by_keyboard_alone(
    live_server: LiveServer, new_context: OpenContext, dialogue: Dialogue, *, scripts: bool
) -> None:
    page = signed_in(new_context, live_server, java_script_enabled=scripts, viewport={"width": 320, "height": 700})
    if scripts:
        page.context.add_init_script("window.seen = true")
    page.goto(f"{live_server.url}/skrivbord/dialog/dagen/enkater/")
    press(page, "main a", "Ny enkät")
    write(page, {"name": "Resor", "slug": "resor"})
    tab_to(page, "[name=start]")
    page.keyboard.press("ArrowDown")
    press(page, "button", "Skapa enkäten")
    for kind, fields in WRITTEN.items():
        press(page, "a", "Lägg till en fråga")
        press(page, f"a[href*='/ny-fraga/{kind}/']")
        write(page, fields)
        press(page, "button", "Spara")
    survey = Survey.objects.get()
    assert in_order(survey) == [list(WRITTEN)]
    reorder(page, survey)
    show_to_some(page, survey)
    press(page, "main nav a", "Kontroll")
    expect(page.get_by_text("Inget. Enkäten går att publicera.")).to_be_visible()
    press(page, "main nav a", "Publicera")
    press(page, "button", "Publicera version 1")
    assert survey.versions.get().asks.by_name["saknas_nagot"].relevant == "${hur_reser_du_oftast} = 'buss'"
    assert {question.type for question in survey.versions.get().asks.questions} == set(QuestionType)


def reorder(page: Page, survey: Survey) -> None:
    """Up and down, copied, taken away and put back."""
    press(page, "button[value='ner:hur_reser_du_oftast']")
    assert in_order(survey)[0][:3] == ["note", "multiple", "single"]
    press(page, "button[value='upp:hur_reser_du_oftast']")
    press(page, "button[value='kopiera:saknas_nagot']")
    assert in_order(survey)[0].count("text") == 2
    press(page, "button[value='ta-bort:saknas_nagot_2']")
    press(page, "button[value='lagg-tillbaka:saknas_nagot_2']")
    assert in_order(survey)[0].count("text") == 2
    press(page, "button[value='ta-bort:saknas_nagot_2']")
    assert in_order(survey) == [list(WRITTEN)]


def show_to_some(page: Page, survey: Survey) -> None:
    """A condition chosen in the lists: a formula is never seen."""
    press(page, "a", "Saknas något?")
    tab_to(page, "summary", "När frågan visas")
    page.keyboard.press("Enter")
    tab_to(page, "[name=if_1]")
    page.keyboard.press("ArrowDown")
    press(page, "button", "Spara")
    survey.refresh_from_db()


@pytest.fixture
def in_arabic(dialogue: Dialogue) -> Survey:
    by = Official.objects.create_user("redaktor@example.org", is_administrator=True)
    asks = with_languages(every_type(), ["sv", "ar"])
    texts = [*texts_of(asks), *phrases_of(asks, "ar")[:10]]
    asks = translated(asks, "ar", {each.key: f"كلمات {number}" for number, each in enumerate(texts)})
    return actions.make_survey(dialogue=dialogue, slug="alla", name="Alla", definition=asks, by=by, now=NOW)


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_preview_is_without_faults_in_every_language_wide_and_as_on_a_phone(
    live_server: LiveServer, new_context: OpenContext, in_arabic: Survey, width: int, scheme: str
) -> None:
    page = signed_in(new_context, live_server, viewport={"width": width, "height": 800}, color_scheme=scheme)
    faults: dict[str, list[str]] = {}
    html: dict[str, str] = {}
    editor = f"{live_server.url}/skrivbord/dialog/dagen/enkater/alla/"
    for language in ("sv", "ar"):
        for number in range(5):
            for bredd in ("", "telefon"):
                where = f"?sida={number}&sprak={language}&bredd={bredd}"
                page.goto(f"{editor}forhandsvisning/{where}")
                html[where] = str(page.request.get(page.url).text())
                faults[where] = axe(page) + sideways_scroll(page)
    for place in ("sprak/", "sprak/ar/", "kontroll/", "fragor/dubbla/"):
        page.goto(f"{editor}{place}")
        html[place] = str(page.request.get(page.url).text())
        faults[place] = axe(page) + sideways_scroll(page)
    page.goto(f"{editor}forhandsvisning/?sida=2&sprak=ar")
    page.get_by_role("button", name="Nästa").or_(page.locator("button[value=vidare]")).click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    faults["with faults"] = axe(page) + sideways_scroll(page)
    assert {where: found for where, found in faults.items() if found} == {}
    assert html_faults(html) == {}
    assert page.locator(".asks-multiple .choices label").first.evaluate(IS_READ_LEFTWARDS)
