"""Why a change was made and because of whom, as everybody may see it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from fardplan.contributions.models import Contribution, Reply
from fardplan.contributions.rules import Status, is_public, public_reply, status_of
from fardplan.ledger.models import Decision, Motion, Trace
from fardplan.ledger.rules import is_published, is_taken

# A list of ids, or a queryset of them (`.values_list("pk", flat=True)`) when they may be many.
Ids = Collection[int] | QuerySet[Any, int]


@dataclass(frozen=True)
class SaidFor:
    """A contribution that led to a change. When `is_shown` is false nothing but its number may be told.

    `status` and `reply` are for where the contribution is shown whole, not for lists.
    """

    contribution: Contribution
    is_shown: bool
    has_led: bool
    now: datetime

    @property
    def status(self) -> Status:
        return status_of(self.contribution, now=self.now, led_to_change=self.has_led)

    @property
    def reply(self) -> Reply | None:
        return public_reply(self.contribution, now=self.now)

    @property
    def label(self) -> str:
        return self.contribution.label

    @property
    def dialogue_slug(self) -> str:
        return self.contribution.submission.dialogue.slug


@dataclass(frozen=True)
class Sources:
    """Everything a change came from."""

    contributions: list[SaidFor] = field(default_factory=list)
    motions: list[Motion] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    more: int = 0  # contributions that were not asked for

    def __bool__(self) -> bool:
        return bool(self.contributions or self.motions or self.decisions)


_ORDER = ("contribution__submission__number", "contribution__part", "motion__position", "id")
_FOR_WHOLE = (
    "contribution__submission__dialogue__strategy",
    "contribution__reply",
    "contribution__passage",
    "contribution__section",
    "contribution__day",
)
# Of what may be hundreds in a list no more is read than its number, whether it may be shown, and where it is.
_FOR_LIST = (
    *("motion__name", "change__number", "change__draft__published_at"),
    *("contribution__part", "contribution__published_at", "contribution__hidden_at"),
    *("contribution__submission__number", "contribution__submission__received_at"),
    *(f"contribution__submission__dialogue__{name}" for name in ("slug", "published_at")),
    *(f"{decision}__{name}" for decision in ("decision", "motion__decision") for name in ("item_no", "decided_on")),
    *(f"{decision}__dialogue__slug" for decision in ("decision", "motion__decision")),
)


def sources_of(change_ids: Ids, *, now: datetime, most: int | None = None) -> dict[int, Sources]:
    """The sources of each of these changes, by the change's id, in the order of the numbers. One query.

    What was decided later than the page's time is left out; a change without sources has empty ones. A list asks for at
    most so many contributions of each, without their words and replies; `more` says how many there are besides.
    """
    found: dict[int, Sources] = {pk: Sources() for pk in change_ids}
    traces: Any = Trace.objects.filter(change__in=change_ids)
    traces = _whole(traces) if most is None else _for_list(_first(traces, most))
    in_all: dict[int, int] = {}
    for trace in traces.order_by(*_ORDER):
        _put(trace, found[trace.change_id], now=now)
        if most is not None:
            in_all[trace.change_id] = trace.in_all
    return {
        pk: replace(sources, more=max(0, (in_all.get(pk) or 0) - len(sources.contributions)))
        for pk, sources in found.items()
    }


def sources_in_part(change_id: int, *, now: datetime, asked: str | None, per_page: int) -> tuple[Sources, Page[int]]:
    """All motions and decisions a change came from, and so many of its contributions: those of the page asked for.
    Two queries."""
    traces = Trace.objects.filter(change=change_id)
    ids = list(traces.filter(contribution__isnull=False).order_by(*_ORDER).values_list("pk", flat=True))
    page = Paginator(ids, per_page).get_page(asked)
    sources = Sources()
    for trace in _whole(traces.filter(Q(contribution=None) | Q(pk__in=page.object_list))).order_by(*_ORDER):
        _put(trace, sources, now=now)
    return sources, page


def _whole(traces: Any) -> Any:
    return traces.select_related("change__draft", *_FOR_WHOLE, "motion__decision__dialogue", "decision__dialogue")


def _for_list(traces: Any) -> Any:
    related = "contribution__submission__dialogue", "motion__decision__dialogue", "decision__dialogue"
    return traces.select_related("change__draft", *related).only(
        "change", "contribution", "motion", "decision", *_FOR_LIST
    )


def _first(traces: QuerySet[Trace], most: int) -> QuerySet[Any]:
    """The traces from so many contributions of each change, and all from motions and decisions; each with how many
    contributions its change has in all (`in_all`)."""
    said = traces.filter(contribution__isnull=False)
    of_change = Trace.objects.filter(change=OuterRef("change"), contribution__isnull=False).order_by()
    placed = said.annotate(
        place=Window(RowNumber(), partition_by="change", order_by=["contribution__submission__number", "pk"])
    )
    return traces.filter(Q(contribution__isnull=True) | Q(pk__in=placed.filter(place__lte=most).values("pk"))).annotate(
        in_all=Subquery(of_change.values("change").annotate(n=Count("pk")).values("n"))
    )


def _put(trace: Trace, sources: Sources, *, now: datetime) -> None:
    if trace.contribution is not None:
        has_led = is_published(trace.change, now=now)
        sources.contributions.append(_said_for(trace.contribution, led_to_change=has_led, now=now))
    elif trace.motion is not None and is_taken(trace.motion.decision, now=now):
        sources.motions.append(trace.motion)
    elif trace.decision is not None and is_taken(trace.decision, now=now):
        sources.decisions.append(trace.decision)


def _said_for(contribution: Contribution, *, led_to_change: bool, now: datetime) -> SaidFor:
    submission = contribution.submission
    in_the_open = submission.dialogue.published_at is not None and submission.received_at <= now
    is_shown = in_the_open and is_public(contribution, now=now)
    return SaidFor(contribution, is_shown=is_shown, has_led=led_to_change, now=now)
