"""Drafts are made from one another, and thrown away as long as they are not published."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import write
from fardplan.base.errors import Conflict, Invalid
from fardplan.strategy.actions.common import editable, hold_strategy
from fardplan.strategy.models import Descent, Draft, Passage, Section, Strategy


@transaction.atomic
def new_draft(
    *, strategy: Strategy, number: str, title: str, note: str, copy_of: Draft | None, by: Actor, now: datetime
) -> Draft:
    """A draft to write in: empty, or with everything an earlier one holds, under the same keys."""
    hold_strategy(strategy.pk)
    drafts = Draft.objects.filter(strategy=strategy)
    if drafts.filter(number=number).exists():
        raise Invalid(_("Det finns redan ett utkast med det numret."), field="number")
    last = drafts.order_by("-position").first()
    draft = Draft.objects.create(
        strategy=strategy, number=number, title=title, note=note, position=last.position + 1 if last else 0
    )
    if copy_of is not None:
        _copy(Draft.objects.get(pk=copy_of.pk), draft)
    audit.record("draft.created", on=draft, by=by, at=now, copy_of=copy_of.number if copy_of else "")
    return draft


def _copy(source: Draft, target: Draft) -> None:
    copies: dict[int, Section] = {}
    waiting = list(source.sections.order_by("position", "id"))
    while waiting:
        # A section is copied after the one it stands in, whatever order they were numbered in.
        ready = [section for section in waiting if section.parent_id is None or section.parent_id in copies]
        for section in ready:
            copies[section.pk] = Section.objects.create(
                draft=target,
                parent=copies[section.parent_id] if section.parent_id else None,
                key=section.key,
                kind=section.kind,
                code=section.code,
                heading=section.heading,
                position=section.position,
            )
        waiting = [section for section in waiting if section.pk not in copies]
    Passage.objects.bulk_create(
        Passage(
            draft=target,
            section=copies[passage.section_id],
            key=passage.key,
            code=passage.code,
            heading=passage.heading,
            text=passage.text,
            position=passage.position,
        )
        for passage in source.passages.order_by("position", "id")
    )
    if source.published_at is None:
        # It has the same draft behind it: what was split and merged in it still was.
        Descent.objects.bulk_create(
            Descent(draft=target, key=descent.key, from_key=descent.from_key, kind=descent.kind)
            for descent in source.descents.all()
        )


@transaction.atomic
def change_draft(*, draft: Draft, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime) -> Draft:
    stored = editable(draft)
    others = Draft.objects.filter(strategy=stored.strategy).exclude(pk=stored.pk)
    if "number" in changes and others.filter(number=changes["number"]).exists():
        raise Invalid(_("Det finns redan ett utkast med det numret."), field="number")
    if changed := write(stored, changes, seen=seen):
        audit.record("draft.changed", on=stored, by=by, at=now, fields=sorted(changed))
    return stored


@transaction.atomic
def delete_draft(*, draft: Draft, by: Actor, now: datetime) -> None:
    """Throw away a draft that was never published."""
    stored = editable(draft)
    audit.record("draft.deleted", on=stored, by=by, at=now)
    try:
        stored.delete()
    except ProtectedError as error:
        raise Conflict(_("Det finns synpunkter på utkastet.")) from error
