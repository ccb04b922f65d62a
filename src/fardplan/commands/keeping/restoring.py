"""Putting a backup back: prepared and checked beside the site, then taken in at one stroke."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from fardplan.base import guards
from fardplan.base.errors import Conflict
from fardplan.commands.keeping import archive, databases
from fardplan.commands.keeping.archive import Manifest
from fardplan.commands.keeping.copying import make_backup
from fardplan.dialogue.models import Dialogue
from fardplan.people.models import Official

LARGEST_DATABASE = 200_000_000_000  # bytes, unpacked


def restore(path: Path, *, replace: bool, now: datetime) -> tuple[Manifest, Path | None]:
    """Put a backup in the place of what is here. Returns its manifest, and where the safety copy is.

    Raises Invalid for an archive that is wrong or damaged, Conflict when it does not fit this site, or when the site
    is not empty and `replace` is false. Whatever is raised, the site is as it was.
    """
    manifest = archive.read_manifest(path)
    _refuse_what_does_not_fit(manifest)
    if not replace and not is_empty():
        raise Conflict(
            _("Här finns redan en webbplats med innehåll."),
            what_next=_("Lägg till --replace för att ersätta den. Först görs en säkerhetskopia av det som finns."),
        )
    Path(settings.DATA).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as name:
        prepared = prepare(path, Path(name))
        safety = None if is_empty() else _safety_copy(now)
        _take_in(prepared)
    return manifest, safety


@dataclass(frozen=True)
class Prepared:
    """An archive that has been unpacked and found whole. `database`: ready to take the live one's place."""

    manifest: Manifest
    folder: Path
    database: Path


def prepare(path: Path, folder: Path) -> Prepared:
    """Unpack an archive beside the site and look at all of it. Touches nothing of what is live."""
    manifest = archive.read_manifest(path)
    _refuse_what_does_not_fit(manifest)
    archive.unpack(path, manifest, folder)
    database = folder / archive.DATABASES[manifest.engine]
    if manifest.engine == "sqlite":
        database = databases.prepare_sqlite(database, expected=manifest.counts, most_bytes=LARGEST_DATABASE)
        with databases.prepared_alias(database) as alias:
            call_command("migrate", database=alias, interactive=False, verbosity=0)
            guards.install(alias)
    return Prepared(manifest, folder, database)


def is_empty() -> bool:
    """Nobody works here yet, and nothing goes on. A database that is not even prepared is empty too."""
    tables = set(connection.introspection.table_names())
    if not {Dialogue._meta.db_table, Official._meta.db_table} <= tables:
        return True
    return not (Dialogue.objects.exists() or Official.objects.exists())


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.engine != databases.engine():
        raise Conflict(
            _("Säkerhetskopian är gjord med %(theirs)s, men webbplatsen använder %(ours)s.")
            % {"theirs": manifest.engine, "ours": databases.engine()},
            what_next=_("Flytta dialogerna med fardplan export och fardplan import i stället."),
        )
    known = {tuple(key) for key in MigrationLoader(None).disk_migrations}
    newer = sorted({app for app, name in manifest.migrations if (app, name) not in known})
    if newer:
        raise Conflict(
            _("Säkerhetskopian är gjord med version %(version)s, som är nyare än den här.")
            % {"version": manifest.version},
            what_next=_("Uppgradera programmet först."),
        )


def _safety_copy(now: datetime) -> Path:
    folder = Path(settings.DATA) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"before-restore-{now:%Y%m%d-%H%M%S-%f}.tar"
    make_backup(path, now=now)
    return path


def _take_in(prepared: Prepared) -> None:
    """New files first, then the database at one stroke, then away with files nothing speaks of any more."""
    there_before = _uploaded_files()
    _bring_files(prepared.manifest, prepared.folder)
    connection.close()
    if prepared.manifest.engine == "sqlite":
        databases.put_back_sqlite(prepared.database)
    else:
        databases.put_back_postgresql(prepared.database, expected=prepared.manifest.counts)
        call_command("migrate", interactive=False, verbosity=0)
        guards.install()
    _remove_files_beside(prepared.manifest, among=there_before)


def _bring_files(manifest: Manifest, beside: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    for name in manifest.media:
        target = root / name.removeprefix("media/")
        target.parent.mkdir(parents=True, exist_ok=True)
        (beside / name).chmod(settings.FILE_UPLOAD_PERMISSIONS)
        (beside / name).replace(target)


def _uploaded_files() -> set[Path]:
    return {file for file in Path(settings.MEDIA_ROOT).rglob("*") if not file.is_dir()}


def _remove_files_beside(manifest: Manifest, *, among: set[Path]) -> None:
    """Away with the files of before that the backup does not hold. What has been uploaded since is the new site's."""
    root = Path(settings.MEDIA_ROOT)
    kept = {root / name.removeprefix("media/") for name in manifest.media}
    for file in among - kept:
        file.unlink(missing_ok=True)
    for folder, _folders, _names in os.walk(root, topdown=False):
        if Path(folder) != root:
            with suppress(OSError):  # not empty
                Path(folder).rmdir()
