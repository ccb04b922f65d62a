"""Reading a strategy: its drafts and their texts, what changed between them, and where each passage has gone."""

from fardplan.strategy.queries.texts import (
    Contents,
    DesiredState,
    Direction,
    Overview,
    PassageText,
    SectionText,
    access_draft,
    access_passage,
    access_section,
    contents_of,
    drafts_with_passage,
    forget_texts,
    overview,
    published_drafts,
    readable_drafts,
)

__all__ = [
    "Contents",
    "DesiredState",
    "Direction",
    "Overview",
    "PassageText",
    "SectionText",
    "access_draft",
    "access_passage",
    "access_section",
    "contents_of",
    "drafts_with_passage",
    "forget_texts",
    "overview",
    "published_drafts",
    "readable_drafts",
]
