"""Signing up, changing, cancelling, and the waiting list.

Every action that counts seats takes the day's row first (`_locked`), so that two of them never count at once. On SQLite
a transaction is IMMEDIATE and has the whole file; on PostgreSQL the row lock does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit, clock
from fardplan.base.audit import Actor
from fardplan.base.errors import Closed, Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Day
from fardplan.dialogue.rules import may_register, may_see_signups
from fardplan.people.contact import fingerprint, one_spelling
from fardplan.people.models import ContactDetail, Official
from fardplan.signup import letters
from fardplan.signup.models import Need, Signup, SignupChannel, SignupState
from fardplan.signup.queries import same_address, seats, waiting_list
from fardplan.signup.rules import (
    has_a_place,
    is_active,
    may_be_added_at_desk,
    may_be_changed,
    may_be_marked,
    may_sign_up_again,
    takes_signups,
)


@dataclass(frozen=True)
class Details:
    """What a person says about themselves. Without e-mail only at the desk; `needs` holds values of `Need`."""

    email: str = ""
    name: str = ""
    phone: str = ""
    role: str = ""
    organisation: str = ""
    municipality: str = ""
    needs: tuple[str, ...] = ()
    other_need: str = ""
    language: str = "sv"


@dataclass(frozen=True)
class Told:
    """What the receipt says: the same words to somebody new and to somebody whose address was known.

    `number` is the place in the waiting list, 1 for the first; None with a seat. `signup` is for our own code, and
    must not show on the page: who typed the address need not be its owner.
    """

    has_place: bool
    number: int | None
    signup: Signup


@transaction.atomic
def sign_up(*, day: Day, details: Details, now: datetime) -> Told:
    """Give a seat or a place in the waiting list, and send the letter with the personal link.

    An address that is already signed up gets its link once more (once a day), and no second seat.
    Raises Closed when the day does not take sign-ups.
    """
    day = _locked(day)
    if not takes_signups(day, now=now):
        raise _closed(day, now=now)
    known = same_address(day=day, email_hash=_fingerprint(day, details.email))
    if known is not None:
        return _told_again(known, day=day)
    return _new(day=day, details=details, channel=SignupChannel.WEB, by=audit.PARTICIPANT, now=now)


@transaction.atomic
def sign_up_at_desk(*, day: Day, details: Details, channel: SignupChannel, by: Official, now: datetime) -> Signup:
    """Sign somebody up who called or came by; an e-mail address is not needed.

    Raises Closed after the day, Invalid without anything to reach or know the person by, Conflict when the address is
    already signed up.
    """
    if not may_register(by, day.dialogue):
        raise NotAllowed(_("Du kan inte anmäla någon i den här dialogen."))
    day = _locked(day)
    if not may_be_added_at_desk(day, now=now):
        raise _closed(day, now=now)
    if not (details.email or details.phone or details.name):
        raise Invalid(_("Skriv namn, telefon eller e-post, så att ni vet vem det är."), field="name")
    if same_address(day=day, email_hash=_fingerprint(day, details.email)) is not None:
        raise Conflict(_("Den adressen är redan anmäld till dagen."), field="email")
    return _new(day=day, details=details, channel=channel, by=by, now=now).signup


@transaction.atomic
def change(
    *, signup: Signup, details: Details, now: datetime, by: Actor = audit.PARTICIPANT, revision: int | None = None
) -> Signup:
    """Save changed details, and tell the person. The address itself is changed with `change_address`.

    `revision` is the one the form was filled in from: Conflict when somebody else has saved since. A need that has
    changed is not arranged any longer. Raises Closed after the day or once cancelled.
    """
    _check_right(by, signup.day)
    signup = _locked_signup(signup)
    if not may_be_changed(signup, now=now):
        raise Closed(_("Anmälan går inte att ändra längre."))
    if revision is not None and revision != signup.revision:
        raise Conflict(_("Någon annan har ändrat anmälan under tiden. Se efter vad som står nu och ändra igen."))
    changed = _changed_fields(signup, details)
    if not changed:
        return signup
    _write(signup, details)
    if {"needs", "other_need"} & set(changed):
        signup.needs_arranged_at, signup.needs_answer = None, ""
    _save(signup)
    audit.record("signup.changed", on=signup, by=by, at=now, dialogue_id=signup.day.dialogue_id, fields=changed)
    letters.send(signup, about="changed", now=now)
    return signup


@transaction.atomic
def change_address(*, signup: Signup, email: str, by: Official, now: datetime) -> Signup:
    """Give a sign-up another e-mail address (only at the desk), and send it the letter with the personal link.

    Raises Conflict when that address is already signed up to the day.
    """
    _check_right(by, signup.day)
    signup = _locked_signup(signup)
    if not may_be_changed(signup, now=now):
        raise Closed(_("Anmälan går inte att ändra längre."))
    known = same_address(day=signup.day, email_hash=_fingerprint(signup.day, email))
    if known is not None and known.pk != signup.pk:
        raise Conflict(_("Den adressen är redan anmäld till dagen."), field="email")
    signup.contact.email = one_spelling(email)
    signup.email_hash = _fingerprint(signup.day, email)
    signup.contact.save(update_fields=["email"])
    _save(signup)
    audit.record("signup.address_changed", on=signup, by=by, at=now, dialogue_id=signup.day.dialogue_id)
    letters.send(signup, about="confirmed" if has_a_place(signup) else "waiting", now=now)
    return signup


@transaction.atomic
def cancel(*, signup: Signup, now: datetime, by: Actor = audit.PARTICIPANT) -> Signup:
    """Give up the place; the first in the waiting list gets it. Cancelling twice changes nothing more."""
    _check_right(by, signup.day)
    signup = _locked_signup(signup)
    if not is_active(signup):
        return signup
    if not may_be_changed(signup, now=now):
        raise Closed(_("Dagen är redan slut eller inställd, så du behöver inte avanmäla dig."))
    signup.state, signup.cancelled_at, signup.queued_at = SignupState.CANCELLED, now, None
    _save(signup)
    audit.record("signup.cancelled", on=signup, by=by, at=now, dialogue_id=signup.day.dialogue_id)
    letters.send(signup, about="cancelled", now=now)
    fill_seats(day=signup.day, now=now)
    return signup


@transaction.atomic
def sign_up_again(*, signup: Signup, now: datetime, by: Actor = audit.PARTICIPANT) -> Signup:
    """Take a cancelled sign-up up again: a seat, or last in the waiting list.

    Raises Closed when the day takes no sign-ups, Conflict when the address has been signed up anew meanwhile.
    """
    _check_right(by, signup.day)
    signup = _locked_signup(signup)
    if is_active(signup):
        return signup
    if not may_sign_up_again(signup, now=now):
        raise _closed(signup.day, now=now)
    if same_address(day=signup.day, email_hash=signup.email_hash) is not None:
        raise Conflict(
            _("Den här adressen har anmälts på nytt sedan dess."),
            what_next=_("Använd länken i det senaste brevet från oss."),
        )
    signup.cancelled_at = signup.promoted_at = signup.reminded_at = None
    signup.signed_up_at = now
    told = _place(signup)
    _save(signup)
    _record_made("signup.again", signup, by=by, now=now)
    letters.send(signup, about="confirmed" if told.has_place else "waiting", now=now)
    return signup


@transaction.atomic
def promote(*, signup: Signup, by: Official, now: datetime) -> Signup:
    """Give somebody on the waiting list a seat out of turn, when one is free. Raises Conflict when none is."""
    _check_right(by, signup.day)
    signup = _locked_signup(signup)
    if signup.state != SignupState.WAITING:
        raise Conflict(_("Personen står inte längre på väntelistan."))
    if not may_be_changed(signup, now=now):
        raise _closed(signup.day, now=now)
    if seats(signup.day).free == 0:
        raise Conflict(
            _("Dagen är full. Ingen får en plats som inte finns."),
            what_next=_("Höj antalet platser, eller vänta på en avanmälan: då går platsen till den som står först."),
        )
    _promote(signup, by=by, now=now)
    return signup


def fill_seats(*, day: Day, now: datetime) -> list[Signup]:
    """Give free seats to those who wait, in their order, and tell them. The day must be locked by the caller."""
    if day.status == "cancelled" or now >= day.ends_at:
        return []
    free = seats(day).free
    waiting = waiting_list(day).select_related("contact")
    promoted = list(waiting if free is None else waiting[:free])
    for signup in promoted:
        signup.day = day
        _promote(signup, by=audit.SYSTEM, now=now)
    return promoted


@transaction.atomic
def answer_need(*, signup: Signup, answer: str, by: Official, now: datetime) -> Signup:
    """Say how what somebody needs has been arranged, and tell the person."""
    _check_right(by, signup.day)
    signup = _locked_signup(signup)
    if not answer.strip():
        raise Invalid(_("Skriv hur det blir, så att personen vet."), field="answer")
    if not may_be_changed(signup, now=now):
        raise Closed(_("Dagen är redan slut, eller så är personen avanmäld."))
    signup.needs_answer, signup.needs_arranged_at = answer, now
    _save(signup)
    audit.record("signup.need_arranged", on=signup, by=by, at=now, dialogue_id=signup.day.dialogue_id)
    letters.send(signup, about="need-arranged", now=now)
    return signup


@transaction.atomic
def mark_attendance(*, day: Day, marks: Mapping[int, bool | None], by: Official, now: datetime) -> int:
    """Say of some sign-ups that they came, did not, or (None) that nothing is known; returns how many changed.

    Only the rows in `marks` are touched: two officials who mark at once do not undo each other. Those who cancelled,
    and ids of other days, are left alone. Raises Closed before the morning of the day.
    """
    _check_right(by, day)
    if not may_be_marked(day, now=now):
        raise Closed(_("Närvaro går att anteckna från och med dagens morgon."))
    _locked(day)  # two officials who mark many rows each would otherwise wait for each other
    changed: list[int] = []
    for mark in (True, False, None):
        wanted = [signup_id for signup_id, given in marks.items() if given is mark]
        rows = held(Signup.objects).filter(day=day, pk__in=wanted).exclude(state=SignupState.CANCELLED)
        differing = [signup.pk for signup in rows.order_by("pk") if signup.attended is not mark]
        Signup.objects.filter(pk__in=differing).update(attended=mark)
        changed += differing
    if changed:
        audit.record(
            "signup.attendance", on=day, by=by, at=now, dialogue_id=day.dialogue_id,
            marks={str(signup_id): marks[signup_id] for signup_id in changed},
        )  # fmt: skip
    return len(changed)


# --- parts ----------------------------------------------------------------------------------------------------------


def _check_right(by: Actor, day: Day) -> None:
    """A person acts through their own link; an official must be one who may see who comes."""
    if isinstance(by, Official) and not may_see_signups(by, day.dialogue):
        raise NotAllowed(_("Du kan inte se eller ändra anmälningar i den här dialogen."))


def _locked(day: Day) -> Day:
    """The day as it stands now, and nobody else counting its seats until we are done."""
    return held(Day.objects).select_related("dialogue").get(pk=day.pk)


def _locked_signup(signup: Signup) -> Signup:
    """The sign-up as it stands now, its day locked before it: always in that order, so that nobody waits in a ring."""
    day = _locked(signup.day)
    fresh = held(Signup.objects).select_related("contact").get(pk=signup.pk)
    fresh.day = day
    return fresh


def _closed(day: Day, *, now: datetime) -> Closed:
    if day.status == "cancelled":
        return Closed(_("Dagen är inställd, så det går inte att anmäla sig."))
    if now >= day.ends_at:
        return Closed(_("Dagen är slut, så det går inte att anmäla sig längre."))
    return Closed(_("Anmälan är stängd."), what_next=_("Du kan titta utan att anmäla dig."))


def _fingerprint(day: Day, email: str) -> str:
    return fingerprint(email, within=f"signup.{day.pk}")


def _new(*, day: Day, details: Details, channel: SignupChannel, by: Actor, now: datetime) -> Told:
    # Erasing is done by a job in real time, so the time is counted from the real time too: a page's clock may be moved.
    keep_until = max(day.ends_at, clock.now()) + timedelta(days=day.dialogue.keep_signups_days)
    contact = ContactDetail.objects.create(email=one_spelling(details.email), erase_after=keep_until)
    signup = Signup(
        day=day, contact=contact, email_hash=_fingerprint(day, details.email), channel=channel, signed_up_at=now
    )
    told = _place(signup)
    _write(signup, details)
    signup.save()
    _record_made("signup.made", signup, by=by, now=now)
    letters.send(signup, about="confirmed" if told.has_place else "waiting", now=now)
    return told


def _place(signup: Signup) -> Told:
    """Give the sign-up a seat, or the last place in the waiting list. Its day must be locked."""
    now_taken = seats(signup.day)
    if not now_taken.is_full:
        signup.state, signup.queued_at = SignupState.CONFIRMED, None
        return Told(has_place=True, number=None, signup=signup)
    # Strictly after the last in line, whatever the clocks of two servers or of the example say.
    last = waiting_list(signup.day).values_list("queued_at", flat=True).last()
    signup.state = SignupState.WAITING
    signup.queued_at = max(filter(None, [signup.signed_up_at, last and last + timedelta(microseconds=1)]))
    return Told(has_place=False, number=now_taken.waiting + 1, signup=signup)


def _told_again(known: Signup, *, day: Day) -> Told:
    """What somebody new would have been told just now; the owner of the address gets a letter, at most one a day."""
    known.day = day
    real_now = clock.now()
    letters.send_letter(known, about="again", key=f"again:{timezone.localdate(real_now):%Y%m%d}", now=real_now)
    now_taken = seats(day)
    number = now_taken.waiting + 1 if now_taken.is_full else None
    return Told(has_place=number is None, number=number, signup=known)


def _promote(signup: Signup, *, by: Actor, now: datetime) -> None:
    signup.state, signup.promoted_at, signup.queued_at = SignupState.CONFIRMED, now, None
    _save(signup)
    audit.record("signup.promoted", on=signup, by=by, at=now, dialogue_id=signup.day.dialogue_id)
    letters.send(signup, about="promoted", now=now)


def _record_made(action: str, signup: Signup, *, by: Actor, now: datetime) -> None:
    audit.record(
        action, on=signup, by=by, at=now, dialogue_id=signup.day.dialogue_id,
        state=str(signup.state), channel=str(signup.channel),
    )  # fmt: skip


def _save(signup: Signup) -> None:
    """Every change has a number of its own: letters and calendar files about it carry it."""
    signup.revision += 1
    signup.save()


_ON_CONTACT = ("name", "phone", "language")
_ON_SIGNUP = ("role", "organisation", "municipality", "other_need")


def _needs(details: Details) -> list[str]:
    """In our own order, so that the same needs always look the same. Words about another need are another need."""
    wanted = {*details.needs, *([Need.OTHER.value] if details.other_need else [])}
    return [need.value for need in Need if need.value in wanted]


def _changed_fields(signup: Signup, details: Details) -> list[str]:
    changed = [name for name in _ON_CONTACT if getattr(signup.contact, name) != getattr(details, name)]
    changed += [name for name in _ON_SIGNUP if getattr(signup, name) != getattr(details, name)]
    return [*changed, "needs"] if signup.needs != _needs(details) else changed


def _write(signup: Signup, details: Details) -> None:
    for name in _ON_CONTACT:
        setattr(signup.contact, name, getattr(details, name))
    for name in _ON_SIGNUP:
        setattr(signup, name, getattr(details, name))
    signup.needs = _needs(details)
    signup.contact.save(update_fields=_ON_CONTACT)
