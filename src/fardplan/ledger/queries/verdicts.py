"""What senders say of what became of their contributions, counted for each text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from fardplan.contributions.models import Answer, Verdict
from fardplan.dialogue.models import Dialogue


@dataclass(frozen=True)
class Verdicts:
    """How many said what about one passage, section or day (`label`); the latest of each contribution counts."""

    label: str
    counts: Mapping[str, int]

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    @property
    def in_order(self) -> list[tuple[str, int]]:
        return [(str(answer.label), self.counts.get(answer.value, 0)) for answer in Answer]


def verdicts_by_text(dialogue: Dialogue, *, now: datetime) -> list[Verdicts]:
    """For each text somebody has said something of, those with most dissatisfied first. One query."""
    given = Verdict.objects.filter(contribution__submission__dialogue=dialogue, given_at__lte=now)
    later = Verdict.objects.filter(contribution=OuterRef("contribution"), given_at__lte=now, pk__gt=OuterRef("pk"))
    columns = ("passage__key", "passage__code", "passage__heading", "section__key", "section__code", "section__heading")
    rows = (
        given.filter(~Exists(later))
        .order_by("id")
        .values_list("answer", *(f"contribution__{name}" for name in columns))
    )
    counts: dict[str, Counter[str]] = {}
    labels: dict[str, str] = {}
    for answer, passage, code, heading, section, section_code, section_heading in rows:
        key = f"p{passage}" if passage else f"s{section}" if section else ""
        named = f"{code} {heading}".strip() if passage else f"{section_code or ''} {section_heading or ''}".strip()
        labels[key] = named or labels.get(key, "")
        counts.setdefault(key, Counter())[answer] += 1
    found = [Verdicts(labels[key], dict(each)) for key, each in counts.items()]
    return sorted(found, key=lambda each: (-_dissatisfied(each), each.label))


def _dissatisfied(verdicts: Verdicts) -> int:
    return verdicts.counts.get(Answer.NO, 0) + verdicts.counts.get(Answer.MISUNDERSTOOD, 0)
