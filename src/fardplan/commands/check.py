"""Look whether everything is as it should be, and say what to do where it is not."""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say only what is not as it should be: for a timer")


def run(options: argparse.Namespace) -> int:
    from fardplan.base import clock
    from fardplan.commands.checking import everything
    from fardplan.commands.console import say, speak

    speak()
    found = everything(now=clock.now())
    for answer in found:
        if answer.todo:
            say(f"!  {answer.what}: {answer.said}", f"   → {answer.todo}")
        elif not options.quiet:
            say(f"✓  {answer.what}: {answer.said}")
    return 1 if any(answer.todo for answer in found) else 0
