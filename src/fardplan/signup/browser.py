"""Which days this browser has signed up for: a signed cookie, so that a day's page can show the rooms.

Filling in the form gives an entry without the personal key: whoever typed an address need not be its owner, and the
next person at a library's computer must not find the last one's page. Coming by the personal link gives the key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from fardplan.dialogue.models import Day
from fardplan.signup.models import Signup, SignupState

COOKIE = "anmald"
_SALT = "fardplan.signed-up"
_KEPT = timedelta(days=120)
_MOST = 20


@dataclass(frozen=True)
class SignedUp:
    """This browser's sign-up for a day. `key` leads to the personal page; empty when only the form was filled in."""

    has_place: bool
    key: str = ""


def signup_of(request: HttpRequest, day: Day) -> SignedUp | None:
    """This browser's sign-up for a day; None when there is none, or it has been cancelled.

    Costs no query, or one when the browser has come by a personal link.
    """
    entry = _entries(request).get(str(day.pk))
    if entry is None:
        return None
    if entry in {"place", "waiting"}:
        return SignedUp(has_place=entry == "place")
    state = Signup.objects.filter(key=entry, day=day).values_list("state", flat=True).first()
    if state is None or state == SignupState.CANCELLED:
        return None
    return SignedUp(has_place=state == SignupState.CONFIRMED, key=entry)


def has_place(request: HttpRequest, day: Day) -> bool:
    """Whether the rooms may be shown in this browser."""
    signed_up = signup_of(request, day)
    return signed_up is not None and signed_up.has_place


def remember_form(response: HttpResponse, request: HttpRequest, *, day: Day, has_place: bool) -> None:
    """After the form: what the receipt said, nothing more. An entry from the personal link is left as it is."""
    entries = _entries(request)
    if entries.get(str(day.pk), "") in {"", "place", "waiting"}:
        _keep(response, entries | {str(day.pk): "place" if has_place else "waiting"})


def remember_link(response: HttpResponse, request: HttpRequest, *, signup: Signup) -> None:
    """On the personal page: this browser has the key."""
    entries = _entries(request)
    if entries.get(str(signup.day_id)) != signup.key:
        _keep(response, entries | {str(signup.day_id): signup.key})


def _entries(request: HttpRequest) -> dict[str, str]:
    request.made_for_this_browser = True  # type: ignore[attr-defined] # what is shown must not be kept for others
    try:
        entries = json.loads(request.get_signed_cookie(COOKIE, salt=_SALT) or "{}")
    except (KeyError, BadSignature, ValueError):
        return {}
    return entries if isinstance(entries, dict) else {}


def _keep(response: HttpResponse, entries: dict[str, str]) -> None:
    latest = dict(list(entries.items())[-_MOST:])
    response.set_signed_cookie(
        COOKIE,
        json.dumps(latest, separators=(",", ":")),
        salt=_SALT,
        max_age=_KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
