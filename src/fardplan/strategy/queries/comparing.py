"""Any two drafts beside each other: what changed between them, and what stands as it stood, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from fardplan.analysis import changes as analysis
from fardplan.strategy.models import Change, Draft, Subject
from fardplan.strategy.queries.changes import changes_between, items_of
from fardplan.strategy.queries.kin import Kin, kin_in
from fardplan.strategy.queries.texts import Contents, contents_of

# A section or passage by its subject and key.
Name = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Comparison:
    """What changed from one draft to another, by name, and everything there is to tell in reading order: each change,
    and each passage that reads as it did. What is gone stands where it stood."""

    changes: Mapping[Name, Change]
    order: tuple[Name, ...]

    @cached_property
    def unchanged(self) -> int:
        """How many passages read as they did."""
        return sum(1 for name in self.order if name not in self.changes)


def compare(before: Draft, after: Draft, drafts: Iterable[Draft]) -> Comparison:
    """What changed from `before` to `after`, however many drafts lie between. `drafts` are all that may be read.

    No query for published drafts that have been compared before; the Change rows are not saved.
    """
    kin = kin_in(after, drafts)
    if before.published_at is None or after.published_at is None:
        return _compared(contents_of(before), contents_of(after), kin)
    return _published_comparison(_Pair(before, after, kin), before.published_at, after.published_at)


@dataclass(frozen=True)
class _Pair:
    """Two published drafts; the same pair whatever has been loaded with them."""

    before: Draft
    after: Draft
    kin: Kin

    def __hash__(self) -> int:
        return hash((self.before.pk, self.after.pk))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and (self.before.pk, self.after.pk) == (other.before.pk, other.after.pk)


@lru_cache(maxsize=32)
def _published_comparison(pair: _Pair, _before: datetime, _after: datetime) -> Comparison:
    return _compared(contents_of(pair.before), contents_of(pair.after), pair.kin)


def forget_comparisons() -> None:
    """Compare everything anew: for tests, whose drafts come and go."""
    _published_comparison.cache_clear()


def _compared(before: Contents, after: Contents, kin: Kin) -> Comparison:
    since = before.draft.position
    descents = [
        analysis.Descent(from_key, key)
        for key, found in kin.items()
        for from_key, position in found.items()
        if position > since
    ]
    rows = changes_between(before, after, descents)
    changes = {(str(row.subject), row.key): row for row in rows}
    order = tuple(_told(list(items_of(before)), list(items_of(after)), changes))
    return Comparison(changes, order)


def _told(
    before: Sequence[analysis.Item], after: Sequence[analysis.Item], changes: Mapping[Name, Change]
) -> Iterator[Name]:
    """Every changed section and passage and every other passage; each that is gone after the nearest before it that is
    left."""
    left = {item.key for item in after}
    gone: dict[str, list[analysis.Item]] = {}
    follows = ""
    for item in before:
        if item.key in left:
            follows = item.key
        else:
            gone.setdefault(follows, []).append(item)
    told = [*gone.get("", [])]
    for item in after:
        told += [item, *gone.get(item.key, [])]
    for item in told:
        name = (str(Subject.SECTION if item.kind == "section" else Subject.PASSAGE), item.key.removeprefix("§"))
        if name in changes or item.kind == "passage":
            yield name
