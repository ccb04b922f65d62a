"""What is told of the captions: finished lines, the line that grows, and who types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fardplan.base import clock, hub
from fardplan.live.models import LineBeingTyped
from fardplan.live.queries.captions import growing_lines, typists_of

CAPTION = hub.event("captions", "caption")
TYPED = hub.event("typing", "caption")


@hub.state("captions", "line")
def line(stage_id: str) -> dict[str, Any]:
    """The line that grows, for everybody: none while captions are off."""
    return _told([each for each in growing_lines(int(stage_id), real_now=clock.now()) if each.stage.has_captions])


@hub.state("typing", "line")
def line_typed(stage_id: str) -> dict[str, Any]:
    """The line that grows, for those who type: shown to everybody or not."""
    return _told(growing_lines(int(stage_id), real_now=clock.now()))


def _told(growing: Sequence[LineBeingTyped]) -> dict[str, Any]:
    """`others` are those in further languages, in the same form."""
    lines = [{"language": each.language, "text": each.text, "automatic": each.is_automatic} for each in growing]
    first = lines[0] if lines else {"language": "", "text": "", "automatic": False}
    return first | {"others": lines[1:]}


@hub.state("typing", "typists")
def typists(stage_id: str) -> dict[str, Any]:
    """Who has the typing page open. `id` is a number of the row, never the browser's key."""
    return {
        "typists": [
            {
                "id": each.pk,
                "name": each.name,
                "language": each.language,
                "since": each.turn_since and each.turn_since.isoformat(timespec="seconds"),
            }
            for each in typists_of(int(stage_id), real_now=clock.now())
        ]
    }
