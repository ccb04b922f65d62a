"""The hub of one process: reads the series, counts what is to be counted, and tells everybody who follows."""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, close_old_connections

from fardplan.base import clock, hub
from fardplan.base.body_limit import Send
from fardplan.base.hub import attendance, bus, topics
from fardplan.base.hub.frames import TROUBLE, encoded, state_frame, trouble_frame
from fardplan.base.hub.journal import EVERYBODY, KEPT, Journal, message
from fardplan.base.hub.listening import listen
from fardplan.base.hub.push import Pusher
from fardplan.base.hub.readers import A_FEW, Reader, sweep

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

PAUSE = 0.05  # seconds between two sweeps: what happens meanwhile goes out together
TICK = 0.25  # seconds between two counts of the same states
LOOK = 1.0  # seconds until the hub looks by itself, though no bus has woken it
RECOUNT = 5.0  # seconds until it counts by itself
BEATS = 25  # seconds between two signs of life to the same reader
AT_ONCE = 500  # events read at once
A_MOMENT = 2.0  # seconds to say goodbye to the database in


class NotYet(Exception):
    """Nobody can be told what they lack: the database does not answer, or the process ends. They are to come back."""


class Hub:
    """Lives on one event loop. `follow` serves one reader; `woken` may be called from any thread."""

    def __init__(self, *, push_url: str = "") -> None:
        """`push_url`: where a push proxy takes what is to be told, when it holds the streams (`push`)."""
        self.size = 0  # how many follow anything at all, in this process
        self._journal = Journal()
        self._to_count: set[str] = set()
        self._counted_at = self._recounted_at = 0.0
        self._has_begun = self._is_late = self._is_closing = self._is_uncertain = False
        self._looking: asyncio.Task[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._teller = attendance.Teller(secrets.token_hex(8))
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="live-writing")
        self.pusher = Pusher(push_url, self._journal) if push_url else None

    async def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._woken, self._news = asyncio.Event(), asyncio.Event()
        bus.join(self.woken)
        works: list[Coroutine[None, None, None]] = [
            self._read(),
            self._tell(),
            self._beat(),
            self._say_presence(),
            listen(self.woken),
        ]
        if self.pusher:
            works += [self.pusher.greet(), self.pusher.look_round(BEATS)]
        self._tasks = [asyncio.create_task(work) for work in works]

    async def stop(self) -> None:
        bus.part(self.woken)
        self.send_away()
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks, timeout=A_MOMENT)
        with suppress(TimeoutError):
            async with asyncio.timeout(A_MOMENT):
                await self._write_presence({})
        for thread in (self._thread, self._writing):
            thread.shutdown(wait=False, cancel_futures=True)
        if self.pusher:
            self.pusher.stop()

    def send_away(self) -> None:
        """End every stream for good; the readers come back by themselves, each at its own time (`retry`)."""
        self._is_closing = True
        for reader in self._readers():
            reader.leave()

    def has_room(self, *, most: int) -> bool:
        return not self._is_closing and self.size < most

    async def follow(self, followed: frozenset[str], *, seen_id: int, send: Send) -> Reader:
        """Begin to serve a reader who has seen everything up to `seen_id`: it gets what it lacks and all states.

        Raises NotYet when the database has not answered since we began, and when we are about to end.
        """
        await self.be_level(followed, seen_id=seen_id)
        channel = self._journal.channel(followed)
        reader = Reader(channel, send)
        channel.readers[reader] = None
        self.size += 1
        if opening := channel.opening(seen_id):
            reader.hand(message(opening))
        return reader

    async def be_level(self, followed: frozenset[str], *, seen_id: int) -> None:
        """Have everything up to `seen_id` in the journal, and these topics counted. Raises NotYet, as `follow` does."""
        for _ in range(2):  # a look that had begun before may have been too early; one that begins now is not
            if self._has_begun and seen_id <= self._journal.newest_id:
                break
            await self._look_once_for_all()
        if not self._has_begun or self._is_closing:
            raise NotYet
        if uncounted := [topic for topic in followed if not self._journal.has_counted(topic)]:
            self._to_count.update(filter(topics.states_of, uncounted))
            self._woken.set()

    def unfollow(self, reader: Reader, followed: frozenset[str]) -> None:
        reader.leave()
        if reader.channel.readers.pop(reader, reader) is None:
            self.size -= 1
            if not reader.channel.readers:
                self._journal.close(followed)

    def woken(self, topic: str) -> None:
        """Something was committed: about a topic, or "" when there may be new events. From any thread."""
        try:
            self._loop.call_soon_threadsafe(self._note, topic)
        except RuntimeError:
            logger.info("The loop has ended; nobody follows here any longer.")

    def _note(self, topic: str) -> None:
        if topic:
            self._to_count.add(topic)
        else:
            self._is_uncertain = True
        self._woken.set()

    # --- reading the series and counting -----------------------------------------------------------------------------

    async def _read(self) -> None:
        while True:
            await _set_or_after(self._woken, LOOK)
            self._woken.clear()
            await self._try(self._look())
            await asyncio.sleep(PAUSE)

    async def _look(self) -> None:
        await self._catch_up()
        now = self._loop.time()
        if now - self._recounted_at >= (LOOK if self._is_uncertain else RECOUNT):
            self._recounted_at, self._is_uncertain = now, False
            self._to_count |= self._journal.followed()
            if await self._in_thread(hub.newest_id) < self._journal.newest_id:
                self._begin_anew()
        if self._to_count and now - self._counted_at >= TICK:
            self._counted_at = now
            await self._count()
        if self._to_count:
            self._loop.call_later(TICK, self._woken.set)

    async def _try(self, work: Awaitable[None]) -> None:
        """What the database does not give now it gives later; the readers are told that what they see may be late."""
        try:
            await work
        except (DatabaseError, InterfaceError) as error:
            if not self._is_late:
                logger.warning("Live events wait for the database: %s", error)
            self._say_late(is_late=True)
        except Exception:  # whatever it is, the next look may fare better; without looks nobody is told anything
            logger.exception("Live events could not be read")
            self._say_late(is_late=True)
        else:
            self._say_late(is_late=False)

    async def _look_once_for_all(self) -> None:
        """For those who come at the same time, as after a restart: the first of them looks, the others wait for it."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._try(self._catch_up()))
        await asyncio.shield(self._looking)

    async def _catch_up(self) -> None:
        if not self._has_begun:
            newest = await self._in_thread(hub.newest_id)
            if not self._has_begun:  # nobody else has meanwhile
                self._journal.begin(max(0, newest - KEPT))
                self._has_begun = True
        while True:
            events = await self._in_thread(partial(hub.events_after, self._journal.newest_id, most=AT_ONCE))
            for event in events:
                if event.id > self._journal.newest_id:  # two looks at the same time may both have read it
                    self._journal.add(event)
                    self._news.set()
            if len(events) < AT_ONCE:
                return

    def _begin_anew(self) -> None:
        """The series has gone back, as when a backup was restored: whoever follows comes again and begins anew."""
        self._has_begun = False
        for reader in self._readers():
            reader.leave()
        if self.pusher:
            self.pusher.send_away()

    async def _count(self) -> None:
        wanted = self._to_count & self._journal.followed()
        self._to_count = set()
        try:
            counted = await self._in_thread(partial(_counted, wanted))
        except (DatabaseError, InterfaceError):
            self._to_count |= wanted
            raise
        for topic, name, frame in counted:
            self._journal.put(topic, name, frame)
        self._news.set()

    async def _in_thread(self, work: Callable[[], Answer]) -> Answer:
        """All reading goes through one thread with one connection, so that nobody's pages wait for it."""
        return await self._loop.run_in_executor(self._thread, _afresh, work)

    # --- telling the readers -----------------------------------------------------------------------------------------

    async def _tell(self) -> None:
        while True:
            await self._news.wait()
            self._news.clear()
            await sweep([reader for channel in self._journal.touched() for reader in channel.readers])
            if self.pusher:
                await self.pusher.tell()
            await asyncio.sleep(PAUSE)

    async def _beat(self) -> None:
        beat = 0
        while True:
            await asyncio.sleep(1)
            beat = (beat + 1) % BEATS
            for number, reader in enumerate(self._readers()[beat::BEATS], start=1):
                reader.keep_alive()
                if number % A_FEW == 0:
                    await asyncio.sleep(0)

    async def _say_presence(self) -> None:
        while True:
            await asyncio.sleep(attendance.EVERY * random.uniform(0.8, 1.2))  # noqa: S311 (no secret)
            await self._write_presence(self._present())

    def _present(self) -> Counter[str]:
        present: Counter[str] = Counter()
        for channel in self._journal.channels():
            for topic in filter(attendance.is_counted, channel.topics):
                present[topic] += len(channel.readers)
        if self.pusher:
            present.update({topic: n for topic, n in self.pusher.present.items() if attendance.is_counted(topic)})
        return +present

    async def _write_presence(self, counts: Mapping[str, int]) -> None:
        """In a thread of its own: a write may have to wait for its turn, and the news must not wait for it."""
        work = partial(self._teller.tell, counts, now=clock.now())
        try:
            await self._loop.run_in_executor(self._writing, _afresh, work)
        except (DatabaseError, InterfaceError) as error:
            logger.info("How many follow could not be told: %s", error)

    def _say_late(self, *, is_late: bool) -> None:
        if is_late != self._is_late:
            self._is_late = is_late
            self._journal.put(EVERYBODY, TROUBLE, trouble_frame(is_late=is_late))
            self._news.set()

    def _readers(self) -> list[Reader]:
        return [reader for channel in self._journal.channels() for reader in channel.readers]


def pause_before_coming_back() -> int:
    """Milliseconds, another for each reader: after a restart ten thousand come back spread out and not at once."""
    return random.randint(3_000, 12_000)  # noqa: S311 (no secret)


def _counted(wanted: Iterable[str]) -> list[tuple[str, str, bytes]]:
    """The states of these topics. One that cannot be counted stays as it was, and the others are counted."""
    found = []
    for topic in wanted:
        for name, value in topics.states_of(topic).items():
            try:
                data = encoded(value(topics.subject_of(topic)))
            except (DatabaseError, InterfaceError):
                raise
            except Exception:
                logger.exception("The state %s of %s could not be counted", name, topic)
            else:
                found.append((topic, name, state_frame(topic=topic, name=name, data=data)))
    return found


def _afresh(work: Callable[[], Answer]) -> Answer:
    close_old_connections()
    return work()


async def _set_or_after(event: asyncio.Event, seconds: float) -> None:
    """Not `asyncio.wait_for`: that loses a cancellation that comes together with the event, and the hub never ends."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
