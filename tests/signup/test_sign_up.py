from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fardplan.base import clock
from fardplan.base.errors import Closed, Conflict, Invalid
from fardplan.base.models import AuditEntry, OutgoingMail
from fardplan.dialogue.models import Day
from fardplan.people.models import ContactDetail, Official
from fardplan.signup.actions import (
    Details,
    cancel,
    change,
    change_address,
    promote,
    sign_up,
    sign_up_again,
    sign_up_at_desk,
)
from fardplan.signup.models import Signup, SignupChannel
from fardplan.signup.queries import how_many_before, seats
from tests.conftest import at
from tests.signup.conftest import BEFORE, MakeSignup, letter, letters


def states(day: Day) -> list[tuple[str, str]]:
    return list(Signup.objects.filter(day=day).order_by("id").values_list("contact__email", "state"))


# --- a seat ---------------------------------------------------------------------------------------------------------


def test_signing_up_gives_a_seat_a_letter_and_a_line_in_the_log(day: Day) -> None:
    details = Details(
        email="Anna@Example.ORG ", name="Anna", role="Elev", organisation="Skolan", municipality="Ronneby",
        needs=("captioning", "sign_interpreter", "nonsense"), language="en",
    )  # fmt: skip
    told = sign_up(day=day, details=details, now=BEFORE)
    signup = Signup.objects.get()
    assert (told.has_place, told.number, told.signup) == (True, None, signup)
    assert (signup.state, signup.signed_up_at, signup.channel) == ("confirmed", BEFORE, "web")
    assert (signup.role, signup.organisation, signup.municipality) == ("Elev", "Skolan", "Ronneby")
    assert signup.needs == ["sign_interpreter", "captioning"]
    assert (signup.contact.email, signup.contact.name, signup.contact.language) == ("anna@example.org", "Anna", "en")
    assert letters() == [("anna@example.org", "confirmed")]
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.detail) == (
        "signup.made", "deltagare", {"state": "confirmed", "channel": "web"},
    )  # fmt: skip
    assert "anna" not in f"{entry.subject} {entry.detail}".lower()


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2020-11-24 09:00", True),
        ("2020-12-01 13:00", True),
        ("2020-12-01 15:59:59", True),
        ("2020-12-01 16:00", False),
    ],
)
def test_signing_up_is_possible_until_the_very_second_the_day_ends(day: Day, moment: str, open_: bool) -> None:
    if open_:
        assert sign_up(day=day, details=Details(email="a@example.org"), now=at(moment)).has_place
    else:
        with pytest.raises(Closed, match="Dagen är slut"):
            sign_up(day=day, details=Details(email="a@example.org"), now=at(moment))
        assert (states(day), letters()) == ([], [])


@pytest.mark.parametrize(
    ("fields", "words"), [({"signup_open": False}, "stängd"), ({"status": "cancelled"}, "inställd")]
)
def test_a_closed_or_cancelled_day_takes_nobody(make_day: Callable[..., Day], fields: dict, words: str) -> None:
    day = make_day(**fields)
    with pytest.raises(Closed, match=words):
        sign_up(day=day, details=Details(email="a@example.org"), now=BEFORE)
    assert states(day) == []


def test_details_are_kept_the_promised_days_after_the_day(day: Day, make_signup: MakeSignup) -> None:
    Day.objects.filter(pk=day.pk).update(starts_at=clock.now(), ends_at=clock.now() + timedelta(days=3))
    day.refresh_from_db()
    kept = make_signup(now=clock.now()).contact.erase_after
    assert kept == day.ends_at + timedelta(days=30)


def test_in_the_example_whose_days_are_long_past_details_are_kept_from_the_real_day_of_signing_up(
    make_signup: MakeSignup,
) -> None:
    before = clock.now()
    kept = make_signup().contact.erase_after
    assert before + timedelta(days=30) <= kept <= clock.now() + timedelta(days=30)


# --- the same address twice -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("again", ["anna@example.org", "ANNA@example.org", " Anna@EXAMPLE.org"])
def test_a_known_address_gets_no_second_seat_and_a_stranger_learns_nothing(
    day: Day, make_signup: MakeSignup, again: str
) -> None:
    first = make_signup(name="Anna")
    told = sign_up(day=day, details=Details(email=again, name="Någon annan", needs=("material",)), now=BEFORE)
    assert (told.has_place, told.number) == (True, None)
    first.refresh_from_db()
    assert (first.contact.name, first.needs) == ("Anna", [])
    assert states(day) == [("anna@example.org", "confirmed")]
    assert letters() == [("anna@example.org", "confirmed"), ("anna@example.org", "again")]
    assert first.key in letter("again").text


def test_what_is_told_of_a_known_address_is_what_somebody_new_would_be_told(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(capacity=1, slug="liten")
    make_signup("first@example.org", to=day)
    make_signup("second@example.org", to=day)
    known = sign_up(day=day, details=Details(email="first@example.org"), now=BEFORE)
    new = sign_up(day=day, details=Details(email="third@example.org"), now=BEFORE)
    assert (known.has_place, known.number) == (new.has_place, new.number) == (False, 2)


def test_trying_a_known_address_again_and_again_sends_one_letter_a_day(day: Day, make_signup: MakeSignup) -> None:
    make_signup()
    for _ in range(5):
        make_signup()
    assert letters() == [("anna@example.org", "confirmed"), ("anna@example.org", "again")]


def test_the_same_address_may_come_to_two_days_and_the_fingerprints_cannot_be_joined(
    day: Day, make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    one, two = make_signup(), make_signup(to=make_day("2020-12-02 13:00", slug="dag-4"))
    assert one.email_hash != two.email_hash
    assert len(one.email_hash) == 64


def test_the_database_itself_refuses_a_second_active_place(make_signup: MakeSignup) -> None:
    first = make_signup()
    contact = ContactDetail.objects.create(email="anna@example.org", erase_after=BEFORE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signup.objects.create(
            day=first.day, contact=contact, email_hash=first.email_hash, state="confirmed", signed_up_at=BEFORE
        )


# --- the waiting list -----------------------------------------------------------------------------------------------


@pytest.fixture
def full(make_day: Callable[..., Day], make_signup: MakeSignup) -> tuple[Day, list[Signup]]:
    """A day with two seats and five people: a and b have seats, c, d and e wait in that order."""
    day = make_day(capacity=2, slug="liten")
    people = [make_signup(f"{name}@example.org", to=day) for name in "abcde"]
    OutgoingMail.objects.all().delete()
    return day, people


def test_those_who_come_later_wait_in_order(full: tuple[Day, list[Signup]]) -> None:
    day, people = full
    assert [state for _, state in states(day)] == ["confirmed", "confirmed", "waiting", "waiting", "waiting"]
    assert [how_many_before(person) for person in people[2:]] == [0, 1, 2]
    assert (seats(day).taken, seats(day).waiting, seats(day).free, seats(day).is_full) == (2, 3, 0, True)


def test_a_cancelled_seat_goes_to_the_first_in_line(full: tuple[Day, list[Signup]]) -> None:
    day, (a, b, c, *_others) = full
    cancel(signup=a, now=BEFORE)
    assert [state for _, state in states(day)] == ["cancelled", "confirmed", "confirmed", "waiting", "waiting"]
    assert letters() == [("a@example.org", "cancelled"), ("c@example.org", "promoted")]
    cancel(signup=b, now=BEFORE)
    cancel(signup=c, now=BEFORE)
    assert [state for _, state in states(day)] == ["cancelled", "cancelled", "cancelled", "confirmed", "confirmed"]


def test_someone_who_leaves_the_queue_gives_nobody_a_seat_but_a_better_place(full: tuple[Day, list[Signup]]) -> None:
    day, people = full
    cancel(signup=people[2], now=BEFORE)
    assert seats(day).taken == 2
    assert how_many_before(people[4]) == 1
    assert letters() == [("c@example.org", "cancelled")]


def test_whoever_cancels_and_comes_back_stands_last(full: tuple[Day, list[Signup]]) -> None:
    _day, people = full
    cancel(signup=people[2], now=BEFORE)
    back = sign_up_again(signup=people[2], now=BEFORE)
    assert (back.state, how_many_before(back), back.key) == ("waiting", 2, people[2].key)
    assert letters() == [("c@example.org", "cancelled"), ("c@example.org", "waiting")]


def test_the_order_is_that_of_arriving_even_when_clocks_disagree(
    make_day: Callable[..., Day], make_signup: MakeSignup
) -> None:
    day = make_day(capacity=0, slug="liten")
    moments = [BEFORE, BEFORE - timedelta(days=2), BEFORE, BEFORE + timedelta(seconds=1), BEFORE]
    people = [make_signup(f"{number}@example.org", to=day, now=now) for number, now in enumerate(moments)]
    assert [how_many_before(person) for person in people] == [0, 1, 2, 3, 4]


def test_nobody_is_promoted_once_the_day_has_ended(full: tuple[Day, list[Signup]]) -> None:
    day, people = full
    with pytest.raises(Closed):
        cancel(signup=people[0], now=day.ends_at)
    cancel(signup=people[0], now=day.ends_at - timedelta(seconds=1))
    assert letters() == [("a@example.org", "cancelled"), ("c@example.org", "promoted")]


def test_promoting_by_hand_is_refused_while_the_day_is_full(
    full: tuple[Day, list[Signup]], organiser: Official
) -> None:
    day, people = full
    with pytest.raises(Conflict, match="Dagen är full"):
        promote(signup=people[4], by=organiser, now=BEFORE)
    assert letters() == []
    Day.objects.filter(pk=day.pk).update(capacity=3)
    promote(signup=people[4], by=organiser, now=BEFORE)
    assert [state for _, state in states(day)] == ["confirmed", "confirmed", "waiting", "waiting", "confirmed"]
    with pytest.raises(Conflict, match="inte längre"):
        promote(signup=people[4], by=organiser, now=BEFORE)


def test_nobody_passes_those_who_wait_when_a_seat_is_free(
    full: tuple[Day, list[Signup]], make_signup: MakeSignup
) -> None:
    day, _ = full
    Day.objects.filter(pk=day.pk).update(capacity=3)
    assert make_signup("f@example.org", to=day).state == "waiting"


# --- changing and cancelling ----------------------------------------------------------------------------------------


def test_a_change_is_saved_told_and_noted_without_its_content(make_signup: MakeSignup) -> None:
    signup = make_signup(name="Anna")
    change(signup=signup, details=Details(name="Anna-Li", other_need="Ledsagare", language="en"), now=BEFORE)
    signup = Signup.objects.select_related("contact").get()
    assert (signup.contact.name, signup.other_need, signup.needs) == ("Anna-Li", "Ledsagare", ["other"])
    assert signup.contact.email == "anna@example.org"
    assert letters() == [("anna@example.org", "confirmed"), ("anna@example.org", "changed")]
    assert AuditEntry.objects.filter(action="signup.changed").get().detail == {
        "fields": ["name", "language", "other_need", "needs"]
    }


def test_saving_without_a_change_sends_nothing(make_signup: MakeSignup) -> None:
    signup = make_signup(name="Anna")
    change(signup=signup, details=Details(email="anna@example.org", name="Anna"), now=BEFORE)
    assert letters() == [("anna@example.org", "confirmed")]


def test_a_need_that_changes_is_not_arranged_any_longer(make_signup: MakeSignup) -> None:
    signup = make_signup(needs=("captioning",))
    Signup.objects.update(needs_arranged_at=BEFORE, needs_answer="Skrivtolk är bokad.")
    change(signup=signup, details=Details(needs=("sign_interpreter",)), now=BEFORE)
    signup.refresh_from_db()
    assert (signup.needs_arranged_at, signup.needs_answer) == (None, "")


def test_whoever_saves_on_top_of_somebody_elses_change_is_told(make_signup: MakeSignup, organiser: Official) -> None:
    signup = make_signup()
    change(signup=signup, details=Details(name="Anna"), now=BEFORE, by=organiser, revision=0)
    with pytest.raises(Conflict):
        change(signup=signup, details=Details(name="Någon"), now=BEFORE, by=organiser, revision=0)
    signup.contact.refresh_from_db()
    assert signup.contact.name == "Anna"


def test_nothing_is_changed_after_the_day_or_once_cancelled(day: Day, make_signup: MakeSignup) -> None:
    signup = make_signup()
    change(signup=signup, details=Details(name="A"), now=day.ends_at - timedelta(seconds=1))
    with pytest.raises(Closed):
        change(signup=signup, details=Details(name="B"), now=day.ends_at)
    cancel(signup=signup, now=BEFORE)
    with pytest.raises(Closed):
        change(signup=signup, details=Details(name="C"), now=BEFORE)
    signup.contact.refresh_from_db()
    assert signup.contact.name == "A"


def test_cancelling_twice_is_cancelling_once(make_signup: MakeSignup) -> None:
    signup = make_signup()
    cancel(signup=signup, now=BEFORE)
    cancel(signup=signup, now=BEFORE + timedelta(hours=1))
    assert letters() == [("anna@example.org", "confirmed"), ("anna@example.org", "cancelled")]
    assert Signup.objects.get().cancelled_at == BEFORE


def test_an_address_signed_up_anew_cannot_be_taken_up_again_by_the_old_link(make_signup: MakeSignup) -> None:
    old = make_signup()
    cancel(signup=old, now=BEFORE)
    new = make_signup()
    assert new.pk != old.pk
    with pytest.raises(Conflict, match="på nytt"):
        sign_up_again(signup=old, now=BEFORE)


# --- at the desk ----------------------------------------------------------------------------------------------------


def test_somebody_who_calls_needs_no_address(day: Day, organiser: Official) -> None:
    details = Details(name="Någon som ringde", phone="0455-12 34 56")
    signup = sign_up_at_desk(day=day, details=details, channel=SignupChannel.PHONE, by=organiser, now=BEFORE)
    assert (signup.channel, signup.state, signup.email_hash, signup.contact.phone) == (
        "phone", "confirmed", "", "0455-12 34 56",
    )  # fmt: skip
    again = sign_up_at_desk(day=day, details=details, channel=SignupChannel.DESK, by=organiser, now=BEFORE)
    assert again.pk != signup.pk
    assert letters() == []
    assert AuditEntry.objects.filter(action="signup.made").first().actor == str(organiser)


def test_the_desk_may_add_when_the_form_is_closed_but_never_beyond_the_seats(
    make_day: Callable[..., Day], organiser: Official
) -> None:
    day = make_day(capacity=1, signup_open=False)
    added = [
        sign_up_at_desk(day=day, details=Details(name=name), channel=SignupChannel.DESK, by=organiser, now=BEFORE)
        for name in ("Ett", "Två")
    ]
    assert [signup.state for signup in added] == ["confirmed", "waiting"]
    with pytest.raises(Closed):
        sign_up_at_desk(day=day, details=Details(name="Sen"), channel=SignupChannel.DESK, by=organiser, now=day.ends_at)


def test_the_desk_is_told_what_is_missing_or_known_already(
    day: Day, make_signup: MakeSignup, organiser: Official
) -> None:
    make_signup()
    for details, error in [(Details(), Invalid), (Details(email="ANNA@example.org"), Conflict)]:
        with pytest.raises(error):
            sign_up_at_desk(day=day, details=details, channel=SignupChannel.PHONE, by=organiser, now=BEFORE)
    assert len(states(day)) == 1


def test_a_misspelt_address_can_be_mended_at_the_desk(make_signup: MakeSignup, organiser: Official) -> None:
    signup, other = make_signup("ana@example.org"), make_signup("bo@example.org")
    change_address(signup=signup, email="Anna@example.org", by=organiser, now=BEFORE)
    assert letters()[-1] == ("anna@example.org", "confirmed")
    with pytest.raises(Conflict):
        change_address(signup=signup, email=other.contact.email, by=organiser, now=BEFORE)
    assert make_signup("anna@example.org").pk == signup.pk
