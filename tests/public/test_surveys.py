"""Answering a survey as a visitor meets it, without JavaScript: pages, cookies, codes, and what they give away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from fardplan.base import clock, limits
from fardplan.base.log import WithoutKeys
from fardplan.base.models import OutgoingMail
from fardplan.contributions.models import Submission
from fardplan.public import survey_browser
from fardplan.public.templatetags.surveys import own_name_of_language
from fardplan.surveys import codes, resume_letter
from fardplan.surveys.definition import Definition
from fardplan.surveys.definition.texts import texts_of, translated, with_languages
from fardplan.surveys.definition.words import direction_of
from fardplan.surveys.models import (
    BreakOff,
    Collection,
    Invitation,
    Response,
    Survey,
    UnfinishedResponse,
    Wave,
)
from tests.conftest import at
from tests.surveys.conftest import NOW, make_collection, make_survey, organiser, survey
from tests.surveys.definitions import choices, definition, every_type, question

__all__ = ["make_collection", "make_survey", "organiser", "survey"]  # fixtures

START = "/dagen-2020/enkat/enkat/"
FIRST = {"fraga-kommun": "k1080", "fraga-alder": "1980"}
FORM = "application/x-www-form-urlencoded"
SECOND = {"fraga-matchar": "4", "fraga-saknas": "Fler bussar på kvällen."}


@pytest.fixture(autouse=True)
def _a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, NOW)


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "page_time", lambda _request: clock.PageTime(moment, moved=False))


@pytest.fixture
def collection(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey)


def words(response: Any) -> str:
    """The page as text, without markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text.split("<main", 1)[1]).split())


def begin(client: Client) -> str:
    """The address of the first page."""
    response = client.post(START)
    assert response.status_code == 302, words(response)
    return str(response.url)


def answer_all(client: Client) -> Any:
    """Through both pages to the page where one looks through."""
    begin(client)
    client.post(f"{START}svara/1/", FIRST)
    response = client.post(f"{START}svara/2/", SECOND)
    assert response.url == f"{START}svara/granska/"
    return client.get(response.url)


def send_in(client: Client) -> Any:
    answer_all(client)
    return client.post(f"{START}svara/granska/")


# --- the way through ------------------------------------------------------------------------------------------------


def test_the_beginning_tells_what_it_is_about_and_sets_no_cookie(client: Client, collection: Collection):
    response = client.get(START)
    for told in (
        "Medborgarenkät", "Svara på några frågor.", "tar ungefär en minut", "svara senast 4 december 2020 kl. 23.59",
        "10 dagar kvar", "Region Exempel", "Inga grupper med färre än 30 svar.", "Inte vem du är",
        "Börja svara", "English",
    ):  # fmt: skip
        assert told in words(response)
    assert response.cookies == {}


def test_somebody_answers_looks_through_and_sends_in(client: Client, collection: Collection):
    review = words(answer_all(client))
    for told in ("Inget är inskickat än.", "Karlskrona", "30–44 år", "Fler bussar på kvällen."):
        assert told in review
    assert "1980" not in review
    thanks = client.get(client.post(f"{START}svara/granska/").url)
    submission = Submission.objects.get()
    assert f"/kvitto/{submission.receipt_key}/" in thanks.text
    assert Response.objects.get().answers == {
        "kommun": "k1080", "alder": "30-44", "matchar": "4", "saknas": "_written",
    }  # fmt: skip


def test_sending_in_twice_shows_the_same_receipt(client: Client, collection: Collection):
    first = send_in(client)
    again = client.post(f"{START}svara/granska/")
    assert (first.url, again.url) == (f"{START}tack/", f"{START}tack/")
    assert (Response.objects.count(), Submission.objects.count()) == (1, 1)


def test_two_visitors_behind_one_address_are_two_people(collection: Collection):
    anna, bo = Client(), Client()
    answer_all(anna)
    assert "Du har börjat svara" in words(anna.get(START))
    assert "Du har börjat svara" not in words(bo.get(START))
    assert bo.get(f"{START}svara/granska/").status_code == 403
    send_in(bo)
    anna.post(f"{START}svara/granska/")
    assert Response.objects.count() == 2


def test_somebody_elses_cookie_cannot_be_made(client: Client, collection: Collection):
    begin(client)
    code = codes.new_resume_code()
    client.cookies[f"{survey_browser.COOKIE}{collection.survey.pk}"] = f"{code}:forged:signature"
    assert client.get(f"{START}svara/1/").status_code == 403


def test_a_page_shows_what_was_answered_and_the_way_back(client: Client, collection: Collection):
    begin(client)
    client.post(f"{START}svara/1/", FIRST)
    assert client.post(f"{START}svara/2/", SECOND | {"till": "tillbaka"}).url == f"{START}svara/1/"
    page = client.get(f"{START}svara/1/")
    assert '<option value="k1080" selected>' in page.text
    assert "Du har svarat: 30–44 år." in words(page)
    assert "Fler bussar på kvällen." in client.get(f"{START}svara/2/").text


@pytest.mark.parametrize("way", ["tillbaka", "spara", "vidare"])
def test_what_is_written_by_half_is_kept_however_the_page_is_left_and_has_to_be_finished(
    client: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Collection], way: str
):
    points = question("poang", "points", "Fördela 100 poäng", choices=choices(a="Ett", b="Två"))
    why = question("varfor", "text", "Varför?", constraint="string-length(.) >= 10")
    first = question("bra", "single", "Bra?", choices=choices(ja="Ja", nej="Nej"))
    collection = make_collection(make_survey(definition([first], [points, why])))
    begin(client)
    client.post(f"{START}svara/1/", {"fraga-bra": "ja"})
    client.post(f"{START}svara/2/", {"fraga-poang.a": "60", "fraga-poang.b": "40", "fraga-varfor": "Tio tecken."})
    client.post(f"{START}svara/2/", {"fraga-poang.a": "60", "fraga-poang.b": "7", "fraga-varfor": "Kort", "till": way})
    page = client.get(f"{START}svara/2/").text
    assert all(f'value="{each}"' in page for each in ("60", "7", "Kort"))
    review = client.get(f"{START}svara/granska/")
    assert words(review).count("Det du har skrivit är inte klart.") == 2
    assert client.post(f"{START}svara/granska/").status_code == 422
    assert not Response.objects.filter(collection=collection).exists()
    client.post(f"{START}svara/2/", {"fraga-poang.a": "60", "fraga-poang.b": "40", "fraga-varfor": ""})
    assert client.post(f"{START}svara/granska/").status_code == 302
    assert Response.objects.get(collection=collection).answers == {"bra": "ja", "poang": {"a": 60, "b": 40}}


def test_a_birth_year_that_is_left_alone_stays_and_can_be_taken_away(client: Client, collection: Collection):
    begin(client)
    client.post(f"{START}svara/1/", FIRST)
    client.post(f"{START}svara/1/", {"fraga-kommun": "k1081"})
    assert "30–44 år" in words(client.get(f"{START}svara/granska/"))
    client.post(f"{START}svara/1/", {"fraga-kommun": "k1081", "fraga-alder.remove": "1"})
    assert "30–44 år" not in words(client.get(f"{START}svara/granska/"))


def test_what_is_wrong_is_told_at_its_field_and_what_is_right_is_kept(client: Client, collection: Collection):
    begin(client)
    response = client.post(f"{START}svara/1/", {"fraga-kommun": "k1080", "fraga-alder": "i går"})
    assert response.status_code == 422
    assert 'href="#id_fraga-alder"' in response.text
    assert "Skriv födelseåret med fyra siffror" in words(response)
    assert 'value="i går"' in response.text
    assert '<option value="k1080" selected>' in client.get(f"{START}svara/1/").text


def test_what_must_be_answered_is_told_before_sending_in(client: Client, collection: Collection):
    begin(client)
    response = client.post(f"{START}svara/granska/")
    assert response.status_code == 422
    assert f'href="{START}svara/2/#id_fraga-matchar"' in response.text
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"fraga-kommun": "k9999"}, "1. Vilken kommun bor du i? Svaret ”k9999” finns inte"),
        ({"fraga-kommun": ["k1080", "k1081"]}, "Frågan har ett svar, men flera skickades."),
        ({"fraga-finns_inte": "1"}, "inte hör till sidan: ”finns_inte”"),
        ({"fraga-kommun.del": "1"}, "inte hör till frågan: ”del”"),
        ({"fraga-alder": "NaN"}, "Skriv födelseåret med fyra siffror"),
        ({"fraga-alder": "1066"}, "Kan 1066 stämma?"),
        ({"fraga-alder": "2019"}, "fyller minst 16 i år"),
        ({"fraga-alder": "30-44"}, "Skriv födelseåret med fyra siffror"),
        ({"fraga-alder": "1980", "fraga-alder.decline": "_wont_say"}, "både svarat och kryssat"),
        ({"fraga-alder.decline": "_dont_know"}, "finns inte bland dem som går att välja"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_and_the_place_is_named(
    client: Client, collection: Collection, sent: dict[str, Any], told: str
):
    begin(client)
    response = client.post(f"{START}svara/1/", sent)
    assert response.status_code == 422
    assert told in words(response)
    assert client.post(f"{START}svara/granska/").status_code == 422


def test_a_text_beyond_measure_is_refused_at_its_question(client: Client, collection: Collection):
    begin(client)
    response = client.post(f"{START}svara/2/", {"fraga-matchar": "1", "fraga-saknas": "x" * 1_000_000})
    assert response.status_code == 422
    assert "Texten är 1000000 tecken lång. Korta den till högst 2000." in words(response)
    assert client.post(f"{START}svara/2/", {"fraga-saknas": "x" * 3_000_000}).status_code == 413


def test_the_largest_page_that_may_be_published_can_be_sent(
    client: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]
):
    rows = {f"r{at}": f"Rad {at}" for at in range(40)}
    asked = [question(f"m{at}", "matrix", "Hur?", scale={}, rows=choices(**rows)) for at in range(12)]
    make_collection(make_survey(definition(asked)))
    begin(client)
    sent = {f"fraga-m{at}.{row}": "3" for at in range(12) for row in rows}
    response = client.post(f"{START}svara/1/", urlencode(sent | {"trap": "", "till": "vidare"}), FORM)
    assert response.url == f"{START}svara/granska/"
    client.post(response.url)
    assert {len(given) for given in Response.objects.get().answers.values()} == {40}


def test_a_field_that_only_machines_fill_in_marks_the_response_and_loses_nothing(
    client: Client, collection: Collection
):
    begin(client)
    client.post(f"{START}svara/1/", FIRST | {"trap": "köp nu"})
    client.post(f"{START}svara/2/", SECOND)
    client.post(f"{START}svara/granska/")
    assert Response.objects.get().flags == ["too_fast", "trap"]


def test_many_from_one_network_are_marked_and_kept(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, client: Client
):
    monkeypatch.setattr("fardplan.public.pages.survey_answering.BURST", 2)
    for _ in range(3):
        send_in(Client())
    marked = [each.flags for each in Response.objects.all()]
    assert sorted(marked) == [["same_network_burst", "too_fast"], ["too_fast"], ["too_fast"]]


# --- questions that come and go -------------------------------------------------------------------------------------


def follow_ups() -> Definition:
    return definition(
        [
            question("resor", "multiple", "Hur reser du?", choices=choices(buss="Buss", cykel="Cykel")),
            question("ofta", "number", "Hur ofta?", relevant="selected(${resor}, 'buss')", required=True),
            question("slut", "text", "Något mer?"),
        ]
    )


@pytest.fixture
def following(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(make_survey(follow_ups()))


def test_without_a_script_a_follow_up_is_asked_when_its_page_has_been_sent(client: Client, following: Collection):
    begin(client)
    hidden = re.search(r'<input[^>]*name="fraga-ofta"[^>]*>', client.get(f"{START}svara/1/").text)
    assert hidden is not None
    assert " disabled" in hidden[0]
    response = client.post(f"{START}svara/1/", {"fraga-resor": "buss"})
    assert response.url == f"{START}svara/1/#id_fraga-ofta"
    page = client.get(f"{START}svara/1/")
    assert "De gav en följdfråga" in words(page)
    shown = re.search(r'<input[^>]*name="fraga-ofta"[^>]*>', page.text)
    assert shown is not None
    assert " disabled" not in shown[0]
    missing = client.post(f"{START}svara/1/", {"fraga-resor": "buss", "fraga-ofta.shown": "1"})
    assert "Den här frågan behöver ett svar." in words(missing)
    sent = {"fraga-resor": "buss", "fraga-ofta.shown": "1", "fraga-ofta": "2,5"}
    assert client.post(f"{START}svara/1/", sent).url == f"{START}svara/granska/"
    client.post(f"{START}svara/granska/")
    assert Response.objects.get().answers == {"resor": ["buss"], "ofta": 2.5}


def test_an_answer_to_a_question_that_is_not_asked_any_more_is_dropped_and_that_is_told(
    client: Client, following: Collection
):
    begin(client)
    client.post(f"{START}svara/1/", {"fraga-resor": "buss", "fraga-ofta.shown": "1", "fraga-ofta": "5"})
    response = client.post(f"{START}svara/1/", {"fraga-resor": "cykel", "fraga-ofta.shown": "1", "fraga-ofta": "5"})
    assert "Svaret på fråga 2 är borttaget" in words(client.get(response.url))
    client.post(f"{START}svara/granska/")
    assert Response.objects.get().answers == {"resor": ["cykel"]}


# --- coming back, and changing --------------------------------------------------------------------------------------


def test_a_code_leads_back_from_another_browser_and_looking_changes_nothing(client: Client, collection: Collection):
    begin(client)
    client.post(f"{START}svara/1/", FIRST | {"till": "spara"})
    later = client.get(f"{START}svara/spara/")
    found = re.search(r'survey-resume-code">([\w-]+)<', later.text)
    assert found is not None
    elsewhere = Client()
    looked = elsewhere.get(f"/e/{found[1]}/")
    assert "Fortsätt svara" in words(looked)
    assert looked.cookies == {}
    gone_on = elsewhere.post(f"/e/{found[1]}/")
    assert gone_on.url == f"{START}svara/1/"
    assert '<option value="k1080" selected>' in elsewhere.get(gone_on.url).text


def test_the_link_is_mailed_and_the_address_is_kept_nowhere_once_it_has_left(client: Client, collection: Collection):
    begin(client)
    response = client.post(f"{START}svara/spara/", {"email": "anna@example.org"})
    assert response.status_code == 302
    mail = OutgoingMail.objects.get()
    assert mail.to == "anna@example.org"
    assert "/e/" in mail.text
    assert resume_letter.forget_sent(now=clock.now()) == 0
    OutgoingMail.objects.update(next_attempt_at=None, sent_at=clock.now())
    assert resume_letter.forget_sent(now=clock.now()) == 1
    mail.refresh_from_db()
    assert (mail.to, mail.subject, mail.text) == ("", "", "")


def test_the_same_browser_changes_what_it_sent_in(client: Client, collection: Collection):
    send_in(client)
    assert "Du har redan svarat" in words(client.get(START))
    client.post(f"{START}andra/")
    client.post(f"{START}svara/2/", {"fraga-matchar": "1"})
    assert "Skicka in ändringen" in words(client.get(f"{START}svara/granska/"))
    client.post(f"{START}svara/granska/")
    assert Response.objects.get().answers["matchar"] == "1"
    assert Response.objects.get().answers["saknas"] == "_written"


def test_whoever_changes_their_mind_leaves_the_response_as_it_was(client: Client, collection: Collection):
    send_in(client)
    client.post(f"{START}andra/")
    client.post(f"{START}svara/2/", {"fraga-matchar": "1"})
    client.post(f"{START}borja-om/")
    assert Response.objects.get().answers["matchar"] == "4"
    assert "Ändra mitt svar" in words(client.get(START))
    assert list(BreakOff.objects.all()) == []


def test_what_has_been_begun_can_be_taken_away(client: Client, collection: Collection):
    begin(client)
    client.post(f"{START}borja-om/")
    assert UnfinishedResponse.objects.count() == 0
    assert "Börja svara" in words(client.get(START))


# --- its time -------------------------------------------------------------------------------------------------------


def test_the_last_second_counts(client: Client, collection: Collection, monkeypatch: pytest.MonkeyPatch):
    answer_all(client)
    set_clock(monkeypatch, at("2020-12-04 23:59:59").replace(microsecond=900_000))
    assert client.post(f"{START}svara/granska/").url == f"{START}tack/"


def test_a_second_later_it_is_told_what_can_be_done_instead(
    client: Client, collection: Collection, monkeypatch: pytest.MonkeyPatch
):
    answer_all(client)
    set_clock(monkeypatch, at("2020-12-05 00:00:00"))
    for response in (
        client.post(f"{START}svara/granska/"),
        client.post(f"{START}svara/1/", FIRST),
        client.get(f"{START}svara/1/"),
        client.get(START),
    ):
        assert "Enkäten har stängt" in words(response)
        assert "Läs vad andra har skrivit" in words(response)
    assert Response.objects.count() == 0


def test_before_it_opens_the_page_says_when(client: Client, collection: Collection, monkeypatch: pytest.MonkeyPatch):
    set_clock(monkeypatch, at("2020-11-22 12:00"))
    assert "Den öppnar 23 november 2020 kl. 08.00." in words(client.get(START))
    assert "Börja svara" not in words(client.post(START))
    assert UnfinishedResponse.objects.count() == 0


# --- codes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def letter(survey: Survey, make_collection: Callable[..., Collection]) -> str:
    """The code in somebody's letter."""
    wave = Wave.objects.create(
        collection=make_collection(survey, kind="invited"), number=1, name="Våg 1", channel="print", created_at=NOW
    )
    made = Invitation(wave=wave, number=1)
    made.code_hash = codes.finding_hash(codes.invitation_code(made.pk), purpose="invitation")
    made.save()
    return codes.as_shown(codes.invitation_code(made.pk))


def test_a_code_from_a_letter_is_used_once(client: Client, letter: str):
    assert client.post("/e/", {"kod": letter.upper().replace("-", " ")}).url == f"/e/{letter}/"
    assert "Koden stämmer" in words(client.get(f"/e/{letter}/"))
    client.post(f"/e/{letter}/")
    client.post(f"{START}svara/2/", SECOND)
    client.post(f"{START}svara/granska/")
    assert Invitation.objects.get().is_used
    used = Client().get(f"/e/{letter}/")
    assert used.status_code == 409
    assert "Koden har redan använts" in words(used)


def test_two_with_a_letter_each_in_one_browser_are_two_people(client: Client, letter: str, collection: Collection):
    first = Invitation.objects.get()
    second = Invitation(wave=first.wave, number=2)
    second.code_hash = codes.finding_hash(codes.invitation_code(second.pk), purpose="invitation")
    second.save()
    other = codes.as_shown(codes.invitation_code(second.pk))
    client.post(f"/e/{letter}/")
    client.post(f"{START}svara/1/", FIRST)
    assert "Du har börjat svara" in words(client.get(f"/e/{letter}/"))
    page = words(client.get(f"/e/{other}/"))
    assert "Någon har börjat svara i den här webbläsaren" in page
    assert "Ta bort mina svar" not in page
    kept = re.findall(r"[a-z0-9]{4}(?:-[a-z0-9]{4}){3}", client.get(f"{START}svara/spara/").text)[0]
    client.post(f"/e/{other}/")
    client.post(f"{START}svara/2/", SECOND)
    client.post(f"{START}svara/granska/")
    assert {each.number: each.is_used for each in Invitation.objects.all()} == {1: False, 2: True}
    client.post(f"/e/{kept}/")
    assert "Karlskrona" in client.get(f"{START}svara/granska/").text


def test_a_survey_with_codes_only_asks_for_one(client: Client, letter: str):
    page = words(client.get(START))
    assert "För att svara behöver du en kod" in page
    assert client.post(START).status_code == 403
    assert UnfinishedResponse.objects.count() == 0


def test_a_school_has_one_code_for_all(client: Client, survey: Survey, make_collection: Callable[..., Collection]):
    make_collection(survey, kind="group", name="Skolan", code="skola9a")
    assert client.post("/e/", {"kod": " Skola 9A "}).status_code == 302
    assert "Du svarar i gruppen Skolan." in words(client.get("/e/skola9a/"))
    for _ in range(2):
        pupil = Client()
        pupil.post("/e/skola9a/")
        pupil.post(f"{START}svara/2/", SECOND)
        pupil.post(f"{START}svara/granska/")
    assert [each.collection.kind for each in Response.objects.all()] == ["group", "group"]


def test_a_wrong_code_says_so_and_does_not_say_more(client: Client, letter: str):
    for wrong in ("abcde-fghjk", "abcd-efgh-jkmn-pqrs", "något annat"):
        response = client.post("/e/", {"kod": wrong})
        assert response.status_code == 422
        assert "Koden stämmer inte." in words(response)


def test_guessing_is_slowed_and_a_right_code_from_elsewhere_still_leads_in(client: Client, letter: str):
    statuses = [client.get("/e/abcde-fghjk/").status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    assert client.get(f"/e/{letter}/").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(f"/e/{letter}/").status_code == 200
    limits.forget_all()
    assert client.get(f"/e/{letter}/").status_code == 200


def test_very_many_wrong_codes_in_all_leave_one_guess_to_each_network(letter: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("fardplan.public.pages.survey_codes.WRONG_IN_ALL", "3/hour")
    for number in range(3):
        assert Client(REMOTE_ADDR=f"192.0.2.{number}").get("/e/abcde-fghjk/").status_code == 404
    assert Client(REMOTE_ADDR="192.0.2.1").get("/e/abcde-fghjk/").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.9").get(f"/e/{letter}/").status_code == 200


def test_whoever_wants_no_more_letters_says_so_with_a_button(client: Client, letter: str):
    client.get(f"/e/{letter}/nej/")
    assert not Invitation.objects.get().has_declined
    assert "Du får inga fler påminnelser" in words(client.post(f"/e/{letter}/nej/"))
    assert Invitation.objects.get().has_declined


# --- a computer that many share -------------------------------------------------------------------------------------


def kiosk(collection: Collection) -> str:
    return f"{START}dator/{collection.kiosk_key}/"


def test_on_a_shared_computer_each_begins_anew_and_leaves_nothing(client: Client, collection: Collection):
    address = kiosk(collection)
    client.post(address)
    client.post(f"{START}svara/1/", FIRST)
    page = client.get(f"{START}svara/1/")
    assert "data-keep" not in page.text
    assert "Spara och fortsätt senare" not in words(page)
    assert page.headers["Cache-Control"].find("no-store") >= 0
    client.post(address)
    assert '<option value="k1080" selected>' not in client.get(f"{START}svara/1/").text
    assert list(BreakOff.objects.values_list("page", "number")) == [(1, 1)]
    client.post(f"{START}svara/2/", SECOND)
    thanks = client.get(client.post(f"{START}svara/granska/").url)
    assert "Ändra mitt svar" not in words(thanks)
    assert Response.objects.get().source == "kiosk"
    client.post(address, {"klar": "1"})
    assert client.get(f"{START}tack/").status_code == 302
    assert client.get(f"{START}svara/1/").status_code == 403


def test_another_key_opens_no_shared_computer(client: Client, collection: Collection):
    assert client.get(f"{START}dator/{'x' * 22}/").status_code == 404


# --- languages ------------------------------------------------------------------------------------------------------


def test_a_response_has_one_language_and_changing_it_is_asked_for(client: Client, collection: Collection):
    response = client.post("/en" + START, {"sprak": "en"})
    page = client.get(response.url)
    assert "Vilken kommun bor du i? (en)" in words(page)
    assert "Vilken kommun bor du i? <" not in page.text
    asked = client.get(f"{START}svara/1/")
    assert "Vill du byta språk?" in words(asked)
    client.post(f"{START}svara/sprak/", {"sprak": "sv"})
    assert "Vilken kommun bor du i? (en)" not in words(client.get(f"{START}svara/1/"))
    client.post(f"{START}svara/2/", SECOND)
    client.post(f"{START}svara/granska/")
    assert Response.objects.get().language == "sv"


def test_a_survey_in_a_language_our_pages_do_not_have_says_which(
    client: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]
):
    def words_in(sv: str, ar: str) -> dict[str, str]:
        return {"sv": sv, "ar": ar}

    asks = definition(
        [{"name": "a", "type": "text", "label": words_in("Vad tycker du?", "ما رأيك؟")}],
        languages=["sv", "ar"], title=words_in("Enkät", "استطلاع"), introduction=words_in("Svara", "أجب"),
        thanks=words_in("Tack", "شكرا"),
    )  # fmt: skip
    asks = asks.model_copy(update={"pages": [asks.pages[0].model_copy(update={"title": words_in("Del", "جزء")})]})
    make_collection(make_survey(asks))
    start = client.get(f"{START}?sprak=ar")
    assert '<h1 lang="ar" dir="rtl">استطلاع</h1>' in start.text
    page = client.get(client.post(START, {"sprak": "ar"}).url)
    assert '<span lang="ar" dir="rtl">ما رأيك؟</span>' in page.text
    assert "Vad tycker du?" not in page.text
    assert '<div class="survey" dir="rtl">' in page.text
    assert '<span lang="sv" dir="ltr">Gå igenom svaren</span>' in page.text


OWN_WORDS = {
    "begin": "ابدأ", "part": "الجزء", "review": "راجع", "dont_know": "لا أعرف", "must_answer": "أجب عن هذا السؤال",
    "mend": "غيّر الإجابة:", "required": "(إلزامي)", "other": "غير ذلك", "choose": "اختر",
    "look_through": "راجع إجاباتك",
    "thanks": "شكرا لإجاباتك", "send": "أرسل",
}  # fmt: skip


def test_a_survey_brings_its_own_words_in_a_language_our_pages_do_not_have(
    client: Client, make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]
):
    asks = definition(
        [
            question("matchar", "scale", "Stämmer det?", scale={}, required=True, dont_know=True),
            question("plats", "area", "Var bor du?", choices=choices(a="A", b="B"), other=True, dont_know=True),
            question("antal", "number", "Hur många?"),
        ]
    )
    asks = with_languages(asks, ["sv", "ar"])
    asks = translated(asks, "ar", {each.key: "كلمات" for each in texts_of(asks)})
    asks = translated(asks, "ar", {f":{name}": said for name, said in OWN_WORDS.items()})
    make_collection(make_survey(asks))
    assert '<span lang="ar" dir="rtl">ابدأ</span></button>' in client.get(f"{START}?sprak=ar").text
    page = client.get(client.post(START, {"sprak": "ar"}).url).text
    for told in ("الجزء 1/1", "راجع", "(إلزامي)", "لا أعرف"):
        assert f'<span lang="ar" dir="rtl">{told}</span>' in page
    assert '<option value="" lang="ar" dir="rtl">اختر</option>' in page
    assert '<option value="_dont_know" lang="ar" dir="rtl">لا أعرف</option>' in page
    wrong = client.post(f"{START}svara/1/", {"fraga-antal": "x"}).text
    assert wrong.count('<span lang="ar" dir="rtl">أجب عن هذا السؤال</span>') == 2  # in the list, and at the question
    told = '<span lang="ar" dir="rtl">غيّر الإجابة:</span> <span lang="sv" dir="ltr">”x” går inte att läsa som ett tal.'
    assert wrong.count(told) == 2
    client.post(f"{START}svara/1/", {"fraga-matchar": "_dont_know", "fraga-plats": "_other", "fraga-plats.other": "C"})
    review = client.get(f"{START}svara/granska/").text
    for told in ("راجع إجاباتك", "لا أعرف", "غير ذلك: C", "أرسل"):
        assert f'<span lang="ar" dir="rtl">{told}</span>' in review
    assert "شكرا لإجاباتك" in client.get(client.post(f"{START}svara/granska/").url).text


def test_every_language_a_survey_can_have_is_called_what_its_speakers_call_it():
    assert own_name_of_language("kmr") == "Kurmancî"
    assert [direction_of(code) for code in ("ar", "yi", "ckb", "kmr", "fi")] == ["rtl", "rtl", "rtl", "ltr", "ltr"]


# --- what it costs --------------------------------------------------------------------------------------------------


def test_a_page_with_every_type_of_question_costs_few_queries(
    client: Client,
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    django_assert_max_num_queries: Any,
):
    make_collection(make_survey(every_type()))
    for number in range(5):
        make_collection(Survey.objects.get(), slug=f"till-{number}", kind="group")
    with django_assert_max_num_queries(8):
        client.get(START)
    begin(client)
    for number in (1, 2, 3):
        with django_assert_max_num_queries(8):
            assert client.get(f"{START}svara/{number}/").status_code == 200
    with django_assert_max_num_queries(8):
        client.get(f"{START}svara/granska/")


# --- on the dialogue's home -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2020-11-22 12:00", "Öppnar snart Du kan svara från 23 november 2020 kl. 08.00."),
        ("2020-11-24 12:00", "10 dagar kvar: svara senast 4 december 2020 kl. 23.59. Svara på enkäten"),
        ("2020-12-04 12:00", "Sista dagen: svara senast kl. 23.59."),
        ("2020-12-05 12:00", "Stängd Vi räknar svaren. Resultatet kommer på enkätens sida."),
    ],
)
def test_the_home_of_the_dialogue_tells_where_its_survey_stands(
    client: Client, collection: Collection, monkeypatch: pytest.MonkeyPatch, moment: str, told: str
):
    set_clock(monkeypatch, at(moment))
    page = client.get("/dagen-2020/")
    assert told in words(page)
    assert f'href="{START}"' in page.text


@pytest.mark.parametrize("number", [0, 1, 3])
def test_surveys_cost_the_home_no_query(
    client: Client,
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    django_assert_max_num_queries: Any,
    number: int,
    dialogue: Any,
):
    for at_number in range(number):
        made = make_survey(slug=f"enkat-{at_number}")
        make_collection(made)
        make_collection(made, kind="group")
    with django_assert_max_num_queries(8):
        assert client.get("/dagen-2020/").text.count("Svara på enkäten") == number


def test_no_code_comes_into_the_log(caplog: pytest.LogCaptureFixture, letter: str, collection: Collection):
    client = Client()
    for _ in range(31):
        client.get("/e/abcde-fghjk/")
    client.get(f"/e/{letter}/")
    client.get(f"/en{START}dator/{collection.kiosk_key}x/")
    lines = [WithoutKeys("{message}", style="{").format(record) for record in caplog.records]
    assert "Too Many Requests: /e/…/" in lines
    assert not any(letter in line or collection.kiosk_key in line for line in lines)
