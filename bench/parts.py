"""A benchmark of several parts: those that are asked for, one after the other, each figure beside its budget."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping

from bench.live.figures import Figure

# Each part: how much of it by default (viewers, responses, seconds), and what it measures with so much.
Parts = Mapping[str, tuple[int, Callable[[int], list[Figure]]]]


def run(program: str, parts: Parts, *, size: str) -> int:
    """Measure the parts named on the command line, all when none is; `size` is what there are so many of.

    0 when every figure is within its budget, else 1.
    """
    parser = argparse.ArgumentParser(prog=program)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(parts)}; default: all")
    parser.add_argument(f"--{size}", type=int, dest="size", help="in every part (default: each part's own)")
    options = parser.parse_args()
    for unknown in set(options.parts) - set(parts):
        parser.error(f"there is no part called {unknown}; there are: {', '.join(parts)}")
    is_within = True
    for name in options.parts or parts:
        usual, measure = parts[name]
        much = options.size or usual
        print(f"\n{name}: {much}, load average of the machine when it began {os.getloadavg()[0]:.1f}", flush=True)
        figures = measure(much)
        print(*figures, sep="\n", flush=True)
        is_within = is_within and all(figure.is_within for figure in figures)
    print(f"\nLoad average when it ended {os.getloadavg()[0]:.1f}. A figure marked ! is outside its budget.")
    return 0 if is_within else 1
