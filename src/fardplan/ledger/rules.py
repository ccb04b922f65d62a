"""What counts as a source of a change, and who may say where a change came from."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_reply
from fardplan.ledger.models import Decision
from fardplan.people.models import Official
from fardplan.strategy.models import Change

LONGEST_REASON = 4_000
MOST_AT_ONCE = 100


def may_explain_changes(official: Official | None, dialogue: Dialogue) -> bool:
    """Say why the text changed and because of whom: the same people who answer what was said."""
    return may_reply(official, dialogue)


def is_published(change: Change, *, now: datetime) -> bool:
    """Numbered, and in a draft that everybody can read."""
    published_at = change.draft.published_at
    return change.number is not None and published_at is not None and published_at <= now


def day_of(now: datetime) -> date:
    """The day it is on the page: decisions have dates, not times."""
    return timezone.localtime(now).date()


def is_taken(decision: Decision, *, now: datetime) -> bool:
    """Whether it has been decided by the page's own time."""
    return decision.decided_on <= day_of(now)
