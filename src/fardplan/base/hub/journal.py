"""What one set of readers is to get: a bounded log of events and the newest value of each state, joined once for all.

A position counts frames and only grows. Readers who have seen equally much share the same joined bytes, so the cost of
a frame to ten thousand readers is one encoding, one join, and ten thousand sends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from fardplan.base.hub.frames import reset_frame

KEPT = 2_000  # events


class Event(NamedTuple):
    """An event that has been committed, encoded once for every journal it stands in."""

    id: int
    topic: str
    frame: bytes


class _Line(NamedTuple):
    position: int
    event_id: int
    frame: bytes


class Journal:
    """Positions begin at 0, where nothing has been seen. `newest_id` is the id of the last event of the whole site."""

    def __init__(self, events: Iterable[Event] = (), *, oldest_id: int = 0, newest_id: int = 0) -> None:
        """`oldest_id`: every later event of our topics is among `events`; an earlier one may be missing."""
        self.position = 0
        self.oldest_id = oldest_id
        self.newest_id = newest_id
        self._lines: deque[_Line] = deque()
        self._states: dict[tuple[str, str], tuple[int, bytes]] = {}
        self._joined: dict[int, bytes] = {}
        self._lost_at = 0
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        self._grow()
        self._lines.append(_Line(self.position, event.id, event.frame))
        self.newest_id = max(self.newest_id, event.id)
        if len(self._lines) > KEPT:
            lost = self._lines.popleft()
            self.oldest_id, self._lost_at = lost.event_id, lost.position

    def put(self, topic: str, name: str, frame: bytes) -> None:
        """The newest value of a state; nothing happens when it is what it was."""
        if (kept := self._states.get((topic, name))) is not None and kept[1] == frame:
            return
        self._grow()
        self._states[topic, name] = (self.position, frame)

    def states(self) -> dict[tuple[str, str], bytes]:
        return {key: frame for key, (_position, frame) in self._states.items()}

    def since(self, position: int) -> bytes:
        """All that has come after `position`: every event in order, then the newest of each state that changed.

        A reader so slow that events have fallen out of the log is told to fetch its page's state anew.
        """
        if (joined := self._joined.get(position)) is None:
            joined = self._joined[position] = self._join(position)
        return joined

    def opening(self, seen_id: int) -> bytes:
        """What somebody gets who has just come and has seen all events up to `seen_id`: what is missing, all states.

        Beyond the log, or when `seen_id` is of a database that is no longer there: a reset instead of the events.
        """
        is_level = self.oldest_id <= seen_id <= self.newest_id
        missed = [line.frame for line in self._lines if line.event_id > seen_id]
        first = missed if is_level else [reset_frame(event_id=self.newest_id)]
        return b"".join([*first, *self.states().values()])

    def _grow(self) -> None:
        self.position += 1
        self._joined.clear()

    def _join(self, position: int) -> bytes:
        events = [line.frame for line in self._lines if line.position > position]
        if position < self._lost_at:
            events = [reset_frame(event_id=self.newest_id)]
        return b"".join([*events, *(frame for when, frame in self._states.values() if when > position)])
