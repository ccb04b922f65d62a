"""What `fardplan check` looks at. Each look answers with what it saw and, when something is wrong, what to do."""

from __future__ import annotations

import os
import shutil
import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

import fardplan
from fardplan.base import guards, jobs
from fardplan.base.models import JobRun, OutgoingMail
from fardplan.commands import migrate
from fardplan.commands.keeping.copying import LAST_BACKUP
from fardplan.people.models import Official

OLDEST_BACKUP = timedelta(hours=36)
OLDEST_LOOK = timedelta(minutes=15)
LEAST_FREE = 2_000_000_000  # bytes


@dataclass(frozen=True)
class Answer:
    """What was looked at, what was seen, and what to do; `todo` is empty when all is well."""

    what: str
    said: str
    todo: str = ""


Look = Callable[[datetime], Answer]


def everything(*, now: datetime) -> list[Answer]:
    """Look at everything. What rests on a database that is away, or not brought up to date, is left out."""
    looks: list[Look] = [_static_files, _folders, _disk, _time_zone, _mail_server]
    found = [_program(now), _database(now)]
    if not found[-1].todo:
        found.append(_migrations(now))
    if not found[-1].todo:
        looks += [_guards, _officials, _mail_queue, _jobs, _last_backup]
    return found + [look(now) for look in looks]


def _program(_now: datetime) -> Answer:
    python = ".".join(str(part) for part in sys.version_info[:3])
    said = _("version %(version)s i läget %(mode)s på %(address)s, Python %(python)s")
    return Answer(
        _("Programmet"),
        said % {"version": fardplan.VERSION, "mode": settings.MODE, "address": settings.BASE_URL, "python": python},
    )


def _database(_now: datetime) -> Answer:
    what = _("Databasen")
    try:
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute("SELECT current_setting('server_version'), upper('å') = 'Å'")
                version, knows_letters = cursor.fetchone()
                todo = _(
                    "Skapa databasen med UTF8 och svensk ordning (sv_SE.UTF-8), som driftguiden visar: "
                    "annars hittar sökningen inte å, ä och ö."
                )
                return Answer(what, f"PostgreSQL {version}", "" if knows_letters else todo)
            journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
            durable = cursor.execute("PRAGMA synchronous").fetchone()[0] >= 2
            whole = cursor.execute("PRAGMA quick_check").fetchone()[0] == "ok"
    except DatabaseError as error:
        return Answer(what, str(error).strip(), _("Starta databasen, eller rätta FARDPLAN_DATABASE_URL."))
    if not whole:
        return Answer(what, _("filen är skadad"), _("Stoppa tjänsten och återställ den senaste säkerhetskopian."))
    if journal != "wal" or not durable:
        return Answer(what, f"SQLite, {journal}", _("Filsystemet klarar inte WAL. Lägg datamappen på en lokal disk."))
    return Answer(what, "SQLite, WAL")


def _migrations(_now: datetime) -> Answer:
    what = _("Databasens form")
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        said = _("%(count)s steg har inte körts") % {"count": len(waiting)}
        return Answer(what, said, _("Kör fardplan migrate."))
    return Answer(what, _("som den här versionen vill ha den"))


def _guards(_now: datetime) -> Answer:
    what = _("Databasens vakter")
    missing = guards.missing()
    if missing:
        said = _("%(names)s saknas") % {"names": ", ".join(missing)}
        return Answer(what, said, _("Kör fardplan migrate, som lägger dem på plats."))
    return Answer(what, _("alla på plats"))


def _static_files(_now: datetime) -> Answer:
    what = _("Stilmallar och skript")
    if not migrate.is_collected():
        return Answer(what, _("saknas eller är från en annan version"), _("Kör fardplan migrate."))
    return Answer(what, _("på plats"))


def _folders(_now: datetime) -> Answer:
    what = _("Datamappen")
    for folder in (Path(settings.DATA), Path(settings.MEDIA_ROOT)):
        probe = folder / f".write-test-{os.getpid()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"x")
            probe.unlink()
        except OSError as error:
            return Answer(what, f"{folder}: {error.strerror}", _("Ge den användare som kör tjänsten rätt att skriva."))
    if settings.PRODUCTION and Path(settings.DATA).stat().st_mode & 0o007:
        todo = _("Stäng den för andra: chmod o-rwx %(folder)s") % {"folder": settings.DATA}
        return Answer(what, _("kan läsas av alla på datorn"), todo)
    return Answer(what, str(settings.DATA))


def _disk(_now: datetime) -> Answer:
    usage = shutil.disk_usage(settings.DATA)
    said = _("%(free)s av %(total)s gigabyte lediga")
    said %= {"free": f"{usage.free / 1e9:.1f}", "total": f"{usage.total / 1e9:.1f}"}
    few = usage.free < LEAST_FREE
    return Answer(_("Disken"), said, _("Frigör plats, eller flytta datamappen.") if few else "")


def _time_zone(now: datetime) -> Answer:
    local = timezone.localtime(now)
    said = _("%(zone)s, klockan är %(time)s") % {"zone": settings.TIME_ZONE, "time": f"{local:%Y-%m-%d %H:%M}"}
    # The program is newer than its own changes; a clock that stands before them is wrong.
    too_early = now.timestamp() < Path(fardplan.__file__).stat().st_mtime - 86400
    return Answer(_("Tiden"), said, _("Ställ datorns klocka, till exempel med systemd-timesyncd.") if too_early else "")


def _mail_server(_now: datetime) -> Answer:
    what = _("E-postservern")
    if settings.EXAMPLE or not settings.MAIL_URL.hostname:
        return Answer(what, _("ingen: brev stannar i brevlådan"))
    server = get_connection()
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException) as error:
        return Answer(what, f"{type(error).__name__}: {error}", _("Rätta FARDPLAN_MAIL_URL, eller starta servern."))
    return Answer(what, _("%(host)s svarar") % {"host": settings.EMAIL_HOST})


def _mail_queue(now: datetime) -> Answer:
    what = _("Brev på väg")
    late = OutgoingMail.objects.filter(sent_at=None, given_up_at=None, queued_at__lt=now - OLDEST_LOOK).count()
    given_up = OutgoingMail.objects.filter(given_up_at__gt=now - timedelta(days=7)).count()
    if late or given_up:
        said = _("%(late)s har väntat länge, %(given_up)s gick inte att skicka den senaste veckan")
        said %= {"late": late, "given_up": given_up}
        return Answer(what, said, _("Se e-postserverns logg och tjänstens egen."))
    return Answer(what, _("inga som väntat länge"))


def _jobs(now: datetime) -> Answer:
    what = _("Återkommande jobb")
    runs = {run.name: run for run in JobRun.objects.all()}
    failed = [name for name, run in runs.items() if run.last_error]
    if failed:
        return Answer(what, _("%(names)s misslyckades") % {"names": ", ".join(failed)}, _("Se tjänstens logg."))
    late = [
        job.name
        for job in jobs.all_periodic()
        if (run := runs.get(job.name)) is None or (run.started_at or now) < now - job.every - OLDEST_LOOK
    ]
    if late:
        return Answer(what, _("%(names)s har inte körts") % {"names": ", ".join(late)}, _("Starta fardplan serve."))
    return Answer(what, _("körs"))


def _officials(_now: datetime) -> Answer:
    what = _("Huvudansvariga")
    count = Official.objects.filter(is_active=True, is_administrator=True).count()
    if not count:
        return Answer(what, _("ingen"), _("Starta fardplan serve: den skriver en engångslänk för den första."))
    return Answer(what, str(count))


def _last_backup(now: datetime) -> Answer:
    what = _("Senaste säkerhetskopian")
    run = JobRun.objects.filter(name=LAST_BACKUP).first()
    if settings.EXAMPLE:
        return Answer(what, _("behövs inte i exemplet"))
    if run is None or run.ended_at is None:
        return Answer(what, _("ingen har gjorts"), _("Kör fardplan backup, och låt en timer göra det varje natt."))
    said = f"{timezone.localtime(run.ended_at):%Y-%m-%d %H:%M}"
    old = now - run.ended_at > OLDEST_BACKUP
    return Answer(what, said, _("Den är gammal. Se efter varför timern inte har gjort någon ny.") if old else "")
