"""Many people at once, with real threads and connections of their own, on whichever database the tests run on.

SQLite in a file, or PostgreSQL when FARDPLAN_DATABASE_URL names one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from fardplan.base.errors import Conflict
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import Day
from fardplan.people.models import Official
from fardplan.signup.actions import Details, cancel, mark_attendance, sign_up, sign_up_again
from fardplan.signup.day_changes import telling_those_signed_up
from fardplan.signup.jobs import remind
from fardplan.signup.models import Signup
from fardplan.signup.queries import seats, waiting_list
from tests.conftest import at
from tests.races import at_once
from tests.signup.conftest import BEFORE, MakeSignup

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]


def test_the_database_is_as_strict_as_in_production() -> None:
    options = settings.DATABASES["default"].get("OPTIONS", {})
    if connection.vendor == "sqlite":
        assert options["transaction_mode"] == "IMMEDIATE"
        assert str(connection.settings_dict["NAME"]).endswith("races.sqlite3")
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            assert cursor.fetchone() == ("wal",)


def test_two_hundred_want_the_last_seat(make_day: Callable[..., Day]) -> None:
    day = make_day(capacity=1)
    calls = [
        lambda number=number: sign_up(day=day, details=Details(email=f"p{number}@example.org"), now=BEFORE)
        for number in range(200)
    ]
    told = at_once(calls)
    assert [answer for answer in told if isinstance(answer, Exception)] == []
    assert sum(answer.has_place for answer in told) == 1
    assert sorted(answer.number for answer in told if not answer.has_place) == list(range(1, 200))
    # Whoever was told number n stands as number n.
    by_number = {answer.number: answer.signup.pk for answer in told if not answer.has_place}
    assert [signup.pk for signup in waiting_list(day)] == [by_number[number] for number in range(1, 200)]
    assert OutgoingMail.objects.values("key").distinct().count() == 200


def test_one_address_a_hundred_times_is_one_place(make_day: Callable[..., Day]) -> None:
    day = make_day(capacity=50)
    told = at_once([lambda: sign_up(day=day, details=Details(email="anna@example.org"), now=BEFORE)] * 100)
    assert [answer for answer in told if isinstance(answer, Exception)] == []
    assert Signup.objects.count() == 1
    keys = [key.split(":")[2] for key in OutgoingMail.objects.order_by("id").values_list("key", flat=True)]
    assert keys == ["confirmed", "again"]


def test_seats_given_up_while_others_sign_up_go_to_the_queue_in_order(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(capacity=20)
    seated = [make_signup(f"s{number}@example.org", to=day) for number in range(20)]
    waiting = [make_signup(f"w{number}@example.org", to=day) for number in range(15)]
    calls: list[Callable[[], Any]] = [lambda signup=signup: cancel(signup=signup, now=BEFORE) for signup in seated[:10]]
    calls += [
        lambda number=number: sign_up(day=day, details=Details(email=f"n{number}@example.org"), now=BEFORE)
        for number in range(20)
    ]
    assert [answer for answer in at_once(calls) if isinstance(answer, Exception)] == []
    now = seats(day)
    assert (now.taken, now.waiting) == (20, 25)
    first_ten = Signup.objects.filter(pk__in=[signup.pk for signup in waiting[:10]])
    assert set(first_ten.values_list("state", flat=True)) == {"confirmed"}
    assert [signup.pk for signup in waiting_list(day)[:5]] == [signup.pk for signup in waiting[10:]]
    promoted = OutgoingMail.objects.filter(key__contains=":promoted:").count()
    assert promoted == 10


def test_one_person_cancelling_in_two_windows_gives_up_one_seat(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(capacity=2)
    signup, _other = make_signup("a@example.org", to=day), make_signup("b@example.org", to=day)
    for number in range(5):
        make_signup(f"w{number}@example.org", to=day)
    at_once([lambda: cancel(signup=signup, now=BEFORE)] * 10)
    assert (seats(day).taken, seats(day).waiting) == (2, 4)


def test_coming_back_by_the_old_link_and_by_the_form_at_once_is_one_place(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day()
    old = make_signup("anna@example.org", to=day)
    cancel(signup=old, now=BEFORE)
    answers = at_once(
        [lambda: sign_up_again(signup=old, now=BEFORE)] * 5
        + [lambda: sign_up(day=day, details=Details(email="anna@example.org"), now=BEFORE)] * 5
    )
    assert all(isinstance(answer, Conflict) or not isinstance(answer, Exception) for answer in answers)
    assert Signup.objects.exclude(state="cancelled").count() == 1


def test_a_day_that_grows_and_shrinks_while_people_sign_up_is_never_overfull(make_day: Callable[..., Day]) -> None:
    day = make_day(capacity=5)

    def grow(capacity: int) -> None:
        with telling_those_signed_up(day=day, now=BEFORE):
            Day.objects.filter(pk=day.pk).update(capacity=capacity)

    calls: list[Callable[[], Any]] = [
        lambda number=number: sign_up(day=day, details=Details(email=f"p{number}@example.org"), now=BEFORE)
        for number in range(40)
    ]
    calls += [lambda: grow(10), lambda: grow(8), lambda: grow(12)]
    assert [answer for answer in at_once(calls) if isinstance(answer, Exception)] == []
    grow(12)
    assert (seats(day).taken, seats(day).waiting) == (12, 28)


def test_two_officials_marking_at_once_do_not_undo_each_other(
    make_day: Callable[..., Day], make_signup: MakeSignup, administrator: Official
) -> None:
    day = make_day()
    signups = [make_signup(f"p{number}@example.org", to=day) for number in range(20)]
    here = at("2020-12-01 13:05")
    at_once(
        [
            lambda signup=signup, number=number: mark_attendance(
                day=day, marks={signup.pk: number % 2 == 0}, by=administrator, now=here
            )
            for number, signup in enumerate(signups)
        ]
    )
    marks = list(Signup.objects.order_by("id").values_list("attended", flat=True))
    assert marks == [number % 2 == 0 for number in range(20)]
    assert AuditEntry.objects.filter(action="signup.attendance").count() == 20


def test_two_processes_reminding_at_once_write_to_each_person_once(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day()
    for number in range(10):
        make_signup(f"p{number}@example.org", to=day)
    queued = at_once([lambda: remind(at("2020-11-30 09:00"))] * 4)
    assert sorted(queued) == [0, 0, 0, 10]
    assert OutgoingMail.objects.filter(key__contains=":reminder:").count() == 10
