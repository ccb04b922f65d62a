"""Searching text as people expect: "äldre" finds "Äldre" in every database.

SQLite compares only a–z without regard to case, so there Python does it instead.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import CharField, Q, TextField, Transform

from fardplan.base import text

MOST_WORDS = 8


class Folded(Transform):
    """`text__folded__contains="äldre"`: the column without regard to case."""

    lookup_name = "folded"
    function = "LOWER"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="FARDPLAN_FOLD", **context)


def _fold(value: str | None) -> str | None:
    return value.lower() if value is not None else None


def _teach_to_fold(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    if connection.vendor == "sqlite":
        connection.connection.create_function("FARDPLAN_FOLD", 1, _fold, deterministic=True)


def install() -> None:
    """Make `folded` known to text columns and to every new database connection."""
    CharField.register_lookup(Folded)
    TextField.register_lookup(Folded)
    connection_created.connect(_teach_to_fold, dispatch_uid="fardplan.fold")


def matches(query: str, *fields: str) -> Q:
    """Rows where every word of the query occurs in one of the fields. An empty query matches everything."""
    words = text.clean_line(query).split()[:MOST_WORDS]
    found = [reduce(or_, (Q(**{f"{field}__folded__contains": word.lower()}) for field in fields)) for word in words]
    return reduce(and_, found, Q())
