"""Erasing contact details on time: the part that is the same for sign-ups and senders."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from fardplan.base import outbox
from fardplan.base.locking import held
from fardplan.people.models import ContactDetail


def due_for_erasing(*, now: datetime) -> QuerySet[ContactDetail]:
    """Details whose time has run out. An app narrows this to its own: `.filter(signup__isnull=False)`."""
    return ContactDetail.objects.filter(erased_at__isnull=True, erase_after__lte=now).order_by("erase_after", "id")


@transaction.atomic
def erase_contacts(*, contact_ids: Collection[int], mail_keys: Collection[str], now: datetime) -> int:
    """Empty these contact details, and the mail that went to them; returns how many were not empty before.

    `mail_keys` are the beginnings of the mails' keys, as "signup:17:". What the details belonged to stays. The calling
    app empties its own texts that identify somebody, and writes the audit entry, in the same transaction.
    """
    list(held(ContactDetail.objects.order_by("pk")).filter(pk__in=contact_ids))
    outbox.forget(keys=mail_keys, now=now)
    return ContactDetail.objects.filter(pk__in=contact_ids, erased_at__isnull=True).update(
        name="", email="", phone="", postal_address="", erased_at=now
    )
