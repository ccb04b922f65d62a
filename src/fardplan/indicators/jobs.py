"""What is done every so often, in real time: fetches that were lost, and files that belong to nothing any more."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.core.files.storage import default_storage

from fardplan.base.jobs import periodic
from fardplan.indicators.actions.fetches import give_up_lost
from fardplan.indicators.actions.tables import FOLDER
from fardplan.indicators.models import StatisticalTable

logger = logging.getLogger(__name__)

# Long enough for somebody to put a database and its files together again before anything is thrown away.
WAIT = timedelta(days=7)


@periodic(every=timedelta(minutes=5))
def say_which_fetches_failed(now: datetime) -> int:
    """A process that was stopped while it fetched leaves a table that never comes; whoever waits is told."""
    return give_up_lost(now)


@periodic(every=timedelta(days=1))
def put_away_tables(now: datetime) -> int:
    """Delete files older than a week that no table names; returns how many. Without any table nothing is touched.

    They were put in storage in a transaction that came to nothing, or belonged to a dialogue that is gone.
    """
    named = set(StatisticalTable.objects.values_list("file", flat=True))
    if not named or not default_storage.exists(FOLDER):
        return 0
    stored = [f"{FOLDER}/{file}" for file in default_storage.listdir(FOLDER)[1]]
    gone = [name for name in stored if name not in named and default_storage.get_modified_time(name) < now - WAIT]
    for name in gone:
        default_storage.delete(name)
    if gone:
        logger.info("Put away %d tables that belonged to nothing", len(gone))
    return len(gone)
