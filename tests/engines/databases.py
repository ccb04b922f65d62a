"""A database of its own for a site in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit


@contextmanager
def fresh_database(name: str) -> Iterator[dict[str, str]]:
    """The environment that names an empty database: none (SQLite in the data folder), or one made beside the
    PostgreSQL database of FARDPLAN_DATABASE_URL and dropped afterwards."""
    url = os.environ.get("FARDPLAN_DATABASE_URL", "")
    if not url:
        yield {}
        return
    import psycopg
    from psycopg import sql

    its_name = f"fardplan_{name}_{os.getpid()}"
    with psycopg.connect(urlunsplit(urlsplit(url)._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(its_name)))
        try:
            yield {"FARDPLAN_DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{its_name}"))}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(its_name)))
