"""Writing a strategy: drafts are made from one another, edited until they are published, and never after.

Passages and sections keep their keys from draft to draft. Whoever calls has checked the right to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import ChangedMeanwhile, Row, rows_fingerprint, write
from fardplan.base.errors import Conflict, Invalid
from fardplan.strategy.models import Draft, Passage, Section, Strategy

PASSAGE_FIELDS = ["code", "heading", "text"]


@transaction.atomic
def create_strategy(*, title: str, by: Actor, now: datetime, summary: str = "", language: str = "sv") -> Strategy:
    stem = slugify(title)[:70] or "strategi"
    slugs = set(Strategy.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(name for name in _numbered(stem) if name not in slugs)
    strategy = Strategy.objects.create(slug=slug, title=title, summary=summary, language=language)
    audit.record("strategy.created", on=strategy, by=by, at=now)
    return strategy


@transaction.atomic
def change_strategy(
    *, strategy: Strategy, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime
) -> Strategy:
    stored = Strategy.objects.select_for_update().get(pk=strategy.pk)
    if changed := write(stored, changes, seen=seen):
        audit.record("strategy.changed", on=stored, by=by, at=now, fields=sorted(changed))
    return stored


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _editable(draft: Draft) -> Draft:
    """The draft, locked. Raises Conflict when it has been published."""
    stored = Draft.objects.select_for_update(of=("self",)).select_related("strategy").get(pk=draft.pk)
    if stored.published_at is not None:
        raise Conflict(
            _("Ett publicerat utkast ändras inte."), what_next=_("Gör ett nytt utkast av det och ändra där.")
        )
    return stored


@transaction.atomic
def new_draft(
    *, strategy: Strategy, number: str, title: str, note: str, copy_of: Draft | None, by: Actor, now: datetime
) -> Draft:
    """A draft to write in: empty, or with everything an earlier one holds, under the same keys."""
    Strategy.objects.select_for_update().get(pk=strategy.pk)
    drafts = Draft.objects.filter(strategy=strategy)
    if drafts.filter(number=number).exists():
        raise Invalid(_("Det finns redan ett utkast med det numret."), field="number")
    last = drafts.order_by("-position").first()
    draft = Draft.objects.create(
        strategy=strategy, number=number, title=title, note=note, position=last.position + 1 if last else 0
    )
    if copy_of is not None:
        _copy(copy_of, draft)
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


@transaction.atomic
def change_draft(*, draft: Draft, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime) -> Draft:
    stored = _editable(draft)
    others = Draft.objects.filter(strategy=stored.strategy).exclude(pk=stored.pk)
    if "number" in changes and others.filter(number=changes["number"]).exists():
        raise Invalid(_("Det finns redan ett utkast med det numret."), field="number")
    if changed := write(stored, changes, seen=seen):
        audit.record("draft.changed", on=stored, by=by, at=now, fields=sorted(changed))
    return stored


@transaction.atomic
def publish_draft(*, draft: Draft, by: Actor, now: datetime) -> Draft:
    """Show a draft to everyone, and never change it again. Raises Invalid for one without text."""
    stored = _editable(draft)
    if not stored.passages.exists() and not stored.sections.exists():
        raise Invalid(_("Utkastet är tomt."), what_next=_("Skriv något i det först."))
    stored.published_at = now
    stored.save(update_fields=["published_at"])
    audit.record("draft.published", on=stored, by=by, at=now)
    return stored


@transaction.atomic
def delete_draft(*, draft: Draft, by: Actor, now: datetime) -> None:
    """Throw away a draft that was never published."""
    stored = _editable(draft)
    audit.record("draft.deleted", on=stored, by=by, at=now)
    try:
        stored.delete()
    except ProtectedError as error:
        raise Conflict(_("Det finns synpunkter på utkastet.")) from error


@transaction.atomic
def add_section(
    *, draft: Draft, parent: Section | None, kind: str, code: str, heading: str, by: Actor, now: datetime
) -> Section:
    """A new section, last among its siblings."""
    stored = _editable(draft)
    section = Section.objects.create(
        draft=stored,
        parent=parent,
        key=_new_key(code or heading, _keys_in(stored.strategy)),
        kind=kind,
        code=code,
        heading=heading,
        position=1_000_000,
    )
    _renumber(stored)
    audit.record("section.added", on=section, by=by, at=now, draft=stored.number)
    return section


def _keys_in(strategy: Strategy) -> set[str]:
    """Every key that any of its drafts has; sections and passages share the anchors of a page."""
    sections = Section.objects.filter(draft__strategy=strategy).values_list("key", flat=True)
    return {*sections, *Passage.objects.filter(draft__strategy=strategy).values_list("key", flat=True)}


def _new_key(wanted: str, used: set[str]) -> str:
    """A key nothing in the strategy has had: the same key in two drafts means the same text."""
    stem = slugify(wanted.replace(".", "-"))[:32].strip("-") or "del"
    return next(key for key in _numbered(stem) if key not in used)


@transaction.atomic
def change_section(
    *, section: Section, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime
) -> Section:
    draft = _editable(section.draft)
    stored = Section.objects.select_for_update().get(pk=section.pk)
    if changed := write(stored, changes, seen=seen):
        audit.record("section.changed", on=stored, by=by, at=now, draft=draft.number, fields=sorted(changed))
    return stored


@transaction.atomic
def move_section(*, section: Section, up: bool, by: Actor, now: datetime) -> None:
    """One step up or down among the sections it stands beside."""
    draft = _editable(section.draft)
    beside = list(Section.objects.filter(draft=draft, parent_id=section.parent_id).order_by("position", "id"))
    place = next(place for place, each in enumerate(beside) if each.pk == section.pk)
    to = place + (-1 if up else 1)
    if 0 <= to < len(beside):
        beside.insert(to, beside.pop(place))
        _renumber(draft, {section.parent_id: beside})
        audit.record("section.moved", on=section, by=by, at=now, draft=draft.number)


@transaction.atomic
def remove_section(*, section: Section, by: Actor, now: datetime) -> None:
    """Take away a section with everything that stands in it."""
    draft = _editable(section.draft)
    audit.record("section.removed", on=section, by=by, at=now, draft=draft.number)
    try:
        section.delete()
    except ProtectedError as error:
        raise Conflict(_("Det finns synpunkter på avsnittet.")) from error
    _renumber(draft)


@transaction.atomic
def change_passages(*, section: Section, rows: Sequence[Row], seen: str | None, by: Actor, now: datetime) -> None:
    """Make a section's passages be these, in this order. Raises ChangedMeanwhile when they were changed first."""
    draft = _editable(section.draft)
    stored = list(Passage.objects.select_for_update().filter(section=section).order_by("position", "id"))
    kept = {passage.pk: passage for passage in stored}
    known = all(row.id is None or row.id in kept for row in rows)
    if not known or (seen is not None and rows_fingerprint(stored, PASSAGE_FIELDS) != seen):
        raise ChangedMeanwhile(stored)
    used = _keys_in(draft.strategy)
    for place, row in enumerate(rows):
        passage = kept.pop(row.id) if row.id is not None else Passage(draft=draft, section=section)
        for name, value in row.values.items():
            setattr(passage, name, value)
        if not passage.key:
            passage.key = _new_key(passage.code or passage.heading or f"{section.key}-stycke", used)
            used.add(passage.key)
        passage.position = place
        passage.save()
    for gone in kept.values():
        gone.delete()
    _renumber(draft)
    audit.record("passages.changed", on=section, by=by, at=now, draft=draft.number, number=len(rows))


def _renumber(draft: Draft, reordered: Mapping[int | None, Sequence[Section]] | None = None) -> None:
    """Number sections and passages through in reading order; `reordered` gives siblings an order of their own."""
    children: dict[int | None, list[Section]] = {}
    for section in Section.objects.filter(draft=draft).order_by("position", "id"):
        children.setdefault(section.parent_id, []).append(section)
    children.update({parent: list(sections) for parent, sections in (reordered or {}).items()})
    passages: dict[int, list[Passage]] = {}
    for passage in Passage.objects.filter(draft=draft).order_by("position", "id"):
        passages.setdefault(passage.section_id, []).append(passage)

    def in_order(parent: int | None) -> Iterator[Section | Passage]:
        for section in children.get(parent, []):
            yield section
            yield from passages.get(section.pk, [])
            yield from in_order(section.pk)

    for position, each in enumerate(in_order(None), start=1):
        if each.position != position:
            type(each)._default_manager.filter(pk=each.pk).update(position=position)
