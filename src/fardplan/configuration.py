"""Where settings come from: the environment, files named by X_FILE, then an optional fardplan.toml.

A setting `FARDPLAN_PORT` is looked for as the environment variable of that name, then as the contents of the file
that `FARDPLAN_PORT_FILE` names (for secrets), then as `port` in the TOML file that `FARDPLAN_CONFIG` names
(default: `fardplan.toml` in the working directory).
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

PREFIX = "FARDPLAN_"

# Every setting the program reads, with one sentence for the operator. The guide for operators lists the same set.
SETTINGS: dict[str, str] = {
    "MODE": "production (default), example (the demonstration) or test.",
    "SECRET_KEY": "Signs cookies and links. Required in production, at least 50 characters.",
    "DATA": "The folder for the database, uploads and collected static files.",
    "DATABASE_URL": "postgres://user:password@host:port/name; without it SQLite in the data folder.",
    "BASE_URL": "The address people use, for example https://dialog.example.se. Required in production.",
    "HOSTS": "Further host names to answer to, separated by commas.",
    "PORT": "The port to listen on (default 8000).",
    "LISTEN": "The address to listen on (default 127.0.0.1: put a proxy in front).",
    "MAIL_URL": "smtp://user:password@host:port or smtps://… or smtp+starttls://…. Required in production.",
    "MAIL_FROM": "The sender of all mail. Required in production.",
    "LIMITS_URL": "Where rate limits are counted: memory:// (default) or redis://host:port/0.",
    "LIVE_URL": "How several processes tell each other of live events: redis://host:port/0; nothing = the database.",
    "LIVE_PUSH_URL": "Where a push proxy (nginx with nchan) takes live events: http://host:port/path; nothing = none.",
    "LIVE_READERS": "How many may follow live in one process (default 20000).",
    "TRUSTED_PROXIES": "How many proxies of your own stand in front (0, default, or 1, 2 …).",
    "UPLOAD_MEGABYTES": "The largest upload in megabytes (default 500).",
    "STATISTICS_HOSTS": "Further hosts that tables of statistics may be fetched from, separated by commas.",
    "DEBUG": "Refused in production.",
}


def _toml() -> dict[str, object]:
    path = Path(os.environ.get(f"{PREFIX}CONFIG", "fardplan.toml"))
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        return {key.upper(): value for key, value in tomllib.load(file).items()}


_FROM_FILE = _toml()


def read(name: str, default: str = "") -> str:
    """The value of one setting as text. Raises ImproperlyConfigured when its X_FILE cannot be read."""
    if name not in SETTINGS:
        raise KeyError(name)
    if (value := os.environ.get(PREFIX + name)) is not None:
        return value.strip()
    if path := os.environ.get(f"{PREFIX}{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{PREFIX}{name}_FILE names {path}, which cannot be read: {error}") from error
    return str(_FROM_FILE.get(name, default)).strip()


def read_number(name: str, default: int) -> int:
    """The value of one setting as a whole number, 0 or more."""
    text = read(name, str(default))
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{PREFIX}{name} must be a whole number, not {text!r}.")
    return int(text)


def read_switch(name: str) -> bool:
    """True for 1, true, yes, on; False for nothing, 0, false, no, off."""
    text = read(name, "0").lower()
    if text not in {"", "0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{PREFIX}{name} must be 1 or 0, not {text!r}.")
    return text in {"1", "true", "yes", "on"}
