"""The connections: one sweep hands each reader what it has not seen, and a slow reader waits for itself alone.

There is no task per reader that sleeps on a queue. The connection's own task sleeps until the browser leaves; the sweep
drives `send` directly, which for a connection that keeps up returns without ever waiting. A `send` that would wait is
carried on in a task of its own; the reader is passed over until that is done and then gets the newest in one piece, so
nobody's slowness costs memory or holds anybody else up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from typing import Any, cast

from fardplan.base.body_limit import Send
from fardplan.base.hub.frames import HEARTBEAT
from fardplan.base.hub.journal import Channel, Message, message

SIGN_OF_LIFE = message(HEARTBEAT)
A_FEW = 50  # sends between two looks at everything else this process has to do


class Reader:
    """One connection that is open."""

    __slots__ = ("_own_task", "_rest", "_send", "channel", "is_gone", "position")

    def __init__(self, channel: Channel, send: Send) -> None:
        """Made in the connection's own task, which is cancelled when the reader is to leave."""
        self.channel = channel
        self.position = channel.position
        self.is_gone = False
        self._own_task = asyncio.current_task()
        self._send = send
        self._rest: asyncio.Task[None] | None = None

    @property
    def is_slow(self) -> bool:
        return self._rest is not None

    def catch_up(self) -> None:
        """Hand over what has come and this reader has not got."""
        channel = self.channel
        if self._rest is None and not self.is_gone and (seen := self.position) != channel.position:
            self.position = channel.position
            self.hand(channel.since(seen))

    def hand(self, message: Message) -> None:
        """Send without waiting: run the coroutine until it is done, and what would wait goes on by itself."""
        sending = cast("Coroutine[Any, Any, None]", self._send(message))
        try:
            waits_for = sending.send(None)
        except StopIteration:
            return
        except (OSError, RuntimeError):  # it is broken, or the server has ended it already
            self.leave()
            return
        self._rest = asyncio.create_task(self._slowly(_Rest(sending, waits_for)))

    def keep_alive(self) -> None:
        if self._rest is None and not self.is_gone:
            self.hand(SIGN_OF_LIFE)

    def leave(self) -> None:
        """Nothing more is sent, and the connection's own task is told to end."""
        if self.is_gone:
            return
        self.is_gone = True
        if self._rest is not None and self._rest is not asyncio.current_task():
            self._rest.cancel()
        if self._own_task is not None and self._own_task is not asyncio.current_task():
            self._own_task.cancel()

    async def _slowly(self, rest: _Rest) -> None:
        try:
            await rest
            while self.position != self.channel.position and not self.is_gone:
                seen, self.position = self.position, self.channel.position
                await self._send(self.channel.since(seen))
        except (OSError, RuntimeError):
            self.leave()
        finally:
            self._rest = None


async def sweep(readers: list[Reader]) -> None:
    """Hand every reader what it lacks, looking up now and then so that ordinary pages stay quick."""
    for number, reader in enumerate(readers, start=1):
        reader.catch_up()
        if number % A_FEW == 0:
            await asyncio.sleep(0)


class _Rest:
    """The rest of a coroutine that was begun outside a task: the event loop gets what it waits for, then it goes on."""

    def __init__(self, coroutine: Coroutine[Any, Any, None], waits_for: Any) -> None:
        self.coroutine = coroutine
        self.waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        waits_for = self.waits_for
        try:
            while True:
                try:
                    got = yield waits_for
                except BaseException as error:  # the task is cancelled, or what was waited for failed
                    waits_for = self.coroutine.throw(error)
                else:
                    waits_for = self.coroutine.send(got)
        except StopIteration:
            return
        finally:
            self.coroutine.close()
