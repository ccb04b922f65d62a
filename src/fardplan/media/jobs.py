"""Putting away files that belong to nothing any more: their row was removed with its day, or never came to be saved."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from fardplan.base import pictures
from fardplan.base.jobs import periodic
from fardplan.media.models import Broadcast, GraphicNote, Recording

logger = logging.getLogger(__name__)

FOLDERS = ("recordings", "graphic-notes", "posters")
# Long enough for somebody to put a database and its files together again before anything is thrown away.
WAIT = timedelta(days=7)


@periodic(every=timedelta(days=1))
def put_away_files(now: datetime) -> int:
    """Delete files older than a week that no row names; returns how many. Without any row nothing is touched."""
    named = _named_files()
    if not named:
        return 0
    gone = [name for name in _stored_files() if _belongs_to(name) not in named and _is_old(name, now)]
    for name in gone:
        default_storage.delete(name)
    if gone:
        logger.info("Put away %d files that belonged to nothing", len(gone))
    return len(gone)


def _named_files() -> set[str]:
    columns = [
        (Recording, "file"), (Recording, "poster"), (GraphicNote, "picture"), (Broadcast, "poster"),
    ]  # fmt: skip
    names = (name for model, column in columns for name in model._default_manager.values_list(column, flat=True))
    return {_belongs_to(str(name)) for name in names if name}


def _belongs_to(name: str) -> str:
    """What all renditions of one picture share; for other files their own name."""
    return pictures.stem(name) or name


def _stored_files() -> list[str]:
    return [
        f"{folder}/{file}"
        for folder in FOLDERS
        if default_storage.exists(folder)
        for file in default_storage.listdir(folder)[1]
    ]


def _is_old(name: str, now: datetime) -> bool:
    return default_storage.get_modified_time(name) < now - WAIT
