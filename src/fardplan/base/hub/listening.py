"""Hearing what other processes have committed: a task that listens to the engine there is, and comes back by itself."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import connection

from fardplan.base.hub.bus import CHANNEL

logger = logging.getLogger(__name__)

GLANCE = 0.05  # seconds between two looks at SQLite
LONGEST_PAUSE = 5.0  # seconds between two attempts


async def listen(wake: Callable[[str], None]) -> None:
    """Call `wake` with each topic another process tells of, or "" when it only says that something was committed.

    Runs until it is cancelled.
    """
    if settings.LIVE_URL:
        await _again_and_again(_from_redis, wake)
    elif connection.vendor == "postgresql":
        await _again_and_again(_from_postgres, wake)
    else:
        await _again_and_again(_from_sqlite, wake)


async def _again_and_again(heard: Callable[[], AsyncIterator[str]], wake: Callable[[str], None]) -> None:
    pause = 0.1
    while True:
        try:
            async for topic in heard():
                wake(topic)
                pause = 0.1
        except Exception as error:  # whatever the engine's library raises: the hub looks by itself meanwhile
            logger.warning("Live events of other processes are late: %s", error)
        await asyncio.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 (no secret)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _from_postgres() -> AsyncIterator[str]:
    import psycopg

    words = connection.get_connection_params()
    names = {name: words[name] for name in ("host", "port", "dbname", "user", "password") if words.get(name)}
    async with await psycopg.AsyncConnection.connect(**names, autocommit=True) as listening:
        await listening.execute(f"LISTEN {CHANNEL}")
        yield ""  # something may have happened while nobody listened
        async for notice in listening.notifies():
            yield notice.payload


async def _from_sqlite() -> AsyncIterator[str]:
    """SQLite tells a connection that another has committed, and nothing of what (PRAGMA data_version)."""
    with ThreadPoolExecutor(1, thread_name_prefix="live-listening") as thread:
        seen = None
        while True:
            version = await asyncio.get_running_loop().run_in_executor(thread, _data_version)
            if version != seen:
                seen = version
                yield ""
            await asyncio.sleep(GLANCE)


def _data_version() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])


async def _from_redis() -> AsyncIterator[str]:
    from redis.asyncio import Redis

    async with Redis.from_url(settings.LIVE_URL) as engine, engine.pubsub() as listening:
        await listening.subscribe(CHANNEL)
        yield ""
        async for message in listening.listen():
            if message["type"] == "message":
                yield message["data"].decode()
