"""What we write to those who sign up. Plain text, in their language, and never a word that somebody typed in a form:
an address is not proved to be the sender's own, so a letter must not carry a stranger's text to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from fardplan.base import outbox
from fardplan.base.templatetags.fardplan import clock_time, day_month, long_date, times
from fardplan.dialogue.models import Day, Session
from fardplan.signup.calendar import Method, calendar, day_event, site_name
from fardplan.signup.models import Signup
from fardplan.signup.queries import how_many_before

ALARM = timedelta(hours=1)


@dataclass(frozen=True)
class Letter:
    """Paragraphs of one mail; `calendar` says whether and how a calendar file goes with it."""

    subject: str
    paragraphs: list[str]
    calendar: Method | None = None


def send(signup: Signup, *, about: str, now: datetime) -> bool:
    """Queue the letter `about` something, once for this revision of the sign-up. False without an address.

    `signup.day.dialogue` and `signup.contact` must be loaded. Call in the transaction of the cause.
    """
    return send_letter(signup, about=about, key=f"{about}:{signup.revision}", now=now)


def send_letter(signup: Signup, *, about: str, key: str, now: datetime, programme: list[Session] | None = None) -> bool:
    """As `send`, under a key of its own: "moved:3" becomes "signup:17:moved:3"."""
    if not signup.contact.email:
        return False
    with _language_of(signup):
        letter = _programme(signup, programme) if programme else _LETTERS[about](signup)
        outbox.queue(
            key=f"signup:{signup.pk}:{key}",
            to=signup.contact.email,
            subject=letter.subject,
            text="\n\n".join([_("Hej!"), *letter.paragraphs]) + "\n",
            calendar=calendar_file(signup, method=letter.calendar, now=now) if letter.calendar else "",
            calendar_method=letter.calendar or "PUBLISH",
        )
    return True


def personal_address(signup: Signup) -> str:
    """The full address of the person's own page, in the language that is active."""
    return settings.BASE_URL + reverse("public:my-signup", args=[signup.key])


def calendar_file(signup: Signup, *, now: datetime, method: Method = "PUBLISH") -> str:
    """The day in the person's own calendar, leading to their own page. A later file replaces an earlier one."""
    address = personal_address(signup)
    event = day_event(
        signup.day,
        address=address,
        uid=f"anmalan-{signup.pk}-{signup.day.short_code}@{site_name()}",
        # Both only grow, so whatever changed last has the highest number.
        sequence=signup.day.revision + signup.revision,
        description="\n\n".join([_what(signup.day), _own_page(signup)]),
        stamp=now,
        alarm=ALARM,
        is_cancelled=method == "CANCEL",
    )
    return calendar([event], method=method)


@contextmanager
def _language_of(signup: Signup) -> Iterator[None]:
    with override(signup.contact.language):
        yield


# --- what the letters say -------------------------------------------------------------------------------------------


def _confirmed(signup: Signup) -> Letter:
    return Letter(
        _("Du är anmäld: %(day)s") % {"day": signup.day},
        [_("Tack! Du är anmäld."), _what(signup.day), *_needs(signup), _own_page(signup), _file(), *_end(signup)],
        calendar="PUBLISH",
    )


def _waiting(signup: Signup) -> Letter:
    number = how_many_before(signup)
    before = (
        ngettext("En står före dig.", "%(number)s står före dig.", number) % {"number": number}
        if number
        else _("Du är först i kön.")
    )
    return Letter(
        _("Du står på väntelista: %(day)s") % {"day": signup.day},
        [
            _("Dagen är full, så du står på väntelistan. %(before)s") % {"before": before},
            _("Blir en plats ledig får du den i tur och ordning, och då skriver vi till dig igen."),
            _what(signup.day),
            _("Du kan titta på sändningen utan att ha en plats: %(address)s") % {"address": _day_address(signup.day)},
            *_needs(signup),
            _own_page(signup),
            *_end(signup),
        ],
    )


def _promoted(signup: Signup) -> Letter:
    return Letter(
        _("Du har fått en plats: %(day)s") % {"day": signup.day},
        [
            _("En plats har blivit ledig, och den är din."),
            _what(signup.day),
            *_needs(signup),
            _("Kan du inte komma? Avanmäl dig på din sida, så går platsen till nästa."),
            _own_page(signup),
            _file(),
            *_end(signup),
        ],
        calendar="PUBLISH",
    )


def _again(signup: Signup) -> Letter:
    """Somebody signed up with an address that is already signed up: the person gets their link, nobody else learns."""
    state = (
        _("Du har en plats sedan tidigare.")
        if signup.state == "confirmed"
        else _("Du står på väntelistan sedan tidigare.")
    )
    return Letter(
        _("Din anmälan finns redan: %(day)s") % {"day": signup.day},
        [
            _("Någon, förmodligen du, har anmält den här adressen en gång till. %(state)s Inget är ändrat.")
            % {"state": state},
            _("Vill du ändra något, eller avanmäla dig, gör du det på din egen sida."),
            _what(signup.day),
            _own_page(signup),
            *_end(signup),
        ],
    )


def _changed(signup: Signup) -> Letter:
    return Letter(
        _("Din anmälan är ändrad: %(day)s") % {"day": signup.day},
        [_("Vi har sparat dina ändringar."), _what(signup.day), *_needs(signup), _own_page(signup), *_end(signup)],
    )


def _cancelled(signup: Signup) -> Letter:
    return Letter(
        _("Du är avanmäld: %(day)s") % {"day": signup.day},
        [
            _("Du är inte längre anmäld. Din plats går till nästa på väntelistan, om det finns en."),
            _what(signup.day),
            _("Ångrar du dig? Anmäl dig igen på din sida så länge anmälan är öppen:") + f"\n{personal_address(signup)}",
            _("Du kan titta utan att anmäla dig: %(address)s") % {"address": _day_address(signup.day)},
            *_end(signup),
        ],
        calendar="CANCEL",
    )


def _moved(signup: Signup) -> Letter:
    day = signup.day
    was = [_("Den skulle ha varit %(date)s.") % {"date": _when(day, day.moved_from)}] if day.moved_from else []
    return Letter(
        _("Ny tid: %(day)s") % {"day": day},
        [
            " ".join([_("Dagen är flyttad."), *was]),
            *([day.status_note] if day.status_note else []),
            _("Det här gäller nu:") + "\n" + _what(day),
            _("Din anmälan gäller fortfarande. Kan du inte den nya tiden? Avanmäl dig på din sida."),
            _own_page(signup),
            *([_file()] if signup.state == "confirmed" else []),
            *_end(signup),
        ],
        calendar="PUBLISH" if signup.state == "confirmed" else None,
    )


def _place(signup: Signup) -> Letter:
    return Letter(
        _("Ny plats: %(day)s") % {"day": signup.day},
        [
            _("Dagen är på en annan plats än vi skrev förut. Tiden är densamma."),
            _("Det här gäller nu:") + "\n" + _what(signup.day),
            _own_page(signup),
            *([_file()] if signup.state == "confirmed" else []),
            *_end(signup),
        ],
        calendar="PUBLISH" if signup.state == "confirmed" else None,
    )


def _day_cancelled(signup: Signup) -> Letter:
    day = signup.day
    return Letter(
        _("Inställt: %(day)s") % {"day": day},
        [
            _("Dagen är inställd."),
            *([day.status_note] if day.status_note else []),
            _what(day),
            _("Du behöver inte avanmäla dig. Det går att vara med på andra sätt: %(address)s")
            % {"address": _dialogue_address(day)},
            *_end(signup),
        ],
        calendar="CANCEL",
    )


def _reinstated(signup: Signup) -> Letter:
    return Letter(
        _("Det blir av: %(day)s") % {"day": signup.day},
        [
            _("Vi skrev att dagen var inställd, men nu blir den av. Din anmälan gäller."),
            *([signup.day.status_note] if signup.day.status_note else []),
            _what(signup.day),
            _own_page(signup),
            *([_file()] if signup.state == "confirmed" else []),
            *_end(signup),
        ],
        calendar="PUBLISH" if signup.state == "confirmed" else None,
    )


def _reminder(signup: Signup) -> Letter:
    return Letter(
        _("Påminnelse: %(day)s, %(date)s") % {"day": signup.day, "date": day_month(signup.day.starts_at)},
        [
            _("Snart ses vi."),
            _what(signup.day),
            _("När dagen börjar hittar du sändningen och samtalsrummen här: %(address)s")
            % {"address": _day_address(signup.day)},
            *_needs(signup),
            _("Kan du inte komma? Avanmäl dig på din sida, så går platsen till nästa."),
            _own_page(signup),
            *_end(signup),
        ],
        calendar="PUBLISH",
    )


def _need_arranged(signup: Signup) -> Letter:
    """The one letter with free words: they are an official's, not a stranger's."""
    return Letter(
        _("Det du behöver är ordnat: %(day)s") % {"day": signup.day},
        [
            _("Du har sagt att du behöver något för att kunna vara med. Så här blir det:"),
            signup.needs_answer,
            _what(signup.day),
            _own_page(signup),
            *_end(signup),
        ],
    )


def _programme(signup: Signup, sessions: list[Session]) -> Letter:
    lines = [f"{clock_time(session.starts_at)}  {session.title}" for session in sessions]
    return Letter(
        _("Nya tider i programmet: %(day)s") % {"day": signup.day},
        [
            _("Programmet har fått nya tider. Så här ser det ut nu:"),
            "\n".join(lines),
            _what(signup.day),
            _own_page(signup),
            *_end(signup),
        ],
    )


_LETTERS = {
    "confirmed": _confirmed,
    "waiting": _waiting,
    "promoted": _promoted,
    "again": _again,
    "changed": _changed,
    "cancelled": _cancelled,
    "moved": _moved,
    "place": _place,
    "day-cancelled": _day_cancelled,
    "reinstated": _reinstated,
    "reminder": _reminder,
    "need-arranged": _need_arranged,
}


# --- parts of letters -----------------------------------------------------------------------------------------------


def _when(day: Day, starts_at: datetime | None) -> str:
    if starts_at is None:
        return ""
    return _("%(date)s kl. %(time)s") % {"date": long_date(starts_at), "time": clock_time(starts_at)}


def _what(day: Day) -> str:
    """The day in three or four lines: name, time, focus, place."""
    lines = [
        f"{day.dialogue}: {day}",
        f"{long_date(day.starts_at)} {times(day.starts_at, day.ends_at)}",
        day.focus,
        _("Plats: %(place)s") % {"place": day.place} if day.place else "",
    ]
    return "\n".join(line for line in lines if line)


def _needs(signup: Signup) -> list[str]:
    """What the person said they need, from our own list of words only."""
    if not signup.needs:
        return []
    if signup.needs_arranged_at is not None:
        return [_("Du behöver: %(needs)s. Det är ordnat.") % {"needs": signup.needs_in_words}]
    return [_("Du behöver: %(needs)s. Vi hör av oss när det är ordnat.") % {"needs": signup.needs_in_words}]


def _own_page(signup: Signup) -> str:
    return _("Din egen sida, där du ser din anmälan, ändrar den eller avanmäler dig:") + f"\n{personal_address(signup)}"


def _file() -> str:
    return _("En kalenderfil är bifogad.")


def _end(signup: Signup) -> list[str]:
    """Whom to ask, when the details go, and who writes."""
    dialogue = signup.day.dialogue
    ways = [way for way in (dialogue.contact_email, dialogue.contact_phone) if way]
    ask = [_("Undrar du något? %(ways)s") % {"ways": ", ".join(ways)}] if ways else []
    erased = _("Dina uppgifter tas bort %(date)s.") % {"date": long_date(signup.contact.erase_after)}
    return [*ask, erased, str(dialogue)]


def _day_address(day: Day) -> str:
    return settings.BASE_URL + reverse("public:day", args=[day.dialogue.slug, day.slug])


def _dialogue_address(day: Day) -> str:
    return settings.BASE_URL + reverse("public:dialogue", args=[day.dialogue.slug])
