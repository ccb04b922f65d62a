"""What it costs when the dialogue is large: 3,000 passages and 20,000 contributions, beside the budgets.

    ./dev bench large [--postgres] [--passages 3000] [--contributions 20000]

Public pages have the budgets of `bench.pages`, with their clock at the real time as in production. A filter of the desk
answers within 300 ms; times at the desk are from request to answer inside one process, with the database's own time in
them. The compilation of all of it is there as data within 20 s; as PDF and Word of 3,000 contributions, which a job of
the running example writes, within three minutes.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from bench.pages import Cost, over_budget, table
from bench.wire import Wire
from tools.example_site import ExampleSite, example_site
from tools.postgres import make_database, programs, server

BUDGET_DESK = 300  # milliseconds


def public_costs(
    site: ExampleSite, places: dict[str, str], cookies: dict[str, str]
) -> tuple[dict[str, Cost], dict[str, float]]:
    """What each page costs, and its CPU time in milliseconds when nothing of it is kept."""
    asked = json.dumps({name: {"path": path, "cookies": cookies} for name, path in places.items()})
    measured = json.loads(site.run("-m", "bench.measure", text=asked))
    wire = Wire(site)
    found = {}
    for name, path in places.items():
        html, rest = wire.page(path, cookies)
        found[name] = Cost(measured[name]["queries"], measured[name]["milliseconds"], html, rest)
    return found, {name: each["anew"] for name, each in measured.items()}


def desk_table(waited: dict[str, tuple[float, float]]) -> str:
    width = max(len(name) for name in waited)
    lines = [f"{'desk':<{width}}   ms (/{BUDGET_DESK})   shortest"]
    for name, (milliseconds, shortest) in waited.items():
        lines.append(f"{name:<{width}}  {milliseconds:>4.0f}  {milliseconds / BUDGET_DESK:>4.2f}  {shortest:>9.0f}")
    return "\n".join(lines)


@contextmanager
def database(*, postgres: bool) -> Iterator[str]:
    """The address of an empty PostgreSQL database, or "" for the example's own SQLite file."""
    folder = programs() if postgres else None
    if folder is None:
        yield ""
        return
    with server(folder) as port:
        yield make_database(port, "large")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--passages", type=int, default=3_000)
    parser.add_argument("--contributions", type=int, default=20_000)
    asked = parser.parse_args()
    if asked.postgres and programs() is None:
        parser.error("PostgreSQL is not installed")
    with database(postgres=asked.postgres) as address:
        settings = {"DATABASE_URL": address} if address else {}
        with example_site(**settings) as site:
            begun = time.perf_counter()
            numbers = ["--passages", str(asked.passages), "--contributions", str(asked.contributions)]
            site.run("-m", "bench.load", *numbers)
            engine = "PostgreSQL" if asked.postgres else "SQLite"
            print(f"{engine}: {' '.join(numbers)} written in {time.perf_counter() - begun:.0f} s")
            places = json.loads(site.run("-m", "bench.large_places"))
            public, anew = public_costs(site, places["public"], places["cookies"])
            print(table(public))
            print("CPU ms when something has just been said or done, so that nothing is kept:")
            print(", ".join(f"{name} {milliseconds:.0f}" for name, milliseconds in anew.items()))
            measured = json.loads(site.run("-m", "bench.large_desk", text=json.dumps(places)))
    print(desk_table(measured["waited"]))
    for name, (seconds, budget, told) in measured["files"].items():
        print(f"{name:<30} {seconds:>7.1f} s  (/{budget})  {seconds / budget:>5.2f}  {told}")
    slow = [name for name, (milliseconds, _shortest) in measured["waited"].items() if milliseconds > BUDGET_DESK]
    slow += [name for name, (seconds, budget, _told) in measured["files"].items() if seconds > budget]
    print(f"load average of the machine meanwhile: {measured['load']:.1f}")
    print(f"over budget: {', '.join(over_budget(public) + slow) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
