"""Who is to know when a question to the stage is shown, hidden or answered at the ordinary desk: the day as it happens.

`live` stands above this app and registers a function here; nothing is done about what came in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from fardplan.contributions.choices import Channel
from fardplan.contributions.models import Contribution

Follower = Callable[[Sequence[int], datetime], None]

_followers: list[Follower] = []


def follow_questions(follower: Follower) -> Follower:
    """Have `follower` called with the ids of contributions, inside the transaction that changed them."""
    _followers.append(follower)
    return follower


def tell(contributions: Sequence[Contribution], *, now: datetime) -> None:
    """Last in an action. The submissions must be read with the contributions."""
    asked = [each.pk for each in contributions if each.submission.channel == Channel.LIVE]
    if asked:
        for follower in _followers:
            follower(asked, now)
