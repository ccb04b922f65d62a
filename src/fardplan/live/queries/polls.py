"""Which polls there are, for whom, and what somebody has voted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.live.choices import PollKind, Situation
from fardplan.live.models import Ballot, Poll, PollOption, Stage
from fardplan.live.participant import Participant
from fardplan.live.rules import is_open

MOST_CLOSED = 3  # polls that have closed, on the page of those who take part


@dataclass(frozen=True)
class Vote:
    """What one browser has voted, so that it can be shown to it and corrected."""

    saved_at: datetime
    options: frozenset[int]
    ranks: dict[int, int]
    number: float | None
    words: list[str]


def access_poll(stage: Stage, poll_id: int) -> Poll:
    """A poll that has been opened, with its options, for those who take part. The stage has been found for the viewer.

    Raises NotFound for one that is not of this stage, or that is still only prepared.
    """
    poll = Poll.objects.filter(stage=stage, pk=poll_id, opened_at__isnull=False).first()
    if poll is None:
        raise NotFound(_("Omröstningen finns inte."), what_next=_("Gå till sändningens sida och se vad som pågår."))
    poll.stage = stage
    return poll


def access_poll_at_desk(stage: Stage, poll_id: int) -> Poll:
    """Any poll of this stage. The official has been let in to the day."""
    poll = Poll.objects.filter(stage=stage, pk=poll_id).first()
    if poll is None:
        raise NotFound(_("Omröstningen finns inte."))
    poll.stage = stage
    return poll


def options_of(poll: Poll) -> list[PollOption]:
    """In their order. None of a poll whose answers are no options."""
    without = {PollKind.SCALE, PollKind.NUMBER, PollKind.WORDS}
    return [] if poll.kind in without else list(PollOption.objects.filter(poll=poll).order_by("position", "id"))


def polls_of(stage: Stage) -> QuerySet[Poll]:
    """All, in the order of the producer, with how many have voted (`ballots_count`)."""
    return stage.polls.annotate(ballots_count=Count("ballots")).order_by("position", "id")


def polls_shown(stage: Stage, *, now: datetime | None, most: int = MOST_CLOSED) -> tuple[list[Poll], list[Poll]]:
    """Those open now, in their order, and the last that closed, the latest first; each with its options.

    Without `now` a poll that closes by itself counts as open until somebody has closed it.
    """
    opened = Poll.objects.filter(stage=stage, opened_at__isnull=False).prefetch_related("options")
    polls = list(opened.order_by("position", "id"))
    for poll in polls:
        poll.stage = stage
    if now is None:
        has_ended = stage.situation == Situation.ENDED
        going_on = [poll for poll in polls if poll.closed_at is None and not has_ended]
    else:
        going_on = [poll for poll in polls if is_open(poll, now=now)]
    over = [poll for poll in polls if poll not in going_on]
    over.sort(key=lambda poll: poll.closed_at or poll.closes_at or stage.day.ends_at, reverse=True)
    return going_on, over[:most]


def votes_of(polls: list[Poll], participant: Participant | None) -> dict[int, Vote]:
    """What this browser has voted in these polls, by poll. Nobody can tell any longer once one has closed for good."""
    if participant is None:
        return {}
    voters = {participant.pseudonym("vote", secret=poll.secret): poll.pk for poll in polls if poll.secret}
    ballots = Ballot.objects.filter(poll_id__in=voters.values(), voter__in=voters).prefetch_related("marks__word")
    return {ballot.poll_id: _vote(ballot) for ballot in ballots if voters[ballot.voter] == ballot.poll_id}


def _vote(ballot: Ballot) -> Vote:
    marks = sorted(ballot.marks.all(), key=lambda mark: mark.pk)
    return Vote(
        saved_at=ballot.changed_at,
        options=frozenset(mark.option_id for mark in marks if mark.option_id),
        ranks={mark.option_id: mark.rank for mark in marks if mark.option_id and mark.rank},
        number=next((mark.number for mark in marks if mark.number is not None), None),
        words=[mark.word.word for mark in marks if mark.word],
    )
