"""A push proxy holds the streams: nginx with nchan, for more viewers than one process of ours should hold.

The process that answers `/live/` still checks the tickets. It then hands the connection to nginx (X-Accel-Redirect)
with the channels to follow: one for each topic, one for everybody, and one that only this viewer has. What the viewer
lacks is sent to that one when nginx says that the viewer is there: nothing is missed between the two, and what happens
in that tenth of a second may come twice, with the same id. All is sent from here, one thing after the other; therefore
exactly one process answers `/live/`.

nchan keeps nothing for anybody. When something could not be handed over, and when this process begins, the viewers'
connections are ended and they come back with the last id they saw.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode, urlsplit

from fardplan.base.hub.frames import HEARTBEAT
from fardplan.base.hub.journal import EVERYBODY, Journal

logger = logging.getLogger(__name__)
Words = TypeVar("Words")
Answer = TypeVar("Answer")

ALL = "alla"  # the channel of everybody; no topic is called so, they all have a hyphen
INSIDE = "/live-ut/"  # where nginx holds the streams; nobody comes there but by us
GLANCE = 0.1  # seconds between two looks for those who are about to come
PATIENCE = 5.0  # seconds for nginx to answer
NEVER_CAME = 20.0  # seconds until somebody who was let in and is not there is forgotten
ROUND = 10.0  # seconds between two looks at how many follow each topic


class _Newcomer(NamedTuple):
    channel: str
    topics: frozenset[str]
    seen_id: int
    welcome: bytes
    until: float


class Pusher:
    """Works on the hub's loop; what is sent goes through one thread, so that it arrives in order."""

    def __init__(self, url: str, journal: Journal) -> None:
        self.journal = journal
        self.present: dict[str, int] = {}
        self._nchan = _Nchan(url)
        self._newcomers: list[_Newcomer] = []
        self._followed_at: dict[str, float] = {}
        self._position = 0
        self._is_level = False
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live-pushing")

    def let_in(self, topics: frozenset[str], *, seen_id: int, welcome: bytes) -> str:
        """Where nginx is to take somebody who may follow these and has seen everything up to `seen_id`."""
        now = time.monotonic()
        if not self._followed_at:
            self._position = self.journal.position  # nobody was there to be told what is older
        for topic in topics:
            self.journal.channel(frozenset({topic}))
            self._followed_at[topic] = now
        own = f"en-{secrets.token_hex(8)}"
        self._newcomers.append(_Newcomer(own, topics | {EVERYBODY}, seen_id, welcome, now + NEVER_CAME))
        return INSIDE + ",".join([*sorted(topics), ALL, own])

    async def tell(self) -> None:
        """Hand on what is new."""
        async with self._turn:
            await self._hand_on([])

    def send_away(self) -> None:
        """Everybody is to come back: the series has begun anew."""
        self._is_level = False

    async def greet(self) -> None:
        """For as long as the process lives: give those who have come what they lack."""
        while True:
            await asyncio.sleep(GLANCE)
            if not self._newcomers and self._is_level:
                continue
            async with self._turn:
                there = await self._in_thread(self._nchan.there, [each.channel for each in self._newcomers])
                come = [each for each in self._newcomers if each.channel in there]
                await self._hand_on(come)
                now = time.monotonic()
                self._newcomers = [each for each in self._newcomers if each not in come and now < each.until]

    async def look_round(self, beat: float) -> None:
        """For as long as the process lives: signs of life, and which topics are followed by how many."""
        beaten = 0.0
        while True:
            await asyncio.sleep(ROUND)
            topics = list(self._followed_at)
            counted = await self._in_thread(self._nchan.count, topics)
            self.present = {topic: number for topic, number in counted.items() if number}
            old = time.monotonic() - 2 * NEVER_CAME
            for topic in topics:
                if not counted.get(topic, 1) and self._followed_at[topic] < old:
                    del self._followed_at[topic]
                    self.journal.close(frozenset({topic}))
            if time.monotonic() - beaten >= beat:
                beaten = time.monotonic()
                await self._in_thread(self._nchan.send, [(ALL, HEARTBEAT)])

    async def _hand_on(self, come: list[_Newcomer]) -> None:
        """What is new to those who were there, then what those who have come lack. Whoever calls has its turn."""
        news = self.journal.news_after(self._position)
        self._position = self.journal.position
        if news is None or not self._is_level:
            self._is_level = await self._in_thread(self._nchan.end, ALL)
            return
        pieces = [(topic or ALL, frame) for topic, frame in news]
        pieces += [(each.channel, each.welcome + self.journal.opening(each.seen_id, each.topics)) for each in come]
        if pieces:
            self._is_level = await self._in_thread(self._nchan.send, pieces)

    async def _in_thread(self, work: Callable[[Words], Answer], words: Words) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, words)

    def stop(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)


class _Nchan:
    """nchan's publisher location, over one connection that is kept. In one thread only."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._path = parts.path or "/"
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=PATIENCE)
        self._is_quiet = False

    def send(self, pieces: list[tuple[str, bytes]]) -> bool:
        """Each piece to its channel, in order; whether all went."""
        return all(self._ask("POST", channel, body) is not None for channel, body in pieces)

    def end(self, channel: str) -> bool:
        """End the streams of all who follow a channel; whether that was heard."""
        return self._ask("DELETE", channel) is not None

    def there(self, channels: list[str]) -> set[str]:
        """Those of the channels that somebody follows."""
        return {channel for channel, number in self.count(channels).items() if number}

    def count(self, channels: list[str]) -> dict[str, int]:
        """How many follow each; a channel that could not be asked about is not in it."""
        said = {channel: self._ask("GET", channel) for channel in channels}
        return {channel: int(each.get("subscribers", 0)) for channel, each in said.items() if each is not None}

    def _ask(self, method: str, channel: str, body: bytes | None = None) -> dict[str, int] | None:
        """What nchan says of the channel; None when it does not answer."""
        path = f"{self._path}?{urlencode({'id': channel})}"
        try:
            self._connection.request(method, path, body, {"Accept": "text/json"})
            answer = self._connection.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            if not self._is_quiet:
                logger.warning("The push proxy does not answer, those who follow wait for it: %s", error)
            self._is_quiet = True
            return None
        self._is_quiet = False
        found: dict[str, int] = json.loads(said) if said.startswith(b"{") else {}
        return found
