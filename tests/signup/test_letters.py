"""What people are written, and what the mail looks like when it leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

import icalendar
import pytest
from django.core import mail
from django.urls import reverse

from fardplan.base import clock, outbox
from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day
from fardplan.people.models import Official
from fardplan.signup.actions import answer_need, cancel, sign_up_again
from fardplan.signup.models import Signup
from tests.conftest import at
from tests.signup.conftest import BEFORE, MakeSignup, letter, letters


def event(about: str) -> icalendar.Event:
    return icalendar.Calendar.from_ical(letter(about).calendar).events[0]


def test_the_confirmation_says_when_where_how_to_change_and_when_details_go(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(place="Konserthusteatern")
    signup = make_signup(to=day, needs=("captioning", "material"))
    erased = f"{clock.now() + timedelta(days=30):%Y}"
    confirmed = letter("confirmed")
    assert (confirmed.subject, confirmed.language) == ("Du är anmäld: Dag 3", "sv")
    paragraphs = confirmed.text.strip().split("\n\n")
    assert paragraphs[:4] == [
        "Hej!",
        "Tack! Du är anmäld.",
        "Dagen 2020: Dag 3\ntisdag 1 december 2020 kl. 13–16\nNäringsliv och arbetsmarknad\nPlats: Konserthusteatern",
        "Du behöver: skrivtolk, material i förväg. Vi hör av oss när det är ordnat.",
    ]
    assert paragraphs[4].endswith(f"\nhttp://127.0.0.1:8000/anmalan/{signup.key}/")
    assert paragraphs[6] == "Undrar du något? dialog@example.org"
    assert paragraphs[7].startswith("Dina uppgifter tas bort ")
    assert erased in paragraphs[7]
    assert paragraphs[8] == "Dagen 2020"


def test_the_letter_is_in_the_persons_language_and_so_is_its_link(make_signup: MakeSignup) -> None:
    signup = make_signup(language="en")
    confirmed = letter("confirmed")
    assert confirmed.language == "en"
    assert f"http://127.0.0.1:8000/en/anmalan/{signup.key}/" in confirmed.text
    assert f"/en/anmalan/{signup.key}/" in str(event("confirmed")["url"])


def test_no_letter_carries_a_word_that_somebody_typed_in_the_open_form(
    day: Day, make_signup: MakeSignup, organiser: Official
) -> None:
    spam = "KÖP http://spam.example"
    signup = make_signup(name=spam, role=spam, organisation=spam, municipality=spam, other_need=spam)
    make_signup(name=spam)
    answer_need(signup=signup, answer="Vi möter dig i entrén.", by=organiser, now=BEFORE)
    cancel(signup=signup, now=BEFORE)
    assert len(letters()) == 4
    for queued in OutgoingMail.objects.all():
        assert "spam" not in f"{queued.subject}{queued.text}{queued.calendar}".lower()
    assert "Vi möter dig i entrén." in letter("need-arranged").text


def test_a_newline_in_a_title_adds_no_header(make_day: Callable[..., Day], make_signup: MakeSignup) -> None:
    day = make_day(title="Dag 3\r\nBcc: alla@example.org")
    make_signup(to=day)
    outbox.deliver_due(now=clock.now())
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sent["Bcc"] is None
    assert str(sent["Subject"]).strip() == "Du är anmäld: Dag 3 Bcc: alla@example.org"
    assert mail.outbox[0].recipients() == ["anna@example.org"]


def test_the_mail_that_leaves_holds_the_file_as_calendar_programs_want_it(make_signup: MakeSignup) -> None:
    make_signup()
    outbox.deliver_due(now=clock.now())
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    file = next(part for part in sent.walk() if part.get_content_type() == "text/calendar")
    assert (file.get_param("method"), file.get_content_charset()) == ("PUBLISH", "utf-8")
    assert file.get_filename() == "inbjudan.ics"
    assert icalendar.Calendar.from_ical(file.get_content()).events[0].start == at("2020-12-01 13:00")
    assert sent["Message-ID"] == letter("confirmed").message_id
    assert sent["Auto-Submitted"] == "auto-generated"


def test_cancelling_takes_the_day_out_of_the_calendar_and_coming_back_puts_it_there_again(
    make_signup: MakeSignup,
) -> None:
    signup = make_signup()
    confirmed = event("confirmed")
    cancel(signup=signup, now=BEFORE)
    cancelled = event("cancelled")
    assert (str(cancelled["uid"]), str(cancelled["status"])) == (str(confirmed["uid"]), "CANCELLED")
    assert letter("cancelled").calendar_method == "CANCEL"
    assert "METHOD:CANCEL\r\n" in letter("cancelled").calendar
    OutgoingMail.objects.all().delete()
    sign_up_again(signup=signup, now=BEFORE)
    again = event("confirmed")
    assert (str(again["uid"]), str(again["status"])) == (str(confirmed["uid"]), "CONFIRMED")
    assert confirmed["sequence"] < cancelled["sequence"] < again["sequence"]


def test_somebody_on_the_waiting_list_gets_no_calendar_file_before_there_is_a_seat(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(capacity=1)
    first, _second = make_signup("a@example.org", to=day), make_signup("b@example.org", to=day)
    third = make_signup("c@example.org", to=day)
    waiting = OutgoingMail.objects.get(key=f"signup:{third.pk}:waiting:0")
    assert waiting.calendar == ""
    assert "Dagen är full, så du står på väntelistan. En står före dig." in waiting.text
    cancel(signup=first, now=BEFORE)
    assert letter("promoted").calendar_method == "PUBLISH"
    assert letter("promoted").to == "b@example.org"


def test_a_letter_about_one_thing_is_queued_once(make_signup: MakeSignup) -> None:
    signup = make_signup()
    keys = list(OutgoingMail.objects.values_list("key", flat=True))
    assert keys == [f"signup:{signup.pk}:confirmed:0"]


def test_a_need_is_answered_and_the_person_is_told(make_signup: MakeSignup, organiser: Official) -> None:
    signup = make_signup(needs=("sign_interpreter",))
    answer_need(signup=signup, answer="Tolk är bokad.\nRutan är till vänster.", by=organiser, now=BEFORE)
    signup = Signup.objects.get()
    assert (signup.needs_answer, signup.needs_arranged_at) == ("Tolk är bokad.\nRutan är till vänster.", BEFORE)
    assert "\n\nTolk är bokad.\nRutan är till vänster.\n\n" in letter("need-arranged").text


@pytest.mark.parametrize("name", ["my-signup", "cancel-signup", "my-calendar"])
def test_a_forged_link_leads_nowhere(client, db: None, name: str) -> None:
    assert client.get(reverse(f"public:{name}", args=["A" * 22])).status_code == 404
