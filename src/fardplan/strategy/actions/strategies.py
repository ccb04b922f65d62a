"""A strategy itself: its title and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from fardplan.base import audit
from fardplan.base.audit import Actor
from fardplan.base.editing import write
from fardplan.strategy.actions.common import hold_strategy, numbered
from fardplan.strategy.models import Strategy


@transaction.atomic
def create_strategy(*, title: str, by: Actor, now: datetime, summary: str = "", language: str = "sv") -> Strategy:
    stem = slugify(title)[:70] or "strategi"
    slugs = set(Strategy.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    slug = next(name for name in numbered(stem) if name not in slugs)
    strategy = Strategy.objects.create(slug=slug, title=title, summary=summary, language=language)
    audit.record("strategy.created", on=strategy, by=by, at=now)
    return strategy


@transaction.atomic
def change_strategy(
    *, strategy: Strategy, changes: Mapping[str, Any], seen: str | None, by: Actor, now: datetime
) -> Strategy:
    stored = hold_strategy(strategy.pk)
    if changed := write(stored, changes, seen=seen):
        audit.record("strategy.changed", on=stored, by=by, at=now, fields=sorted(changed))
    return stored
