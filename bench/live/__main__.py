"""Runs the measurements that `bench.live` describes and prints each figure beside its budget."""

from __future__ import annotations

from bench.live import askers, following, restart, votes
from bench.parts import Parts, run

PARTS: Parts = {  # viewers
    "viewers": (10_000, following.measure),
    "restart": (10_000, restart.measure),
    "askers": (5_000, askers.measure),
    **votes.PARTS,
}

if __name__ == "__main__":
    raise SystemExit(run("./dev bench live", PARTS, size="viewers"))
