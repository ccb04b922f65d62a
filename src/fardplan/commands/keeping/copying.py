"""Making a backup of a site that goes on working meanwhile."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _

import fardplan
from fardplan.base.errors import Conflict
from fardplan.base.models import JobRun
from fardplan.commands.keeping import archive, databases
from fardplan.commands.keeping.archive import Manifest

LAST_BACKUP = "backup"  # the name under which JobRun remembers it


def make_backup(path: Path, *, now: datetime) -> Manifest:
    """Write an archive to `path`. Raises Conflict when something is there already.

    Uploaded files are linked aside before and after the database is copied, so that whatever the copy speaks of is
    there even if it is replaced or added meanwhile. Files never change under their name.
    """
    if path.exists():
        raise Conflict(_("%(path)s finns redan och skrivs inte över.") % {"path": path})
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.DATA) as name:
        aside = Path(name)
        media = aside / "media"
        _link_aside(media)
        database, counts = databases.copy_into(aside)
        _link_aside(media)
        manifest = Manifest(
            version=fardplan.VERSION,
            made_at=now.isoformat(),
            engine=databases.engine(),
            mode=settings.MODE,
            counts=counts,
            migrations=sorted([app, name] for app, name in MigrationRecorder(connection).applied_migrations()),
        )
        with archive.writing(path, manifest) as writer:
            writer.add(archive.DATABASES[manifest.engine], database)
            for file in _files_below(media):
                writer.add(f"media/{file.relative_to(media).as_posix()}", file)
    archive.verify(path, archive.read_manifest(path))
    JobRun.objects.update_or_create(name=LAST_BACKUP, defaults={"started_at": now, "ended_at": now, "last_error": ""})
    return manifest


def _link_aside(aside: Path) -> None:
    """Give every uploaded file a second name in our own folder; copy where the file system has no links."""
    root = Path(settings.MEDIA_ROOT)
    for file in _files_below(root):
        target = aside / file.relative_to(root)
        if target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(file, target)
        except FileNotFoundError:
            continue  # removed while we looked: the copy of the database will not speak of it
        except OSError:
            try:
                shutil.copyfile(file, target)
            except FileNotFoundError:
                continue


def _files_below(root: Path) -> Iterator[Path]:
    """Every ordinary file, in a settled order; links are not followed."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            file = Path(folder) / name
            if file.is_file() and not file.is_symlink():
                yield file
