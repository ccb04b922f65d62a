from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import icalendar
import pytest

from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day, Session
from fardplan.people.models import ContactDetail
from fardplan.signup.actions import cancel
from fardplan.signup.day_changes import keep_details_for, telling_those_signed_up
from fardplan.signup.models import Signup
from tests.conftest import at
from tests.signup.conftest import BEFORE, MakeSignup, letter, letters

LATER = {"starts_at": at("2020-12-08 13:00"), "ends_at": at("2020-12-08 16:00")}


@pytest.fixture
def day(make_day: Callable[..., Day], make_signup: MakeSignup) -> Day:
    """One seat: anna has it, bo waits, cim has cancelled."""
    day = make_day(capacity=1, sessions=2)
    make_signup("anna@example.org", to=day)
    cim = make_signup("cim@example.org", to=day)
    make_signup("bo@example.org", to=day)
    cancel(signup=cim, now=BEFORE)
    OutgoingMail.objects.all().delete()
    return day


def change(day: Day, *, now: Any = BEFORE, about_programme: bool = False, **fields: Any) -> Day:
    with telling_those_signed_up(day=day, now=now, about_programme=about_programme):
        Day.objects.filter(pk=day.pk).update(**fields)
    return Day.objects.get(pk=day.pk)


def moved(day: Day, **fields: Any) -> Day:
    was = Day.objects.get(pk=day.pk).starts_at
    return change(day, **{"status": "moved", "moved_from": was, "status_note": "Salen är upptagen."} | LATER | fields)


def test_everyone_who_comes_or_waits_is_told_of_a_moved_day(day: Day) -> None:
    moved(day)
    assert letters() == [("anna@example.org", "moved"), ("bo@example.org", "moved")]
    text = OutgoingMail.objects.first().text
    assert "Dagen är flyttad. Den skulle ha varit tisdag 1 december 2020 kl. 13.00." in text
    assert "Salen är upptagen." in text
    assert "tisdag 8 december 2020 kl. 13–16" in text
    files = [bool(mail.calendar) for mail in OutgoingMail.objects.order_by("id")]
    assert files == [True, False]


def test_the_new_file_replaces_the_old_one(day: Day, make_signup: MakeSignup) -> None:
    Day.objects.filter(pk=day.pk).update(capacity=None)
    make_signup("dag@example.org", to=day)
    before = icalendar.Calendar.from_ical(letter("confirmed").calendar).events[0]
    assert moved(day).revision == 1
    file = OutgoingMail.objects.get(to="dag@example.org", key__contains=":moved:").calendar
    after = icalendar.Calendar.from_ical(file).events[0]
    assert str(after["uid"]) == str(before["uid"])
    assert after["sequence"] > before["sequence"]
    assert after.start == LATER["starts_at"]


def test_a_day_moved_twice_is_told_twice_and_saved_unchanged_not_at_all(day: Day) -> None:
    moved(day)
    change(day, after_text="Mer om dagen.")
    moved(day, starts_at=at("2020-12-09 13:00"), ends_at=at("2020-12-09 16:00"))
    assert [about for _, about in letters()] == ["moved"] * 4


def test_the_time_of_erasing_moves_with_the_day(day: Day) -> None:
    before = list(ContactDetail.objects.order_by("id").values_list("erase_after", flat=True))
    moved(day)
    after = list(ContactDetail.objects.order_by("id").values_list("erase_after", flat=True))
    assert after == [moment + timedelta(days=7) for moment in before]


def test_a_moved_day_is_reminded_of_anew(day: Day) -> None:
    Signup.objects.update(reminded_at=BEFORE)
    change(day, focus="Något annat")
    assert set(Signup.objects.values_list("reminded_at", flat=True)) == {BEFORE}
    moved(day)
    assert set(Signup.objects.values_list("reminded_at", flat=True)) == {None}


def test_a_cancelled_day_is_taken_out_of_the_calendars_and_nobody_is_promoted(day: Day) -> None:
    change(day, status="cancelled", status_note="För få tolkar.", capacity=10)
    assert letters() == [("anna@example.org", "day-cancelled"), ("bo@example.org", "day-cancelled")]
    mail = OutgoingMail.objects.first()
    assert (mail.subject, mail.calendar_method) == ("Inställt: Dag 3", "CANCEL")
    assert "För få tolkar." in mail.text
    assert sorted(Signup.objects.values_list("state", flat=True)) == ["cancelled", "confirmed", "waiting"]


def test_a_day_that_takes_place_after_all_is_told_and_filled(day: Day) -> None:
    change(day, status="cancelled")
    OutgoingMail.objects.all().delete()
    change(day, status="planned", capacity=2)
    assert letters() == [
        ("anna@example.org", "reinstated"), ("bo@example.org", "reinstated"), ("bo@example.org", "promoted"),
    ]  # fmt: skip


@pytest.mark.parametrize("capacity", [2, 50, None])
def test_more_seats_go_to_those_who_wait(day: Day, capacity: int | None) -> None:
    change(day, capacity=capacity)
    assert letters() == [("bo@example.org", "promoted")]


def test_fewer_seats_take_nobodys_away(day: Day) -> None:
    change(day, capacity=0)
    assert letters() == []
    assert Signup.objects.filter(state="confirmed").count() == 1


def test_another_place_is_told(day: Day) -> None:
    change(day, place="Biblioteket")
    assert letters() == [("anna@example.org", "place"), ("bo@example.org", "place")]
    assert "Plats: Biblioteket" in OutgoingMail.objects.first().text


def test_new_times_in_the_programme_are_told_when_asked_for(day: Day) -> None:
    for ask in (False, True):
        with telling_those_signed_up(day=day, now=BEFORE, about_programme=ask):
            session = Session.objects.filter(day=day).last()
            session.starts_at += timedelta(minutes=15)
            session.save()
        assert letters() == ([("anna@example.org", "programme"), ("bo@example.org", "programme")] if ask else [])
    assert "13.00  Punkt 0\n15.00  Punkt 1" in OutgoingMail.objects.first().text


def test_a_programme_saved_without_new_times_is_not_told(day: Day) -> None:
    with telling_those_signed_up(day=day, now=BEFORE, about_programme=True):
        Session.objects.filter(day=day).update(title="Ny rubrik")
    assert letters() == []


@pytest.mark.parametrize(("now", "told"), [("2020-12-01 15:59:59", True), ("2020-12-01 16:00", False)])
def test_a_day_that_is_over_is_corrected_in_silence(day: Day, now: str, told: bool) -> None:
    change(day, now=at(now), starts_at=at("2020-12-01 13:15"))
    assert bool(letters()) is told


def test_a_change_that_fails_leaves_no_letter_behind(day: Day) -> None:
    def fail() -> None:
        with telling_those_signed_up(day=day, now=BEFORE):
            Day.objects.filter(pk=day.pk).update(**LATER)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (letters(), Day.objects.get(pk=day.pk).starts_at) == ([], at("2020-12-01 13:00"))


def test_a_changed_promise_of_erasing_follows_to_those_already_signed_up(day: Day) -> None:
    before = ContactDetail.objects.order_by("id").first().erase_after
    day.dialogue.keep_signups_days = 10
    day.dialogue.save()
    keep_details_for(dialogue=day.dialogue, days_before=30)
    assert ContactDetail.objects.order_by("id").first().erase_after == before - timedelta(days=20)
