"""Runs the measurements that `bench.live` describes and prints each figure beside its budget."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from bench.live import askers, following, restart, votes
from bench.live.figures import Figure

# Each part: its name, how many viewers it has by default, and what it measures with so many.
PARTS: dict[str, tuple[int, Callable[[int], list[Figure]]]] = {
    "viewers": (10_000, following.measure),
    "restart": (10_000, restart.measure),
    "askers": (5_000, askers.measure),
    **votes.PARTS,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench live")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    parser.add_argument("--viewers", type=int, help="in every part (default: each part's own)")
    options = parser.parse_args()
    for unknown in set(options.parts) - set(PARTS):
        parser.error(f"there is no part called {unknown}; there are: {', '.join(PARTS)}")
    is_within = True
    for name in options.parts or PARTS:
        viewers, measure = PARTS[name]
        count = options.viewers or viewers
        print(
            f"\n{name}: {count} viewers, load average of the machine when it began {os.getloadavg()[0]:.1f}", flush=True
        )
        figures = measure(count)
        print(*figures, sep="\n", flush=True)
        is_within = is_within and all(figure.is_within for figure in figures)
    print(f"\nLoad average when it ended {os.getloadavg()[0]:.1f}. A figure marked ! is outside its budget.")
    return 0 if is_within else 1


if __name__ == "__main__":
    raise SystemExit(main())
