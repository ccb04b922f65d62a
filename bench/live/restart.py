"""The server is started anew under everybody, while events go on: who is back when, and whether anybody missed any."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from bench.live.crowd import Crowd, crowd
from bench.live.figures import Figure
from bench.live.site import served_site

TOPIC = "bench-1"
RATE, SECONDS = 2, 50  # events a second, for so long
BEFORE = 6.0  # seconds of quiet following before the server stops
PATIENCE = 90.0  # seconds until we stop waiting for those who are not back


def measure(count: int) -> list[Figure]:
    with crowd() as viewers, served_site() as site:
        viewers.do("connect", port=site.port, paths=[site.path(TOPIC)], count=count)
        viewers.do("come back")
        publisher = site.begin("-m", "bench.live.publisher", TOPIC, str(RATE), str(SECONDS))
        time.sleep(BEFORE)
        before = viewers.do("tell")
        stopped = time.monotonic()
        site.stop()
        site.start()
        served = time.monotonic() - stopped
        during, back = _until_all_are_back(viewers, count=count, since=stopped)
        publisher.wait()
        time.sleep(3)
        after = viewers.do("tell")
    waits = [moment - stopped for moment in during["returns"] if moment > stopped]
    _print_histogram(waits, served=served)
    delivered = before["delivered"] + during["delivered"] + after["delivered"]
    disorder = before["out_of_order"] + during["out_of_order"] + after["out_of_order"]
    print(f"  {during['refused']} attempts while nobody answered; the last id each has seen: {after['last_ids']}")
    return [
        Figure("until everybody was back", back, 30, "s"),
        Figure("of all, those who came back in the busiest second", _busiest(waits) / count, 0.25, ""),
        Figure("events lost", RATE * SECONDS * count - delivered, 0, ""),
        Figure("events out of order, twice or with a gap before them", disorder, 0, ""),
    ]


def _until_all_are_back(viewers: Crowd, *, count: int, since: float) -> tuple[dict[str, Any], float]:
    """What they noted meanwhile, and how long it took (seconds)."""
    whole: dict[str, Any] = {"delivered": 0, "out_of_order": 0, "refused": 0, "returns": []}
    while True:
        time.sleep(0.25)
        told = viewers.do("tell")
        whole = {name: value + told[name] for name, value in whole.items()}
        passed = time.monotonic() - since
        if (told["open"] == count and told["lost"] == 0) or passed > PATIENCE:
            return whole, passed


def _seconds(waits: list[float]) -> Mapping[int, int]:
    return Counter(int(wait) for wait in waits)


def _busiest(waits: list[float]) -> int:
    return max(_seconds(waits).values(), default=0)


def _print_histogram(waits: list[float], *, served: float) -> None:
    """How many came back in each second after the stop; `served`: when a page was answered again."""
    print(f"  a page was answered again after {served:.1f} s; streams that opened, by second after the stop:")
    each = _seconds(waits)
    for second in range(max(each, default=0) + 1):
        print(f"  {second:>4} {each.get(second, 0):>6} {'▪' * (each.get(second, 0) * 60 // max(1, _busiest(waits)))}")
