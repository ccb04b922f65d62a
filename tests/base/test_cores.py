"""Keeping to one core: another for each process, and freedom for what is heavy. Each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2, reason="needs Linux and two cores"
)


def told(program: str) -> str:
    words = [sys.executable, "-c", f"import os, subprocess, sys, threading\nfrom fardplan.base import cores\n{program}"]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


def test_threads_begun_later_keep_to_it_too() -> None:
    assert told("""
core = cores.keep_to_one()
found = []
thread = threading.Thread(target=lambda: found.append(os.sched_getaffinity(0)))
thread.start(); thread.join()
print(core is None or found == [{core}])
""") == "True"  # fmt: skip


def test_two_processes_do_not_share_a_core() -> None:
    assert told("""
mine = cores.keep_to_one()
other = subprocess.run(
    [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {set(range(os.cpu_count()))}); "
     "from fardplan.base import cores; print(cores.keep_to_one())"],
    capture_output=True, text=True, check=True,
).stdout.strip()
print(mine is None or other != str(mine))
""") == "True"  # fmt: skip


def test_what_is_heavy_may_use_them_all() -> None:
    assert told("""
before = os.sched_getaffinity(0)
cores.keep_to_one()
kept = os.sched_getaffinity(0)
with cores.all_of_them():
    within = os.sched_getaffinity(0)
after = os.sched_getaffinity(0)
cores.use_all()
print(within == before, after == kept, os.sched_getaffinity(0) == before)
""") == "True True True"  # fmt: skip
