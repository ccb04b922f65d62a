"""Votes while many follow: every one counted once, how long it took, what it cost, and when everybody saw the tally.

`votes` runs the default: one process, SQLite. `votes-many`: two processes, PostgreSQL, Redis. `votes-told-singly` is
the default again, but tells every vote to everybody as an event of its own, as most others do: that is what the one
tally a tick saves. It is still sent in bundles by the same hub; a naive server would do worse.
"""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from bench.live.figures import Figure
from bench.live.site import TICKS_PER_SECOND, Site, cpu_of, served_site
from tools import postgres, redis_server
from tools.example_site import free_port

SEED = """
import datetime, json, django
django.setup()
from django.urls import reverse
from fardplan.base import clock, hub
from fardplan.dialogue.models import Day, Dialogue
from fardplan.live.models import Poll, PollOption, Stage
from fardplan.live.topics import poll_topic, stage_topic
now = clock.now()
years = datetime.timedelta(days=3650)
dialogue = Dialogue.objects.filter(published_at__isnull=False).first()
day = Day.objects.create(
    dialogue=dialogue, slug="omrostning", title="Mätning", starts_at=now - 2 * years, ends_at=now + years
)
stage = Stage.objects.create(day=day, situation="running", began_at=now)
poll = Poll.objects.create(stage=stage, question="Vad förvånade dig?", results_shown="live", opened_at=now - 2 * years)
options = [PollOption.objects.create(poll=poll, position=n, text=f"Svar {n}") for n in range(4)]
address = reverse("public:poll", args=[dialogue.slug, day.slug, poll.pk])
print(json.dumps({
    "poll": poll.pk, "vote": address, "options": [option.pk for option in options],
    "ticket": hub.ticket([stage_topic(stage), poll_topic(poll)]),
}))
"""
COUNT = """
import json, django
django.setup()
from fardplan.live.models import Ballot, Mark
print(json.dumps([Ballot.objects.count(), Ballot.objects.values("voter").distinct().count(), Mark.objects.count()]))
"""
# The same server, but each vote is announced as an event with the whole tally in it.
SINGLY = """
import django
django.setup()
from fardplan.base import clock, hub
from fardplan.live.actions import voting
from fardplan.live.models import Poll
from fardplan.live.queries.tallies import tally_of
hub.event("poll", "voted")
def tell(topic):
    if topic.startswith("poll-"):
        tally = tally_of(Poll.objects.select_related("stage__day__dialogue").get(pk=topic.removeprefix("poll-")))
        hub.announce(topic=topic, name="voted", data=tally, now=clock.now())
voting.hub = type("Hub", (), {"changed": staticmethod(tell)})
from fardplan.__main__ import main
import sys
sys.argv = ["fardplan", "serve"]
main()
"""
SECONDS = 30


class Voters:
    """The process that plays viewers and voters (`bench.live.voters`)."""

    def __init__(self, site: Site, order: dict[str, Any]) -> None:
        self.process = site.begin("-m", "bench.live.voters")
        self._say(order)
        self.following = self._hear()["following"]

    def vote(self) -> dict[str, Any]:
        self._say({})
        return self._hear()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()

    def _say(self, words: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        heard: dict[str, Any] = json.loads(self.process.stdout.readline())
        return heard


def measure_sqlite(viewers: int) -> list[Figure]:
    with served_site(TRUSTED_PROXIES="1") as site:
        alone = _run(site, [site], viewers=0, rate=100, what="alone")
        told = _run(site, [site], viewers=viewers, rate=100, what="votes")
    return [*_figures(told), _cost(alone, "CPU of the server for a vote, nobody following")]


def measure_many(viewers: int) -> list[Figure]:
    folder, redis = postgres.programs(), redis_server.program()
    if folder is None or redis is None:
        raise RuntimeError("PostgreSQL and Redis are to be installed for this part")
    with ExitStack() as stack:
        database = postgres.make_database(stack.enter_context(postgres.server(folder)), "bench")
        bus = f"redis://127.0.0.1:{stack.enter_context(redis_server.server(redis))}/0"
        about = {"DATABASE_URL": database, "LIVE_URL": bus, "LIMITS_URL": bus, "TRUSTED_PROXIES": "1"}
        site = stack.enter_context(served_site(**about))
        other = stack.enter_context(_second(site))
        new = _run(site, [site, other], viewers=viewers, rate=150, what="first votes of new browsers, 150 a second")
        told = _run(site, [site, other], viewers=viewers, rate=300, what="votes", have_taken_part=True)
    print(f"  (a first vote is two requests, since looking sets no cookie; p99 {new['took']['99'] * 1000:.0f} ms)")
    return _figures(told)


def measure_singly(viewers: int) -> list[Figure]:
    """For comparison only: what it is like without one tally a tick. It has no budget to keep within."""
    with served_site(TRUSTED_PROXIES="1") as site:
        site.stop()
        site.start("-c", SINGLY)
        _run(site, [site], viewers=viewers, rate=100, what="each vote told singly")
    return []


@contextmanager
def _second(site: Site) -> Iterator[Site]:
    """Another process of the same installation, on a port of its own."""
    other = copy.copy(site)
    other.port = free_port()
    other.environment = site.environment | {"FARDPLAN_PORT": str(other.port)}
    other.start()
    try:
        yield other
    finally:
        other.stop()


def _run(
    site: Site, processes: Sequence[Site], *, viewers: int, rate: int, what: str, have_taken_part: bool = False
) -> dict[str, Any]:
    """`have_taken_part`: the voters have their cookie from an earlier vote, as after the first poll of a day."""
    seed = json.loads(site.run("-c", SEED.replace('slug="omrostning"', f'slug="omrostning-{viewers}-{rate}"')))
    order = {
        "ports": [each.port for each in processes], "viewers": viewers, "stream": f"/live/?biljett={seed['ticket']}",
        "vote": seed["vote"], "bodies": [f"val={option}" for option in seed["options"]], "rate": rate,
        "seconds": SECONDS, "taken": [303, 302], "have_taken_part": have_taken_part,
    }  # fmt: skip
    before = json.loads(site.run("-c", COUNT))
    voters = Voters(site, order)
    server, postgres_cpu = _cpu(processes), _cpu_of_programs("postgres")
    told = voters.vote()
    spent = {"server": _cpu(processes) - server, "postgres": _cpu_of_programs("postgres") - postgres_cpu}
    voters.stop()
    after = json.loads(site.run("-c", COUNT))
    stored = [now - then for now, then in zip(after, before, strict=True)]
    told |= spent | {"following": voters.following, "stored": stored}
    _say(told, what)
    return told


def _say(told: dict[str, Any], what: str) -> None:
    share = told["cpu"] / told["seconds"] / (os.cpu_count() or 1)
    ballots, voters, marks = told["stored"]
    print(f"  {what}: {told['votes']} votes, answers {told['statuses']}; {told['following']} follow")
    print(f"    stored: {ballots} ballots of {voters} voters with {marks} marks")
    print(f"    a vote took {_milliseconds(told['took'])}; seen {_milliseconds(told['visible'])} after its answer")
    print(f"    {told['frames']} frames and {told['bytes'] / 1e6:.1f} MB to the viewers")
    print(
        f"    CPU in {told['seconds']:.0f} s: server {told['server']:.1f} s, PostgreSQL {told['postgres']:.1f} s, "
        f"load client {told['cpu']:.1f} s ({share:.0%} of the machine)",
        flush=True,
    )


def _milliseconds(shares: dict[str, float]) -> str:
    p50, p95, p99, slowest = (shares[name] * 1000 for name in ("50", "95", "99", "100"))
    return f"p50 {p50:.0f} · p95 {p95:.0f} · p99 {p99:.0f} · slowest {slowest:.0f} ms"


def _figures(told: dict[str, Any]) -> list[Figure]:
    wrong = abs(told["stored"][0] - told["votes"]) + abs(told["stored"][1] - told["votes"])
    return [
        Figure("votes not counted exactly once", wrong, 0, ""),
        Figure("a vote, p99", told["took"]["99"] * 1000, 300, "ms"),
        Figure("the tally seen by all after a vote was answered, slowest", told["visible"]["100"], 1.5, "s"),
        Figure("viewers and votes never seen", told["unseen"], 0, ""),
        _cost(told, "CPU for a vote with all that follows"),
    ]


def _cost(told: dict[str, Any], name: str) -> Figure:
    return Figure(name, (told["server"] + told["postgres"]) / max(told["taken"], 1) * 1000, 1000 / 100, "ms")


def _cpu(processes: Sequence[Site]) -> float:
    return sum(cpu_of(each.pid) for each in processes)


def _cpu_of_programs(name: str) -> float:
    """CPU seconds of all running processes of this name, with those of their children that have ended."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text(encoding="ascii", errors="replace")
        except OSError:
            continue  # it has just ended
        if f"({name})" in text:
            fields = text.rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15])
    return total / TICKS_PER_SECOND


PARTS: dict[str, tuple[int, Callable[[int], list[Figure]]]] = {
    "votes": (2_000, measure_sqlite),
    "votes-many": (2_000, measure_many),
    "votes-told-singly": (2_000, measure_singly),
}
