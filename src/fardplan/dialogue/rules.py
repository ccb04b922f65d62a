"""Who may do what in a dialogue, and when it is open."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from fardplan.dialogue.models import Day, Dialogue, Role, RoleName
from fardplan.people.models import Official
from fardplan.people.viewer import Viewer

Right = Literal[
    "see_desk",
    "edit_content",
    "see_signups",
    "see_senders",
    "read_contributions",
    "moderate",
    "register",
    "reply",
    "sort",
    "give_roles",
    "see_log",
]

# What each role may do. An administrator of the installation may do everything everywhere.
_MAY: dict[Right, frozenset[str]] = {
    "see_desk": frozenset(RoleName.values),
    "edit_content": frozenset({RoleName.ORGANISER, RoleName.EDITOR}),
    "see_signups": frozenset({RoleName.ORGANISER, RoleName.REGISTRAR}),
    "see_senders": frozenset({RoleName.ORGANISER, RoleName.REGISTRAR}),
    "read_contributions": frozenset(RoleName.values),
    "moderate": frozenset({RoleName.ORGANISER, RoleName.MODERATOR, RoleName.REGISTRAR}),
    "register": frozenset({RoleName.ORGANISER, RoleName.MODERATOR, RoleName.REGISTRAR}),
    "reply": frozenset({RoleName.ORGANISER, RoleName.EDITOR, RoleName.MODERATOR}),
    "sort": frozenset({RoleName.ORGANISER, RoleName.EDITOR, RoleName.MODERATOR, RoleName.REGISTRAR}),
    "give_roles": frozenset({RoleName.ORGANISER}),
    "see_log": frozenset({RoleName.ORGANISER, RoleName.REGISTRAR}),
}


def roles_with(right: Right) -> frozenset[str]:
    """The roles that give a right."""
    return _MAY[right]


def rights_in(official: Official | None, dialogue: Dialogue) -> frozenset[Right]:
    """Everything an official may do in a dialogue, in one query."""
    if official is None or not official.is_active:
        return frozenset()
    if official.is_administrator:
        return frozenset(_MAY)
    roles = set(Role.objects.filter(dialogue=dialogue, official=official).values_list("name", flat=True))
    return frozenset(right for right, names in _MAY.items() if roles & names)


def _may(official: Official | None, what: Right, dialogue: Dialogue) -> bool:
    return what in rights_in(official, dialogue)


def may_see_desk(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "see_desk", dialogue)


def may_edit_content(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "edit_content", dialogue)


def may_see_signups(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "see_signups", dialogue)


def may_read_contributions(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "read_contributions", dialogue)


def may_moderate(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "moderate", dialogue)


def may_register(official: Official | None, dialogue: Dialogue) -> bool:
    """Take down what came by letter, phone or paper, and sign people up by phone."""
    return _may(official, "register", dialogue)


def may_reply(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "reply", dialogue)


def may_sort(official: Official | None, dialogue: Dialogue) -> bool:
    """Say whose a contribution is, what it is about and which themes it has."""
    return _may(official, "sort", dialogue)


def may_give_roles(official: Official | None, dialogue: Dialogue) -> bool:
    return _may(official, "give_roles", dialogue)


def may_see(viewer: Viewer, dialogue: Dialogue) -> bool:
    """Published for everyone; before that only for those who work with it."""
    return dialogue.published_at is not None or may_see_desk(viewer.official, dialogue)


def takes_contributions(dialogue: Dialogue, *, now: datetime) -> bool:
    """True from the opening second up to and including the announced last second."""
    opens, closes = dialogue.contributions_open_at, dialogue.contributions_close_at
    return opens is not None and opens <= now and (closes is None or now.replace(microsecond=0) <= closes)


def takes_signups(day: Day, *, now: datetime) -> bool:
    """Signing up is possible until the day ends; those who drop in get the links at once."""
    return day.signup_open and day.status != "cancelled" and now < day.ends_at
