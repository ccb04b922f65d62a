"""A day comes about, changes, moves, is cancelled; and its programme.

Moving and cancelling tell those who signed up when they are called inside `signup`'s `telling_those_signed_up`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.editing import ChangedMeanwhile, fingerprint, write
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Day, DayStatus, Dialogue, FormerAddress, Session, Speaker
from fardplan.dialogue.rules import may_edit_content
from fardplan.people.models import Official


def _may_edit(by: Official, dialogue: Dialogue) -> None:
    if not may_edit_content(by, dialogue):
        raise NotAllowed(_("Du kan inte ändra innehållet i den här dialogen."))


def _check_address_is_free(dialogue: Dialogue, slug: str, *, for_day: Day | None = None) -> None:
    own = for_day.pk if for_day else 0
    if Day.objects.filter(dialogue=dialogue, slug=slug).exclude(pk=own).exists():
        raise Invalid(_("En annan dag har redan den adressen."), field="slug")
    if FormerAddress.objects.filter(dialogue=dialogue, slug=slug, day__isnull=False).exclude(day_id=own).exists():
        raise Invalid(_("Adressen leder till en dag som har haft den tidigare."), field="slug")


@transaction.atomic
def create_day(
    *, dialogue: Dialogue, slug: str, title: str, focus: str, starts_at: datetime, ends_at: datetime, by: Official,
    now: datetime,
) -> Day:  # fmt: skip
    """A new day. Raises Invalid for an address that is taken in the dialogue."""
    _may_edit(by, dialogue)
    _check_address_is_free(dialogue, slug)
    day = Day.objects.create(
        dialogue=dialogue, slug=slug, title=title, focus=focus, starts_at=starts_at, ends_at=ends_at
    )
    audit.record("day.created", on=day, by=by, at=now, dialogue_id=dialogue.pk)
    return day


@transaction.atomic
def change_day(*, day: Day, changes: Mapping[str, Any], seen: str | None, by: Official, now: datetime) -> Day:
    """Change what a day is about. Raises ChangedMeanwhile when somebody else changed the same first."""
    _may_edit(by, day.dialogue)
    stored = held(Day.objects).select_related("dialogue").get(pk=day.pk)
    address = stored.slug
    if "slug" in changes:
        _check_address_is_free(stored.dialogue, changes["slug"], for_day=stored)
    changed = write(stored, changes, seen=seen)
    if "slug" in changed:
        FormerAddress.objects.filter(dialogue=stored.dialogue, day=stored, slug=stored.slug).delete()
        if stored.dialogue.published_at is not None:
            FormerAddress.objects.get_or_create(dialogue=stored.dialogue, day=stored, slug=address)
    if changed:
        audit.record("day.changed", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id, fields=sorted(changed))
    return stored


@transaction.atomic
def move_day(
    *, day: Day, starts_at: datetime, ends_at: datetime, status_note: str = "", by: Official, now: datetime
) -> Day:
    """Give a day new times; its programme moves along. A day nobody has been shown yet is simply set anew.

    Also brings a cancelled day back.
    """
    _may_edit(by, day.dialogue)
    stored = held(Day.objects).select_related("dialogue").get(pk=day.pk)
    was_at, was_until = stored.starts_at, stored.ends_at
    if (was_at, was_until) == (starts_at, ends_at) and stored.status != DayStatus.CANCELLED:
        raise Invalid(_("Det är samma tid som nu."), field="date")
    is_public = stored.dialogue.published_at is not None
    stored.starts_at, stored.ends_at = starts_at, ends_at
    if is_public and (was_at, was_until) != (starts_at, ends_at):
        stored.status, stored.moved_from = DayStatus.MOVED, stored.moved_from or was_at
    else:
        stored.status, stored.moved_from = DayStatus.PLANNED, None
    stored.status_note = status_note if stored.status == DayStatus.MOVED else ""
    stored.status_changed_at = now
    stored.save()
    for session in Session.objects.filter(day=stored):
        session.starts_at += starts_at - was_at
        session.ends_at += starts_at - was_at
        session.save(update_fields=["starts_at", "ends_at"])
    detail = {"from": was_at.isoformat(), "to": starts_at.isoformat()}
    audit.record("day.moved", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id, **detail)
    return stored


@transaction.atomic
def cancel_day(*, day: Day, status_note: str, by: Official, now: datetime) -> Day:
    """Say that a day does not take place, and why. Raises Conflict for a day that has already ended."""
    _may_edit(by, day.dialogue)
    stored = held(Day.objects).select_related("dialogue").get(pk=day.pk)
    if stored.ends_at <= now:
        raise Conflict(_("Dagen har redan varit och kan inte ställas in."))
    stored.status, stored.status_note, stored.status_changed_at = DayStatus.CANCELLED, status_note, now
    stored.save()
    audit.record("day.cancelled", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return stored


@transaction.atomic
def reinstate_day(*, day: Day, by: Official, now: datetime) -> Day:
    """A cancelled day takes place after all, at the time it had."""
    _may_edit(by, day.dialogue)
    stored = held(Day.objects).select_related("dialogue").get(pk=day.pk)
    stored.status = DayStatus.MOVED if stored.moved_from else DayStatus.PLANNED
    stored.status_note, stored.status_changed_at = "", now
    stored.save()
    audit.record("day.reinstated", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id)
    return stored


@transaction.atomic
def delete_day(*, day: Day, by: Official, now: datetime) -> None:
    """Take away a day that nobody has been shown. Raises Conflict once it is public or something hangs on it."""
    _may_edit(by, day.dialogue)
    if day.dialogue.published_at is not None:
        raise Conflict(
            _("En dag som har visats tas inte bort."), what_next=_("Ställ in den i stället, och skriv varför.")
        )
    audit.record("day.deleted", on=day, by=by, at=now, dialogue_id=day.dialogue_id)
    try:
        day.delete()
    except ProtectedError as error:
        raise Conflict(_("Det finns synpunkter eller anmälningar som hör till dagen.")) from error


@dataclass(frozen=True)
class Point:
    """A point of the programme as it is written; without an end it lasts until the next one starts."""

    id: int | None
    starts: time
    ends: time | None
    title: str
    kind: str
    text: str
    speakers: Sequence[tuple[str, str]]


def programme_fingerprint(day: Day) -> str:
    """What the programme looked like, speakers and all."""
    return fingerprint(
        [
            [
                session.pk, session.starts_at, session.ends_at, session.title, session.kind, session.text,
                [[speaker.title, speaker.name] for speaker in session.speakers.all()],
            ]
            for session in day.sessions.prefetch_related("speakers")
        ]
    )  # fmt: skip


@transaction.atomic
def change_programme(*, day: Day, points: Sequence[Point], seen: str | None, by: Official, now: datetime) -> None:
    """Make the day's programme be these points, in order of time.

    Raises ChangedMeanwhile when somebody else changed it first, Invalid when a point ends before it starts.
    """
    _may_edit(by, day.dialogue)
    stored = held(Day.objects).get(pk=day.pk)
    kept = {session.pk: session for session in stored.sessions.prefetch_related("speakers")}
    missing = any(point.id is not None and point.id not in kept for point in points)
    if missing or (seen is not None and programme_fingerprint(stored) != seen):
        raise ChangedMeanwhile(list(kept.values()))
    for point, starts_at, ends_at in _with_times(stored, points):
        session = kept.pop(point.id) if point.id is not None else Session(day=stored)
        session.starts_at, session.ends_at = starts_at, ends_at
        session.title, session.kind, session.text = point.title, point.kind, point.text
        session.save()
        session.speakers.all().delete()
        Speaker.objects.bulk_create(
            Speaker(session=session, title=title, name=name, position=place)
            for place, (title, name) in enumerate(point.speakers)
        )
    for gone in kept.values():
        gone.delete()
    audit.record("day.programme", on=stored, by=by, at=now, dialogue_id=stored.dialogue_id, number=len(points))


def _with_times(day: Day, points: Sequence[Point]) -> list[tuple[Point, datetime, datetime]]:
    date, zone = timezone.localtime(day.starts_at).date(), timezone.get_current_timezone()
    in_order = sorted(points, key=lambda point: point.starts)
    starts = [datetime.combine(date, point.starts, tzinfo=zone) for point in in_order]
    found = []
    for place, point in enumerate(in_order):
        following = next((start for start in starts[place + 1 :] if start > starts[place]), day.ends_at)
        ends_at = datetime.combine(date, point.ends, tzinfo=zone) if point.ends else following
        if ends_at <= starts[place]:
            raise Invalid(_("”%(title)s” ska sluta efter att den har börjat.") % {"title": point.title})
        found.append((point, starts[place], ends_at))
    return found
