"""Keeping the server to one core: its threads take turns anyway, and a turn handed over to another core costs more.

Python runs one thread at a time. When the threads of a process are spread over cores, each turn that is handed over
wakes another core and finds its caches cold. Kept to one core a vote costs a fifth less, and the slowest votes take a
fifth of the time (measured; see docs/decisions/0029). What is heavy goes on any core: jobs, and programs we start.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

_all: frozenset[int] = frozenset()  # the cores this process may use; empty while it is kept to none
_mark: socket.socket | None = None  # holds our core until the process ends


def keep_to_one() -> int | None:
    """Keep this thread, and those it starts from now on, to a core that no other server of ours on this machine has.

    Returns the core; None where there is only one, where others have them all, or where the system cannot do it.
    """
    global _all, _mark
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set()
    for core in sorted(cores) if len(cores) > 1 else ():
        mark = socket.socket(socket.AF_UNIX)
        try:
            mark.bind(f"\0fardplan-core-{core}")  # a name in memory, given back when the process ends however it ends
        except OSError:
            mark.close()
            continue
        os.sched_setaffinity(0, {core})
        _all, _mark = frozenset(cores), mark
        return core
    return None


def use_all() -> None:
    """From here on this thread, and what it starts, may use any core."""
    if _all:
        os.sched_setaffinity(0, _all)


@contextmanager
def all_of_them() -> Iterator[None]:
    """For a while: a program started meanwhile keeps its freedom."""
    if not _all:
        yield
        return
    before = os.sched_getaffinity(0)
    use_all()
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
