"""Who may do what on a day as it happens, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_edit_content, may_moderate
from fardplan.live.choices import ResultsShown, Situation
from fardplan.live.models import Poll, Stage
from fardplan.people.models import Official

# The page is there before the day begins, so that nobody meets a closed door, and for some time when it runs over.
DOORS_OPEN = timedelta(hours=1)
RUNS_OVER = timedelta(hours=3)
STRETCH = 10  # seconds whose reactions are counted together
# An open page of the desk says so every twenty seconds; one that has been silent for longer than this is closed.
SEAT_LASTS = timedelta(seconds=60)
# A broadcast that was ended by mistake can be taken up again, and a step of the script that was taken by mistake back.
END_CAN_BE_UNDONE = timedelta(minutes=30)
STEP_CAN_BE_UNDONE = timedelta(minutes=2)


def may_produce(official: Official | None, dialogue: Dialogue) -> bool:
    """Lead the broadcast: the script, what the projector shows, messages, polls."""
    return may_edit_content(official, dialogue) or may_moderate(official, dialogue)


def may_keep_questions(official: Official | None, dialogue: Dialogue) -> bool:
    """Read, show, merge, queue and hide questions."""
    return may_moderate(official, dialogue)


def has_begun(stage: Stage) -> bool:
    """The script follows the programme until then; afterwards it is led from the desk."""
    return stage.situation != Situation.BEFORE


def goes_on(stage: Stage, *, now: datetime) -> bool:
    """Whether there is something to take part in: from an hour before the day until somebody has said that the
    broadcast has ended, or the day is over since so long that they must have forgotten to. A rehearsal has no hours."""
    if stage.situation == Situation.ENDED:
        return False
    if stage.is_rehearsal:
        return True
    return stage.day.starts_at - DOORS_OPEN <= now < stage.day.ends_at + RUNS_OVER


def is_over(stage: Stage, *, now: datetime) -> bool:
    """Whether the day has become a record of what happened."""
    has_ended = stage.situation == Situation.ENDED and now >= stage.day.starts_at
    return has_ended or now >= stage.day.ends_at + RUNS_OVER


# The text comes after the speech, and the last of it is typed when the broadcast has ended.
TEXT_LAGS = timedelta(minutes=15)


def takes_captions(stage: Stage, *, now: datetime) -> bool:
    """Whether what an interpreter types is shown and kept. In a rehearsal always: it is where they try."""
    if stage.is_rehearsal or goes_on(stage, now=now):
        return True
    ended_at = stage.situation_since if stage.situation == Situation.ENDED else None
    return ended_at is not None and now < ended_at + TEXT_LAGS


def takes_questions(stage: Stage, *, now: datetime) -> bool:
    return stage.questions_open and goes_on(stage, now=now)


def is_open(poll: Poll, *, now: datetime) -> bool:
    """From the opening until it is closed, the moment it closes by itself, the end of the broadcast, or of the day when
    nobody has said that the broadcast has ended."""
    if poll.opened_at is None or poll.closed_at is not None or poll.stage.situation == Situation.ENDED:
        return False
    if not poll.stage.is_rehearsal and is_over(poll.stage, now=now):
        return False
    return poll.closes_at is None or now < poll.closes_at


def shows_results(poll: Poll, *, has_voted: bool, now: datetime) -> bool:
    """Whether a participant may see the results. The stage shows them when those who lead the day say so."""
    if poll.opened_at is None:
        return False
    if not is_open(poll, now=now):
        return True
    return poll.results_shown == ResultsShown.LIVE or (poll.results_shown == ResultsShown.AFTER_VOTE and has_voted)


def stretch_of(moment: datetime) -> datetime:
    """When the ten seconds began that a moment lies in."""
    return moment.replace(second=moment.second // STRETCH * STRETCH, microsecond=0)
