"""A topic of one's own for every viewer: what thousands of different sets of topics cost beside one set for all."""

from __future__ import annotations

import time
from typing import Any

from bench.live.crowd import Crowd, crowd
from bench.live.figures import Figure
from bench.live.following import RATE, TOPIC, publish
from bench.live.site import Site, cpu_of, kilobytes_of, served_site


def measure(count: int) -> list[Figure]:
    with crowd() as viewers:
        same = _follow(viewers, count=count, is_own=False)
        own = _follow(viewers, count=count, is_own=True)
    for name, told in (("all follow the same", same), ("each follows a topic of its own as well", own)):
        print(f"  {name}: {told['each'] * 1e6:.1f} µs of CPU a piece, {told['memory']:.1f} kB and "
              f"{told['joining'] * 1e6:.0f} µs of CPU for each who comes")  # fmt: skip
    return [
        Figure("CPU per piece sent, beside that of one set of topics", own["each"] / same["each"], 1.5, ""),
        Figure("memory per viewer", own["memory"], 16, "kB"),
        Figure("CPU for each who comes", own["joining"] * 1e6, 1500, "µs"),
        Figure("deliveries lost", own["wanted"] * count - own["delivered"], 0, ""),
    ]


def _own_paths(site: Site, count: int) -> list[str]:
    """An address for each viewer: the topic of all, and one that nobody else follows."""
    program = "import django; django.setup(); from fardplan.base import hub\n"
    program += f"for n in range({count}): print(hub.ticket(['{TOPIC}', f'asker-{{n:032x}}']))"
    return [f"/live/?biljett={line}" for line in site.run("-c", program).split()]


def _follow(viewers: Crowd, *, count: int, is_own: bool) -> dict[str, Any]:
    """What `publish` says of these viewers, with CPU seconds a piece and for each who came, and kB for each."""
    with served_site() as site:
        paths = _own_paths(site, count) if is_own else [site.path(TOPIC)]
        empty, before = kilobytes_of(site.pid), cpu_of(site.pid)
        viewers.do("connect", port=site.port, paths=paths, count=count)
        time.sleep(1)
        joining, memory = cpu_of(site.pid) - before, kilobytes_of(site.pid) - empty
        told = publish(site, viewers, rate=RATE, seconds=10)
        viewers.do("leave")
    each = told["server"] / told["pieces"]
    return told | {"each": each, "memory": memory / count, "joining": joining / count}
