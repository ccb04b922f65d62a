"""Codes of invitations, and codes by which somebody comes back to a response they have not finished.

An invitation's code is made of the site's secret and the invitation's random key, so that letters can be printed again
while the database alone gives no code away. A respondent's own code is random. From either, one hash finds a row and
another key seals the answers: the two cannot be had from each other.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from fardplan.surveys.definition import Answers

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0/O, 1/l/I: a code is read from paper and typed
CODE_LENGTH = 10  # 49 bits: with the limits on guessing, longer than a survey is open
RESUME_LENGTH = 16  # 79 bits


def invitation_code(invitation_id: int) -> str:
    """The code of an invitation, as in `as_typed`: ten letters and digits."""
    return _letters(_digest("invitation", str(invitation_id)), CODE_LENGTH)


def new_resume_code() -> str:
    """A code by which a respondent comes back, known to them alone."""
    return "".join(secrets.choice(_LETTERS) for _ in range(RESUME_LENGTH))


def as_shown(code: str) -> str:
    """In groups that can be read aloud: abcde-fghjk; abcd-efgh-jkmn-pqrs."""
    size = 5 if len(code) == CODE_LENGTH else 4
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def as_typed(text: str) -> str:
    """What somebody typed, without spaces and dashes and in small letters; "" when it cannot be a code at all."""
    code = re.sub(r"[\s\-–—_.]", "", text[:60]).lower()
    return code if len(code) in (CODE_LENGTH, RESUME_LENGTH) and set(code) <= set(_LETTERS) else ""


def finding_hash(code: str, *, purpose: str) -> str:
    """What a row is found by: 64 hexadecimal characters, other ones for each purpose (and each collection)."""
    return _digest(f"find:{purpose}", code).hex()


def seal(answers: Answers, code: str) -> bytes:
    """Answers that can be opened with the code only."""
    written = json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()
    return _key(code).encrypt_at_time(written, 0)  # else the moment stands unsealed in front


def unseal(sealed: bytes, code: str) -> Answers | None:
    """The answers; None when the code is another one, or the site's secret has been changed."""
    try:
        return json.loads(_key(code).decrypt(bytes(sealed)))  # type: ignore[no-any-return]
    except InvalidToken:
        return None


def _key(code: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_digest("seal", code)))


def _digest(purpose: str, text: str) -> bytes:
    secret = hashlib.sha256(f"fardplan.surveys.{purpose}:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(secret, text.encode(), hashlib.sha256).digest()


def _letters(digest: bytes, length: int) -> str:
    number, found = int.from_bytes(digest, "big"), []
    for _ in range(length):
        number, place = divmod(number, len(_LETTERS))
        found.append(_LETTERS[place])
    return "".join(found)
