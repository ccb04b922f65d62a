"""The names of what can be followed (`base.hub`)."""

from __future__ import annotations

from fardplan.live.models import Poll, Stage


def stage_topic(stage: Stage) -> str:
    """What goes on, for everybody."""
    return f"stage-{stage.pk}"


def captions_topic(stage: Stage) -> str:
    return f"captions-{stage.pk}"


def desk_topic(stage: Stage) -> str:
    """For those who lead the day."""
    return f"desk-{stage.pk}"


def poll_topic(poll: Poll) -> str:
    """The tally: only for those who may see it now."""
    return f"poll-{poll.pk}"


def results_topic(stage_id: int) -> str:
    """The tallies everybody may see: of polls that show them all the time, and of those that have closed."""
    return f"results-{stage_id}"


def asker_topic(asker: str) -> str:
    """For one who asked: `asker` is their pseudonym."""
    return f"asker-{asker}"


def typing_topic(stage: Stage) -> str:
    """For the interpreters who type: who is there, and whose turn it is."""
    return f"typing-{stage.pk}"
