"""What there is to see and hear, for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, FilteredRelation, OuterRef, Q

from fardplan.dialogue.models import Day, Dialogue
from fardplan.media.models import GraphicNote, Recording


def days_with_broadcast(dialogue: Dialogue) -> list[Day]:
    """The dialogue's days in order of time, each with its broadcast if it has one (`day.broadcast`)."""
    return list(Day.objects.filter(dialogue=dialogue).select_related("broadcast").order_by("starts_at", "id"))


@dataclass(frozen=True)
class KeptRecording:
    """A published recording as a link needs it."""

    id: int
    title: str
    has_transcript: bool


@dataclass
class Kept:
    """What is published from a day that has been. The graphic notes come without their long description."""

    recordings: dict[int, KeptRecording] = field(default_factory=dict)
    notes: dict[int, GraphicNote] = field(default_factory=dict)

    @property
    def recording(self) -> KeptRecording | None:
        """The first one: the broadcast itself."""
        return next(iter(self.recordings.values()), None)

    @property
    def graphic_notes(self) -> list[GraphicNote]:
        return list(self.notes.values())


def kept_from(days: Iterable[Day], *, now: datetime) -> Mapping[int, Kept]:
    """Recordings and graphic notes published by `now`, by day id, in one query; none at all without days."""
    ids = [day.pk for day in days]
    kept: defaultdict[int, Kept] = defaultdict(Kept)
    if not ids:
        return kept
    has_transcript = Recording.objects.filter(pk=OuterRef("film__pk")).exclude(transcript="")
    rows = (
        Day.objects.filter(pk__in=ids)
        .annotate(
            film=FilteredRelation("recordings", condition=Q(recordings__published_at__lte=now)),
            note=FilteredRelation("graphic_notes", condition=Q(graphic_notes__published_at__lte=now)),
        )
        .annotate(has_transcript=Exists(has_transcript))
        .order_by("film__pk", "note__pk")
        .values_list(
            "pk", "film__pk", "film__title", "has_transcript", "note__pk", *(f"note__{name}" for name in _NOTE)
        )
    )
    for day_id, film_id, film_title, film_has_transcript, note_id, *note in rows:
        here = kept[day_id]
        if film_id is not None:
            here.recordings[film_id] = KeptRecording(film_id, film_title, film_has_transcript)
        if note_id is not None and note_id not in here.notes:
            here.notes[note_id] = GraphicNote(pk=note_id, day_id=day_id, **dict(zip(_NOTE, note, strict=True)))
    return kept


_NOTE = ("title", "picture", "width", "height", "renditions", "alternative", "drawn_by", "licence", "is_example")
