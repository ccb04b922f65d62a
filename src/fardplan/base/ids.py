"""Keys that cannot be guessed and short codes that can be typed."""

from __future__ import annotations

import secrets

# No 0/O, 1/l/I: a short code is read aloud and typed from a poster.
_TYPABLE = "23456789abcdefghjkmnpqrstuvwxyz"


def secret_key() -> str:
    """A key for a personal link: 22 characters, 128 bits."""
    return secrets.token_urlsafe(16)


def short_code() -> str:
    """A code for a short link: six characters that are easy to read and type."""
    return "".join(secrets.choice(_TYPABLE) for _ in range(6))
