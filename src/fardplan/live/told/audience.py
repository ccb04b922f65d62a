"""How many follow, and how they react."""

from __future__ import annotations

from typing import Any

from fardplan.base import clock, hub
from fardplan.live.models import Stage
from fardplan.live.queries.audience import crowd, presence_of, reactions_now

hub.count_readers("stage")


@hub.state("stage", "reactions")
def reactions(stage_id: str) -> dict[str, Any]:
    return dict(reactions_now(Stage(pk=int(stage_id)), now=clock.now()))


@hub.state("stage", "presence")
def presence(stage_id: str) -> dict[str, Any]:
    """In words, and in figures only when the organiser wants that."""
    stage = Stage.objects.only("shows_exact_presence").get(pk=int(stage_id))
    count = presence_of(stage)
    return {"words": crowd(count), "count": count if stage.shows_exact_presence else None}
