"""Work that many ask for at the same moment, done for all of them by the one whose turn it is.

A hundred votes a second, each in a transaction of its own, wait for each other's commits. Here nobody waits longer than
for the one that is going on: whoever then comes first takes what all have brought, and does it in one. When only one
comes, one is done, at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

from django.db import DatabaseError

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(eq=False)
class _Brought(Generic[Item, Result]):
    item: Item
    result: Result | Exception | None = None
    is_done: bool = False


class Together(Generic[Item, Result]):
    """Call it with what is to be done; it answers, or raises, what `work` has for it.

    `work` gets one or several at a time and has a result, or what to raise, for each in the same order. It does all or
    nothing (a transaction): when the database refuses several at once, they are done again one by one.
    """

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Result | Exception]], *, most: int) -> None:
        self._work = work
        self._most = most
        self._waiting: list[_Brought[Item, Result]] = []
        self._brought, self._turn = Lock(), Lock()

    def __call__(self, item: Item) -> Result:
        mine: _Brought[Item, Result] = _Brought(item)
        with self._brought:
            self._waiting.append(mine)
        with self._turn:
            while not mine.is_done:
                self._do_the_next()
        if isinstance(mine.result, Exception):
            raise mine.result
        return mine.result  # type: ignore[return-value] # done, and not refused

    def _do_the_next(self) -> None:
        with self._brought:
            these, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            self._do(these)
        finally:
            for each in these:
                each.is_done = True

    def _do(self, these: Sequence[_Brought[Item, Result]]) -> None:
        try:
            results = self._work([each.item for each in these])
        except Exception as problem:
            if len(these) > 1 and isinstance(problem, DatabaseError):
                for each in these:
                    self._do([each])
                return
            results = [problem] * len(these)
        for each, result in zip(these, results, strict=True):
            each.result = result
