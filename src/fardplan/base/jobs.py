"""The job thread: sends mail, runs queued tasks, and does what is to be done every so often.

It lives in the server process (`asgi.py` starts and stops it) and can run alone with `fardplan work`. Several processes
may run it at once: every job is claimed in the database before it runs.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import close_old_connections, connections, transaction
from django.db.models import Q
from django_tasks_db.management.commands.db_worker import Worker as TaskWorker
from django_tasks_db.models import DBTaskResult

from fardplan.base import clock, cores, outbox
from fardplan.base.models import JobRun

logger = logging.getLogger(__name__)

PAUSE = 1.0  # seconds between looks


@dataclass(frozen=True)
class Periodic:
    """Something to do every so often. `run` gets the real time and must be safe to repeat."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]


_periodic: dict[str, Periodic] = {}


def periodic(*, every: timedelta) -> Callable[[Callable[[datetime], object]], Callable[[datetime], object]]:
    """Register a function of the real time as a periodic job, under its own name. For an app's `jobs.py`."""

    def keep(run: Callable[[datetime], object]) -> Callable[[datetime], object]:
        name = f"{run.__module__}.{run.__name__}"
        _periodic[name] = Periodic(name=name, every=every, run=run)
        return run

    return keep


def all_periodic() -> list[Periodic]:
    return sorted(_periodic.values(), key=lambda job: job.name)


def look(*, now: datetime) -> None:
    """One look: deliver waiting mail, run queued tasks, do what is due."""
    if outbox.is_waiting(now=now):
        outbox.deliver_due(now=now)
    if DBTaskResult.objects.ready().exists():
        _run_tasks()
    for job in all_periodic():
        if _claim(job, now=now):
            _run(job, now=now)


def _run_tasks() -> None:
    TaskWorker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"job-thread-{threading.get_ident()}",
        excluded_queue_names=[],
    ).run()


def _claim(job: Periodic, *, now: datetime) -> bool:
    due = Q(started_at=None) | Q(started_at__lte=now - job.every)
    run = JobRun.objects.filter(name=job.name).first()
    if run is not None and run.started_at is not None and run.started_at > now - job.every:
        return False
    with transaction.atomic():
        JobRun.objects.get_or_create(name=job.name)
        return JobRun.objects.filter(due, name=job.name).update(started_at=now, ended_at=None) == 1


def _run(job: Periodic, *, now: datetime) -> None:
    error = ""
    try:
        job.run(now)
    except Exception as problem:
        # One job that fails must not stop the others; what went wrong is logged and shown at the desk.
        error = f"{type(problem).__name__}: {problem}"
        logger.exception("Job %s failed", job.name)
    JobRun.objects.filter(name=job.name).update(ended_at=clock.now(), last_error=error)


class JobThread(threading.Thread):
    """Looks again and again until stopped. Nothing that goes wrong in one look ends it: mail would stay unsent."""

    def __init__(self) -> None:
        super().__init__(name="jobs", daemon=True)
        self._stop_asked = threading.Event()

    def run(self) -> None:
        cores.use_all()
        while not self._stop_asked.wait(PAUSE):
            close_old_connections()
            try:
                look(now=clock.now())
            except Exception:
                logger.exception("The job thread waits and looks again")
                self._stop_asked.wait(5 * PAUSE)
        connections.close_all()

    def stop(self) -> None:
        self._stop_asked.set()
        self.join(timeout=30)
