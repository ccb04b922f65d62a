"""The compilation at a glance: figures and how much there is in each section, counted by the database.

A page for everybody must not read 20,000 contributions. What is counted here is kept for a minute in each process.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Count as CountRows
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from fardplan.contributions.models import (
    Answer,
    Channel,
    Contribution,
    Outcome,
    SenderKind,
    Stance,
    Submission,
    Verdict,
)
from fardplan.contributions.queries import shown
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.compilation import counting
from fardplan.ledger.compilation.homes import DAYS, WHOLE, Homes, homes_in
from fardplan.ledger.compilation.shapes import Figures
from fardplan.ledger.queries import published_changes
from fardplan.strategy.queries import published_drafts

SECONDS_KEPT = 60


@dataclass(frozen=True)
class SectionCount:
    """How many public contributions are at home in a part of the text, and how many of them have a reply."""

    key: str
    label: str
    level: int
    language: str  # of the label; "" when that is ours
    number: int
    answered: int


@dataclass(frozen=True)
class Overview:
    """What the first page of a compilation shows."""

    as_of: datetime
    figures: Figures
    sections: tuple[SectionCount, ...]
    changes: int
    hidden: int
    hidden_at: datetime | None  # when something that was shown was last hidden


def overview(dialogue: Dialogue, *, now: datetime) -> Overview:
    """As it was when the minute began."""
    as_of = now.replace(second=0, microsecond=0)
    key = f"compilation:{dialogue.pk}:{get_language()}:{as_of:%Y%m%d%H%M}"
    kept = cache.get(key)
    if isinstance(kept, Overview):
        return kept
    counted = _count(dialogue, now=as_of)
    cache.set(key, counted, SECONDS_KEPT)
    return counted


def _count(dialogue: Dialogue, *, now: datetime) -> Overview:
    draft = published_drafts(dialogue.strategy, now=now).first() if dialogue.strategy else None
    homes = homes_in(dialogue, draft, now=now)
    submissions = Submission.objects.filter(dialogue=dialogue, received_at__lte=now).order_by()
    said = Contribution.objects.filter(submission__dialogue=dialogue, submission__received_at__lte=now).order_by()
    public = said.filter(shown(now=now))
    return Overview(
        as_of=now,
        figures=_figures(submissions, said, public, now=now),
        sections=_sections(homes, public, now=now),
        changes=published_changes(dialogue.strategy_id, now=now).count(),
        **said.filter(hidden_at__lte=now).aggregate(
            hidden=CountRows("pk"), hidden_at=Max("hidden_at", filter=Q(published_at__isnull=False))
        ),
    )


def _sections(homes: Homes, public: QuerySet[Contribution], *, now: datetime) -> tuple[SectionCount, ...]:
    number: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    rows = public.values_list("passage__key", "section__key", "day__id").annotate(
        rows=CountRows("pk"), replied=CountRows("pk", filter=Q(reply__published_at__lte=now))
    )
    for passage, section, day, rows_here, replied in rows:
        text = passage or section
        home = DAYS if day is not None else homes.of_key(text) if text else WHOLE
        number[home] += rows_here
        answered[home] += replied
    parts = [
        SectionCount(key, label, level, homes.language_of(key), number[key], answered[key])
        for key, label, level in homes.around()
    ]
    return tuple(spoken_of(parts))


def spoken_of(parts: list[SectionCount]) -> list[SectionCount]:
    """The parts that something was said about, and the parts they stand in: a lone "Mål" would tell nobody which."""
    kept: list[SectionCount] = []
    for part in reversed(parts):
        if part.number or (kept and kept[-1].level > part.level):
            kept.append(part)
    return kept[::-1]


def _figures(
    submissions: QuerySet[Submission], said: QuerySet[Contribution], public: QuerySet[Contribution], *, now: datetime
) -> Figures:
    by = {name: _grouped(submissions, name) for name in ("channel", "sender_kind", "municipality", "stance")}
    named = submissions.filter(sender_kind__in=counting.NAMED)
    # Folded here: not every database knows that Ö is ö.
    labels = named.exclude(sender_label="").values_list("sender_label", flat=True).distinct()
    names = len({counting.name_of(label) for label in labels})
    outcomes = _grouped(public.filter(reply__published_at__lte=now), "reply__outcome")
    return Figures(
        submissions=sum(by["channel"].values()),
        contributions=said.count(),
        shown=public.count(),
        answered=sum(outcomes.values()),
        organisations=names + named.filter(sender_label="").count(),
        persons=by["sender_kind"][SenderKind.PERSON],
        unknown=by["sender_kind"][SenderKind.UNKNOWN],
        by_channel=counting.in_order(Channel, by["channel"]),
        by_sender=counting.in_order(SenderKind, by["sender_kind"]),
        by_municipality=counting.by_name(by["municipality"]),
        by_outcome=counting.in_order(Outcome, outcomes),
        by_theme=counting.most_first(_grouped(public.filter(themes__is_public=True), "themes__name")),
        by_stance=counting.in_order(Stance, by["stance"]),
        by_verdict=counting.in_order(Answer, _latest_verdicts(said, now=now)),
    )


def _grouped(rows: QuerySet[Any], field: str) -> Counter[str]:
    """How many rows have each value of a field, the empty one left out."""
    return Counter({value: number for value, number in rows.values_list(field).annotate(CountRows("pk")) if value})


def _latest_verdicts(said: QuerySet[Contribution], *, now: datetime) -> Counter[str]:
    given = Verdict.objects.filter(contribution__in=said.values("pk"), given_at__lte=now)
    later = Verdict.objects.filter(contribution=OuterRef("contribution"), given_at__lte=now, pk__gt=OuterRef("pk"))
    return _grouped(given.filter(~Exists(later)).order_by(), "answer")
