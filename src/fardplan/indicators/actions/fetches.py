"""Fetching a table: asked for at the desk, done by a job, and what went wrong is said where it was asked."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from fardplan.analysis.statistical_tables import Unreadable
from fardplan.base import audit, clock
from fardplan.base.errors import Conflict, DomainError, NotAllowed
from fardplan.base.locking import held
from fardplan.dialogue.models import Dialogue
from fardplan.indicators import fetching
from fardplan.indicators.actions.tables import add_table, check_may_edit, replace_table
from fardplan.indicators.models import StatisticalTable, TableFetch
from fardplan.indicators.numbers import Brought
from fardplan.people.models import Official

logger = logging.getLogger(__name__)

LOST_AFTER = timedelta(minutes=10)
MOST_WAITING = 5
SOURCES = {"api.kolada.se": "Kolada", "api.scb.se": "SCB", "statistikdatabasen.scb.se": "SCB"}


@transaction.atomic
def ask_for_table(
    *, dialogue: Dialogue, address: str, by: Official, now: datetime, table: StatisticalTable | None = None
) -> TableFetch:
    """Have a table fetched; with `table` it takes that one's place.

    Raises Invalid for an address that is not allowed, Conflict while the same one is on its way or too many are.
    """
    check_may_edit(by, dialogue)
    fetching.check_address(address)
    held(Dialogue.objects).get(pk=dialogue.pk)
    waiting = TableFetch.objects.filter(dialogue=dialogue, failed_at=None)
    if waiting.filter(address=address).exists():
        raise Conflict(_("Den hämtas redan."), what_next=_("Vänta en stund och ladda om sidan."))
    if waiting.count() >= MOST_WAITING:
        raise Conflict(_("Det är redan flera tabeller på väg."), what_next=_("Vänta tills de har kommit."))
    TableFetch.objects.filter(dialogue=dialogue, address=address).delete()
    asked = TableFetch.objects.create(
        dialogue=dialogue, table=table, address=address, asked_by=by, asked_at=clock.now()
    )
    audit.record("statistical_table.asked", on=asked, by=by, at=now, dialogue_id=dialogue.pk, address=address[:200])
    fetch_table.enqueue(asked.pk)
    return asked


@transaction.atomic
def forget_fetch(*, fetch: TableFetch, by: Official) -> None:
    """Take away what is said of a fetch that failed."""
    check_may_edit(by, fetch.dialogue)
    TableFetch.objects.filter(pk=fetch.pk, failed_at__isnull=False).delete()


@task()
def fetch_table(pk: int) -> None:
    """Fetch one that was asked for. What goes wrong is said in the row, for whoever waits."""
    asked = TableFetch.objects.select_related("dialogue", "table", "asked_by").filter(pk=pk, failed_at=None).first()
    if asked is None:
        return
    try:
        _keep(asked, fetching.fetch(asked.address))
    except fetching.NotFetched as problem:
        _fail(pk, {"code": problem.code, "details": problem.details})
    except Unreadable as problem:
        _fail(
            pk,
            {
                "problem": problem.problem.name,
                "where": problem.where,
                "line": problem.line,
                "details": problem.details,
            },
        )
    except DomainError as problem:
        with translation.override(asked.dialogue.language):
            _fail(pk, {"message": f"{problem.message} {problem.what_next}".strip()})
    except Exception:
        # The job goes on with other things; the one who asked reads that it failed, the operator why.
        logger.exception("The table %s could not be fetched", asked.address)
        _fail(pk, {"code": "lost", "details": {}})


@transaction.atomic
def _keep(asked: TableFetch, brought: Brought) -> None:
    by, now = asked.asked_by, clock.now()
    if by is None or not by.is_active:
        raise NotAllowed(_("Den som bad om tabellen arbetar inte längre här."))
    if asked.table is None:
        host = fetching.host_of(asked.address)
        source = brought.table.source or SOURCES.get(host, host)
        add_table(dialogue=asked.dialogue, brought=brought, source=source, by=by, now=now)
    else:
        asked.table.dialogue = asked.dialogue
        replace_table(table=asked.table, brought=brought, by=by, now=now)
    asked.delete()


def _fail(pk: int, failure: dict[str, object]) -> None:
    TableFetch.objects.filter(pk=pk).update(failed_at=clock.now(), failure=failure)


def give_up_lost(now: datetime) -> int:
    """Say of those that a stopped process left behind that they failed; returns how many."""
    lost = TableFetch.objects.filter(failed_at=None, asked_at__lte=now - LOST_AFTER)
    return lost.update(failed_at=now, failure={"code": "lost", "details": {}})
