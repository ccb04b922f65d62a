"""What stands beside a compilation: files that have been made of it, and changes that are only proposed yet."""

from __future__ import annotations

from collections.abc import Collection

from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.compilation.gathering import line_of
from fardplan.ledger.compilation.shapes import ChangeLine
from fardplan.ledger.models import CompilationFile, CompilationFormat
from fardplan.strategy.models import Change, Draft
from fardplan.strategy.queries import changes_to_come, contents_of, published_drafts


def files_to_fetch(dialogue: Dialogue) -> list[CompilationFile]:
    """The latest of each kind that holds the whole. Two queries."""
    rows = CompilationFile.objects.filter(dialogue=dialogue, section_key="", bytes__gt=0).order_by("-as_of", "-id")
    latest = (rows.filter(format=each).first() for each in CompilationFormat.values)
    return [row for row in latest if row is not None]


def sections_to_choose(dialogue: Dialogue) -> list[tuple[str, str]]:
    """Keys and labels of the sections a compilation can be about, those inside others set in."""
    draft = published_drafts(dialogue.strategy, now=clock.now()).first() if dialogue.strategy else None
    parts = contents_of(draft).all_sections if draft else ()
    return [(part.key, "\u2003" * (part.level - 1) + part.label) for part in parts]


def proposed_changes(dialogue: Dialogue, *, keys: Collection[str]) -> list[ChangeLine]:
    """What the draft that is being written would change in these sections. For those who may see the desk."""
    draft = (
        Draft.objects.filter(strategy=dialogue.strategy_id, published_at=None).order_by("-position").first()
        if dialogue.strategy_id
        else None
    )
    if draft is None:
        return []
    inside = set(keys)
    for part in contents_of(draft).all_sections:
        if part.key in keys:
            inside |= {text.key for text in part.passages}
    return [_line(change) for change in changes_to_come(draft) if change.key in inside]


def _line(change: Change) -> ChangeLine:
    return line_of(change, sources=(), others=0, decided=())
