"""What the pages show needs somebody to have said it."""

from tests.contributions.conftest import make_contribution, moderator, say
from tests.live.making import live_day, now, producer, rehearsal, running, stage

__all__ = ["live_day", "make_contribution", "moderator", "now", "producer", "rehearsal", "running", "say", "stage"]
