"""What is to be told: a bounded log of events and the newest value of each state, and who is to get which of them.

There is one journal in a process and one channel for each set of topics that somebody follows. A channel keeps next to
nothing itself: what its readers lack is picked out of the journal, and channels that lack the same (ten thousand people
who each follow the day and something of their own) share the same joined bytes. A position counts frames and only
grows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from fardplan.base.hub.frames import reset_frame

if TYPE_CHECKING:
    from fardplan.base.hub.readers import Reader

KEPT = 5_000  # events of the whole site
EVERYBODY = ""  # the topic of what concerns all who follow anything

Message = Mapping[str, Any]  # a piece of an answer's body, as ASGI hands it to the server


def message(chunk: bytes) -> Message:
    return {"type": "http.response.body", "body": chunk, "more_body": True}


class Event(NamedTuple):
    """An event that has been committed, encoded once for everybody."""

    id: int
    topic: str
    frame: bytes


class _Line(NamedTuple):
    position: int
    event: Event


class _State(NamedTuple):
    position: int
    frame: bytes


class Journal:
    """Positions begin at 0, where nothing has been told."""

    def __init__(self) -> None:
        self.position = self._lost_at = 0
        self._channels: dict[frozenset[str], Channel] = {}
        self._followed: dict[str, dict[Channel, None]] = {EVERYBODY: {}}
        self._touched: dict[Channel, None] = {}
        self._states: dict[str, dict[str, _State]] = {}
        self._changed_at: dict[str, int] = {}  # the position of the newest state of each topic
        self.begin(0)

    def begin(self, event_id: int) -> None:
        """All events up to this one have been told long ago; what the log held is forgotten."""
        self.oldest_id = self.newest_id = event_id
        self._lines: deque[_Line] = deque()
        self._joined: dict[tuple[int, ...], Message] = {}

    # --- who follows what --------------------------------------------------------------------------------------------

    def channel(self, topics: frozenset[str]) -> Channel:
        """The channel of those who follow exactly these."""
        if (channel := self._channels.get(topics)) is None:
            channel = self._channels[topics] = Channel(self, topics | {EVERYBODY})
            for topic in channel.topics:
                self._followed.setdefault(topic, {})[channel] = None
        return channel

    def close(self, topics: frozenset[str]) -> None:
        """Nobody follows exactly these any longer. States that nobody follows are forgotten: they would grow old."""
        channel = self._channels.pop(topics)
        self._touched.pop(channel, None)
        for topic in channel.topics:
            followers = self._followed[topic]
            del followers[channel]
            if not followers and topic != EVERYBODY:
                del self._followed[topic]
                self._states.pop(topic, None)
                self._changed_at.pop(topic, None)

    def channels(self) -> list[Channel]:
        return list(self._channels.values())

    def followed(self) -> set[str]:
        return set(self._followed) - {EVERYBODY}

    def touched(self) -> list[Channel]:
        """The channels that something new has come for since this was last asked."""
        touched, self._touched = list(self._touched), {}
        return touched

    # --- what is told ------------------------------------------------------------------------------------------------

    def add(self, event: Event) -> None:
        self._grow(event.topic)
        self._lines.append(_Line(self.position, event))
        self.newest_id = event.id
        if len(self._lines) > KEPT:
            lost = self._lines.popleft()
            self.oldest_id, self._lost_at = lost.event.id, lost.position
            for channel in self._followed.get(lost.event.topic, ()):
                channel.lost_at = lost.position

    def put(self, topic: str, name: str, frame: bytes) -> None:
        """The newest value of a state; nothing happens when it is what it was, or when nobody follows any longer."""
        if topic not in self._followed:
            return
        states = self._states.setdefault(topic, {})
        if (kept := states.get(name)) is not None and kept.frame == frame:
            return
        self._grow(topic)
        states[name] = _State(self.position, frame)
        self._changed_at[topic] = self.position

    def has_counted(self, topic: str) -> bool:
        return topic in self._states

    def states(self, topics: Iterable[str], *, after: int = 0) -> list[_State]:
        """The states of these topics that have changed after a position, those that changed first come first."""
        changed = [topic for topic in topics if self._changed_at.get(topic, 0) > after]
        found = [state for topic in changed for state in self._states[topic].values() if state.position > after]
        return sorted(found, key=lambda state: state.position)

    def since(self, position: int, topics: frozenset[str], *, has_lost: bool) -> Message:
        """All of these topics after `position`: every event in order, then the newest of each state that changed.

        A reader so slow that events have fallen out of the log (`has_lost`) is told to fetch its page's state anew. Who
        lacks the same gets the same object.
        """
        lines = [] if has_lost else self._after(position, topics)
        states = self.states(topics, after=position)
        key = (-1 if has_lost else 0, *(each.position for each in lines), 0, *(each.position for each in states))
        if (joined := self._joined.get(key)) is None:
            first = [reset_frame(event_id=self.newest_id)] if has_lost else [line.event.frame for line in lines]
            joined = self._joined[key] = message(b"".join([*first, *(state.frame for state in states)]))
        return joined

    def news_after(self, position: int) -> list[tuple[str, bytes]] | None:
        """Each frame after `position` that somebody follows, with its topic; None when some have left the log."""
        if position < self._lost_at:
            return None
        lines = [(line.event.topic, line.event.frame) for line in self._after(position, self._followed)]
        states = [
            (topic, state.frame) for topic in self._followed for state in self.states([topic], after=position)
        ]  # fmt: skip
        return lines + states

    def opening(self, seen_id: int, topics: frozenset[str]) -> bytes:
        """What somebody gets who has just come and has seen all events up to `seen_id`: what is missing, all states.

        Beyond the log, or when `seen_id` is of a database that is no longer there: a reset instead of the events.
        """
        first = [reset_frame(event_id=self.newest_id)]
        if self.oldest_id <= seen_id <= self.newest_id:
            first = []
            for line in reversed(self._lines):
                if line.event.id <= seen_id:
                    break
                if line.event.topic in topics:
                    first.append(line.event.frame)
            first.reverse()
        return b"".join([*first, *(state.frame for state in self.states(topics))])

    def _after(self, position: int, topics: Container[str]) -> list[_Line]:
        found = []
        for line in reversed(self._lines):
            if line.position <= position:
                break
            if line.event.topic in topics:
                found.append(line)
        return found[::-1]

    def _grow(self, topic: str) -> None:
        self.position += 1
        self._joined.clear()
        for channel in self._followed.get(topic, ()):
            channel.grow()
            self._touched[channel] = None


class Channel:
    """Everybody who follows exactly the same. `position` is that of the last frame that concerned them."""

    __slots__ = ("_joined", "journal", "lost_at", "position", "readers", "topics")

    def __init__(self, journal: Journal, topics: frozenset[str]) -> None:
        self.journal = journal
        self.topics = topics
        self.position = journal.position
        self.lost_at = 0
        self.readers: dict[Reader, None] = {}
        self._joined: dict[int, Message] = {}

    def grow(self) -> None:
        self.position = self.journal.position
        if self._joined:
            self._joined = {}

    def since(self, position: int) -> Message:
        """What a reader who is at `position` lacks."""
        if (joined := self._joined.get(position)) is None:
            joined = self.journal.since(position, self.topics, has_lost=position < self.lost_at)
            self._joined[position] = joined
        return joined

    def opening(self, seen_id: int) -> bytes:
        return self.journal.opening(seen_id, self.topics)
