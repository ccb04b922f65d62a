"""Runs the measurements that `bench.survey` describes and prints each figure beside its budget."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable

from bench.live.figures import Figure
from bench.survey import count, load

# Each part: how long or how much it measures by default, and what it does with that.
PARTS: dict[str, tuple[int, Callable[[int], list[Figure]]]] = {
    "count": (100_000, count.measure),  # responses
    "load": (30, load.measure),  # seconds
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench survey")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; default: all")
    options = parser.parse_args()
    for unknown in set(options.parts) - set(PARTS):
        parser.error(f"there is no part called {unknown}; there are: {', '.join(PARTS)}")
    is_within = True
    for name in options.parts or PARTS:
        size, measure = PARTS[name]
        print(f"\n{name}: load average of the machine when it began {os.getloadavg()[0]:.1f}", flush=True)
        figures = measure(size)
        print(*figures, sep="\n", flush=True)
        is_within = is_within and all(figure.is_within for figure in figures)
    print(f"\nLoad average when it ended {os.getloadavg()[0]:.1f}. A figure marked ! is outside its budget.")
    return 0 if is_within else 1


if __name__ == "__main__":
    raise SystemExit(main())
