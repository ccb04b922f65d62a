"""Taking down paper answers in a browser, one after another, by the keys alone: with the script, and without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from fardplan.base import clock
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys.actions import inviting
from fardplan.surveys.codes import as_shown, invitation_code
from fardplan.surveys.models import Collection, Invitation, Response, Survey, Wave, WaveChannel
from tests.browser.conftest import OpenContext
from tests.browser.test_desk import sign_in
from tests.surveys.conftest import NOW, make_collection, make_survey, organiser
from tests.surveys.definitions import every_type

__all__ = ["make_collection", "make_survey", "organiser"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)

PAPERS = [("Karlskrona", "k1080", 4), ("Ronneby", "k1081", 5), ("Karlshamn", "k1082", 2)]
"""What three people wrote: where they live and how well it matches."""


@pytest.fixture
def wave(
    monkeypatch: pytest.MonkeyPatch,
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    organiser: Official,
) -> Wave:
    """Three codes of an open collection, of a survey with every type of question."""
    monkeypatch.setattr(clock, "page_time", lambda _request: clock.PageTime(NOW, moved=False))
    sample = make_collection(make_survey(every_type()), kind="invited")
    letter = inviting.Letter("Svara", "Hej! {länk}")
    return inviting.make_wave(
        collection=sample, name="Ett", channel=WaveChannel.PRINT, to=3, letter=letter, by=organiser, now=NOW
    )


@pytest.fixture
def registrar(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.REGISTRAR)


def address_of(live_server: LiveServer, wave: Wave) -> str:
    survey = wave.collection.survey
    return live_server.url + reverse("desk:survey-register", args=[survey.dialogue.slug, survey.slug, "invited"])


def taken_down() -> list[tuple[object, ...]]:
    """What was kept of each, in no order that tells anything."""
    kept = [each.answers for each in Response.objects.filter(source="paper")]
    return sorted((each["kommun"], each["matchar"], each["kon"], each["delar"], each["poang"]) for each in kept)


def expected() -> list[tuple[object, ...]]:
    return [(code, str(match), "man", {"skola": "3", "vard": "2"}, {"a": 60, "b": 40}) for _name, code, match in PAPERS]


def codes_of(wave: Wave) -> list[str]:
    return [as_shown(invitation_code(each.pk)) for each in wave.invitations.order_by("number")]


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a control of that name has focus."""
    for _press in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


def test_three_papers_are_taken_down_by_the_keys_alone(
    live_server: LiveServer, page: Page, wave: Wave, registrar: Official
) -> None:
    sign_in(page.context, live_server, registrar)
    page.goto(address_of(live_server, wave))
    expect(page.get_by_text("Siffran väljer svaret")).to_be_visible()
    for number, (code, (municipality, _code, match)) in enumerate(zip(codes_of(wave), PAPERS, strict=True), start=1):
        expect(page.get_by_label("Kod på formuläret")).to_be_focused()
        page.keyboard.type(code)
        page.keyboard.press("Enter")
        page.keyboard.type(municipality)
        page.keyboard.press("Enter")
        page.keyboard.press("2")  # man
        page.keyboard.type("1980")
        page.keyboard.press("Enter")
        page.keyboard.press("1")  # by bus
        page.keyboard.press("3")  # and by car
        page.keyboard.press("3")  # no, not by car
        page.keyboard.press("Enter")
        page.keyboard.type("5")
        page.keyboard.press("Enter")
        page.keyboard.press(str(match))
        page.keyboard.press("3")
        page.keyboard.press("2")
        page.keyboard.press("Enter")  # nothing is most important
        page.keyboard.press("Enter")
        page.keyboard.type("60")
        page.keyboard.press("Enter")
        page.keyboard.type("40")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".messages, [role=status]").get_by_text("Registrerat.")).to_be_visible()
        assert Response.objects.count() == number
    assert taken_down() == expected()
    assert [each.answers["resor"] for each in Response.objects.all()] == [["buss"]] * 3
    assert Invitation.objects.filter(is_used=True).count() == 3


def test_a_wrong_key_is_emptied_and_what_the_paper_does_not_allow_is_asked_about(
    live_server: LiveServer, page: Page, wave: Wave, registrar: Official
) -> None:
    sign_in(page.context, live_server, registrar)
    page.goto(address_of(live_server, wave))
    page.locator("#id_fraga-kon_0").focus()
    page.keyboard.press("1")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("0")
    page.locator("#id_fraga-matchar_0").focus()
    page.keyboard.press("4")
    page.locator('[name="fraga-poang.a"]').fill("90")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error-summary]")).to_be_focused()
    expect(page.get_by_role("heading", name="Stämmer det med papperet?")).to_be_visible()
    assert Response.objects.count() == 0
    tab_to(page, "behall")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Registrerat.")).to_be_visible()
    assert Response.objects.get().answers == {"matchar": "4"}


def test_without_the_script_the_same_is_done_with_tab_and_arrows(
    live_server: LiveServer, new_context: OpenContext, wave: Wave, registrar: Official
) -> None:
    page = new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    sign_in(page.context, live_server, registrar)
    page.goto(address_of(live_server, wave))
    expect(page.get_by_text("Siffran väljer svaret")).to_be_hidden()
    for number, (code, (municipality, _code, match)) in enumerate(zip(codes_of(wave), PAPERS, strict=True), start=1):
        tab_to(page, "kod")
        page.keyboard.type(code)
        tab_to(page, "fraga-kommun")
        page.keyboard.type(municipality)
        tab_to(page, "fraga-kon")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(page, "fraga-alder")
        page.keyboard.type("1980")
        for name, downs in (("matchar", match - 1), ("delar.skola", 2), ("delar.vard", 1)):
            tab_to(page, f"fraga-{name}")
            page.keyboard.press("Space")
            for _press in range(downs):
                page.keyboard.press("ArrowDown")
        tab_to(page, "fraga-poang.a")
        page.keyboard.type("60")
        tab_to(page, "fraga-poang.b")
        page.keyboard.type("40")
        page.keyboard.press("Enter")  # the form is sent as any other
        expect(page.get_by_text("Registrerat.")).to_be_visible()
        assert Response.objects.count() == number
    assert taken_down() == expected()
    assert Invitation.objects.filter(is_used=True).count() == 3
