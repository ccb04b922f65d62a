"""Sections of a draft that is being written: added, renamed, put elsewhere, taken away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import write
from fardplan.base.errors import Invalid
from fardplan.strategy.actions.common import OrderChanged, editable, keys_in, new_key, renumber
from fardplan.strategy.models import Draft, Section
from fardplan.strategy.queries.texts import order_of


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
    stored = Section.objects.get(pk=section.pk)
    if changed := write(stored, changes, seen=seen):
        audit.record("section.changed", on=stored, by=by, at=now, draft=draft.number, fields=sorted(changed))
    return stored


@transaction.atomic
def move_section(*, section: Section, up: bool, seen: str | None = None, by: Actor, now: datetime) -> None:
    """One step up or down among the sections it stands beside. `seen` is the `order_of` the draft that was shown."""
    draft = editable(section.draft)
    stored = in_outline(draft, section, seen)
    beside = list(Section.objects.filter(draft=draft, parent_id=stored.parent_id).order_by("position", "id"))
    place = next(place for place, each in enumerate(beside) if each.pk == stored.pk)
    to = place + (-1 if up else 1)
    if 0 <= to < len(beside):
        beside.insert(to, beside.pop(place))
        renumber(draft, {stored.parent_id: beside})
        audit.record("section.moved", on=stored, by=by, at=now, draft=draft.number)


@transaction.atomic
def place_section(
    *, section: Section, parent: Section | None, first: bool, seen: str | None, by: Actor, now: datetime
) -> None:
    """Put a section, with all that stands in it, first or last in another or (`parent` None) outermost.

    Raises Invalid when that one stands in it, OrderChanged when the outline is another than `seen`.
    """
    draft = editable(section.draft)
    stored = in_outline(draft, section, seen)
    if parent is not None:
        above = {each.pk: each.parent_id for each in Section.objects.filter(draft=draft)}
        at: int | None = parent.pk
        while at is not None and at != stored.pk:
            at = above.get(at)
        if at == stored.pk or parent.pk not in above:
            raise Invalid(_("Ett avsnitt kan inte stå i sig självt."), field="section")
    stored.parent = parent
    stored.save(update_fields=["parent"])
    beside = list(Section.objects.filter(draft=draft, parent=parent).exclude(pk=stored.pk).order_by("position", "id"))
    renumber(draft, {parent.pk if parent else None: [stored, *beside] if first else [*beside, stored]})
    audit.record("section.moved", on=stored, by=by, at=now, draft=draft.number)


def in_outline(draft: Draft, section: Section, seen: str | None) -> Section:
    """The section as it is now. Raises OrderChanged when it has gone, or the outline is another than the one `seen`."""
    stored = Section.objects.filter(draft=draft, pk=section.pk).first()
    if stored is None or (seen is not None and order_of(draft) != seen):
        raise OrderChanged
    return stored
