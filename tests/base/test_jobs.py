from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from fardplan.base import clock, jobs
from fardplan.base.models import JobRun

NOW = clock.now()


@pytest.fixture
def job(db: None, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """One periodic job, every hour, that notes when it ran and fails when told so."""
    ran: list[object] = []

    def note(now: object) -> None:
        ran.append(now)
        if len(ran) == 2:
            raise ValueError("second time fails")

    monkeypatch.setattr(jobs, "_periodic", {"note": jobs.Periodic(name="note", every=timedelta(hours=1), run=note)})
    return ran


def test_a_job_runs_when_it_is_due_and_not_before(job: list[object]) -> None:
    moments = [NOW, NOW + timedelta(minutes=59), NOW + timedelta(hours=1)]
    for moment in moments:
        jobs.look(now=moment)
    assert job == [moments[0], moments[2]]


def test_a_job_that_fails_says_so_and_runs_again(job: list[object]) -> None:
    for hours in range(3):
        jobs.look(now=NOW + timedelta(hours=hours))
        if hours == 1:
            assert JobRun.objects.get().last_error == "ValueError: second time fails"
    assert len(job) == 3
    assert JobRun.objects.get().last_error == ""


def test_two_processes_claim_a_job_once(job: list[object]) -> None:
    (periodic,) = jobs.all_periodic()
    assert [jobs._claim(periodic, now=NOW), jobs._claim(periodic, now=NOW)] == [True, False]


def test_nothing_that_goes_wrong_in_one_look_ends_the_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    thread = jobs.JobThread()
    looks: list[object] = []

    def look(*, now: object) -> None:
        looks.append(now)
        if len(looks) == 1:
            raise ValueError("an address nobody had thought of")
        thread._stop_asked.set()

    monkeypatch.setattr(jobs, "look", look)
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    monkeypatch.setattr(jobs, "connections", SimpleNamespace(close_all=lambda: None))
    monkeypatch.setattr(jobs, "PAUSE", 0.001)
    thread.run()
    assert len(looks) == 2
