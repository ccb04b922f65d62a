"""Publishing a draft: what changed is worked out, numbered and kept, and nothing changes any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.errors import Conflict, Invalid
from fardplan.strategy.actions.common import editable
from fardplan.strategy.models import Change, Draft
from fardplan.strategy.queries.changes import worked_out

# What publishing fills in on a row an editor has prepared.
RECORDED = [
    "since", "number", "kind", "is_moved", "from_keys", "into_keys", "before_code", "before_heading", "before_text",
    "before_place", "after_code", "after_heading", "after_text", "after_place", "position",
]  # fmt: skip


@transaction.atomic
def publish_draft(*, draft: Draft, by: Actor, now: datetime) -> Draft:
    """Show a draft to everyone, and never change it again; what it changed is numbered and kept.

    Raises Invalid for one without text, Conflict for one that is published already or older than a published one.
    """
    stored = editable(draft, when_published=_("Någon annan har redan publicerat utkastet."))
    if not stored.passages.exists() and not stored.sections.exists():
        raise Invalid(_("Utkastet är tomt."), what_next=_("Skriv något i det först."))
    later = stored.strategy.drafts.filter(published_at__isnull=False, position__gt=stored.position).first()
    if later is not None:
        raise Conflict(
            _("Utkast %(number)s är redan publicerat och är nyare än det här.") % {"number": later.number},
            what_next=_("Gör ett nytt utkast av texten här och publicera det."),
        )
    record_changes(stored, by=by, now=now)
    stored.published_at = now
    stored.save(update_fields=["published_at"])
    audit.record("draft.published", on=stored, by=by, at=now)
    return stored


def record_changes(draft: Draft, *, by: Actor, now: datetime) -> list[Change]:
    """Number what the draft changes and freeze it. The strategy is held, and the draft has no numbered change yet.

    What editors have said about changes that did not come about is taken away, and the log says which.
    """
    coming, in_vain = worked_out(draft)
    if in_vain:
        keys = sorted(change.key for change in in_vain)
        Change.objects.filter(pk__in=[change.pk for change in in_vain]).delete()
        audit.record("changes.dropped", on=draft, by=by, at=now, number=len(keys), keys=keys)
    used = Change.objects.filter(strategy_id=draft.strategy_id).aggregate(last=Max("number"))["last"] or 0
    for number, change in enumerate(coming, start=used + 1):
        change.number = number
    prepared = [change for change in coming if change.pk is not None]
    Change.objects.bulk_create([change for change in coming if change.pk is None], batch_size=300)
    Change.objects.bulk_update(prepared, RECORDED, batch_size=100)
    return coming
