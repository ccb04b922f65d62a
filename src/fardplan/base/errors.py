"""Errors that become pages: each carries a message for the person and an HTTP status.

A domain app raises these with its own words; `middleware.ErrorPages` turns them into a page that says what happened
and what to do next.
"""

from __future__ import annotations

from django.utils.functional import Promise

Words = str | Promise


class DomainError(Exception):
    """Something a person asked for cannot be done. `message` is shown as it stands; `field` names the form field."""

    status = 400

    def __init__(self, message: Words, *, what_next: Words = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.what_next = what_next
        self.field = field


class Invalid(DomainError):
    """What was sent in does not hold."""

    status = 422


class NotAllowed(DomainError):
    """The viewer may not do this."""

    status = 403


class Closed(DomainError):
    """Too late or too early: the form is not open."""

    status = 403


class NotFound(DomainError):
    """Missing, or hidden from this viewer: the two look the same."""

    status = 404


class Gone(DomainError):
    """It was here and has been erased."""

    status = 410


class Conflict(DomainError):
    """Somebody else changed it first."""

    status = 409


class WrongWay(DomainError):
    """The address is right, but not for what was sent there."""

    status = 405


class TooMany(DomainError):
    """Too much in too short a time. `wait_seconds` is when it is worth trying again."""

    status = 429
    wait_seconds = 60
