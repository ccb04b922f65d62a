"""What can be followed: topics by name, what is told and computed about each, and the signed words a page follows with.

Events and states are registered, each for a kind of topic ("poll" of "poll-17"), so that the documentation of the
stream can be compared with them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core import signing

State = Callable[[str], Mapping[str, Any]]

SALT = "fardplan.live"
VALID = 24 * 60 * 60  # seconds: a page that has been open for longer is loaded again
MOST = 32  # topics in one stream

_states: dict[str, dict[str, State]] = {}
_events: dict[str, set[str]] = {}


def state(kind: str, name: str) -> Callable[[State], State]:
    """Register what is counted for every topic of a kind ("poll" of "poll-17"): a function from the rest to its value.

    It is run in a thread, at most once a tick and only while somebody follows the topic.
    """

    def keep(function: State) -> State:
        _states.setdefault(kind, {})[name] = function
        return function

    return keep


def event(kind: str, name: str) -> str:
    """Register what may be announced about every topic of a kind; returns the name, for `announce`."""
    _events.setdefault(kind, set()).add(name)
    return name


def is_registered(topic: str, name: str) -> bool:
    return name in _events.get(kind_of(topic), set())


def registered() -> set[tuple[str, str, str]]:
    """All that a stream may carry, the hub's own words apart: ("poll", "tally", "state")."""
    events = {(kind, name, "event") for kind, names in _events.items() for name in names}
    return events | {(kind, name, "state") for kind, names in _states.items() for name in names}


def states_of(topic: str) -> Mapping[str, State]:
    return _states.get(kind_of(topic), {})


def kind_of(topic: str) -> str:
    """The first word: "poll" of "poll-17"."""
    return topic.partition("-")[0]


def subject_of(topic: str) -> str:
    """17 of "poll-17"."""
    return topic.partition("-")[2]


def ticket(topics: Sequence[str]) -> str:
    """Lets whoever has the page follow these topics. The page has asked whether they may."""
    return signing.dumps(list(topics), salt=SALT)


def admitted(tickets: Sequence[str]) -> frozenset[str] | None:
    """The topics of all the tickets together; None when one of them is not ours, is too old, or they are too many."""
    topics: set[str] = set()
    for each in tickets[: MOST + 1]:
        try:
            topics.update(signing.loads(each, salt=SALT, max_age=VALID))
        except signing.BadSignature:
            return None
    return frozenset(topics) if 0 < len(topics) <= MOST else None
