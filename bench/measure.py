"""Queries and CPU time of each page, measured inside one process of the example.

Run by `bench.pages` in the example's environment. Reads `{"name": {"path": …, "cookies": …}}` on standard input and
prints `{"name": {"queries": …, "milliseconds": …, "anew": …}}`. A page is asked for again and again, as one that many
read is, so that what the server keeps of it is kept; `anew` is its time when something has just been said or done.

A request goes through the whole middleware stack and opens its own database connection, as it does in the server.
What uvicorn itself spends is not in it.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.db import connection
from django.http import HttpResponseBase
from django.test import RequestFactory

WARM_UP = 5
ROUNDS = 40
ROUNDS_ANEW = 7
SLOW = 0.2  # seconds: what takes longer is asked fewer times


def answer(handler: BaseHandler, path: str, cookies: dict[str, str]) -> HttpResponseBase:
    """One request from start to finish, with the signals a server sends."""
    factory = RequestFactory(headers={"accept-encoding": "br, gzip", "host": "127.0.0.1"})
    factory.cookies.load(cookies)
    request_started.send(sender=BaseHandler)
    response = handler.get_response(factory.get(path))
    b"".join(response)
    response.close()
    return response


def queries_of(handler: BaseHandler, path: str, cookies: dict[str, str]) -> int:
    """How many statements the page sends to the database; opening and closing a transaction counts too."""
    count = 0

    def counting(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counting):
        answer(handler, path, cookies)
    return count


def milliseconds_of(handler: BaseHandler, path: str, cookies: dict[str, str]) -> float:
    """Median CPU time of one request, in milliseconds."""
    for _ in range(WARM_UP):
        answer(handler, path, cookies)
    times = [_seconds(handler, path, cookies, time.process_time)]
    for _ in range(ROUNDS if times[0] < SLOW else 4):
        times.append(_seconds(handler, path, cookies, time.process_time))
    return statistics.median(times) * 1000


def milliseconds_anew(handler: BaseHandler, path: str, cookies: dict[str, str]) -> float:
    """The same when nothing is kept but the texts of published drafts, which never change."""
    from fardplan.contributions import tallies  # needs Django's settings

    times = []
    for _ in range(ROUNDS_ANEW):
        cache.clear()
        tallies.forget_tallies()
        times.append(_seconds(handler, path, cookies, time.process_time))
    return statistics.median(times) * 1000


def waited_for(handler: BaseHandler, path: str, cookies: dict[str, str]) -> tuple[float, float]:
    """Time from request to answer in milliseconds, the database's own time in it: the median, and the shortest, which
    is nearer to an idle machine's when this one does other things too."""
    times = [_seconds(handler, path, cookies, time.perf_counter)]
    for _ in range(8 if times[0] < SLOW else 5):
        times.append(_seconds(handler, path, cookies, time.perf_counter))
    return statistics.median(times[1:]) * 1000, min(times[1:]) * 1000


def _seconds(handler: BaseHandler, path: str, cookies: dict[str, str], clock: Callable[[], float]) -> float:
    start = clock()
    answer(handler, path, cookies)
    return clock() - start


def main() -> None:
    django.setup()
    handler = BaseHandler()
    handler.load_middleware()
    measured = {}
    for name, place in json.load(sys.stdin).items():
        asked = handler, place["path"], place["cookies"]
        milliseconds = milliseconds_of(*asked)
        queries = queries_of(*asked)
        measured[name] = {"queries": queries, "milliseconds": milliseconds, "anew": milliseconds_anew(*asked)}
    json.dump(measured, sys.stdout)


if __name__ == "__main__":
    main()
