"""The script is written: cues come, go, change and change places, also while the day goes on.

The public programme stays as it is. What has begun keeps its place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.editing import ChangedMeanwhile, rows_fingerprint
from fardplan.base.errors import Conflict, Invalid
from fardplan.live.actions.happening import stage_changed
from fardplan.live.actions.leading import held_stage
from fardplan.live.models import Cue, Stage
from fardplan.live.timing import planned_end
from fardplan.people.models import Official

_SHOWN = ("title", "kind", "note", "planned_at", "planned_seconds", "position")
# A time of day that would lie this long before the day begins is after midnight.
_AFTER_MIDNIGHT = timedelta(hours=6)


@dataclass(frozen=True)
class WrittenCue:
    """A cue as it is written; `id` None for a new one. Without `starts` it comes directly after the one before."""

    id: int | None
    title: str
    kind: str
    minutes: int
    starts: time | None = None
    note: str = ""


def script_fingerprint(stage: Stage) -> str:
    return rows_fingerprint(stage.cues.all(), _SHOWN)


@transaction.atomic
def save_script(
    *, stage: Stage, cues: Sequence[WrittenCue], seen: str | None, by: Official, now: datetime
) -> list[Cue]:
    """Let the script be these cues, in this order.

    Raises ChangedMeanwhile, Conflict when a cue that has begun would go or lose its place, Invalid for a time that
    lies before the cue before it.
    """
    stage = held_stage(stage, by=by)
    stored = list(stage.cues.all())
    by_id = {cue.pk: cue for cue in stored}
    is_known = all(written.id is None or written.id in by_id for written in cues)
    if not is_known or (seen is not None and rows_fingerprint(stored, _SHOWN) != seen):
        raise ChangedMeanwhile(stored)
    _check_begun_stay(stored, cues)
    laid_anew = _changed_places(stored, cues)
    saved: list[Cue] = []
    for place, written in enumerate(cues):
        cue = by_id.pop(written.id) if written.id is not None else Cue(stage=stage)
        saved.append(_write(cue, written, saved, place=place, laid_anew=laid_anew))
    Cue.objects.filter(pk__in=by_id).delete()
    if not stage.is_rehearsal:
        audit.record(
            "stage.script_changed", on=stage, by=by, at=now, dialogue_id=stage.day.dialogue_id, number=len(saved)
        )
    stage_changed(stage)
    return saved


def _check_begun_stay(stored: Sequence[Cue], cues: Sequence[WrittenCue]) -> None:
    begun = [cue.pk for cue in stored if cue.began_at is not None]
    kept = [written.id for written in cues if written.id in begun]
    if kept != begun:
        raise Conflict(_("En punkt som har börjat kan inte tas bort eller byta plats."))


def _changed_places(stored: Sequence[Cue], cues: Sequence[WrittenCue]) -> dict[int, datetime | None]:
    """The places from the first cue that was moved to the last; with the first comes the time they begin."""
    ids = [written.id for written in cues if written.id is not None]
    before = [cue.pk for cue in stored if cue.pk in set(ids)]
    moved = [place for place, (old, new) in enumerate(zip(before, ids, strict=True)) if old != new]
    if not moved:
        return {}
    planned = {cue.pk: cue.planned_at for cue in stored}
    there = ids[moved[0] : moved[-1] + 1]
    places = [place for place, written in enumerate(cues) if written.id in set(there)]
    starts: dict[int, datetime | None] = dict.fromkeys(range(places[0], places[-1] + 1))
    starts[places[0]] = min(planned[each] for each in there)
    return starts


def _write(
    cue: Cue, written: WrittenCue, earlier: Sequence[Cue], *, place: int, laid_anew: Mapping[int, datetime | None]
) -> Cue:
    before = (cue.title, cue.kind, cue.planned_at, cue.planned_seconds) if cue.pk else None
    planned_at = _planned_at(cue, written, earlier, place=place, laid_anew=laid_anew)
    if earlier and planned_at < earlier[-1].planned_at:
        raise Invalid(_("”%(title)s” kan inte börja före punkten före.") % {"title": written.title})
    cue.title, cue.kind, cue.note, cue.position = written.title, written.kind, written.note, place
    cue.planned_at = planned_at
    if not cue.pk or written.minutes != max(1, cue.planned_seconds // 60):
        cue.planned_seconds = written.minutes * 60
    if before is not None and before != (cue.title, cue.kind, cue.planned_at, cue.planned_seconds):
        cue.is_changed_here = True
    cue.save()
    return cue


def _planned_at(
    cue: Cue, written: WrittenCue, earlier: Sequence[Cue], *, place: int, laid_anew: Mapping[int, datetime | None]
) -> datetime:
    """When it is planned for: a time that was written anew; its old one; or after the cue before."""
    is_as_shown = bool(cue.pk) and written.starts == clock_time(cue.planned_at)
    if written.starts is not None and not is_as_shown:
        return _moment(cue, written.starts)
    if cue.pk and (cue.began_at is not None or (is_as_shown and place not in laid_anew)):
        return cue.planned_at
    if (first := laid_anew.get(place)) is not None:
        return first
    return planned_end(earlier[-1]) if earlier else cue.stage.day.starts_at


def clock_time(moment: datetime) -> time:
    return timezone.localtime(moment).time().replace(second=0, microsecond=0)


def _moment(cue: Cue, starts: time) -> datetime:
    """A time of day on the day, or in the night after it."""
    begins = timezone.localtime(cue.stage.day.starts_at)
    moment = datetime.combine(begins.date(), starts, tzinfo=begins.tzinfo)
    if moment < begins - _AFTER_MIDNIGHT:
        moment = datetime.combine(begins.date() + timedelta(days=1), starts, tzinfo=begins.tzinfo)
    return moment
