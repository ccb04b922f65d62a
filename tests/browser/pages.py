"""Every type of page there is, and how to get to one of each in the example.

Add a line for each new page. `address` is called in the example's own process, with its database: it may look
objects up, or make what the page needs (a sign-up, a receipt). A test compares this list with the addresses in
`urls.py`, so that no page type is left unchecked.

Run as a module in the example's environment it prints where each page is: see `Place`.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Literal


@dataclass(frozen=True)
class PageType:
    """One type of page, in one state."""

    url_name: str  # as in reverse(): "public:day"
    address: Callable[[], str]
    state: str = ""  # tells several lines about the same address apart: "live", "with errors"
    viewer: Literal["visitor", "administrator"] = "visitor"
    moment: str = ""  # where the example's clock stands, in Swedish time: "2020-12-01 13:05"
    status: int = 200

    def __str__(self) -> str:
        return f"{self.url_name} ({self.state})" if self.state else self.url_name


@dataclass(frozen=True)
class Place:
    """Where to find one page of the running example: paths in both languages, and the cookies to bring."""

    path: str
    path_in_english: str
    cookies: dict[str, str] = field(default_factory=dict)


def start() -> str:
    """A second dialogue: with only one, the start page leads straight to it."""
    from django.urls import reverse

    from fardplan.dialogue.models import Dialogue

    first = Dialogue.objects.filter(published_at__isnull=False).first()
    published_at = first.published_at if first else None
    Dialogue.objects.get_or_create(
        slug="en-till", defaults={"title": "En dialog till", "published_at": published_at, "is_example": True}
    )
    return reverse("public:start")


def plain(url_name: str) -> Callable[[], str]:
    """The address of a page that needs no object."""

    def address() -> str:
        from django.urls import reverse

        return reverse(url_name)

    return address


def of_dialogue(url_name: str) -> Callable[[], str]:
    """The address of a page that takes the example dialogue's slug."""

    def address() -> str:
        from django.urls import reverse

        from fardplan.dialogue.models import Dialogue

        dialogue = Dialogue.objects.order_by("id").first() or Dialogue.objects.create(slug="dagen", title="Dagen")
        return reverse(url_name, args=[dialogue.slug])

    return address


def day_of_dialogue() -> str:
    """The last day of the example dialogue: 1 December 2020, 13–16."""
    from datetime import UTC, datetime

    from django.urls import reverse

    from fardplan.dialogue.models import Day, Dialogue

    dialogue = Dialogue.objects.order_by("id").first() or Dialogue.objects.create(slug="dagen", title="Dagen")
    starts_at, ends_at = (datetime(2020, 12, 1, hour, tzinfo=UTC) for hour in (12, 15))
    day = dialogue.days.order_by("starts_at").last() or Day.objects.create(
        dialogue=dialogue, slug="dag-3", title="Dag 3", starts_at=starts_at, ends_at=ends_at
    )
    return reverse("public:day", args=[dialogue.slug, day.slug])


def invitation() -> str:
    """The page an invited official chooses a password on."""
    from django.urls import reverse

    from fardplan.base import clock
    from fardplan.people.actions import invite_official
    from fardplan.people.models import Official

    by, keys = Official.objects.filter(is_administrator=True)[0], list[str]()
    invite_official(email="ny@example.org", by=by, now=clock.now(), address_of=lambda key: keys.append(key) or "")
    return reverse("desk:welcome", args=keys)


def mail() -> str:
    """A mail in the example's mailbox, with a calendar file."""
    from django.db import transaction
    from django.urls import reverse

    from fardplan.base import outbox
    from fardplan.base.models import OutgoingMail

    with transaction.atomic():
        outbox.queue(
            key="pages:mail",
            to="deltagare@example.org",
            subject="Din anmälan till dag 3",
            text="Hej!\n\nTack, din anmälan är sparad.\n\nhttps://www.example.org/",
            calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        )
    return reverse("public:example-mail", args=[OutgoingMail.objects.get(key="pages:mail").pk])


PAGES = [
    PageType("public:start", start),
    PageType("public:start", lambda: "/finns/inte/", state="a page that does not exist", status=404),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="before day 3", moment="2020-11-24 09:00"),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="during day 3", moment="2020-12-01 14:10"),
    PageType("public:dialogue", of_dialogue("public:dialogue"), state="after the deadline", moment="2020-12-05 09:00"),
    PageType("public:day", day_of_dialogue, state="upcoming", moment="2020-11-24 09:00"),
    PageType("public:day", day_of_dialogue, state="live", moment="2020-12-01 14:10"),
    PageType("public:day", day_of_dialogue, state="ended", moment="2020-12-05 09:00"),
    PageType("public:example-clock", plain("public:example-clock")),
    PageType("public:example-mailbox", plain("public:example-mailbox")),
    PageType("public:example-mail", mail),
    PageType("account_login", plain("account_login")),
    PageType("account_reset_password", plain("account_reset_password")),
    PageType("mfa_index", plain("mfa_index"), viewer="administrator"),
    PageType("mfa_activate_totp", plain("mfa_activate_totp"), viewer="administrator"),
    PageType("mfa_add_webauthn", plain("mfa_add_webauthn"), viewer="administrator"),
    PageType("desk:welcome", invitation),
    PageType("desk:start", plain("desk:start"), viewer="administrator"),
    PageType("desk:dialogue", of_dialogue("desk:dialogue"), viewer="administrator"),
]

# Addresses that render no page of ours, each with the reason.
NOT_PAGES: dict[str, str] = {
    "public:example-mail-calendar": "a calendar file",
    "desk:try": "signs in to the example's desk and leads on",
    "desk:sign-out-elsewhere": "only takes a form",
}


def _administrator_cookies() -> dict[str, str]:
    """A signed-in administrator who has just shown their password."""
    import time
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from fardplan.people.models import Official

    official = Official.objects.filter(is_administrator=True).first()
    if official is None:
        official = Official.objects.create_user("ansvarig@example.org", "ett langt losenord", is_administrator=True)
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(official.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = official.get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "email": official.email, "reauthenticated": True}
    ]
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def _clock_cookies(moment: str) -> dict[str, str]:
    """The example's clock at a moment in Swedish time."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from django.http import HttpResponse

    from fardplan.base import clock

    response = HttpResponse()
    clock.set_example_time(response, datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("Europe/Stockholm")))
    return {name: morsel.value for name, morsel in response.cookies.items()}


def places() -> dict[str, Place]:
    """Where every page of the list is, by its name. Makes what is missing in the database."""
    from django.urls import translate_url

    administrator = _administrator_cookies()
    found = {}
    for kind in PAGES:
        path = kind.address()
        cookies = administrator if kind.viewer == "administrator" else {}
        clock = _clock_cookies(kind.moment) if kind.moment else {}
        found[str(kind)] = Place(path=path, path_in_english=translate_url(path, "en"), cookies=cookies | clock)
    return found


if __name__ == "__main__":
    import django

    django.setup()
    json.dump({name: asdict(place) for name, place in places().items()}, sys.stdout)
