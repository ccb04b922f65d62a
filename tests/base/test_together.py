"""Work done together: everybody gets their own result, and nobody's fault is another's."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError

from fardplan.base.together import Together


def doubled(numbers: Sequence[int]) -> list[int | Exception]:
    return [ValueError(number) if number < 0 else 2 * number for number in numbers]


def test_one_alone_is_done_at_once() -> None:
    assert Together(doubled, most=10)(4) == 8


def test_each_of_many_gets_its_own() -> None:
    sizes: list[int] = []

    def work(numbers: Sequence[int]) -> list[int | Exception]:
        sizes.append(len(numbers))
        return doubled(numbers)

    together = Together(work, most=7)
    with ThreadPoolExecutor(24) as threads:
        assert list(threads.map(together, range(500))) == [2 * number for number in range(500)]
    assert sum(sizes) == 500
    assert 1 < max(sizes) <= 7, "several were done in one, and never more than it may"


def test_who_is_refused_is_told_and_the_others_are_done() -> None:
    together = Together(doubled, most=10)

    def outcome(number: int) -> object:
        try:
            return together(number)
        except ValueError as problem:
            return str(problem)

    with ThreadPoolExecutor(12) as threads:
        assert list(threads.map(outcome, [1, -2, 3, -4] * 20)) == [2, "-2", 6, "-4"] * 20


def test_what_the_database_refuses_for_one_is_done_for_the_others() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(numbers: Sequence[int]) -> list[int | Exception]:
        if 0 in numbers:
            begun.set()
            go_on.wait(10)
        if 13 in numbers:
            raise IntegrityError("not this one")
        return doubled(numbers)

    together = Together(work, most=10)
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(together, 0)
        assert begun.wait(10)
        others = [threads.submit(together, number) for number in (12, 13, 14)]
        go_on.set()
        assert first.result(10) == 0
        assert [others[0].result(10), others[2].result(10)] == [24, 28]
        with pytest.raises(IntegrityError, match="not this one"):
            others[1].result(10)


def test_a_fault_in_the_work_reaches_all_and_stops_nobody_after() -> None:
    def work(numbers: Sequence[int]) -> list[int | Exception]:
        if -1 in numbers:
            raise RuntimeError("broken")
        return doubled(numbers)

    together = Together(work, most=10)
    with pytest.raises(RuntimeError, match="broken"):
        together(-1)
    assert together(5) == 10


def test_a_database_that_does_not_answer_is_asked_once_for_all() -> None:
    asked: list[int] = []
    begun, go_on = threading.Event(), threading.Event()

    def work(numbers: Sequence[int]) -> list[int | Exception]:
        if 0 in numbers:
            begun.set()
            go_on.wait(10)
            return doubled(numbers)
        asked.append(len(numbers))
        raise OperationalError("locked")

    together = Together(work, most=10)
    with ThreadPoolExecutor(4) as threads:
        first = threads.submit(together, 0)
        assert begun.wait(10)
        others = [threads.submit(together, number) for number in (1, 2, 3)]
        while len(together._waiting) < 3:
            pass
        go_on.set()
        first.result(10)
        for other in others:
            with pytest.raises(OperationalError):
                other.result(10)
    assert asked == [3]
