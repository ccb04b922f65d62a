"""What those who read along at the desk are told: how far each sheet has come. The words are fetched by the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q

from fardplan.base import hub
from fardplan.rooms.models import RoomNote
from fardplan.rooms.rules import stage_of


@hub.state("rooms", "rooms")
def rooms_of_day(day_id: str) -> Mapping[str, Any]:
    """{"rooms": [{"note", "stage", "points", "right", "wrong", "written"}]}, in the order of the desk's list."""
    still = Q(points__removed_at__isnull=True, points__isnull=False)
    notes = RoomNote.objects.filter(day_id=int(day_id)).annotate(
        number=Count("points", filter=still, distinct=True),
        right=Count("answers", filter=Q(answers__is_right=True), distinct=True),
        wrong=Count("answers", filter=Q(answers__is_right=False), distinct=True),
    )
    return {
        "rooms": [
            {
                "note": note.pk,
                "stage": stage_of(note).value,
                "points": note.number,
                "right": note.right,
                "wrong": note.wrong,
                "written": note.worded_at.isoformat() if note.worded_at else None,
            }
            for note in notes.order_by("position", "id")
        ]
    }
