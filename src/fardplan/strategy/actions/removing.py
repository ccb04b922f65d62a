"""Taking passages and sections out of a draft that is being written, in a way that can be undone.

What is taken away comes back as a description of plain values; `put_back` makes the same of it again, under the same
keys.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import values_of
from fardplan.base.errors import Conflict
from fardplan.strategy.actions import lineage
from fardplan.strategy.actions.common import editable, renumber
from fardplan.strategy.actions.passages import delete, in_order, put_in_order, reordered, stored_passage
from fardplan.strategy.actions.sections import in_outline
from fardplan.strategy.models import Descent, Draft, Passage, Section

PASSAGE = ["section_id", "key", "code", "heading", "text", "position"]
SECTION = ["id", "parent_id", "key", "kind", "code", "heading", "position"]


@transaction.atomic
def remove_passage(*, passage: Passage, order: int | None, by: Actor, now: datetime) -> dict[str, Any]:
    """Take a passage out. `order` is the revision of the section that was seen. Returns what `put_back` needs."""
    draft = editable(passage.draft)
    stored = stored_passage(passage)
    section = in_order(stored.section, order)
    audit.record("passage.removed", on=stored, by=by, at=now, draft=draft.number)
    taken = _description(draft, str(stored), [], [stored])
    delete(stored)
    reordered(draft, section)
    return taken


@transaction.atomic
def remove_section(*, section: Section, seen: str | None = None, by: Actor, now: datetime) -> dict[str, Any]:
    """Take out a section with everything that stands in it. Returns what `put_back` needs."""
    draft = editable(section.draft)
    in_outline(draft, section, seen)
    audit.record("section.removed", on=section, by=by, at=now, draft=draft.number)
    inside = _inside(draft, section)
    passages = list(Passage.objects.filter(section__in=inside).order_by("position", "id"))
    taken = _description(draft, str(section), inside, passages)
    delete(section)
    renumber(draft)
    return taken


def _inside(draft: Draft, section: Section) -> list[Section]:
    """The section and all that stand in it, each after the one it stands in."""
    found, ids = [], set()
    for each in Section.objects.filter(draft=draft).order_by("position", "id"):
        if each.pk == section.pk or each.parent_id in ids:
            ids.add(each.pk)
            found.append(each)
    return found


def _description(
    draft: Draft, label: str, sections: Collection[Section], passages: Collection[Passage]
) -> dict[str, Any]:
    rows = lineage.forget(draft, [passage.key for passage in passages])
    return {
        "draft": draft.pk,
        "label": label,
        "sections": [values_of(section, SECTION) for section in sections],
        "passages": [values_of(passage, PASSAGE) for passage in passages],
        "descents": [[row.key, row.from_key, row.kind] for row in rows],
    }


@transaction.atomic
def put_back(*, draft: Draft, taken: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Undo `remove_passage` or `remove_section`: the same words under the same keys, where they stood.

    Raises Conflict when it has been put back already, or when the section it stood in has gone meanwhile.
    """
    stored = editable(draft)
    keys = [each["key"] for each in (*taken["sections"], *taken["passages"])]
    there = stored.passages.filter(key__in=keys).exists() or stored.sections.filter(key__in=keys).exists()
    if stored.pk != taken["draft"] or there:
        raise Conflict(_("Det är redan tillbaka i utkastet."))
    if taken["sections"]:
        _put_back_sections(stored, taken)
    else:
        _put_back_passage(stored, taken["passages"][0])
    Descent.objects.bulk_create(
        [Descent(draft=stored, key=key, from_key=source, kind=kind) for key, source, kind in taken["descents"]],
        ignore_conflicts=True,
    )
    renumber(stored)
    audit.record("text.put_back", on=stored, by=by, at=now, keys=keys)


def _put_back_passage(draft: Draft, values: Mapping[str, Any]) -> None:
    section = Section.objects.filter(draft=draft, pk=values["section_id"]).first()
    if section is None:
        raise _nowhere()
    passage = Passage.objects.create(draft=draft, **values)
    beside = list(Passage.objects.filter(section=section).exclude(pk=passage.pk).order_by("position", "id"))
    at = sum(each.position < values["position"] for each in beside)
    put_in_order([*beside[:at], passage, *beside[at:]])
    Section.objects.filter(pk=section.pk).update(revision=F("revision") + 1)


def _put_back_sections(draft: Draft, taken: Mapping[str, Any]) -> None:
    outermost = taken["sections"][0]
    parent = outermost["parent_id"]
    if parent is not None and not draft.sections.filter(pk=parent).exists():
        raise _nowhere()
    beside = list(draft.sections.filter(parent_id=parent).order_by("position", "id"))
    made: dict[int, Section] = {}
    for values in taken["sections"]:
        above = made.get(values["parent_id"])
        fields = {name: values[name] for name in ("key", "kind", "code", "heading", "position")}
        made[values["id"]] = Section.objects.create(draft=draft, parent_id=above.pk if above else parent, **fields)
    Passage.objects.bulk_create(
        Passage(draft=draft, **{**values, "section_id": made[values["section_id"]].pk}) for values in taken["passages"]
    )
    at = sum(each.position < outermost["position"] for each in beside)
    renumber(draft, {parent: [*beside[:at], made[outermost["id"]], *beside[at:]]})


def _nowhere() -> Conflict:
    return Conflict(_("Avsnittet det stod i finns inte längre."), what_next=_("Lägg tillbaka avsnittet först."))
