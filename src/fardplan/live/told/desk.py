"""What is told to those who lead the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fardplan.base import clock, hub
from fardplan.live.models import Stage
from fardplan.live.queries.audience import presence_of
from fardplan.live.queries.desk import counts_of, seated_at


@hub.state("desk", "desk")
def told_desk(subject: str) -> Mapping[str, Any]:
    """Who leads, what waits for them, and how many follow. Empty when the stage is gone."""
    stage = Stage.objects.filter(pk=subject).first()
    if stage is None:
        return {}
    now = clock.now()
    return {
        "seats": [asdict(seated) for seated in seated_at(stage, now=now)],
        **asdict(counts_of(stage, now=now)),
        "following": presence_of(stage),
        "revision": stage.revision,
    }
