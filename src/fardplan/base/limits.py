"""Rate limits: generous to a school class behind one address, tiresome to a machine. No addresses are stored.

Counted by the `limits` library, in memory or in Redis. What is counted is a keyed hash of the network address that
changes every day.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import threading
import time
from functools import cache
from typing import Any

import limits
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from fardplan.base import clock
from fardplan.base.errors import TooMany


class Memory(MemoryStorage):
    """Counts in memory, tidied every few seconds.

    The library's own goes through everything it holds up to a hundred times a second: with the counts of some thousand
    browsers that takes a whole processor. What has run out is not counted in any case, tidied away or not.
    """

    EVERY = 5.0  # seconds

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.tidies_at = 0.0
        super().__init__(*args, **kwargs)

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 - the library's private method
        if time.monotonic() >= self.tidies_at and not self.timer.is_alive():
            self.tidies_at = time.monotonic() + self.EVERY
            self.timer = threading.Timer(0.01, self._MemoryStorage__expire_events)  # type: ignore[attr-defined]
            self.timer.start()


@cache
def _limiter() -> MovingWindowRateLimiter:
    in_memory = settings.LIMITS_URL.startswith("memory:")
    return MovingWindowRateLimiter(Memory() if in_memory else storage_from_string(settings.LIMITS_URL))


def network_of(request: HttpRequest) -> str:
    """The visitor's network address as seen by our outermost own proxy; never stored, only hashed."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES:
        return str(forwarded[-settings.TRUSTED_PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))


def _network(address: str) -> str:
    """What counts as one network: an IPv4 address, or the 64 bits of an IPv6 address that one subscriber has."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    mapped = parsed.ipv4_mapped
    return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))


def _hashed(words: str) -> str:
    day = clock.now().date().isoformat()
    key = f"{settings.SECRET_KEY}:{day}".encode()
    return hmac.new(key, words.encode(), hashlib.sha256).hexdigest()[:24]


def hashed_network(request: HttpRequest) -> str:
    return _hashed(_network(network_of(request)))


def allow(what: str, *, request: HttpRequest, rate: str) -> None:
    """Count one `what` from this network. Raises TooMany above `rate`, written like "60/hour"."""
    if not _limiter().hit(limits.parse(rate), what, hashed_network(request)):
        raise TooMany(
            _("Det kom väldigt mycket härifrån på kort tid."),
            what_next=_("Vänta en stund och försök igen. Det du skrev finns kvar i formuläret."),
        )


def allow_to(what: str, *, address: str, rate: str) -> None:
    """Count one `what` to this e-mail address, from anywhere: nobody's letter box is filled by way of our forms."""
    if not _limiter().hit(limits.parse(rate), what, _hashed(address)):
        raise TooMany(
            _("Vi har skickat väldigt många brev till den adressen i dag."),
            what_next=_("Skicka utan e-postadress, eller vänta till i morgon. Det du skrev finns kvar i formuläret."),
            field="email",
        )


def allow_by(what: str, *, key: str, rate: str) -> None:
    """Count one `what` by whoever holds this key, such as a browser. Raises TooMany above `rate`."""
    if not _limiter().hit(limits.parse(rate), what, _hashed(key)):
        raise TooMany(
            _("Det gick lite för fort."),
            what_next=_("Vänta en halv minut och försök igen. Det du skrev finns kvar i formuläret."),
        )


def check_guesses(what: str, *, request: HttpRequest, rate: str, in_all: str) -> None:
    """Whether somebody may try one more key: raises TooMany above `rate` wrong ones from this network (`count_guess`).

    Above `in_all` wrong ones from anywhere nobody tries whose network has a wrong one within the hour: many networks
    at once get no further than one, and whoever types the right one the first time is let in.
    """
    here = hashed_network(request)
    tried_here = not _limiter().test(limits.parse("1/hour"), f"{what}-once", here)
    guessed_by_many = not _limiter().test(limits.parse(in_all), f"{what}-in-all", "")
    if not _limiter().test(limits.parse(rate), what, here) or (guessed_by_many and tried_here):
        raise TooMany(
            _("Det har kommit många felaktiga koder på kort tid."),
            what_next=_("Vänta en stund och försök igen. Titta noga i brevet: koden har inga nollor och inga ettor."),
        )


def count_guess(what: str, *, request: HttpRequest, rate: str, in_all: str) -> None:
    """Count a key that led nowhere, for `check_guesses`."""
    here = hashed_network(request)
    _limiter().hit(limits.parse("1/hour"), f"{what}-once", here)
    _limiter().hit(limits.parse(in_all), f"{what}-in-all", "")
    _limiter().hit(limits.parse(rate), what, here)


def count_within(what: str, *, request: HttpRequest, seconds: int) -> int:
    """Count one `what` from this network; how many they are by now since the first of them, at most `seconds` ago."""
    return int(_limiter().storage.incr(f"count/{what}/{hashed_network(request)}", seconds))


def forget_all() -> None:
    """Empty every count: for tests and for a fresh example."""
    _limiter().storage.reset()
