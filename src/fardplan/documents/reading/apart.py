"""Parsing in a process of its own, so that no uploaded file can take the server's memory, time or secrets with it.

The child (`child`) gets the file as its standard input, an environment without our settings, and limits on memory,
processor time and output; here we hold the clock. At most two run at once: the others wait their turn.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import fardplan
from fardplan.base import cores
from fardplan.documents.reading import bounds, passing
from fardplan.documents.reading.shapes import Document, Pages, PlainText, Workbook

WAIT_SECONDS = 60.0
AT_ONCE = 2
CHILD = "fardplan.documents.reading.child"
_KEPT_FROM_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "SYSTEMROOT")

logger = logging.getLogger(__name__)
_places = threading.BoundedSemaphore(AT_ONCE)


class NotRead(Exception):
    """The file was not read. `reason` is one of `container.Reason`, "busy", or "failed" when we do not know why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(pieces: Iterable[bytes], *how: str) -> Document | Pages | PlainText | Workbook:
    """Read a file, given in pieces, as one of `child.READERS` (and "plain" after it). Raises NotRead."""
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise NotRead("busy")
    try:
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as written:
            for piece in pieces:
                given.write(piece)
            given.seek(0)
            code = _run(how, given.fileno(), written.fileno())
            written.seek(0)
            return _result(code, written.read(bounds.OUTPUT_BYTES))
    finally:
        _places.release()


def _run(how: Sequence[str], given: int, written: int) -> int:
    """Run the child to its end and return its exit status; negative when it was stopped."""
    command = [sys.executable, "-P", "-X", "utf8", "-m", CHILD, *how]
    with cores.all_of_them():
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command,
            stdin=given,
            stdout=written,
            stderr=subprocess.DEVNULL,
            cwd=tempfile.gettempdir(),
            env=_environment(),
            start_new_session=True,
        )
    try:
        return process.wait(timeout=bounds.WALL_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return -9


def _environment() -> dict[str, str]:
    """Where our code and its libraries are, and nothing else: the child has no use for our settings."""
    kept = {name: os.environ[name] for name in _KEPT_FROM_ENVIRONMENT if name in os.environ}
    ours = str(Path(fardplan.__file__).resolve().parent.parent)
    return kept | {"PYTHONPATH": os.pathsep.join([ours, *(path for path in sys.path if path)])}


def _result(code: int, written: bytes) -> Document | Pages | PlainText | Workbook:
    if code < 0 or (code != 0 and not written):
        logger.warning("reading a file was stopped (%s)", code)
        raise NotRead("heavy")
    try:
        answer: dict[str, Any] = json.loads(written)
        if "read" in answer:
            shape: Document | Pages | PlainText | Workbook = passing.unpacked(answer["read"])
            return shape
    except (ValueError, KeyError, TypeError) as problem:
        logger.warning("reading a file gave no answer (%s, %s)", code, type(problem).__name__)
        raise NotRead("heavy" if code else "failed") from problem
    if "failed" in answer:
        logger.warning("reading a file failed: %s", answer["failed"])
    raise NotRead(answer.get("refused", "failed"))
