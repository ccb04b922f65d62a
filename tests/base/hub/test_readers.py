"""One slow reader holds nobody up, costs one piece at a time, and gets the newest when it is ready again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from fardplan.base.hub.frames import encoded, event_frame, state_frame
from fardplan.base.hub.journal import Event, Journal
from fardplan.base.hub.readers import Reader, sweep

DAY = frozenset({"day-1", "poll-1"})


class Line:
    """A connection to write to: it takes everything at once until it is blocked."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.free = asyncio.Event()
        self.free.set()

    async def send(self, message: Mapping[str, Any]) -> None:
        await self.free.wait()
        self.got.append(message["body"])


def event(number: int) -> Event:
    return Event(number, "day-1", event_frame(event_id=number, topic="day-1", name="happened", data="{}"))


def tally(votes: int) -> bytes:
    return state_frame(topic="poll-1", name="tally", data=encoded({"votes": votes}))


def test_all_get_what_is_new_and_the_slow_one_gets_the_rest_in_one_piece() -> None:
    async def story() -> tuple[list[bytes], list[bytes], bool]:
        kept, quick, slow = Journal(), Line(), Line()
        readers = [Reader(kept.channel(DAY), each.send) for each in (slow, quick)]
        slow.free.clear()
        for number in range(1, 4):
            kept.add(event(number))
            kept.put("poll-1", "tally", tally(number))
            await sweep(readers)
        was_slow = readers[0].is_slow
        slow.free.set()
        await asyncio.sleep(0.01)
        return quick.got, slow.got, was_slow and not readers[0].is_slow

    quick, slow, recovered = asyncio.run(story())
    assert quick == [event(number).frame + tally(number) for number in (1, 2, 3)]
    assert slow == [event(1).frame + tally(1), event(2).frame + event(3).frame + tally(3)]
    assert recovered


def test_a_reader_that_leaves_while_it_is_slow_gets_nothing_more() -> None:
    async def story() -> list[bytes]:
        kept, line = Journal(), Line()
        line.free.clear()

        async def connection() -> None:
            reader = Reader(kept.channel(DAY), line.send)
            kept.add(event(1))
            reader.catch_up()
            asyncio.get_running_loop().call_later(0.01, reader.leave)
            await asyncio.Event().wait()

        serving = asyncio.create_task(connection())
        await asyncio.wait([serving])
        line.free.set()
        await asyncio.sleep(0.01)
        return line.got

    assert asyncio.run(story()) == []


def test_a_broken_connection_ends_its_own_reader_only() -> None:
    async def story() -> tuple[bool, list[bytes]]:
        kept, line, found = Journal(), Line(), []

        async def broken(message: Mapping[str, Any]) -> None:
            raise ConnectionResetError

        async def connection() -> None:
            found.append(Reader(kept.channel(DAY), broken))
            await asyncio.Event().wait()

        serving = asyncio.create_task(connection())
        await asyncio.sleep(0)
        whole = Reader(kept.channel(DAY), line.send)
        kept.add(event(1))
        await sweep([found[0], whole])
        await asyncio.wait([serving])
        return found[0].is_gone, line.got

    assert asyncio.run(story()) == (True, [event(1).frame])
