"""What those who lead the day need to know at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from fardplan.live.models import Burst, DeskSeat, Poll, Question, Stage
from fardplan.live.question_rules import ANSWERED, HIDDEN
from fardplan.live.rules import SEAT_LASTS


@dataclass(frozen=True)
class Counts:
    """`waiting`: questions nobody has let through or hidden; `queued`: those on their way to the stage."""

    waiting: int
    queued: int
    polls: int
    bursts: int


@dataclass(frozen=True)
class Seated:
    """An official and the live pages of the desk they have open."""

    official_id: int
    name: str
    pages: tuple[str, ...]


def counts_of(stage: Stage, *, now: datetime) -> Counts:
    questions = Question.objects.filter(~HIDDEN, ~ANSWERED, stage=stage, merged_into=None).aggregate(
        waiting=Count("pk", filter=Q(shown_at__isnull=True)),
        queued=Count("pk", filter=Q(queued_at__isnull=False, on_stage_at__isnull=True)),
    )
    still_open = Q(closes_at__isnull=True) | Q(closes_at__gt=now)
    polls = Poll.objects.filter(still_open, stage=stage, opened_at__isnull=False, closed_at__isnull=True).count()
    bursts = Burst.objects.filter(stage=stage, handled_at__isnull=True).count()
    return Counts(questions["waiting"], questions["queued"], polls, bursts)


def seated_at(stage: Stage, *, now: datetime) -> list[Seated]:
    """Who has a live page of the desk open, by real time; in order of name."""
    seats = DeskSeat.objects.filter(stage=stage, seen_at__gte=now - SEAT_LASTS).select_related("official")
    pages: dict[int, list[str]] = {}
    names: dict[int, str] = {}
    for seat in seats.order_by("page"):
        pages.setdefault(seat.official_id, []).append(seat.page)
        names[seat.official_id] = str(seat.official)
    found = [Seated(official_id, name, tuple(pages[official_id])) for official_id, name in names.items()]
    return sorted(found, key=lambda seated: (seated.name, seated.official_id))
