"""Whose a contribution is and what it is about: assignment, reading many at once, and moving to another home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.contributions.about import About, about_of
from fardplan.contributions.actions.changing import change, held_together, record
from fardplan.contributions.models import Attachment, Contribution
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_moderate, may_sort
from fardplan.people.models import Official


@dataclass(frozen=True)
class Assigned:
    """What became of giving contributions to somebody: those given, and those a colleague already has."""

    given: list[Contribution]
    held: list[Contribution]


def assign(
    *,
    contributions: Sequence[Contribution],
    to: Official | None,
    take_over: bool = False,
    by: Official,
    now: datetime,
) -> Assigned:
    """Give contributions to an official, or to nobody. Those somebody else has are left, unless `take_over`.

    Whoever presses second thus takes nothing from the first without meaning to, and is told what was left.
    """
    dialogue = _one_dialogue(contributions)
    _require_sorter(by, dialogue)
    if to is not None and not may_sort(to, dialogue):
        raise Invalid(_("Den du valde har ingen roll som räcker i dialogen."), field="assigned_to")
    with transaction.atomic():
        given, held = [], []
        for contribution in held_together(contributions):
            if contribution.assigned_to_id == (to.pk if to else None):
                given.append(contribution)
            elif contribution.assigned_to_id not in {None, by.pk} and not take_over:
                held.append(contribution)
            else:
                Contribution.objects.filter(pk=contribution.pk).update(assigned_to=to)
                record("contribution.assigned", contribution, by=by, at=now, to=str(to) if to else "")
                given.append(contribution)
        return Assigned(given=given, held=held)


def mark_many_read(*, contributions: Sequence[Contribution], by: Official, now: datetime) -> int:
    """Say of several at once that somebody has read them; returns how many were not read before."""
    dialogue = _one_dialogue(contributions)
    if not may_moderate(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att ändra hur synpunkter visas."))
    with transaction.atomic():
        unread = [row for row in held_together(contributions) if row.read_at is None]
        for row in unread:
            change(row, revision=row.revision, read_at=now)
            record("contribution.read", row, by=by, at=now)
        return len(unread)


@dataclass(frozen=True)
class Shown:
    """What became of showing several at once: how many are new to everyone, which nobody has read yet, and which are
    whole letters with a file, that begin with whoever wrote them: those are marked, or shown one at a time."""

    number: int
    unread: list[Contribution]
    letters: list[Contribution]


def publish_many(*, contributions: Sequence[Contribution], by: Official, now: datetime) -> Shown:
    """Show several at once to everyone. What nobody has read, and whole letters with a file, stay as they are and are
    told; the hidden stay hidden."""
    dialogue = _one_dialogue(contributions)
    if not may_moderate(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att ändra hur synpunkter visas."))
    with transaction.atomic():
        waiting = [row for row in held_together(contributions) if row.published_at is None and row.hidden_at is None]
        submissions = {row.submission_id for row in waiting if row.part is None}
        with_file = set(Attachment.objects.filter(submission__in=submissions).values_list("submission_id", flat=True))
        letters = [row for row in waiting if row.part is None and row.submission_id in with_file]
        unread = [row for row in waiting if row.read_at is None and row not in letters]
        ready = [row for row in waiting if row not in letters and row not in unread]
        for row in ready:
            change(row, revision=row.revision, published_at=now)
            record("contribution.published", row, by=by, at=now)
        return Shown(number=len(ready), unread=unread, letters=letters)


def move_home(*, contribution: Contribution, to: About, revision: int, by: Official, now: datetime) -> Contribution:
    """Let a contribution be about something else: it has exactly one home. What its sender chose stays in the
    submission."""
    dialogue = contribution.submission.dialogue
    _require_sorter(by, dialogue)
    was = about_of(contribution)
    if (was.passage, was.section, was.day) == (to.passage, to.section, to.day):
        raise Invalid(_("Synpunkten gäller redan det."), field="about")
    with transaction.atomic():
        moved = change(
            contribution,
            revision=revision,
            passage=to.passage,
            section=to.section,
            day=to.day,
            quote_start=None,  # the words it is about stay with it, but not where they stood
        )
        record("contribution.moved", moved, by=by, at=now, **{"from": was.label, "to": to.label})
        return moved


def _one_dialogue(contributions: Sequence[Contribution]) -> Dialogue:
    dialogues = {
        contribution.submission.dialogue_id: contribution.submission.dialogue for contribution in contributions
    }
    if not dialogues:
        raise Invalid(_("Välj minst en synpunkt."))
    if len(dialogues) > 1:
        raise Conflict(_("Synpunkterna hör till olika dialoger."))
    return next(iter(dialogues.values()))


def _require_sorter(by: Official, dialogue: Dialogue) -> None:
    if not may_sort(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att sortera synpunkter."))
