"""The strategy's published text, as far as a page needs it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from fardplan.strategy.models import Draft, Section, SectionKind


@dataclass(frozen=True)
class Direction:
    """One of the strategy's directions, with the goals that stand under it."""

    section: Section
    goals: list[Section]


@dataclass(frozen=True)
class Overview:
    """The latest published draft at a glance."""

    draft: Draft
    directions: list[Direction]
    desired_states: list[Section]


def overview(strategy_id: int | None) -> Overview | None:
    """Directions, goals and desired state of the latest published draft, in one query; None before the first."""
    if strategy_id is None:
        return None
    latest = Draft.objects.filter(strategy=OuterRef("draft__strategy"), published_at__isnull=False)
    sections = list(
        Section.objects.select_related("draft")
        .filter(
            draft__strategy=strategy_id,
            draft=Subquery(latest.order_by("-position", "-id").values("id")[:1]),
            kind__in=[SectionKind.DIRECTION, SectionKind.GOAL, SectionKind.DESIRED_STATE],
        )
        .order_by("position", "id")
    )
    if not sections:
        return None
    directions = [section for section in sections if section.kind == SectionKind.DIRECTION]
    goals = [section for section in sections if section.kind == SectionKind.GOAL]
    return Overview(
        draft=sections[0].draft,
        directions=[
            Direction(direction, [goal for goal in goals if goal.parent_id == direction.id]) for direction in directions
        ],
        desired_states=[section for section in sections if section.kind == SectionKind.DESIRED_STATE],
    )
