"""What is done every so often, in real time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from fardplan.base import clock
from fardplan.base.jobs import periodic
from fardplan.ledger import links
from fardplan.ledger.actions.compiling import give_up_lost
from fardplan.ledger.actions.telling import take_up_lost
from fardplan.ledger.models import LinkCheck

LINKS_AT_ONCE = 24


@periodic(every=timedelta(minutes=10))
def say_which_compilations_failed(now: datetime) -> int:
    """A process that was stopped while it wrote leaves a file that never comes; whoever waits is told."""
    return give_up_lost(now)


@periodic(every=timedelta(minutes=10))
def go_on_telling(now: datetime) -> int:
    """A process that was stopped while it wrote letters leaves people who are never told; they are."""
    return take_up_lost(now)


@periodic(every=timedelta(minutes=1))
def ask_links(now: datetime) -> int:
    """Ask the links that wait to be asked, some at a time; returns how many. Others' sites are given little time."""
    waiting = list(LinkCheck.objects.filter(checked_at=None).order_by("asked_at", "pk")[:LINKS_AT_ONCE])
    ours = [each for each in waiting if links.is_ours(each.address)]
    others = [each for each in waiting if not links.is_ours(each.address)]
    with ThreadPoolExecutor(max_workers=8) as pool:
        results = list(pool.map(links.check, [each.address for each in others]))
    results += [links.check(each.address) for each in ours]
    for each, result in zip([*others, *ours], results, strict=True):
        LinkCheck.objects.filter(pk=each.pk).update(
            checked_at=clock.now(), is_dead=result.is_dead, answer=result.answer[:60]
        )
    return len(waiting)
