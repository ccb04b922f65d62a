"""What has been taken down at the desk, in numbers, and whether the same has been taken down before."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q

from fardplan.surveys.definition import WRITTEN, Answers, Definition
from fardplan.surveys.models import Collection, Response, Source

AT_THE_DESK = [Source.PAPER, Source.PHONE]
FEWEST_ALIKE = 3  # answers: two forms with fewer may well be the same


def registered(collection: Collection, *, today: date) -> tuple[int, int]:
    """How many have been taken down in all, and today."""
    rows = Response.objects.filter(collection=collection, source__in=AT_THE_DESK)
    counts = rows.aggregate(whole=Count("pk"), now=Count("pk", filter=Q(day=today)))
    return counts["whole"], counts["now"]


def is_taken_down(collection: Collection, definition: Definition, answers: Answers, *, today: date) -> bool:
    """Whether a form with exactly these answers has been taken down today: perhaps the same paper, twice."""
    texts = {question.name for question in definition.questions if question.contribution}
    same = {name: WRITTEN if name in texts else value for name, value in answers.items()}
    if len(same) < FEWEST_ALIKE:
        return False
    calculated = {question.name for question in definition.questions if question.calculation}
    rows = Response.objects.filter(collection=collection, source__in=AT_THE_DESK, day=today)
    return any(
        {name: value for name, value in each.items() if name not in calculated} == same
        for each in rows.values_list("answers", flat=True).iterator()
    )
