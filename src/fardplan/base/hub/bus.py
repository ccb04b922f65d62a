"""How a commit wakes the hubs: directly in this process, and over PostgreSQL or Redis in the others.

A bus carries the name of a topic and nothing else. What happened is read from the database, so a message that is lost
costs a moment and never an event: every hub also looks by itself now and then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

CHANNEL = "fardplan_live"
PATIENCE = 0.3  # seconds a page waits for Redis before it goes on without

_hubs: list[Callable[[str], None]] = []


def join(wake: Callable[[str], None]) -> None:
    """Have `wake` called, from any thread, with each topic that something was committed about."""
    _hubs.append(wake)


def part(wake: Callable[[str], None]) -> None:
    _hubs.remove(wake)


def wake_after_commit(topic: str) -> None:
    """Raises TransactionManagementError outside a transaction: news must not run ahead of what it tells of."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("A live event is told inside the transaction that makes it true.")
    if connection.vendor == "postgresql" and not settings.LIVE_URL:
        with connection.cursor() as cursor:  # PostgreSQL itself holds it back until the commit
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, topic])
    transaction.on_commit(partial(_wake, topic), robust=True)


def _wake(topic: str) -> None:
    for wake in list(_hubs):
        wake(topic)
    if settings.LIVE_URL:
        _publish(topic)


def _publish(topic: str) -> None:
    from redis.exceptions import RedisError

    try:
        _redis().publish(CHANNEL, topic)
    except RedisError as error:
        logger.warning("The other processes could not be woken, they will look by themselves: %s", error)


@cache
def _redis() -> Redis:
    from redis import Redis

    return Redis.from_url(settings.LIVE_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
