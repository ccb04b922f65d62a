"""Files that can be made anew at any time, kept so that they are made once: in `made/` in the data folder.

They are in no backup, and whoever removes the folder loses nothing but the time it takes to make them again.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import TooMany

LONGEST_WAIT = 20.0  # seconds; a visitor's page is waiting, and so is one of the threads that answer

# One at a time: setting a long document takes a whole processor and up to a gigabyte.
_making = threading.Lock()


def kept(group: str, name: str) -> Path | None:
    """The file with this name, when it has been made. `group` names what it is a version of: "draft-7"."""
    path = Path(settings.MADE_ROOT) / group / name
    return path if path.is_file() else None


def make(group: str, name: str, write: Callable[[], bytes]) -> Path:
    """The file with this name, made now unless it is there; earlier files of the group with its ending are removed.

    `name` must change whenever the content would. Raises TooMany when others' files take too long to wait for.
    """
    if found := kept(group, name):
        return found
    if not _making.acquire(timeout=LONGEST_WAIT):
        raise TooMany(
            _("Filen håller på att göras."), what_next=_("Vänta en minut och försök igen. Texten finns också på sidan.")
        )
    try:
        return kept(group, name) or _keep(Path(settings.MADE_ROOT) / group / name, write())
    finally:
        _making.release()


def _keep(path: Path, content: bytes) -> Path:
    """Put a whole file in its place at once, so that nobody is ever sent half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, waiting = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(waiting).replace(path)
    for other in path.parent.glob(f"*{path.suffix}"):
        if other != path:
            other.unlink(missing_ok=True)
    return path
