"""Passages of a draft that is being written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import ChangedMeanwhile, Row, rows_fingerprint
from fardplan.strategy.actions.common import editable, keys_in, new_key, renumber
from fardplan.strategy.models import Passage, Section

PASSAGE_FIELDS = ["code", "heading", "text"]


@transaction.atomic
def change_passages(*, section: Section, rows: Sequence[Row], seen: str | None, by: Actor, now: datetime) -> None:
    """Make a section's passages be these, in this order. Raises ChangedMeanwhile when they were changed first."""
    draft = editable(section.draft)
    stored = list(Passage.objects.select_for_update().filter(section=section).order_by("position", "id"))
    kept = {passage.pk: passage for passage in stored}
    known = all(row.id is None or row.id in kept for row in rows)
    if not known or (seen is not None and rows_fingerprint(stored, PASSAGE_FIELDS) != seen):
        raise ChangedMeanwhile(stored)
    used = keys_in(draft.strategy)
    for place, row in enumerate(rows):
        passage = kept.pop(row.id) if row.id is not None else Passage(draft=draft, section=section)
        for name, value in row.values.items():
            setattr(passage, name, value)
        if not passage.key:
            passage.key = new_key(passage.code or passage.heading or f"{section.key}-stycke", used)
            used.add(passage.key)
        passage.position = place
        passage.save()
    for gone in kept.values():
        gone.delete()
    renumber(draft)
    audit.record("passages.changed", on=section, by=by, at=now, draft=draft.number, number=len(rows))
