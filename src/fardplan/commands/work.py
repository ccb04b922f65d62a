"""Do jobs only: mail, reminders, erasing."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="look once, then stop")


def run(options: argparse.Namespace) -> int:
    from fardplan.base import clock, jobs

    if options.once:
        jobs.look(now=clock.now())
        return 0
    thread = jobs.JobThread()
    thread.start()
    try:
        thread.join()
    except KeyboardInterrupt:
        thread.stop()
    return 0
