"""Changes everybody can read: those of drafts published by the page's time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from math import inf
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import NotFound
from fardplan.contributions.models import Contribution, Reply
from fardplan.contributions.rules import Status, public_reply, status_of
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace
from fardplan.ledger.queries.sources import Ids
from fardplan.strategy.models import Change, Draft, Passage, Section, Subject

SECONDS_KEPT = 3600
LABEL = re.compile(r"[cC]-?0*(?P<number>\d{1,9})")


def published_changes(strategy_id: int | None, *, now: datetime) -> QuerySet[Change]:
    """Every change of a strategy that everybody can read; the newest draft first, each in reading order."""
    return (
        Change.objects.filter(strategy=strategy_id, number__isnull=False, draft__published_at__lte=now)
        .select_related("draft", "since")
        .order_by("-draft__position", "-draft_id", "position", "number")
    )


def without_source() -> Q:
    """Changes nobody has accounted for: nothing and nobody asked for them, and no reason is given."""
    return Q(is_editorial=False, reason="") & ~Q(Exists(Trace.objects.filter(change=OuterRef("pk"))))


def access_change(dialogue: Dialogue, label: str, *, now: datetime) -> Change:
    """One published change of the dialogue's strategy by its number: C-7."""
    found = LABEL.fullmatch(label)
    rows = published_changes(dialogue.strategy_id, now=now)
    change = rows.filter(number=int(found["number"])).first() if found and dialogue.strategy_id else None
    if change is None:
        raise NotFound(_("Ändringen finns inte."), what_next=_("Se alla ändringar i strategin och välj där."))
    return change


# --- from what was said to what changed -------------------------------------------------------------------------------


def has_led_to_change(*, now: datetime) -> Q:
    """Contributions from which a trace leads to a change everybody can read: to filter or annotate a list with."""
    return Q(Exists(_published_traces(now=now).filter(contribution=OuterRef("pk"))))


def led_to_change(contribution_ids: Ids, *, now: datetime) -> set[int]:
    """Which of these contributions have led to a change that everybody can read. At most one query."""
    found = _published_traces(now=now).filter(contribution__in=contribution_ids).order_by()
    return {pk for pk in found.values_list("contribution_id", flat=True) if pk is not None}


def changes_of(contribution_ids: Ids, *, now: datetime) -> dict[int, list[Change]]:
    """The published changes each of these contributions has led to, the newest draft first. One query.

    A contribution without any is left out.
    """
    traces = (
        _published_traces(now=now)
        .filter(contribution__in=contribution_ids)
        .select_related("change__draft", "change__since")
        .order_by("-change__draft__position", "-change__draft_id", "change__position", "change__number")
    )
    found: dict[int, list[Change]] = {}
    for trace in traces:
        if trace.contribution_id is not None:
            found.setdefault(trace.contribution_id, []).append(trace.change)
    return found


def knowing_changes(contributions: QuerySet[Contribution], *, now: datetime) -> QuerySet[Any]:
    """The same contributions, each with `has_led`: whether it has led to a public change. Costs no query of its own."""
    return contributions.annotate(has_led=Exists(_published_traces(now=now).filter(contribution=OuterRef("pk"))))


def with_status_and_reply(
    contributions: Iterable[Any], *, now: datetime
) -> list[tuple[Contribution, Status, Reply | None]]:
    """Each of what `knowing_changes` gave with how far it has come and its public answer, for a list."""
    return [
        (each, status_of(each, now=now, led_to_change=each.has_led), public_reply(each, now=now))
        for each in contributions
    ]


def _published_traces(*, now: datetime) -> QuerySet[Trace]:
    return Trace.objects.filter(change__number__isnull=False, change__draft__published_at__lte=now)


# --- from the text to what changed it ---------------------------------------------------------------------------------


def of_passage(strategy_id: int | None, key: str, *, now: datetime) -> list[Change]:
    """How a passage has changed, the newest first, with those it was split or merged from up to that draft.

    One query, and one more for a passage that others were split or merged into.
    """
    rows = published_changes(strategy_id, now=now).filter(subject=Subject.PASSAGE)
    kin = list(rows.filter(Q(key=key) | ~Q(from_keys=[]) | ~Q(into_keys=[])))
    until = _lineage(kin, key)
    mine = kin if until.keys() == {key} else rows.filter(key__in=list(until))
    return [change for change in mine if change.draft.position <= until.get(change.key, -1)]


def _lineage(kin: Iterable[Change], key: str) -> dict[str, float]:
    """The keys whose words a passage carries on, each with the position of the last draft in which it concerns it."""
    until: dict[str, float] = {key: inf}
    for change in kin:
        position = change.draft.position
        if position <= until.get(change.key, -1):
            for source in change.from_keys:
                until.setdefault(source, position)
        if any(position <= until.get(heir, -1) for heir in change.into_keys):
            until.setdefault(change.key, position)
    return until


def of_section(changes: QuerySet[Change], strategy_id: int, section_key: str) -> QuerySet[Change]:
    """The changes in a section: the section itself, what stands in it in any draft, and the sections inside it."""
    rows = list(Section.objects.filter(draft__strategy=strategy_id).values_list("id", "parent_id", "key"))
    inside = {pk for pk, _parent, key in rows if key == section_key}
    while more := {pk for pk, parent, _key in rows if parent in inside} - inside:
        inside |= more
    keys = {key for pk, _parent, key in rows if pk in inside}
    passages = Passage.objects.filter(section__in=inside).values("key")
    return changes.filter(Q(subject=Subject.SECTION, key__in=keys) | Q(subject=Subject.PASSAGE, key__in=passages))


def sections_to_choose(drafts: Sequence[Draft]) -> list[tuple[str, str]]:
    """(key, name) of every section of these published drafts, the latest first: those of the latest in reading order,
    then those that went.

    One query, or none: what is published never changes, so it is kept. A name is the latest the section had.
    """
    key = f"sections:{'.'.join(str(draft.pk) for draft in drafts)}"
    kept: list[tuple[str, str]] | None = cache.get(key)
    if kept is not None:
        return kept
    named: dict[str, str] = {}
    rows = Section.objects.filter(draft__in=[draft.pk for draft in drafts])
    order = ("-draft__position", "-draft_id", "position", "id")
    for name, code, heading in rows.order_by(*order).values_list("key", "code", "heading"):
        named.setdefault(name, f"{code} {heading}".strip())
    found = list(named.items())
    cache.set(key, found, SECONDS_KEPT)
    return found
