"""Publishing a draft: what changed is worked out, numbered and kept, and nothing changes any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.errors import Invalid
from fardplan.strategy.actions.common import editable
from fardplan.strategy.models import Draft


@transaction.atomic
def publish_draft(*, draft: Draft, by: Actor, now: datetime) -> Draft:
    """Show a draft to everyone, and never change it again. Raises Invalid for one without text."""
    stored = editable(draft)
    if not stored.passages.exists() and not stored.sections.exists():
        raise Invalid(_("Utkastet är tomt."), what_next=_("Skriv något i det först."))
    stored.published_at = now
    stored.save(update_fields=["published_at"])
    audit.record("draft.published", on=stored, by=by, at=now)
    return stored
