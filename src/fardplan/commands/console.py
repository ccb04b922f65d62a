"""How the commands speak: in the language of the terminal, to people."""

from __future__ import annotations

import os
import sys

from django.utils import translation

from fardplan.base.errors import DomainError


def speak() -> None:
    """Use Swedish where the environment says Swedish, otherwise English."""
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    translation.activate("sv" if locale.lower().startswith("sv") else "en")


def say(*lines: object) -> None:
    for line in lines:
        print(line, flush=True)


def refuse(error: DomainError | str) -> int:
    """Say on standard error what is wrong and what to do; the exit code of a refusal is 1."""
    if isinstance(error, DomainError):
        print(error.message, file=sys.stderr)
        if error.what_next:
            print(error.what_next, file=sys.stderr)
    else:
        print(error, file=sys.stderr)
    return 1
