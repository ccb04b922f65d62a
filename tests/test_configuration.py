"""Settings refuse an unsafe production, each with a message that says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {
    "FARDPLAN_MODE": "production",
    "FARDPLAN_SECRET_KEY": "k" * 60,
    "FARDPLAN_BASE_URL": "https://dialog.example.org",
    "FARDPLAN_MAIL_URL": "smtp://127.0.0.1:25",
    "FARDPLAN_MAIL_FROM": "dialog@example.org",
}


def _load(tmp_path: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    chosen = {**GOOD, "FARDPLAN_DATA": str(tmp_path / "data"), **changes}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FARDPLAN_")}
    environment |= {name: value for name, value in chosen.items() if value is not None}
    program = "from fardplan import settings; print(settings.SECRET_KEY, settings.DEBUG, settings.EMAIL_USE_TLS)"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"PYTHONPATH": "src"},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_safe_production_starts(tmp_path: Path) -> None:
    assert _load(tmp_path).stdout == f"{'k' * 60} False False\n"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"FARDPLAN_SECRET_KEY": None}, "FARDPLAN_SECRET_KEY is missing"),
        ({"FARDPLAN_SECRET_KEY": "short"}, "FARDPLAN_SECRET_KEY is missing or shorter"),
        ({"FARDPLAN_DEBUG": "1"}, "FARDPLAN_DEBUG shows secrets"),
        ({"FARDPLAN_BASE_URL": "http://dialog.example.org"}, "FARDPLAN_BASE_URL must be the https://"),
        ({"FARDPLAN_HOSTS": "*"}, "FARDPLAN_HOSTS may not be *"),
        ({"FARDPLAN_MAIL_URL": None}, "FARDPLAN_MAIL_URL and FARDPLAN_MAIL_FROM are required"),
        ({"FARDPLAN_MODE": "prod"}, "must be production, example or test"),
        ({"FARDPLAN_DATABASE_URL": "mysql://x"}, "must begin with postgres://"),
        (
            {"FARDPLAN_TRUSTED_PROXIES": "many"},
            "FARDPLAN_TRUSTED_PROXIES must be a whole number",
        ),
    ],
)
def test_an_unsafe_production_is_refused(tmp_path: Path, changes: dict[str, str | None], words: str) -> None:
    result = _load(tmp_path, **changes)
    assert result.returncode != 0
    assert words in result.stderr


def test_a_secret_can_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "key"
    secret.write_text("f" * 60 + "\n")
    result = _load(tmp_path, FARDPLAN_SECRET_KEY=None, FARDPLAN_SECRET_KEY_FILE=str(secret))
    assert result.stdout.startswith("f" * 60 + " ")
