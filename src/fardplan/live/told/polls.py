"""Polls, told to those who follow: the words once, and the numbers as they come."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from fardplan.base import clock, hub
from fardplan.live.choices import PollKind, ResultsShown
from fardplan.live.models import Poll, Stage
from fardplan.live.queries.polls import polls_shown
from fardplan.live.queries.tallies import tallies_of, tally_of


@hub.state("stage", "polls")
def told_polls(subject: str) -> Mapping[str, Any]:
    """The words of the polls that are open, and of those that closed last."""
    stage = _stage(subject)
    if stage is None:
        return {"open": [], "closed": []}
    going_on, over = polls_shown(stage, now=_now())
    return {"open": [poll_told(poll) for poll in going_on], "closed": [poll_told(poll) for poll in over]}


@hub.state("results", "tallies")
def told_results(subject: str) -> Mapping[str, Any]:
    """The numbers everybody may see, by poll: where they are shown all the time, and where the poll has closed."""
    stage = _stage(subject)
    if stage is None:
        return {}
    going_on, over = polls_shown(stage, now=_now())
    live = [poll for poll in going_on if poll.results_shown == ResultsShown.LIVE]
    return {str(pk): tally for pk, tally in tallies_of([*live, *over]).items()}


@hub.state("poll", "tally")
def told_tally(subject: str) -> Mapping[str, Any]:
    """The numbers of one poll. Whoever has a ticket may see them."""
    poll = next(iter(Poll.objects.filter(pk=subject).order_by()), None)  # counted many times a second: no join
    return {"n": 0} if poll is None else tally_of(poll)


def poll_told(poll: Poll) -> dict[str, Any]:
    """The words of a poll with its options loaded."""
    options = [{"id": option.pk, "text": option.text} for option in poll.options.all()]
    if poll.kind == PollKind.SCALE:
        options = [{"id": step, "text": str(step)} for step in range(1, poll.scale_steps + 1)]
    return {
        "id": poll.pk,
        "kind": poll.kind,
        "question": poll.question,
        "explanation": poll.explanation,
        "options": options,
        "most": poll.most_choices,
        "steps": poll.scale_steps,
        "least_label": poll.least_label,
        "most_label": poll.most_label,
        "number_least": poll.number_least,
        "number_most": poll.number_most,
        "unit": poll.unit,
        "closes": _told_time(poll.closes_at),
        "closes_clock": f"{timezone.localtime(poll.closes_at):%H.%M}" if poll.closes_at else "",
        "results": poll.results_shown,
    }


def _stage(subject: str) -> Stage | None:
    return Stage.objects.select_related("day__dialogue").filter(pk=subject).first()


def _now() -> datetime | None:
    """In the example every visitor has a time of their own: a poll is open there until somebody closes it."""
    return None if settings.EXAMPLE else clock.now()


def _told_time(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None
