"""A strategy's drafts in the shape of the format."""

from __future__ import annotations

from collections import defaultdict

from fardplan.exchange.naming import Names
from fardplan.exchange.shape_strategy import (
    ChangeShape,
    DescentShape,
    DraftShape,
    PassageShape,
    SectionShape,
    StrategyShape,
    TraceShape,
    WordsShape,
)
from fardplan.ledger.models import Trace
from fardplan.strategy.models import Change, ChangeKind, DescentKind, Draft, Section, SectionKind, Strategy, Subject


def strategy_shape(strategy: Strategy, names: Names, *, example: bool) -> StrategyShape:
    """The drafts with their changes; of the traces those of the dialogue whose names these are."""
    return StrategyShape(
        slug=strategy.slug,
        title=strategy.title,
        summary=strategy.summary,
        language=strategy.language,
        drafts=[
            draft_shape(draft, example=example).model_copy(update={"changes": _changes(draft, names)})
            for draft in strategy.drafts.all()
        ],
    )


def _changes(draft: Draft, names: Names) -> list[ChangeShape]:
    changes = draft.changes.select_related("since").prefetch_related("traces__motion")
    return [
        change_shape(change).model_copy(update={"traces": [_trace(trace, names) for trace in _traces(change, names)]})
        for change in changes
    ]


def _traces(change: Change, names: Names) -> list[Trace]:
    return [trace for trace in sorted(change.traces.all(), key=lambda each: each.pk) if names.knows(trace)]


def _trace(trace: Trace, names: Names) -> TraceShape:
    motion = trace.motion
    decision_id = motion.decision_id if motion is not None else trace.decision_id
    return TraceShape(
        contribution=names.labels[trace.contribution_id] if trace.contribution_id is not None else None,
        decision=names.decisions[decision_id] if decision_id is not None else None,
        motion=motion.name if motion is not None else None,
        drawn=trace.drawn_at,
    )


def change_shape(change: Change) -> ChangeShape:
    """What stands in the row itself: all but its traces."""
    return ChangeShape(
        key=change.key,
        subject=Subject(change.subject),
        number=change.number,
        since=change.since.number if change.since is not None else None,
        kind=ChangeKind(change.kind) if change.kind else None,
        moved=change.is_moved,
        from_keys=change.from_keys,
        into_keys=change.into_keys,
        before=_words(change.before_code, change.before_heading, change.before_text, change.before_place),
        after=_words(change.after_code, change.after_heading, change.after_text, change.after_place),
        editorial=change.is_editorial,
        reason=change.reason,
    )


def _words(code: str, heading: str, text: str, place: str) -> WordsShape | None:
    if not (code or heading or text or place):
        return None
    return WordsShape(code=code, heading=heading, text=text, place=place)


def draft_shape(draft: Draft, *, example: bool = False) -> DraftShape:
    """The text. `example`: what the whole file says; the draft says its own only where it differs."""
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
        descents=[
            DescentShape(key=descent.key, from_key=descent.from_key, kind=DescentKind(descent.kind))
            for descent in draft.descents.all()
        ],
        example=draft.is_example if draft.is_example != example else None,
    )
