"""“Drift”: whether everything that should happen by itself does."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

import fardplan
from fardplan.base import audit, clock, jobs, outbox
from fardplan.base.errors import NotFound
from fardplan.base.models import JobRun, OutgoingMail
from fardplan.desk.access import administrator_required
from fardplan.desk.page import desk_page
from fardplan.people.viewer import OfficialRequest

BACKUP = "backup"  # the name under which the command remembers its last run
OLD_BACKUP = timedelta(days=2)
LITTLE_ROOM = 2_000_000_000  # bytes


@dataclass(frozen=True)
class JobNow:
    """A periodic job: when it last ran, and whether it is late or failed."""

    name: str
    ran_at: datetime | None
    error: str
    is_late: bool


def jobs_now(*, now: datetime) -> list[JobNow]:
    runs = {run.name: run for run in JobRun.objects.all()}
    found = []
    for job in jobs.all_periodic():
        run = runs.get(job.name)
        ran_at = run.started_at if run else None
        late = ran_at is None or now - ran_at > 3 * job.every + timedelta(minutes=5)
        found.append(JobNow(job.name.removeprefix("fardplan."), ran_at, run.last_error if run else "", late))
    return found


@administrator_required
@require_safe
def operations(request: OfficialRequest) -> HttpResponse:
    now = clock.now()
    disk = shutil.disk_usage(settings.DATA)
    backup = JobRun.objects.filter(name=BACKUP).first()
    waiting = OutgoingMail.objects.filter(next_attempt_at__isnull=False).order_by("queued_at")
    oldest = waiting.first()
    context = {
        "version": fardplan.VERSION,
        "database": connection.vendor,
        "database_bytes": _database_bytes(),
        "free": disk.free,
        "little_room": disk.free < LITTLE_ROOM,
        "backup_at": backup.ended_at if backup else None,
        "backup_is_old": backup is None or backup.ended_at is None or now - backup.ended_at > OLD_BACKUP,
        "jobs": jobs_now(now=now),
        "waiting": waiting.count(),
        "oldest": oldest.queued_at if oldest else None,
        "mail_is_slow": oldest is not None and now - oldest.queued_at > timedelta(hours=1),
        "given_up": outbox.given_up()[:50],
        "sent_today": OutgoingMail.objects.filter(sent_at__gte=now - timedelta(days=1)).count(),
    }
    return desk_page(request, "desk/operations.html", context, here="operations")


def _database_bytes() -> int:
    if connection.vendor != "sqlite":
        return 0
    file = Path(str(settings.DATABASES["default"]["NAME"]))
    return file.stat().st_size if file.is_file() else 0


@administrator_required
@require_POST
def retry_mail(request: OfficialRequest, number: int) -> HttpResponse:
    mail = outbox.given_up().filter(pk=number).first()
    if mail is None or not outbox.try_again(mail):
        raise NotFound(gettext_lazy("Brevet väntar inte på ett nytt försök."))
    audit.record("mail.retried", on=mail, by=request.official, at=request.now)
    messages.success(request, _("Brevet skickas om en stund."))
    return redirect("desk:operations")


addresses = [
    path("drift/", operations, name="operations"),
    path("drift/brev/<int:number>/", retry_mail, name="retry-mail"),
]
