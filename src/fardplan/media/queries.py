"""What there is to see and hear, for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fardplan.dialogue.models import Day
from fardplan.media.models import GraphicNote, Recording


@dataclass
class Kept:
    """What is published from a day that has been."""

    recordings: list[Recording] = field(default_factory=list)
    graphic_notes: list[GraphicNote] = field(default_factory=list)


def kept_from(days: Iterable[Day]) -> Mapping[int, Kept]:
    """Published recordings and graphic notes by day id, without their long texts. Two queries, or none without days."""
    ids = [day.pk for day in days]
    kept: defaultdict[int, Kept] = defaultdict(Kept)
    if not ids:
        return kept
    recordings = Recording.objects.filter(day__in=ids, published_at__isnull=False).defer("visual_description")
    for recording in recordings.order_by("id"):
        kept[recording.day_id].recordings.append(recording)
    notes = GraphicNote.objects.filter(day__in=ids, published_at__isnull=False).defer("description")
    for note in notes.order_by("id"):
        kept[note.day_id].graphic_notes.append(note)
    return kept
