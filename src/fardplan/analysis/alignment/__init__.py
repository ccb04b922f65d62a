"""Which passage of a whole new file is which passage of the draft there is, so that each keeps its key."""

from fardplan.analysis.alignment.deciding import align
from fardplan.analysis.alignment.resembling import recognised, resembles
from fardplan.analysis.alignment.shapes import (
    Alignment,
    Block,
    Candidate,
    Fate,
    Known,
    KnownDraft,
    KnownSection,
    Match,
    NewSection,
    NewText,
)

__all__ = [
    "Alignment",
    "Block",
    "Candidate",
    "Fate",
    "Known",
    "KnownDraft",
    "KnownSection",
    "Match",
    "NewSection",
    "NewText",
    "align",
    "recognised",
    "resembles",
]
