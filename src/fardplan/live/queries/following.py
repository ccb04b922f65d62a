"""Whether a day can be followed as it happens, for pages that show several days."""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from fardplan.dialogue.models import Day
from fardplan.live.models import Stage
from fardplan.live.rules import goes_on


def with_situation(days: QuerySet[Day]) -> QuerySet[Day]:
    """The same days, each with how it stands with its broadcast, read in the same query."""
    stages = Stage.objects.filter(day=OuterRef("pk"), is_rehearsal=False)
    return days.annotate(live_situation=Subquery(stages.values("situation")[:1]))


def can_be_followed(day: Day, *, now: datetime) -> bool:
    """Whether the page of those who take part is open: a stage has been prepared, and goes on (`rules.goes_on`).

    No query for a day from `with_situation`; otherwise one.
    """
    if hasattr(day, "live_situation"):
        situation = day.live_situation
    else:
        situation = Stage.objects.filter(day=day, is_rehearsal=False).values_list("situation", flat=True).first()
    return situation is not None and goes_on(Stage(day=day, situation=situation), now=now)
