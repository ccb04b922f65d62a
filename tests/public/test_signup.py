"""Signing up as a visitor meets it: pages, cookies and what they give away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fardplan.base import clock, honesty
from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import ExternalRoom
from fardplan.people.models import ContactDetail
from fardplan.public.pages.signup import RATES
from fardplan.signup.actions import Details, cancel, sign_up
from fardplan.signup.models import Signup
from tests.conftest import at


@pytest.fixture
def day(make_day: Callable[..., Day]) -> Day:
    """A day that begins in a week: pages have the real time."""
    starts = clock.now() + timedelta(days=7)
    return make_day(f"{starts:%Y-%m-%d} 13:00")


def address(day: Day) -> str:
    return reverse("public:signup", args=[day.dialogue.slug, day.slug])


def post(client: Client, day: Day, email: str = "anna@example.org", **fields: Any) -> Any:
    return client.post(address(day), {"email": email, "language": "sv", **honesty.in_good_time(), **fields})


def somebody(day: Day, email: str) -> Signup:
    return sign_up(day=day, details=Details(email=email), now=clock.now()).signup


def words(response: Any) -> str:
    """The page as text, without markup and without what differs from one answer to the next."""
    text = re.sub(r"<[^>]+>", " ", response.text.split("<main", 1)[1])
    return " ".join(text.split())


# --- the way through ------------------------------------------------------------------------------------------------


def test_signing_up_leads_to_a_receipt_that_does_not_hold_the_personal_link(client: Client, day: Day) -> None:
    response = client.get(address(day))
    assert "Du kan titta utan att anmäla dig." in words(response)
    assert "Tas bort 30 dagar efter dagen." in words(response)
    response = post(client, day, needs=["captioning"], municipality="Ronneby")
    assert response.status_code == 302
    receipt = client.get(response.url)
    signup = Signup.objects.get()
    assert "Tack! Din anmälan är sparad." in words(receipt)
    assert "Det går till anna@example.org ." in words(receipt)
    assert signup.key not in receipt.text
    assert signup.key not in str(client.cookies)
    assert (signup.needs, signup.municipality) == (["captioning"], "Ronneby")


def test_the_receipt_is_the_same_for_a_known_address(day: Day) -> None:
    somebody(day, "known@example.org")
    pages = []
    for email in ("known@example.org", "new-x@example.org"):
        visitor = Client()
        response = post(visitor, day, email=email)
        receipt = visitor.get(response.url)
        pages.append(words(receipt).replace(email, "…"))
        again = visitor.get(reverse("public:day", args=[day.dialogue.slug, day.slug]))
        pages.append(words(again))
    assert pages[0] == pages[2]
    assert pages[1] == pages[3]
    assert Signup.objects.count() == 2


def test_the_receipt_is_shown_only_where_the_form_was_sent(client: Client, day: Day) -> None:
    receipt = post(client, day).url
    assert Client().get(receipt).status_code == 302
    forged = Client()
    forged.cookies["anmalningskvitto"] = "eyJkYXkiOjF9:1abc:AAAA"
    assert forged.get(receipt).status_code == 302


def test_a_full_day_says_how_many_are_before_you_and_gives_a_number(
    client: Client, make_day: Callable[..., Day]
) -> None:
    day = make_day(f"{clock.now() + timedelta(days=7):%Y-%m-%d} 13:00", capacity=1)
    for name in "abc":
        somebody(day, f"{name}@example.org")
    page = words(client.get(address(day)))
    assert "Dagen är full 2 står före dig på väntelistan." in page
    receipt = words(client.get(post(client, day).url))
    assert "Du har nummer 3: 2 står före dig." in receipt


def test_whoever_drops_in_is_led_to_the_links_at_once(client: Client, make_day: Callable[..., Day]) -> None:
    now = clock.now()
    day = make_day("2020-01-01 13:00")
    Day.objects.filter(pk=day.pk).update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
    assert "Kom in nu" in words(client.get(address(day)))
    room = ExternalRoom.objects.create(
        day=day, title="Rum 1", address="https://rum.example/1", provider="Exempelmöten", processor="Exempelbolaget AB"
    )
    receipt = client.get(post(client, day).url)
    assert "Dagen pågår nu" in words(receipt)
    for page in (receipt, Client().get(mine(Signup.objects.get()))):
        assert f'href="{room.address}"' in page.text
        assert "Gå in i Rum 1 (öppnas hos Exempelmöten, annan webbplats)" in words(page)
        assert "Företag som behandlar uppgifterna: Exempelbolaget AB" in words(page)


def test_the_rooms_are_for_those_with_a_seat_and_from_their_minute(
    client: Client, make_day: Callable[..., Day]
) -> None:
    day = make_day("2020-01-01 13:00", capacity=1)
    seated, waiting = (
        Signup.objects.create(
            day=day, contact=ContactDetail.objects.create(erase_after=clock.now() + timedelta(days=30)),
            state=state, signed_up_at=clock.now(), queued_at=clock.now(),
        )
        for state in ("confirmed", "waiting")
    )  # fmt: skip
    ExternalRoom.objects.create(day=day, title="R", address="https://rum.example/1", opens_minutes_before=15)
    shown = {}
    for minutes in (-16, -14, 60, 181):
        starts = clock.now() - timedelta(minutes=minutes)
        Day.objects.filter(pk=day.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=3))
        shown[minutes] = ["rum.example" in client.get(mine(signup)).text for signup in (seated, waiting)]
    assert shown == {-16: [False, False], -14: [True, False], 60: [True, False], 181: [False, False]}


def test_the_days_page_knows_who_has_signed_up_here_and_is_kept_for_nobody_else(client: Client, day: Day) -> None:
    its_page = reverse("public:day", args=[day.dialogue.slug, day.slug])
    assert "Du är anmäld." not in words(client.get(its_page))
    post(client, day)
    page = client.get(its_page)
    assert "Du är anmäld. Länken till din anmälan finns i brevet från oss." in words(page)
    assert "Cookie" in page["Vary"]
    assert page["Cache-Control"] == "private, no-cache"
    signup = Signup.objects.get()
    client.get(mine(signup))
    assert mine(signup) in client.get(its_page).text
    assert mine(signup) not in Client().get(its_page).text


@pytest.mark.parametrize(
    ("fields", "starts", "heading"),
    [
        ({"signup_open": False}, 7, "Anmälan är stängd"),
        ({"status": "cancelled"}, 7, "Dagen är inställd"),
        ({}, -7, "Dagen är slut"),
    ],
)
def test_a_day_that_takes_nobody_says_so_and_refuses_a_form_left_open(
    client: Client, make_day: Callable[..., Day], fields: dict, starts: int, heading: str
) -> None:
    day = make_day(f"{clock.now() + timedelta(days=starts):%Y-%m-%d} 13:00", **fields)
    page = client.get(address(day))
    assert (page.status_code, page.text.count(f"<h1>{heading}</h1>")) == (200, 1)
    late = post(client, day)
    assert (late.status_code, late.text.count(f"<h1>{heading}</h1>")) == (403, 1)
    assert Signup.objects.count() == 0


# --- what is typed --------------------------------------------------------------------------------------------------


def test_errors_are_told_on_top_and_at_the_field_and_nothing_typed_is_lost(client: Client, day: Day) -> None:
    response = post(client, day, email="anna@", name="Anna", role="Elev", needs=["material", "other"], language="en")
    assert response.status_code == 422
    assert 'href="#id_email"' in response.text
    assert 'id="id_email_error"' in response.text
    assert "Skriv vad du behöver, så att vi kan ordna det." in response.text
    for kept in ('value="anna@"', 'value="Anna"', 'value="Elev"'):
        assert kept in response.text
    assert response.text.count("checked") == 3
    assert response.text.split("<title>")[1].startswith("Fel:")


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("name", "a" * 120, 302),
        ("name", "a" * 121, 422),
        ("other_need", "a" * 1001, 422),
        ("email", "a" * 250 + "@example.org", 422),
        ("email", "anna@example.org\nBcc: alla@example.org", 422),
        ("email", "anna@example.org\x00", 422),
        ("needs", "prioritet", 422),
        ("language", "xx", 422),
    ],
)
def test_too_long_or_malformed_answers_are_told(client: Client, day: Day, field: str, value: str, status: int) -> None:
    assert post(client, day, **{field: value}).status_code == status
    assert Signup.objects.count() == (status == 302)


def test_deceiving_and_invisible_characters_are_taken_away_and_markup_is_shown_as_text(
    client: Client, day: Day
) -> None:
    post(client, day, name="A\u202enna\x00\x07", organisation="<script>alert(1)</script>", role="**x**")
    signup = Signup.objects.select_related("contact").get()
    assert (signup.contact.name, signup.organisation) == ("Anna", "<script>alert(1)</script>")
    page = client.get(reverse("public:my-signup", args=[signup.key])).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_bytes_that_are_no_text_are_refused_or_harmless(client: Client, day: Day) -> None:
    body = b"email=anna%40example.org&language=sv&name=%ff%fe%C0%80&given_out=" + honesty.stamp(
        age=timedelta(minutes=1)
    ).encode().replace(b":", b"%3A")
    response = client.post(address(day), body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 302
    assert "\x00" not in Signup.objects.get().contact.name


def test_machines_are_stopped_without_losing_a_persons_words(client: Client, day: Day) -> None:
    for fields in ({"trap": "x"}, {"given_out": honesty.stamp()}, {"given_out": "forged"}):
        response = post(client, day, name="Anna", **fields)
        assert response.status_code == 422
        assert 'value="Anna"' in response.text
    assert Signup.objects.count() == 0


def test_a_school_class_signs_up_from_one_address_and_a_machine_is_slowed_with_its_text_kept(
    client: Client, day: Day
) -> None:
    most = int(RATES["signup"].split("/")[0])
    assert most >= 60
    statuses = [post(client, day, email=f"elev{number}@example.org").status_code for number in range(35)]
    assert set(statuses) == {302}
    for number in range(most - 35):
        post(client, day, email=f"bot{number}@example.org")
    slowed = post(client, day, email="bot@example.org", name="Robot")
    assert slowed.status_code == 429
    assert 'value="Robot"' in slowed.text


def test_forms_without_their_protection_are_refused(day: Day) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert post(strict, day).status_code == 403
    signup = somebody(day, "anna@example.org")
    for name in ("my-signup", "cancel-signup", "sign-up-again"):
        assert strict.post(reverse(f"public:{name}", args=[signup.key])).status_code == 403
    assert Signup.objects.get().state == "confirmed"


def test_another_dialogues_day_is_missing_here(client: Client, day: Day) -> None:
    other = Dialogue.objects.create(slug="annan", title="Annan", published_at=at("2020-10-01 08:00"))
    assert client.get(reverse("public:signup", args=[other.slug, day.slug])).status_code == 404
    Dialogue.objects.filter(pk=day.dialogue_id).update(published_at=None)
    assert client.get(address(day)).status_code == 404
    assert post(client, day).status_code == 404


# --- the personal page ----------------------------------------------------------------------------------------------


def mine(signup: Signup, name: str = "my-signup") -> str:
    return reverse(f"public:{name}", args=[signup.key])


def test_opening_a_link_changes_nothing_however_often_machines_follow_it(client: Client, day: Day) -> None:
    signup = somebody(day, "anna@example.org")
    before = Signup.objects.values().get()
    for name in ("my-signup", "cancel-signup", "my-calendar"):
        for method in (client.get, client.head):
            assert method(mine(signup, name)).status_code == 200
    assert client.get(mine(signup, "sign-up-again")).status_code == 405
    assert Signup.objects.values().get() == before
    assert OutgoingMail.objects.count() == 1


def test_change_cancel_and_come_back(client: Client, day: Day) -> None:
    signup = somebody(day, "anna@example.org")
    changed = client.post(mine(signup), {"name": "Anna", "needs": ["material"], "language": "sv"}, follow=True)
    assert "Dina ändringar är sparade." in words(changed)
    assert 'value="Anna"' in changed.text
    assert "Ja, avanmäl mig" in words(client.get(mine(signup, "cancel-signup")))
    gone = client.post(mine(signup, "cancel-signup"), follow=True)
    assert "Du är avanmäld" in words(gone)
    assert client.post(mine(signup), {"name": "X", "language": "sv"}).status_code == 403
    assert client.get(mine(signup, "cancel-signup")).status_code == 302
    back = client.post(mine(signup, "sign-up-again"), follow=True)
    assert "Du har en plats" in words(back)


def test_a_used_or_replayed_form_does_no_harm(client: Client, day: Day) -> None:
    signup = somebody(day, "anna@example.org")
    for _ in range(3):
        client.post(mine(signup, "cancel-signup"))
    for _ in range(3):
        client.post(mine(signup, "sign-up-again"))
    assert [mail.key.split(":")[2] for mail in OutgoingMail.objects.order_by("id")] == [
        "confirmed", "cancelled", "confirmed",
    ]  # fmt: skip


def test_a_change_that_does_not_hold_is_told_and_kept(client: Client, day: Day) -> None:
    signup = somebody(day, "anna@example.org")
    response = client.post(mine(signup), {"name": "a" * 121, "role": "Elev", "language": "sv"})
    assert response.status_code == 422
    assert 'value="Elev"' in response.text


def test_the_personal_page_is_kept_by_nobody_and_found_by_nobody(client: Client, day: Day) -> None:
    signup = somebody(day, "anna@example.org")
    for name in ("my-signup", "cancel-signup"):
        response = client.get(mine(signup, name))
        assert "no-store" in response["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in response.text
        assert "sidaterkoppling" not in response.text


@pytest.mark.parametrize("key", ["A" * 22, "../../etc/passwd", "%00", "å" * 22, "A" * 500])
def test_a_forged_link_is_a_missing_page(client: Client, day: Day, key: str) -> None:
    somebody(day, "anna@example.org")
    assert client.get(f"/anmalan/{key}/").status_code == 404


def test_the_personal_calendar_file_leads_to_the_personal_page(client: Client, day: Day) -> None:
    signup = somebody(day, "anna@example.org")
    file = client.get(mine(signup, "my-calendar"))
    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    assert file["Content-Disposition"] == 'attachment; filename="dag-3.ics"'
    unfolded = file.text.replace("\r\n ", "")
    assert f"URL:http://127.0.0.1:8000/anmalan/{signup.key}/" in unfolded
    assert "METHOD:PUBLISH" in unfolded
    cancel(signup=signup, now=clock.now())
    assert "METHOD:CANCEL" in client.get(mine(signup, "my-calendar")).text


# --- this browser ---------------------------------------------------------------------------------------------------


def test_the_browser_remembers_the_day_but_not_the_key_until_the_link_is_followed(
    client: Client, day: Day, rf: Any
) -> None:
    from fardplan.signup import browser

    def here() -> browser.SignedUp | None:
        request = rf.get("/")
        request.COOKIES.update({name: morsel.value for name, morsel in client.cookies.items()})
        return browser.signup_of(request, day)

    assert here() is None
    post(client, day)
    signup = Signup.objects.get()
    assert here() == browser.SignedUp(has_place=True)
    client.get(mine(signup))
    assert here() == browser.SignedUp(has_place=True, key=signup.key)
    post(client, day)
    assert here() == browser.SignedUp(has_place=True, key=signup.key)
    cancel(signup=signup, now=clock.now())
    assert here() is None


def test_a_forged_cookie_shows_no_rooms(day: Day, rf: Any) -> None:
    from fardplan.signup import browser

    for value in ("", "{}", f'{{"{day.pk}":"place"}}', f'{{"{day.pk}":"place"}}:1abc:AAAA', "[]:x:y"):
        request = rf.get("/")
        request.COOKIES[browser.COOKIE] = value
        assert not browser.has_place(request, day)


# --- cost -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("others", [0, 30])
def test_the_pages_cost_the_same_however_many_have_signed_up(
    client: Client, make_day: Callable[..., Day], others: int, django_assert_num_queries: Any
) -> None:
    day = make_day(f"{clock.now() + timedelta(days=7):%Y-%m-%d} 13:00", capacity=others or None)
    for number in range(others):
        somebody(day, f"{number}@example.org")
    with django_assert_num_queries(4):
        client.get(address(day))
    signup = somebody(day, "anna@example.org")
    with django_assert_num_queries(3):
        client.get(mine(signup))
