"""Passages of a draft that is being written: each is saved by itself, and divided, joined, put elsewhere, taken away.

Two people may write at once. A text is saved against the revision its writer saw; what changes the order of a section
is done against the section's. Whoever comes second is told, and nothing of the first is written over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, ProtectedError
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import ChangedMeanwhile, values_of
from fardplan.base.errors import Conflict, Invalid
from fardplan.strategy.actions import lineage
from fardplan.strategy.actions.common import OrderChanged, editable, keys_in, new_key, renumber
from fardplan.strategy.models import Draft, Passage, Section
from fardplan.strategy.rules import heads_joined

PASSAGE_FIELDS = ["code", "heading", "text"]
# A passage is saved many times while one writes: the log notes it once for each sitting.
SITTING = timedelta(minutes=15)


class Gone(Conflict):
    """Somebody else has taken the passage away while one wrote in it."""

    def __init__(self) -> None:
        super().__init__(
            _("Någon annan har tagit bort stycket medan du skrev."),
            what_next=_("Dina ord finns kvar hos dig. Spara dem som ett nytt stycke om de ska vara med."),
        )


@transaction.atomic
def change_passage(*, passage: Passage, changes: Mapping[str, Any], revision: int, by: Actor, now: datetime) -> Passage:
    """Save what somebody wrote over the revision they saw. Saving the same words again changes nothing.

    Raises ChangedMeanwhile (with what is stored) when somebody else saved first, Gone when they took it away.
    """
    draft = editable(passage.draft)
    stored = stored_passage(passage)
    before = values_of(stored, changes)
    if before == dict(changes):
        return stored
    if stored.revision != revision:
        raise ChangedMeanwhile(stored)
    for name, value in changes.items():
        setattr(stored, name, value)
    _save(stored)
    if not _in_same_sitting(stored, by, now):
        audit.record("passage.changed", on=stored, by=by, at=now, draft=draft.number)
    return stored


def stored_passage(passage: Passage) -> Passage:
    """The passage as it is now; its strategy is held (`editable`). Raises Gone."""
    stored = Passage.objects.select_related("section").filter(pk=passage.pk).first()
    if stored is None:
        raise Gone
    return stored


def _save(passage: Passage) -> None:
    passage.revision += 1
    passage.save()


def _in_same_sitting(passage: Passage, by: Actor, now: datetime) -> bool:
    return (
        audit.entries_about(passage)
        .filter(action="passage.changed", actor_id=by.actor_id, at__gt=now - SITTING, at__lte=now)
        .exists()
    )


def in_order(section: Section, order: int | None) -> Section:
    """The section as it is now. Raises OrderChanged when what stands in it has changed since revision `order`."""
    stored = Section.objects.filter(pk=section.pk).first()
    if stored is None or (order is not None and stored.revision != order):
        raise OrderChanged
    return stored


def reordered(draft: Draft, *sections: Section) -> None:
    """Number the draft through and tell those who look at these sections that they look at something old."""
    renumber(draft)
    Section.objects.filter(pk__in=[section.pk for section in sections]).update(revision=F("revision") + 1)


@transaction.atomic
def add_passage(
    *, section: Section, after: Passage | None, values: Mapping[str, Any], by: Actor, now: datetime
) -> Passage:
    """A new passage in a section: after one that stands there, otherwise first (`after` None) or last (it has gone).

    The same words at the same place once more (an answer that never arrived) are the passage there is.
    """
    draft = editable(section.draft)
    stored = in_order(section, None)
    beside = list(Passage.objects.filter(section=stored).order_by("position", "id"))
    at = 0 if after is None else next((n + 1 for n, each in enumerate(beside) if each.pk == after.pk), len(beside))
    if at < len(beside) and values_of(beside[at], PASSAGE_FIELDS) == {**dict.fromkeys(PASSAGE_FIELDS, ""), **values}:
        return beside[at]
    passage = Passage(draft=draft, section=stored, **values)
    passage.key = new_key(passage.code or passage.heading or f"{stored.key}-stycke", keys_in(draft.strategy))
    passage.save()
    put_in_order([*beside[:at], passage, *beside[at:]])
    reordered(draft, stored)
    audit.record("passage.added", on=passage, by=by, at=now, draft=draft.number)
    return passage


def put_in_order(beside: Sequence[Passage]) -> None:
    """Give the passages of one section this order among themselves; `renumber` then counts the whole draft through."""
    for place, each in enumerate(beside):
        each.position = place
    Passage.objects.bulk_update(beside, ["position"], batch_size=300)


@transaction.atomic
def move_passage(*, passage: Passage, up: bool, order: int | None, by: Actor, now: datetime) -> Passage:
    """One step up or down in its section. Raises OrderChanged when that has another order than revision `order`."""
    draft = editable(passage.draft)
    stored = stored_passage(passage)
    section = in_order(stored.section, order)
    beside = list(Passage.objects.filter(section=section).order_by("position", "id"))
    place = next(place for place, each in enumerate(beside) if each.pk == stored.pk)
    to = place + (-1 if up else 1)
    if not 0 <= to < len(beside):
        return stored
    beside.insert(to, beside.pop(place))
    put_in_order(beside)
    reordered(draft, section)
    audit.record("passage.moved", on=stored, by=by, at=now, draft=draft.number)
    return stored


@transaction.atomic
def place_passage(
    *, passage: Passage, section: Section, first: bool, order: int | None, by: Actor, now: datetime
) -> Passage:
    """Put it first or last in a section of the draft. `order` is the revision of the section it was seen in."""
    draft = editable(passage.draft)
    stored = stored_passage(passage)
    left = in_order(stored.section, order)
    entered = in_order(section, None)
    if entered.draft_id != draft.pk:
        raise Invalid(_("Avsnittet finns inte i utkastet."), field="section")
    beside = list(Passage.objects.filter(section=entered).exclude(pk=stored.pk).order_by("position", "id"))
    stored.section = entered
    _save(stored)
    put_in_order([stored, *beside] if first else [*beside, stored])
    reordered(draft, left, entered)
    audit.record("passage.moved", on=stored, by=by, at=now, draft=draft.number)
    return stored


@transaction.atomic
def split_passage(*, passage: Passage, at: int, revision: int, by: Actor, now: datetime) -> tuple[Passage, Passage]:
    """Divide a text before character `at`: the first part keeps key, code and heading, the second becomes a passage.

    A part that reads exactly as a published passage that was merged in gets that one's key back. Raises
    ChangedMeanwhile when the text is another than the one that was seen, Invalid when one part would be empty.
    """
    draft = editable(passage.draft)
    first = stored_passage(passage)
    if first.revision != revision:
        raise ChangedMeanwhile(first)
    head, tail = first.text[:at].strip(), first.text[at:].strip()
    if not head or not tail or at < 0:
        raise Invalid(_("Välj ett ställe inne i texten, så att det blir något i båda styckena."), field="at")
    known = lineage.published_before(draft)
    key = lineage.key_that_returns(draft, of=first, text=tail, known=known)
    back = known.get(key)
    second = Passage(draft=draft, section=first.section, text=tail, position=first.position)
    second.code, second.heading = (back.code, back.heading) if back else ("", "")
    second.key = key or new_key(f"{first.key}-del", keys_in(draft.strategy))
    if not back:
        lineage.split_off(draft, key=second.key, from_key=first.key, known=known)
    first.text = head
    _save(first)
    second.save()
    reordered(draft, first.section)
    audit.record("passage.split", on=first, by=by, at=now, draft=draft.number, other=second.key)
    return first, second


@transaction.atomic
def merge_passages(*, first: Passage, second: Passage, revisions: tuple[int, int], by: Actor, now: datetime) -> Passage:
    """Make one passage of two that follow each other. `revisions` are those that were seen.

    It keeps the key people know: that of the first, unless only the second stood in the draft published before. Raises
    ChangedMeanwhile when either has other words by now, OrderChanged when they no longer follow each other.
    """
    draft = editable(first.draft)
    one, two = stored_passage(first), stored_passage(second)
    for stored, seen in zip((one, two), revisions, strict=True):
        if stored.revision != seen:
            raise ChangedMeanwhile(stored)
    beside = list(Passage.objects.filter(section=one.section).order_by("position", "id").values_list("pk", flat=True))
    if two.section_id != one.section_id or beside.index(two.pk) != beside.index(one.pk) + 1:
        raise OrderChanged
    known = lineage.published_before(draft)
    kept, gone = (two, one) if two.key in known and one.key not in known else (one, two)
    code, heading, over = heads_joined((one.code, one.heading), (two.code, two.heading))
    text = "\n\n".join(part for part in (one.text, over, two.text) if part)
    lineage.merged_in(draft, kept=kept.key, gone=gone.key, known=known)
    kept.code, kept.heading, kept.text, kept.position = code, heading, text, one.position
    delete(gone)
    _save(kept)
    reordered(draft, kept.section)
    audit.record("passage.merged", on=kept, by=by, at=now, draft=draft.number, other=gone.key)
    return kept


def delete(what: models.Model) -> None:
    try:
        what.delete()
    except ProtectedError as error:
        raise Conflict(_("Det finns synpunkter på stycket i det här utkastet.")) from error
