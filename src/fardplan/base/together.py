"""Work that many ask for at the same moment, done for all of them in one.

A hundred votes a second, each in a transaction of its own, wait for each other's commits. Here whoever comes first
leads: takes what all have brought, does it in one, and hands the lead to whoever has come since. When only one comes,
one is done, at once; while many come, each waits a moment for the others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from django.db import DataError, IntegrityError

A_MOMENT = 0.03  # seconds to wait for others
BUSY = 0.1  # seconds since the last were done: others will come

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Brought(Generic[Item, Result]):
    """`turn` is set when it is done, and when it is to lead."""

    item: Item
    result: Result | Exception | None = None
    is_done: bool = False
    turn: Event = field(default_factory=Event)


class Together(Generic[Item, Result]):
    """Call it with what is to be done; it answers, or raises, what `work` has for it.

    `work` gets one or several at a time and has a result, or what to raise, for each in the same order. It does all or
    nothing (a transaction): when what one of several brought breaks a rule of the database, they are done again one by
    one. A database that does not answer is asked no more times than it has to be: then all are told.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result | Exception]], *, most: int) -> None:
        self._work = work
        self._most = most
        self._lock = Lock()
        self._waiting: list[_Brought[Item, Result]] = []
        self._is_led = False
        self._done_at = 0.0

    def __call__(self, item: Item) -> Result:
        mine: _Brought[Item, Result] = _Brought(item)
        with self._lock:
            self._waiting.append(mine)
            follows, self._is_led = self._is_led, True
        if follows:
            mine.turn.wait()
        if not mine.is_done:
            self._lead()
        if isinstance(mine.result, Exception):
            raise mine.result
        return mine.result  # type: ignore[return-value] # done, and not refused

    def _lead(self) -> None:
        """Do the first that wait, the leader's own among them."""
        if time.monotonic() - self._done_at < BUSY:
            time.sleep(A_MOMENT)
        with self._lock:
            these, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            self._do(these)
        finally:
            self._done_at = time.monotonic()
            for each in these:
                each.is_done = True
            with self._lock:
                self._is_led = bool(self._waiting)
                heirs = self._waiting[:1]
            for each in these + heirs:
                each.turn.set()

    def _do(self, these: Sequence[_Brought[Item, Result]]) -> None:
        try:
            results = self._work([each.item for each in these])
        except Exception as problem:
            if len(these) > 1 and isinstance(problem, IntegrityError | DataError):
                for each in these:
                    self._do([each])
                return
            results = [problem] * len(these)
        for each, result in zip(these, results, strict=True):
            each.result = result
