"""The browser of somebody who takes part: a random key in a signed cookie, and pseudonyms made of it.

There is no account and no table of participants. The key never reaches the database: what is kept is a pseudonym made
with the secret of a stage or a poll, another for each purpose, so that a ballot, a support and a question of the same
browser cannot be tied together. Once the secret is erased nobody can make the pseudonym again.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from fardplan.base import ids

COOKIE = "deltagare"
_SALT = "fardplan.participant"
_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Participant:
    """A browser. `is_new`: the key was made for this request and must be remembered in the answer."""

    key: str
    is_new: bool

    def pseudonym(self, purpose: str, *, secret: str) -> str:
        """32 characters that are the same each time for the same browser, purpose and secret, and tell nothing else.

        Raises ValueError without a secret: a poll that is closed for good has none.
        """
        if not secret:
            raise ValueError("A pseudonym needs a secret; this one has been erased.")
        return hmac.new(f"{secret}:{purpose}".encode(), self.key.encode(), hashlib.sha256).hexdigest()[:32]

    def remember(self, response: HttpResponse) -> None:
        """Give the browser its key, when it has none yet."""
        if not self.is_new:
            return
        response.set_signed_cookie(
            COOKIE,
            self.key,
            salt=_SALT,
            max_age=_KEPT,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def known(request: HttpRequest) -> Participant | None:
    """The browser's participant, when it has taken part before."""
    request.made_for_this_browser = True  # type: ignore[attr-defined] # what is shown must not be kept for others
    try:
        key = str(request.get_signed_cookie(COOKIE, salt=_SALT, max_age=_KEPT))
    except (KeyError, BadSignature):
        return None
    return Participant(key, is_new=False)


def participant(request: HttpRequest) -> Participant:
    """The browser's participant, made now when it has none."""
    return known(request) or Participant(ids.secret_key(), is_new=True)
