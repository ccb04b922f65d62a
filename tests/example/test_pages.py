"""The example's own pages: the visitor's clock and the mailbox; and that none of it is there in production."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from fardplan.base import clock, outbox
from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day, Dialogue
from fardplan.public.pages.example import MOMENTS
from tests.conftest import at

ADDRESSES = ["/exempel/klocka/", "/exempel/brevlada/", "/exempel/brevlada/1/", "/exempel/brevlada/1/inbjudan.ics"]


@pytest.fixture
def in_the_example(settings: Any) -> None:
    settings.EXAMPLE = True
    settings.EXAMPLE_STARTS_AT = at("2020-11-24 09:00")


@pytest.fixture
def mail(db: None) -> OutgoingMail:
    with transaction.atomic():
        queued = outbox.queue(
            key="signup:1:confirmed",
            to="deltagare@example.org",
            subject="Din anmälan",
            text="Hej!\n\nÄndra: https://www.example.org/anmalan/x/\n\n<b>inte fetstil</b>",
            calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            calendar_method="REQUEST",
        )
    assert queued is not None
    return queued


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_the_example_is_there_in_production(client: Client, mail: OutgoingMail, address: str) -> None:
    address = address.replace("/1/", f"/{mail.pk}/")
    assert client.get(address).status_code == 404
    assert client.get("/en" + address).status_code == 404


def test_the_clock_is_not_moved_in_production(client: Client, dialogue: Dialogue) -> None:
    answer = client.post("/exempel/klocka/", {"moment": "during"})
    assert (answer.status_code, clock.EXAMPLE_COOKIE in answer.cookies) == (404, False)
    page = client.get(f"/{dialogue.slug}/").text
    assert "Exempeltext." not in page
    assert "/exempel/" not in page


@pytest.mark.usefixtures("in_the_example")
def test_the_bar_stands_at_the_top_and_says_what_this_is(client: Client, dialogue: Dialogue) -> None:
    page = client.get(f"/{dialogue.slug}/").text
    bar = page[page.index("<body") : page.index("<header")]
    assert "Skriven för att visa hur Färdplan fungerar. Den kommer inte från Region Blekinge." in bar
    assert all(f'value="{moment.name}"' in bar for moment in MOMENTS)
    assert "Klockan: 24 november 2020 kl. 09.00" in bar


@pytest.mark.usefixtures("in_the_example")
@pytest.mark.parametrize(
    ("moment", "state"),
    [("before", "upcoming"), ("during", "live"), ("after", "ended"), ("closed", "ended"), ("2020-12-01T15:59", "live")],
)
def test_each_moment_changes_the_page(client: Client, make_day: Callable[..., Day], moment: str, state: str) -> None:
    day = make_day("2020-12-01 13:00")
    address = reverse("public:day", args=[day.dialogue.slug, day.slug])
    answer = client.post("/exempel/klocka/", {"moment": moment, "back": address})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    assert f'data-state="{state}"' in client.get(address).text


@pytest.mark.usefixtures("in_the_example", "db")
def test_the_clock_runs_on_and_is_the_visitors_own(client: Client) -> None:
    client.post("/exempel/klocka/", {"moment": "2020-12-04T23:59"})
    assert "4 december 2020 kl. 23.59" in client.get("/exempel/klocka/").text
    assert "24 november 2020 kl. 09.00" in Client().get("/exempel/klocka/").text


@pytest.mark.usefixtures("in_the_example", "db")
@pytest.mark.parametrize("moment", ["", "igår", "2020-02-31T10:00", "1066-10-14T09:00", "9" * 5000, "2020-12-01T25:00"])
def test_a_moment_that_is_none_is_asked_for_again(client: Client, moment: str) -> None:
    answer = client.post("/exempel/klocka/", {"moment": moment})
    assert answer.status_code == 422
    assert clock.EXAMPLE_COOKIE not in answer.cookies
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.usefixtures("in_the_example", "db")
@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "/\\evil.example"]
)
def test_the_way_back_leads_nowhere_else(client: Client, back: str) -> None:
    assert client.post("/exempel/klocka/", {"moment": "during", "back": back}).headers["Location"] == "/"


@pytest.mark.usefixtures("in_the_example", "db")
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_another_site_does_not_set_the_clock(headers: dict[str, str]) -> None:
    answer = Client(enforce_csrf_checks=True, headers=headers).post("/exempel/klocka/", {"moment": "during"})
    assert (answer.status_code, clock.EXAMPLE_COOKIE in answer.cookies) == (403, False)


@pytest.mark.usefixtures("in_the_example", "db")
def test_a_forged_clock_is_not_believed(client: Client) -> None:
    client.cookies[clock.EXAMPLE_COOKIE] = "1606827600:1606827600:forged"
    assert "24 november 2020 kl. 09.00" in client.get("/exempel/klocka/").text


@pytest.mark.usefixtures("in_the_example", "db")
def test_reading_sets_no_cookie(client: Client) -> None:
    answers = [client.get(address) for address in ("/exempel/klocka/", "/exempel/brevlada/")]
    assert [dict(answer.cookies) for answer in answers] == [{}, {}]


@pytest.mark.usefixtures("in_the_example")
def test_mail_lands_in_the_mailbox(client: Client, mail: OutgoingMail) -> None:
    outbox.deliver_due(now=clock.now())
    assert "Din anmälan" in client.get("/exempel/brevlada/").text
    page = client.get(f"/exempel/brevlada/{mail.pk}/").text
    assert '<a href="https://www.example.org/anmalan/x/"' in page
    assert "&lt;b&gt;inte fetstil&lt;/b&gt;" in page
    assert "lämnat till brevlådan" in page
    calendar = client.get(f"/exempel/brevlada/{mail.pk}/inbjudan.ics")
    assert calendar.headers["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert calendar.text == mail.calendar


@pytest.mark.usefixtures("in_the_example")
@pytest.mark.parametrize("mails", [1, 30])
def test_the_mailbox_costs_the_same_however_full(
    client: Client, db: None, mails: int, django_assert_num_queries: Any
) -> None:
    for number in range(mails):
        with transaction.atomic():
            outbox.queue(key=f"k:{number}", to="a@example.org", subject=f"Brev {number}", text="Hej")
    with django_assert_num_queries(3):
        assert client.get("/exempel/brevlada/").text.count("till a@example.org") == mails
