"""Taking in what is already divided into points when it comes, as the note of a room is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fardplan.base.locking import held
from fardplan.contributions.actions.receiving import Received, Said, take_down
from fardplan.contributions.likeness import remember
from fardplan.contributions.models import Contribution, Submission
from fardplan.contributions.rules import is_published_at_once
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official


@dataclass(frozen=True)
class Taken:
    """Where in the words of the submission a point stands: from one character up to another."""

    start: int
    end: int


@transaction.atomic
def register_points(
    *,
    dialogue: Dialogue,
    said: Said,
    received: Received,
    points: Sequence[Taken],
    by: Official | None,
    now: datetime,
) -> tuple[Submission, list[Contribution]]:
    """One submission whose points have numbers of their own from the beginning, S-031.1, S-031.2 …, all about the same.

    `by` is the official who registers it, None when those who wrote it do. The caller has asked whether they may, and
    writes what happened in the log. Published under the dialogue's own rule.
    """
    dialogue = held(Dialogue.objects).get(pk=dialogue.pk)  # numbers are given one at a time
    submission = take_down(dialogue, said, received, now=now, registered_by=by)
    published_at = now if is_published_at_once(dialogue) else None
    contributions = [
        Contribution.objects.create(
            submission=submission,
            part=part,
            kind=said.kind,
            text=said.text[point.start : point.end],
            taken_start=point.start,
            taken_end=point.end,
            section=said.about.section,
            passage=said.about.passage,
            day=said.about.day,
            published_at=published_at,
        )
        for part, point in enumerate(points, start=1)
    ]
    remember(contributions)
    return submission, contributions
