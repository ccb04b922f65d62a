"""How fast a browser and a network may take part, and when officials are told that much comes from one place.

There are no accounts, so one vote for each person is kept as far as it honestly goes: one for each browser (a unique
constraint), and a pace for each network that a full hall behind one address keeps within and a script does not. Below
that pace nothing is stopped by a machine: a burst is pointed out, and people judge whether it is a school class.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest

from fardplan.base import limits
from fardplan.live.actions.bursts import note_burst
from fardplan.live.models import Stage
from fardplan.live.participant import Participant


class Act(StrEnum):
    """What a participant does; the values are those of Burst.what."""

    ASK = "ask"
    SUPPORT = "support"
    VOTE = "vote"
    REACT = "react"


@dataclass(frozen=True)
class Pace:
    """So often a browser and a network may. From `burst` within a minute, from one network and about one thing,
    officials are told (0: never)."""

    by_browser: str
    by_network: str
    burst: int


PACES = {
    Act.ASK: Pace("6/5minutes", "150/10minutes", 20),
    Act.SUPPORT: Pace("60/minute", "2000/minute", 100),
    Act.VOTE: Pace("30/minute", "1500/minute", 100),
    Act.REACT: Pace("30/minute", "2000/minute", 0),
}
NEW_BROWSERS = "1500/10minutes"  # from one network: a hall where everybody takes out their phone at once
A_MINUTE = 60


def keep(
    act: Act, *, stage: Stage, by: Participant, request: HttpRequest, now: datetime, about: tuple[int, str] = (0, "")
) -> None:
    """Count one act before it is done. `about` is the poll or question, as its id and words.

    Raises TooMany above the pace. Costs no query unless there is a burst to point out.
    """
    pace = PACES[act]
    # The browser first: one that goes too fast takes nothing of what the others behind the same address may do.
    if by.is_new:
        limits.allow("live-new", request=request, rate=NEW_BROWSERS)
    else:
        limits.allow_by(f"live-{act}", key=by.key, rate=pace.by_browser)
    limits.allow(f"live-{act}", request=request, rate=pace.by_network)
    if not pace.burst:
        return
    subject, words = about
    count = limits.count_within(f"live-{act}-{stage.pk}-{subject}", request=request, seconds=A_MINUTE)
    if _is_told(count, pace.burst):
        note_burst(stage, what=act, title=words, network=limits.hashed_network(request), count=count, now=now)


def _is_told(count: int, burst: int) -> bool:
    """At the first burst and each time it has doubled, so that telling costs next to nothing."""
    times, rest = divmod(count, burst)
    return rest == 0 and times > 0 and times & (times - 1) == 0
