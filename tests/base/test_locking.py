"""Rows are held in one way in the whole program (`fardplan.base.locking` says why)."""

from __future__ import annotations

from pathlib import Path

import fardplan

HOME = Path(fardplan.__file__).parent
# A mail that somebody else is sending is passed by, not waited for; it is referred to by nothing.
PASSES_BY = {"base/locking.py", "base/outbox.py"}


def test_nothing_is_held_in_any_other_way() -> None:
    holding = {
        path.relative_to(HOME).as_posix() for path in HOME.rglob("*.py") if "select_for_update(" in path.read_text()
    }
    assert holding == PASSES_BY
