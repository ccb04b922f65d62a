"""Runs the measurements that `bench.survey` describes and prints each figure beside its budget."""

from __future__ import annotations

from bench.parts import Parts, run
from bench.survey import count, load

PARTS: Parts = {
    "count": (100_000, count.measure),  # responses
    "load": (30, load.measure),  # seconds
}

if __name__ == "__main__":
    raise SystemExit(run("./dev bench survey", PARTS, size="size"))
