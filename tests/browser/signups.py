"""What the page checks need of sign-ups: days that are open, full or closed, and one person's own pages.

In a dialogue of their own, so that the example's own pages stay as they are.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from fardplan.dialogue.models import Day, Dialogue
from fardplan.people.models import Official
from fardplan.public.pages import signup as page
from fardplan.signup.actions import Details, answer_need, cancel, sign_up
from fardplan.signup.models import Signup

MOMENT = datetime(2020, 11, 24, 8, 0, tzinfo=UTC)


def a_day(slug: str, **fields: Any) -> Day:
    """A day on 1 December 2020, 13–16, with these fields; made the first time it is asked for."""
    dialogue, _ = Dialogue.objects.get_or_create(
        slug="provanmalan",
        defaults={
            "title": "Provanmälan",
            "published_at": MOMENT,
            "contact_email": "dialog@example.org",
            "contact_phone": "0455-00 00 00",
            "municipalities": ["Karlshamn", "Karlskrona", "Olofström", "Ronneby", "Sölvesborg"],
        },
    )
    times = {"starts_at": datetime(2020, 12, 1, 12, tzinfo=UTC), "ends_at": datetime(2020, 12, 1, 15, tzinfo=UTC)}
    title = "Näringsliv och arbetsmarknad"
    day, _ = Day.objects.get_or_create(dialogue=dialogue, slug=slug, defaults={"title": title, **times, **fields})
    return day


def somebody(day: Day, email: str) -> Signup:
    details = Details(email=email, name="Anmäld person", municipality="Ronneby", needs=("captioning", "material"))
    return sign_up(day=day, details=details, now=MOMENT).signup


def form(slug: str, **fields: Any) -> Callable[[], str]:
    """The form of a day."""

    def address() -> str:
        day = a_day(slug, **fields)
        if day.capacity:
            for number in range(day.capacity + 2):
                somebody(day, f"{number}@example.org")
        return reverse("public:signup", args=[day.dialogue.slug, day.slug])

    return address


def receipt() -> str:
    return reverse("public:signed-up", args=["provanmalan", a_day("oppen").slug])


def receipt_cookies(number: int | None = None) -> Callable[[], dict[str, str]]:
    """What the receipt page reads: a seat, or a number in the waiting list."""

    def cookies() -> dict[str, str]:
        return {page.RECEIPT_COOKIE: page.receipt_note(a_day("oppen"), email="namn@example.org", number=number)}

    return cookies


def mine(state: str, name: str = "public:my-signup") -> Callable[[], str]:
    """One person's own page: "confirmed", "waiting" or "cancelled"."""

    def address() -> str:
        day = a_day("full", capacity=2) if state == "waiting" else a_day("oppen")
        signup = somebody(day, f"{state}-{name}@example.org".replace(":", "-"))
        if state == "confirmed":
            by = Official.objects.filter(is_administrator=True)[0]
            answer_need(signup=signup, answer="Skrivtolk är bokad. Texten visas under bilden.", by=by, now=MOMENT)
        if state == "cancelled":
            cancel(signup=signup, now=MOMENT)
        return reverse(name, args=[signup.key])

    return address


def desk(name: str, *, full: bool = False) -> Callable[[], str]:
    """A page at the desk about a day that has begun, with a few people signed up."""

    def address() -> str:
        day = a_day("full", capacity=2) if full else a_day("oppen")
        for number in range(4):
            somebody(day, f"{number}@example.org")
        return reverse(name, args=[day.dialogue.slug, day.slug])

    return address


def desk_days() -> str:
    return reverse("desk:signups", args=[a_day("oppen").dialogue.slug])


def desk_signup() -> str:
    signup = somebody(a_day("full", capacity=2), "vid-skrivbordet@example.org")
    return reverse("desk:signup", args=[signup.day.dialogue.slug, signup.pk])
