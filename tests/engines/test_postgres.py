"""The same on PostgreSQL: the form of the database, its guards, importing, backup and restore, many people at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from fardplan.base import guards
from tests.commands.conftest import ROOT, Site

# What holds the database to its word, run again on PostgreSQL as it stands.
SUITES = [
    "tests/base/test_guards.py",
    "tests/base/test_jobs.py",
    "tests/base/test_outbox.py",
    "tests/base/test_search.py",
    "tests/contributions",
    "tests/dialogue",
    "tests/exchange/test_importing.py",
    "tests/live/test_question_races.py",
    "tests/live/test_questions.py",
    "tests/ledger",
    "tests/live",
    "tests/rooms",
    "tests/signup",
    "tests/indicators",
    "tests/strategy",
    "tests/surveys",
]


def test_the_program_says_what_it_runs_on(site: Site) -> None:
    said = site.run("check").stdout
    assert "✓  Databasen: PostgreSQL" in said
    assert "✓  Databasens form" in said
    assert "✓  Databasens vakter" in said


def test_every_guard_lies_in_the_database_and_migrating_again_changes_nothing(site: Site) -> None:
    def triggers() -> set[str]:
        with psycopg.connect(site.environment["FARDPLAN_DATABASE_URL"]) as database:
            return {row[0] for row in database.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")}

    assert triggers() == set(guards._guards)
    site.do("migrate")
    assert triggers() == set(guards._guards)


def test_the_suites_of_the_database_pass_on_postgres(make_database: Callable[[str], str], tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FARDPLAN_", "PYTEST_"))}
    environment |= {"FARDPLAN_DATABASE_URL": make_database("suites"), "FARDPLAN_DATA": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", *SUITES],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]


def test_a_backup_goes_back_while_people_write(site: Site, make_site: Callable[..., Site], tmp_path: Path) -> None:
    archive, stop = tmp_path / "kopia.tar", tmp_path / "stop"
    with site.served():
        writer = site.writer(stop)
        for _ in range(20):
            writer.stdout.readline()  # type: ignore[union-attr]
        site.do("backup", str(archive))
        stop.touch()
        writer.communicate(timeout=60)
        at_last = len(site.numbers()[0])

        other = make_site("other")
        other.do("restore", str(archive))
        numbers, contributions, mails = other.numbers()
        assert numbers == list(range(1, len(numbers) + 1))
        assert (contributions, mails) == (len(numbers), len(numbers))
        assert 20 <= len(numbers) < at_last
        assert (other.media / "dialogue" / "bild.webp").read_bytes() == b"en bild"

        assert "Här finns redan" in site.run("restore", str(archive)).stderr
        site.do("restore", "--replace", str(archive))
        assert site.get("/dagen/")[0] == 200
        assert site.numbers()[0] == numbers
        stop.unlink()
        writer = site.writer(stop)
        assert writer.stdout.readline() == f"{len(numbers) + 1}\n"  # type: ignore[union-attr]
        stop.touch()
        writer.communicate(timeout=60)
    assert "✓  Databasens vakter" in site.run("check").stdout
    safety = next((site.folder / "data" / "backups").glob("before-restore-*.tar"))
    site.do("restore", "--replace", str(safety))
    assert len(site.numbers()[0]) == at_last


def test_several_processes_share_one_gapless_series(site: Site, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    writers = [site.writer(stop) for _ in range(4)]
    for writer in writers:
        for _ in range(25):
            writer.stdout.readline()  # type: ignore[union-attr]
    stop.touch()
    for writer in writers:
        writer.communicate(timeout=120)
    numbers, contributions, mails = site.numbers()
    assert len(numbers) >= 100
    assert numbers == list(range(1, len(numbers) + 1))
    assert (contributions, mails) == (len(numbers), len(numbers))


def test_a_restore_that_fails_leaves_everything(site: Site, tmp_path: Path) -> None:
    """The dump breaks off in the middle of the one transaction: the site is as it was."""
    archive, stop = tmp_path / "kopia.tar", tmp_path / "stop"
    site.do("backup", str(archive))
    writer = site.writer(stop)
    assert writer.stdout.readline() == "1\n"  # type: ignore[union-attr]
    stop.touch()
    writer.communicate(timeout=60)
    before = site.numbers()
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    restorer = shutil.which("pg_restore")
    fake = bin_folder / "pg_restore"
    # As the real one, but the script ends with something PostgreSQL does not understand.
    fake.write_text(
        f'#!/bin/sh\n{restorer} "$@" || exit 1\nfor word in "$@"; do case "$word" in --file=*) '
        'echo "BREAK OFF;" >> "${word#--file=}";; esac; done\n'
    )
    fake.chmod(0o755)
    site.environment["PATH"] = f"{bin_folder}{os.pathsep}{site.environment['PATH']}"
    done = site.run("restore", "--replace", str(archive))
    assert done.returncode == 1
    assert "psql misslyckades" in done.stderr
    assert site.numbers() == before
    assert "✓  Databasens vakter" in site.run("check").stdout


def test_an_archive_of_another_engine_is_refused(
    site: Site, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from tests.commands.conftest import PREPARE, site_in

    small = site_in(tmp_path_factory.mktemp("small") / "site")
    small.do("migrate")
    small.python(PREPARE)
    small.do("backup", str(tmp_path / "sqlite.tar"))
    done = site.run("restore", "--replace", str(tmp_path / "sqlite.tar"))
    assert done.returncode == 1
    assert "gjord med sqlite, men webbplatsen använder postgresql" in done.stderr
