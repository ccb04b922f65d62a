"""A strategy's drafts in the shape of the format."""

from __future__ import annotations

from collections import defaultdict

from fardplan.exchange.shape import DraftShape, PassageShape, SectionShape, StrategyShape
from fardplan.strategy.models import Draft, Section, SectionKind, Strategy


def strategy_shape(strategy: Strategy, *, example: bool) -> StrategyShape:
    return StrategyShape(
        slug=strategy.slug,
        title=strategy.title,
        summary=strategy.summary,
        language=strategy.language,
        drafts=[draft_shape(draft, example=example) for draft in strategy.drafts.all()],
    )


def draft_shape(draft: Draft, *, example: bool = False) -> DraftShape:
    """`example`: what the whole file says; the draft says its own only where it differs."""
    children: dict[int | None, list[Section]] = defaultdict(list)
    for section in draft.sections.all():
        children[section.parent_id].append(section)
    passages: dict[int, list[PassageShape]] = defaultdict(list)
    for passage in draft.passages.all():
        passages[passage.section_id].append(
            PassageShape(key=passage.key, code=passage.code, heading=passage.heading, text=passage.text)
        )

    def shapes(parent: int | None) -> list[SectionShape]:
        return [
            SectionShape(
                key=section.key,
                kind=SectionKind(section.kind),
                code=section.code,
                heading=section.heading,
                passages=passages[section.pk],
                sections=shapes(section.pk),
            )
            for section in children[parent]
        ]

    return DraftShape(
        number=draft.number,
        title=draft.title,
        note=draft.note,
        published=draft.published_at,
        sections=shapes(None),
        example=draft.is_example if draft.is_example != example else None,
    )
