"""Changing what two officials may have before them at once: whoever saves later is told, and loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.errors import Conflict
from fardplan.base.locking import held
from fardplan.contributions.models import Contribution


def change(contribution: Contribution, *, revision: int, **changes: object) -> Contribution:
    """Write, unless somebody else wrote since `revision`; returns the contribution as it is now."""
    unchanged = Contribution.objects.filter(pk=contribution.pk, revision=revision)
    if not unchanged.update(revision=revision + 1, **changes):
        raise somebody_was_first()
    return current(contribution.pk)


def somebody_was_first() -> Conflict:
    return Conflict(
        _("Någon annan ändrade det här medan du arbetade."),
        what_next=_("Det du skrev finns kvar i formuläret. Läs vad som har hänt, och skicka igen om det gäller."),
    )


def current(pk: int, *, lock: bool = False) -> Contribution:
    rows = Contribution.objects.select_related("submission__dialogue", "submission__contact", "reply")
    if lock:
        held(Contribution.objects).get(pk=pk)  # by itself: what is joined is then read as it is after the wait
    return rows.get(pk=pk)


def held_together(contributions: Sequence[Contribution]) -> list[Contribution]:
    """As they are now, held until the transaction ends, always in the same order."""
    rows = Contribution.objects.filter(pk__in=[contribution.pk for contribution in contributions]).order_by("pk")
    list(held(rows))  # by themselves: what is joined is then read as it is after the wait
    return list(rows.select_related("submission__dialogue", "assigned_to").prefetch_related("themes"))


def record(action: str, contribution: Contribution, *, by: Actor, at: datetime, **detail: object) -> None:
    dialogue_id = contribution.submission.dialogue_id
    audit.record(action, on=contribution, by=by, at=at, dialogue_id=dialogue_id, **detail)
