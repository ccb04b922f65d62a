"""Invariants a constraint cannot hold: rows that may not change or go, kept by triggers in the database.

A guard refuses an UPDATE (of some columns) or a DELETE when its condition holds. The same guard is written for SQLite
and for PostgreSQL; conditions may use OLD and NEW and plain SQL that both understand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import DEFAULT_DB_ALIAS, connections


@dataclass(frozen=True)
class Guard:
    """`columns` empty = any column; `when` empty = always."""

    name: str
    table: str
    event: Literal["UPDATE", "DELETE"]
    message: str
    columns: tuple[str, ...] = ()
    when: str = ""


_guards: dict[str, Guard] = {}


def register(*guards: Guard) -> None:
    """Make guards known; they are laid in the database after every migration."""
    _guards.update({guard.name: guard for guard in guards})


def _statements(guard: Guard, vendor: str) -> list[str]:
    of = f" OF {', '.join(guard.columns)}" if guard.columns else ""
    if vendor == "sqlite":
        when = f" WHEN ({guard.when})" if guard.when else ""
        return [
            f"DROP TRIGGER IF EXISTS {guard.name}",
            f"CREATE TRIGGER {guard.name} BEFORE {guard.event}{of} ON {guard.table} FOR EACH ROW{when} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.message}'); END",
        ]
    # PostgreSQL takes no subquery in WHEN, so the condition stands in the function.
    refuse = f"RAISE EXCEPTION '{guard.message}' USING ERRCODE = 'integrity_constraint_violation';"
    row = "OLD" if guard.event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION guard_{guard.name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN IF ({guard.when or 'true'}) THEN {refuse} END IF; RETURN {row}; END$$",
        f"DROP TRIGGER IF EXISTS {guard.name} ON {guard.table}",
        f"CREATE TRIGGER {guard.name} BEFORE {guard.event}{of} ON {guard.table} FOR EACH ROW "
        f"EXECUTE FUNCTION guard_{guard.name}()",
    ]


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Lay every guard whose table exists."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in _guards.values():
            if guard.table in tables:
                for statement in _statements(guard, connection.vendor):
                    cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """The names of guards that ought to lie in the database and do not."""
    connection = connections[using]
    names = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(names[connection.vendor])
        present = {row[0] for row in cursor.fetchall()}
    return sorted(_guards.keys() - present)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the guards away: while tables are built anew, and for emptying a test database."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in _guards.values():
            if guard.table not in tables:
                continue
            on = f" ON {guard.table}" if connection.vendor != "sqlite" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {guard.name}{on}")


def step_aside_before_migrate(*, using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **_: Any) -> None:
    """SQLite builds a table anew to change it, and refuses as long as a guard of another table asks about it."""
    if plan:
        remove(using)


def install_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    install(using)
