"""Bring the database and the static files up to this version."""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

STAMP = "collected-from"


def arguments(_parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def run(_options: argparse.Namespace) -> int:
    from django.conf import settings
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    if not is_collected():
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        (Path(settings.STATIC_ROOT) / STAMP).write_text(_sources(), encoding="ascii")
    return 0


def is_collected() -> bool:
    """Whether the collected static files are made from those this version has."""
    from django.conf import settings

    stamp = Path(settings.STATIC_ROOT) / STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _sources()


def _sources() -> str:
    """A digest of what static files are made from: compressing them again takes seconds, so it is done when needed."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
