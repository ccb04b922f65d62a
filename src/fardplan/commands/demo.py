"""The example, ready to look at: migrate, load what is missing, answer pages."""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from fardplan.commands import migrate, serve


def arguments(parser: argparse.ArgumentParser) -> None:
    # No --port: links in mail are made from FARDPLAN_PORT, so that is where the port is chosen.
    parser.set_defaults(port=None)
    parser.add_argument("--reset", action="store_true", help="throw the example's data away, and stop")


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    if not settings.EXAMPLE:
        print("fardplan demo runs only with FARDPLAN_MODE=example (or without FARDPLAN_MODE).", file=sys.stderr)
        return 2
    if options.reset:
        forget(Path(settings.DATA))
        return 0
    migrate.run(options)
    print(f"The example answers at {settings.BASE_URL}/ – stop it with Ctrl-C.", flush=True)
    return serve.run(options)


def forget(data: Path) -> None:
    """Remove what the example has written in its data folder, and nothing else that may lie there."""
    for name in ("fardplan.sqlite3", "fardplan.sqlite3-wal", "fardplan.sqlite3-shm", "example-secret-key"):
        (data / name).unlink(missing_ok=True)
    for name in ("media", "static"):
        shutil.rmtree(data / name, ignore_errors=True)
