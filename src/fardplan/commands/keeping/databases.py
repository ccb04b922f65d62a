"""Copying a database as it stands at one moment, and putting a copy back in one transaction.

SQLite: the online backup interface, in both directions. Others may read and write meanwhile; they see the database
before or after, never between. PostgreSQL: pg_dump of an exported snapshot, and psql with one transaction around it.
"""

from __future__ import annotations

import gzip
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.utils.translation import gettext as _

from fardplan.base import clock
from fardplan.base.errors import Conflict, Invalid
from fardplan.commands.keeping.archive import CHUNK, compress
from fardplan.surveys.jobs import forget_order_of_responses

WAIT = 60.0  # seconds to wait for a lock
RESTORED = "restored"  # the alias of a database that is being prepared

# Empties the schema inside the transaction that fills it again; functions of extensions stay.
_EMPTY_POSTGRESQL = """
DO $$
DECLARE statement text;
BEGIN
  FOR statement IN SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)
    FROM pg_tables WHERE schemaname = current_schema()
  LOOP EXECUTE statement; END LOOP;
  FOR statement IN SELECT format('DROP FUNCTION IF EXISTS %s CASCADE', p.oid::regprocedure)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = current_schema()
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
  LOOP EXECUTE statement; END LOOP;
END $$;
"""


_PG_DUMP = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges"]
_SQLITE_TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
)


def engine() -> str:
    """sqlite or postgresql."""
    return connection.vendor


def counts(using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Rows by table, as one connection sees them."""
    found = {}
    with connections[using].cursor() as cursor:
        for table in sorted(connections[using].introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connections[using].ops.quote_name(table)}")  # noqa: S608
            found[table] = int(cursor.fetchone()[0])
    return found


def copy_into(folder: Path) -> tuple[Path, dict[str, int]]:
    """Copy the live database into a folder, as it stands at one moment. Returns the file and its rows by table."""
    return _copy_sqlite(folder) if engine() == "sqlite" else _copy_postgresql(folder)


def _copy_sqlite(folder: Path) -> tuple[Path, dict[str, int]]:
    plain, packed = folder / "database.sqlite3", folder / "database.sqlite3.gz"
    with closing(sqlite3.connect(_sqlite_name(), timeout=WAIT)) as live, closing(sqlite3.connect(plain)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        rows = {
            name: int(copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])  # noqa: S608
            for (name,) in copy.execute(_SQLITE_TABLES).fetchall()
        }
    compress(plain, packed)
    plain.unlink()
    return packed, rows


def _sqlite_name() -> str:
    return str(connection.settings_dict["NAME"])


def _copy_postgresql(folder: Path) -> tuple[Path, dict[str, int]]:
    target = folder / "database.pgdump"
    forget_order_of_responses(clock.now())  # pg_dump copies rows as they lie
    with _exported_snapshot() as (snapshot, rows):
        _run([*_PG_DUMP, f"--snapshot={snapshot}", f"--file={target}"])
    return target, rows


@contextmanager
def _exported_snapshot() -> Iterator[tuple[str, dict[str, int]]]:
    """A snapshot pg_dump can share, and the rows by table in it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield str(cursor.fetchone()[0]), counts()


def _run(command: list[str], **options: Any) -> None:
    """Run one of PostgreSQL's own programs against our database. Raises Conflict with what it said."""
    if shutil.which(command[0]) is None:
        raise Conflict(
            _("Programmet %(name)s finns inte.") % {"name": command[0]},
            what_next=_("Installera postgresql-client i minst samma version som databasservern."),
        )
    environment = _postgresql_environment()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, **options)  # noqa: S603
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()[-3:]
        raise Conflict(
            _("%(name)s misslyckades: %(said)s") % {"name": command[0], "said": " ".join(said)},
            what_next=_("Inget har ändrats i databasen."),
        )


def _postgresql_environment() -> dict[str, str]:
    chosen = connection.settings_dict
    named = {
        "PGDATABASE": chosen["NAME"],
        "PGUSER": chosen["USER"],
        "PGPASSWORD": chosen["PASSWORD"],
        "PGHOST": chosen["HOST"],
        "PGPORT": chosen["PORT"],
        "PGSSLMODE": chosen["OPTIONS"].get("sslmode", ""),
    }
    return os.environ | {name: str(value) for name, value in named.items() if value}


def prepare_sqlite(packed: Path, *, expected: dict[str, int], most_bytes: int) -> Path:
    """Unpack a copy beside the live database and look that it is whole. Returns the prepared file."""
    plain = packed.with_suffix("")
    written = 0
    try:
        with gzip.open(packed, "rb") as source, plain.open("xb") as target:
            while piece := source.read(CHUNK):
                written += len(piece)
                if written > most_bytes:
                    raise Invalid(_("Databasen i säkerhetskopian är större än den får vara."))
                target.write(piece)
        with closing(sqlite3.connect(plain)) as copy:
            whole = copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            loose = copy.execute("PRAGMA foreign_key_check").fetchone()
    except (OSError, EOFError, sqlite3.DatabaseError) as error:
        raise Invalid(_("Databasen i säkerhetskopian går inte att läsa.")) from error
    if not whole or loose is not None:
        raise Invalid(_("Databasen i säkerhetskopian är skadad."))
    with prepared_alias(plain):
        if counts(RESTORED) != expected:
            raise Invalid(_("Databasen i säkerhetskopian stämmer inte med förteckningen."))
    return plain


@contextmanager
def prepared_alias(path: Path) -> Iterator[str]:
    """Let Django speak with a prepared SQLite file under an alias of its own."""
    connections.databases[RESTORED] = {**connections.databases[DEFAULT_DB_ALIAS], "NAME": path}
    try:
        yield RESTORED
    finally:
        connections[RESTORED].close()
        del connections[RESTORED]
        del connections.databases[RESTORED]


def put_back_sqlite(prepared: Path) -> None:
    """Let the prepared copy take the live database's place, in one transaction that running processes wait for.

    Raises Conflict, and leaves the live database as it was, when that cannot be done (the disk is full).
    """
    try:
        with closing(sqlite3.connect(prepared)) as copy, closing(sqlite3.connect(_sqlite_name(), timeout=WAIT)) as live:
            live.execute("PRAGMA journal_mode=WAL")
            live.execute("PRAGMA synchronous=FULL")
            copy.backup(live)
    except sqlite3.Error as error:
        raise Conflict(
            _("%(name)s misslyckades: %(said)s") % {"name": "SQLite", "said": error},
            what_next=_("Inget har ändrats i databasen."),
        ) from error


def put_back_postgresql(dump: Path, *, expected: dict[str, int]) -> None:
    """Empty the database, fill it from the dump and count the rows, in one transaction: all of it or nothing."""
    empty, script, check = (dump.with_name(name) for name in ("empty.sql", "database.sql", "check.sql"))
    empty.write_text(_EMPTY_POSTGRESQL, encoding="utf-8")
    check.write_text(_counting(expected), encoding="utf-8")
    _run(["pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(dump)])
    connection.close()
    command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run([*command, *(f"--file={file}" for file in (empty, script, check))], stdin=subprocess.DEVNULL)


def _counting(expected: dict[str, int]) -> str:
    """SQL that fails unless every table has as many rows as the manifest says."""
    lines = [
        f"IF (SELECT count(*) FROM {connection.ops.quote_name(table)}) <> {rows} THEN "  # noqa: S608
        f"RAISE EXCEPTION 'not as many rows as the manifest says'; END IF;"
        for table, rows in expected.items()
    ]
    # pg_restore's script empties the search path.
    return "SET search_path = public;\nDO $$ BEGIN\n" + "\n".join(lines) + "\nEND $$;\n"
