"""Rows that are to tell nothing of when they came, also to whoever reads the database itself.

SQLite keeps a table in the order of its keys. PostgreSQL lays rows as they come, moves a row to the end when it is
changed, and marks each with the transaction that wrote it: rows that know nothing of each other are paired by one
question to the database, and a copy by pg_dump has them in that order.
"""

from __future__ import annotations

from django.db import OperationalError, connection, models, transaction

PATIENCE = "500ms"  # to wait for others; a database looks for those who wait for each other after a second


def lay_by_key(*tables: type[models.Model]) -> bool:
    """Write the tables anew, each in the order of its keys and all rows in one transaction. Whoever reads or writes
    in them waits meanwhile, some seconds for a hundred thousand rows. False when others were in them: try again later.
    """
    if connection.vendor != "postgresql":
        return True
    try:
        with transaction.atomic():
            _lay(tables)
    except OperationalError:
        return False
    return True


def _lay(tables: tuple[type[models.Model], ...]) -> None:
    names = [connection.ops.quote_name(model._meta.db_table) for model in tables]
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute(f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE")
        for model, name in zip(tables, names, strict=True):
            key = connection.ops.quote_name(str(model._meta.pk.column))
            cursor.execute(f"UPDATE {name} SET {key} = {key}")  # noqa: S608 - names of our own models
            constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
            index = next(each for each, about in constraints.items() if about["primary_key"])
            cursor.execute(f"CLUSTER {name} USING {connection.ops.quote_name(index)}")
