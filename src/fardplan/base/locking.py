"""Holding rows until the transaction ends, so that two who change the same thing do it one after the other.

SQLite gives a transaction the whole file. PostgreSQL lets many write at once and needs four rules to be as safe:

1. Rows are held with `held`, never with a bare `select_for_update`. It waits for others who hold or change the row, but
   not for those who insert something that refers to it: a foreign key asks for a share of the row it points at (when
   the transaction is committed, as Django's are deferred), and would wait in a ring with a lock that forbids that too.
2. Always in this order, and several of one kind by primary key:
   officials · dialogue · day · room note · stage · question · poll · sign-up · survey · collection · strategy ·
      decision · motion · theme ·
   submission · contribution · reply · verdict · live series. What is not named here is only held alone, or under the
   row it belongs to.
3. The row of the strategy holds its whole text: drafts, sections, passages, imported files, what is said of changes.
   `strategy.actions.hold_strategy` takes it.
4. Hold first, then read what is to be decided on. A statement that has waited sees the row it waited for as it is
   now, but everything joined to it as it was before the wait: read joined rows with a statement of their own.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def held(rows: models.QuerySet[M] | models.Manager[M]) -> models.QuerySet[M]:
    """These rows, each held from when it is read until the transaction ends; rows joined to them are not."""
    return rows.select_for_update(of=("self",), no_key=True)


def shared(model: type[M], pk: int) -> M | None:
    """One row as it is now, which nobody changes until the transaction ends; any number may share it at a time.

    For what very many do at once and must not outlive a change: nobody votes after the poll has closed. Whoever changes
    the row holds it (`held`) and waits for those who share it.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    suffix = " FOR SHARE" if connection.vendor == "postgresql" else ""  # in SQLite the transaction has the whole file
    return next(iter(model._default_manager.raw(f"SELECT * FROM {table} WHERE id = %s{suffix}", [pk])), None)  # noqa: S608
