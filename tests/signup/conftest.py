"""Makers of sign-ups, and what was written to people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.models import OutgoingMail
from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.signup.actions import Details, sign_up
from fardplan.signup.models import Signup
from tests.conftest import at

BEFORE = at("2020-11-24 09:00")
MakeSignup = Callable[..., Signup]


@pytest.fixture
def make_signup(request: pytest.FixtureRequest, dialogue: Dialogue) -> MakeSignup:
    """make_signup("anna@example.org", now=…, needs=("captioning",)): through the open form's own action.

    To the fixture `day` unless another day is given.
    """

    def make(email: str = "anna@example.org", *, to: Day | None = None, now: Any = BEFORE, **details: Any) -> Signup:
        day = to or request.getfixturevalue("day")
        return sign_up(day=day, details=Details(email=email, **details), now=now).signup

    return make


@pytest.fixture
def organiser(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.ORGANISER)


def letters() -> list[tuple[str, str]]:
    """To whom and about what, in the order they were queued."""
    mails = OutgoingMail.objects.order_by("id")
    return [(mail.to, mail.key.split(":", 2)[2].split(":")[0]) for mail in mails]


def letter(about: str) -> OutgoingMail:
    """The one letter about something."""
    return OutgoingMail.objects.get(key__contains=f":{about}:")
