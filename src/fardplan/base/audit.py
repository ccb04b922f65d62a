"""The audit log: who did what, to what, when. Append-only (a guard in the database holds it)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.db import models
from django.db.models import QuerySet

from fardplan.base.models import AuditEntry


class Actor(Protocol):
    """Whoever does something: an official, or `SYSTEM`."""

    @property
    def actor_id(self) -> int | None: ...

    @property
    def actor_label(self) -> str: ...


class _System:
    actor_id: int | None = None
    actor_label = "Färdplan"


class _Participant:
    actor_id: int | None = None
    actor_label = "deltagare"


SYSTEM: Actor = _System()
PARTICIPANT: Actor = _Participant()


def record(
    action: str, *, on: models.Model, by: Actor, at: datetime, dialogue_id: int | None = None, **detail: Any
) -> AuditEntry:
    """Add one entry. `detail` must be JSON and must hold no contact details and no secrets."""
    return AuditEntry.objects.create(
        at=at,
        actor_id=by.actor_id,
        actor=by.actor_label[:200],
        action=action,
        subject_type=on._meta.label_lower,
        subject_id=on.pk if isinstance(on.pk, int) else None,
        subject=str(on)[:200],
        dialogue_id=dialogue_id,
        detail=detail,
    )


def entries_about(subject: models.Model) -> QuerySet[AuditEntry]:
    """What has been done to one thing; the latest first."""
    return AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("-id")
