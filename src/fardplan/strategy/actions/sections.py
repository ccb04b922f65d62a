"""Sections of a draft that is being written: added, renamed, put elsewhere, taken away."""

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
from fardplan.base.errors import Conflict
from fardplan.strategy.actions.common import editable, keys_in, new_key, renumber
from fardplan.strategy.models import Draft, Section


@transaction.atomic
def add_section(
    *, draft: Draft, parent: Section | None, kind: str, code: str, heading: str, by: Actor, now: datetime
) -> Section:
    """A new section, last among its siblings."""
    stored = editable(draft)
    section = Section.objects.create(
        draft=stored,
        parent=parent,
        key=new_key(code or heading, keys_in(stored.strategy)),
        kind=kind,
        code=code,
        heading=heading,
        position=1_000_000,
    )
    renumber(stored)
    audit.record("section.added", on=section, by=by, at=now, draft=stored.number)
    return section


@transaction.atomic
def change_section(
    *, section: Section, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime
) -> Section:
    draft = editable(section.draft)
    stored = Section.objects.select_for_update().get(pk=section.pk)
    if changed := write(stored, changes, seen=seen):
        audit.record("section.changed", on=stored, by=by, at=now, draft=draft.number, fields=sorted(changed))
    return stored


@transaction.atomic
def move_section(*, section: Section, up: bool, by: Actor, now: datetime) -> None:
    """One step up or down among the sections it stands beside."""
    draft = editable(section.draft)
    beside = list(Section.objects.filter(draft=draft, parent_id=section.parent_id).order_by("position", "id"))
    place = next(place for place, each in enumerate(beside) if each.pk == section.pk)
    to = place + (-1 if up else 1)
    if 0 <= to < len(beside):
        beside.insert(to, beside.pop(place))
        renumber(draft, {section.parent_id: beside})
        audit.record("section.moved", on=section, by=by, at=now, draft=draft.number)


@transaction.atomic
def remove_section(*, section: Section, by: Actor, now: datetime) -> None:
    """Take away a section with everything that stands in it."""
    draft = editable(section.draft)
    audit.record("section.removed", on=section, by=by, at=now, draft=draft.number)
    try:
        section.delete()
    except ProtectedError as error:
        raise Conflict(_("Det finns synpunkter på avsnittet.")) from error
    renumber(draft)
