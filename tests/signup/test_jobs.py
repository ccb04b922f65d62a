"""Reminders and erasing, in real time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fardplan.base import clock, jobs
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import Day
from fardplan.people.models import ContactDetail, Official
from fardplan.signup.actions import answer_need, cancel
from fardplan.signup.day_changes import telling_those_signed_up
from fardplan.signup.jobs import erase, remind
from fardplan.signup.models import Signup
from tests.conftest import at
from tests.signup.conftest import BEFORE, MakeSignup, letters


def reminders() -> list[str]:
    return [to for to, about in letters() if about == "reminder"]


def test_both_jobs_are_known() -> None:
    assert {"fardplan.signup.jobs.remind", "fardplan.signup.jobs.erase"} <= {job.name for job in jobs.all_periodic()}


@pytest.mark.parametrize(
    ("now", "reminded"),
    [
        ("2020-11-30 08:59:59", False),
        ("2020-11-30 09:00", True),
        ("2020-12-01 12:59:59", True),
        ("2020-12-01 13:00", False),
        ("2020-12-02 09:00", False),
    ],
)
def test_the_reminder_goes_from_nine_the_day_before_until_the_day_begins(
    make_signup: MakeSignup, now: str, reminded: bool
) -> None:
    make_signup()
    remind(at(now))
    assert reminders() == (["anna@example.org"] if reminded else [])


@pytest.mark.parametrize(
    ("starts", "due"),
    [
        ("2021-03-28 13:00", "2021-03-27 09:00"),
        ("2021-03-29 01:00", "2021-03-28 09:00"),
        ("2021-11-01 13:00", "2021-10-31 09:00"),
    ],
)
def test_nine_is_nine_also_when_the_clocks_change(
    make_day: Callable[..., Day], make_signup: MakeSignup, starts: str, due: str
) -> None:
    make_signup(to=make_day(starts))
    remind(at(due) - timedelta(seconds=1))
    assert reminders() == []
    remind(at(due))
    assert reminders() == ["anna@example.org"]


def test_each_is_reminded_once_however_often_the_job_runs(make_signup: MakeSignup) -> None:
    for name in ("anna", "bo"):
        make_signup(f"{name}@example.org")
    assert [remind(at("2020-11-30 09:00") + timedelta(minutes=10 * number)) for number in range(3)] == [2, 0, 0]
    assert reminders() == ["anna@example.org", "bo@example.org"]


def test_only_those_with_a_seat_and_an_address_are_reminded_and_not_those_just_written_to(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(capacity=2, slug="liten")
    make_signup("seat@example.org", to=day)
    cancelled = make_signup("gone@example.org", to=day)
    make_signup("promoted@example.org", to=day)
    make_signup("waits@example.org", to=day)
    cancel(signup=cancelled, now=at("2020-11-30 08:00"))
    remind(at("2020-11-30 09:00"))
    assert reminders() == ["seat@example.org"]
    remind(at("2020-11-30 20:00:01"))
    assert reminders() == ["seat@example.org", "promoted@example.org"]


@pytest.mark.parametrize("unpublished", [True, False])
def test_nobody_is_reminded_of_a_day_that_is_cancelled_or_unpublished(
    day: Day, make_signup: MakeSignup, unpublished: bool
) -> None:
    make_signup()
    if unpublished:
        day.dialogue.published_at = None
        day.dialogue.save()
    else:
        Day.objects.update(status="cancelled")
    remind(at("2020-11-30 09:00"))
    assert reminders() == []


def test_a_day_moved_after_the_reminder_is_reminded_of_again(day: Day, make_signup: MakeSignup) -> None:
    make_signup()
    remind(at("2020-11-30 09:00"))
    with telling_those_signed_up(day=day, now=at("2020-11-30 10:00")):
        Day.objects.update(starts_at=at("2020-12-08 13:00"), ends_at=at("2020-12-08 16:00"))
    assert remind(at("2020-12-01 09:00")) == 0
    assert remind(at("2020-12-07 09:00")) == 1
    assert reminders() == ["anna@example.org"] * 2


# --- erasing --------------------------------------------------------------------------------------------------------


def _due() -> datetime:
    return ContactDetail.objects.get().erase_after


def test_details_are_erased_at_the_very_second_and_what_was_counted_stays(
    make_signup: MakeSignup, organiser: Official
) -> None:
    signup = make_signup(
        name="Anna", role="Ordförande", organisation="Byalaget", municipality="Ronneby",
        needs=("captioning",), other_need="Ledsagare",
    )  # fmt: skip
    answer_need(signup=signup, answer="Anna möts av ledsagare.", by=organiser, now=BEFORE)
    Signup.objects.update(attended=True)
    assert erase(_due() - timedelta(seconds=1)) == 0
    assert erase(_due()) == 1
    signup = Signup.objects.select_related("contact").get()
    contact = signup.contact
    assert (contact.name, contact.email, contact.phone, signup.email_hash) == ("", "", "", "")
    assert (signup.role, signup.organisation, signup.other_need, signup.needs_answer) == ("", "", "", "")
    assert (signup.state, signup.municipality, signup.needs, signup.attended) == (
        "confirmed", "Ronneby", ["captioning", "other"], True,
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="signup.erased")
    assert (entry.actor, entry.subject, entry.detail) == ("Färdplan", "Dag 3", {"number": 1})


def test_the_letters_are_emptied_with_the_address_and_cannot_be_queued_again(make_signup: MakeSignup) -> None:
    signup = make_signup(name="Anna")
    erase(_due())
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject, mail.text, mail.calendar) == ("", "", "", "")
    assert (mail.key, mail.next_attempt_at) == (f"signup:{signup.pk}:confirmed:0", None)


def test_erasing_one_leaves_the_next_ones_letters(make_signup: MakeSignup) -> None:
    first = make_signup("a@example.org")
    others = [make_signup(f"{number}@example.org") for number in range(12)]
    assert any(str(other.pk).startswith(str(first.pk)) for other in others) or first.pk > 1
    ContactDetail.objects.filter(pk=first.contact_id).update(erase_after=clock.now() - timedelta(days=1))
    erase(clock.now())
    assert OutgoingMail.objects.filter(to="").count() == 1


def test_a_municipality_somebody_made_up_is_erased_too(make_signup: MakeSignup) -> None:
    make_signup(municipality="Annas stuga")
    erase(_due())
    assert Signup.objects.get().municipality == ""


def test_a_page_whose_details_are_erased_says_so(client, make_signup: MakeSignup) -> None:
    signup = make_signup()
    erase(_due())
    response = client.get(f"/anmalan/{signup.key}/")
    assert response.status_code == 410
    assert "dina uppgifter är borttagna" in response.text


def test_many_are_erased_in_several_steps(day: Day, make_signup: MakeSignup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fardplan.signup.jobs.AT_ONCE", 2)
    for number in range(5):
        make_signup(f"{number}@example.org")
    assert erase(clock.now() + timedelta(days=31)) == 5
    assert ContactDetail.objects.filter(erased_at__isnull=True).count() == 0


def test_contact_details_of_other_parts_are_left_to_them(make_signup: MakeSignup) -> None:
    make_signup()
    ContactDetail.objects.create(email="x@example.org", erase_after=BEFORE)
    assert erase(clock.now() + timedelta(days=31)) == 1
    assert ContactDetail.objects.get(email="x@example.org").erased_at is None
