"""A change as the pages show it: what it is called, what went and what came, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from fardplan.analysis.redline import Piece, redline
from fardplan.ledger.parting import Families, families_of, family_of, pieces_of
from fardplan.ledger.queries import Sources, sources_of
from fardplan.strategy.models import Change, ChangeKind, Subject


@dataclass(frozen=True)
class ShownChange:
    """One change with its redline, which is worked out when a page asks for it.

    `family`: the other changes of the same split or merge, which it is compared together with.
    """

    change: Change
    sources: Sources
    family: tuple[Change, ...] = ()

    @property
    def title(self) -> str:
        """A1.1 Bostäder: what the text is called now, or was called before it went."""
        return self.change.text_label

    @property
    def place(self) -> str:
        return self.change.after_place or self.change.before_place

    @property
    def has_new_heading(self) -> bool:
        """Whether the name of the text changed, so that it has to be shown apart from its words."""
        change = self.change
        if change.kind in {ChangeKind.NEW, ChangeKind.REMOVED}:
            return False
        return (change.before_code, change.before_heading) != (change.after_code, change.after_heading)

    @cached_property
    def heading_pieces(self) -> tuple[Piece, ...]:
        change = self.change
        before = f"{change.before_code} {change.before_heading}".strip()
        return redline(before, f"{change.after_code} {change.after_heading}".strip())

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        return pieces_of(self.change, self.family)

    @property
    def has_new_words(self) -> bool:
        return self.change.before_text != self.change.after_text

    @property
    def shares_words(self) -> str:
        """ "split" or "merged" when its words are shared with other passages, and the page must say so."""
        kind = self.change.kind
        return kind if kind in {ChangeKind.SPLIT, ChangeKind.MERGED} and self.has_new_words else ""

    @property
    def has_new_place(self) -> bool:
        change = self.change
        return bool(change.before_place and change.after_place and change.is_moved)

    @property
    def is_without_source(self) -> bool:
        return not (self.sources or self.change.is_editorial or self.change.reason)

    @property
    def lives(self) -> bool:
        """Whether the text still stands in the draft, so that it can be read there."""
        return bool(self.change.after_text or self.change.after_heading or self.change.after_code)

    @property
    def is_section(self) -> bool:
        return self.change.subject == Subject.SECTION


def shown(changes: Iterable[Change], *, now: datetime, most: int | None = None) -> list[ShownChange]:
    """The changes of a list, each with its sources (at most so many contributions of each). At most one query, and one
    more when something was split or merged."""
    rows = list(changes)
    if not rows:
        return []
    sources = sources_of([change.pk for change in rows], now=now, most=most)
    families = families_of(rows)
    return [ShownChange(change, sources[change.pk], family_of(change, families)) for change in rows]


def bare(changes: Iterable[Change], families: Families | None = None) -> list[ShownChange]:
    """The changes alone, for a place that says itself where they came from. No query when the `families_of` them are
    given, or nothing was split or merged; otherwise one."""
    rows = list(changes)
    known = families_of(rows) if families is None else families
    return [ShownChange(change, Sources(), family_of(change, known)) for change in rows]


def by_draft(changes: Sequence[ShownChange]) -> list[tuple[Change, list[ShownChange]]]:
    """The same under each draft they were made in, the drafts in the order of the list: (one of its changes, all)."""
    groups: list[tuple[Change, list[ShownChange]]] = []
    for each in changes:
        if groups and groups[-1][0].draft_id == each.change.draft_id:
            groups[-1][1].append(each)
        else:
            groups.append((each.change, [each]))
    return groups
