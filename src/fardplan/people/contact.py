"""E-mail addresses: one spelling, and fingerprints that tell two equal ones without keeping them readable."""

from __future__ import annotations

from django.utils.crypto import salted_hmac
from django.utils.encoding import punycode

from fardplan.base import text


def one_spelling(email: str) -> str:
    """The address in lower case, its domain as mail servers write it. Empty stays empty."""
    local, at, domain = text.clean_line(email).lower().rpartition("@")
    return f"{local}@{punycode(domain)}" if at else domain


def fingerprint(email: str, *, within: str) -> str:
    """A keyed hash of an address, 64 characters; another one `within` another scope, so that none can be joined.

    Empty for an empty address.
    """
    spelling = one_spelling(email)
    if not spelling:
        return ""
    return salted_hmac(f"fardplan.people.{within}", spelling, algorithm="sha256").hexdigest()
