"""Those who lead a day together see each other: who has which page of the desk open."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fardplan.base import hub
from fardplan.live.models import DeskSeat, Stage
from fardplan.live.rules import SEAT_LASTS
from fardplan.live.topics import desk_topic
from fardplan.people.models import Official


@transaction.atomic
def take_seat(*, stage: Stage, official: Official, page: str, now: datetime) -> None:
    """An official has a page open now. `now` is the real time: it tells who is there, whatever time the page shows."""
    mine = DeskSeat.objects.filter(stage=stage, official=official, page=page)
    is_there = mine.filter(seen_at__gte=now - SEAT_LASTS).exists()
    DeskSeat.objects.update_or_create(stage=stage, official=official, page=page, defaults={"seen_at": now})
    if not is_there:
        hub.changed(desk_topic(stage))
