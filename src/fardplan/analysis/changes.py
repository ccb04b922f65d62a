"""What happened to each section and passage between two drafts, as few rows as say it exactly.

A draft is a sequence of items in reading order: a section, then all that stands in it, then what follows.
`apply(before, changes(before, after))` is `after`, item for item.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

ItemKind = Literal["section", "passage"]
ChangeKind = Literal["reworded", "moved", "split", "merged", "removed", "new"]


@dataclass(frozen=True, slots=True)
class Item:
    """A section or a passage of one draft. `parent_key` names the section it stands in ("" = at the top)."""

    key: str
    kind: ItemKind
    parent_key: str
    code: str = ""
    heading: str = ""
    text: str = ""
    section_kind: str = ""

    @property
    def wording(self) -> tuple[str, str, str, str, str]:
        return self.kind, self.code, self.heading, self.text, self.section_kind


@dataclass(frozen=True, slots=True)
class Descent:
    """The words of `from_key` went (in part) to `key`, where the keys differ: a part split off, or one merged in."""

    from_key: str
    key: str


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one key. Whatever stayed as it was and where it was has no row.

    `before` is missing for what is new or was split off, `after` for what was removed or merged into another.
    `from_keys` (split off, merged) names all the words come from, `into_keys` (split, merged into) all they went to;
    both include the key itself where it lives on. `moved` is true in addition when it also stands elsewhere.
    `previous_key` is the item it now follows among those of its parent ("" = first): only for what moved or came.
    """

    kind: ChangeKind
    key: str
    before: Item | None
    after: Item | None
    moved: bool = False
    previous_key: str = ""
    from_keys: tuple[str, ...] = ()
    into_keys: tuple[str, ...] = ()

    @property
    def is_placed(self) -> bool:
        """Whether it was put where it stands now, and did not stand there already."""
        return self.after is not None and (self.moved or self.before is None)

    @property
    def only_renumbered(self) -> bool:
        """Whether nothing but its code is another ("A1.2" became "A1.3")."""
        if self.kind != "reworded" or self.moved or self.before is None or self.after is None:
            return False
        return replace(self.before, code="", parent_key="") == replace(self.after, code="", parent_key="")


def changes(before: Sequence[Item], after: Sequence[Item], descents: Iterable[Descent] = ()) -> tuple[Change, ...]:
    """The changes in the reading order of `after`; what is gone is named after what it followed in `before`.

    As few items as possible count as moved: one inserted section moves nothing after it, and what stands in a section
    moves along with it. A descent whose ends are not in the two drafts says nothing. Raises ValueError when a draft is
    not in reading order or names a key twice.
    """
    old, new = _by_key(before), _by_key(after)
    sources, targets = _lineage(old, new, descents)
    previous = _previous(after)
    moved = _moved(before, after)
    rows = {
        key: change
        for key in [*new, *(key for key in old if key not in new)]
        if (change := _change(key, old, new, sources, targets, key in moved, previous))
    }
    return tuple(rows[key] for key in _told_order(before, after) if key in rows)


def apply(before: Sequence[Item], changed: Sequence[Change]) -> tuple[Item, ...]:
    """The draft that `before` becomes by the changes, in the order they were given by `changes`."""
    gone = {change.key for change in changed if change.after is None}
    items = {item.key: item for item in before if item.key not in gone}
    items |= {change.key: change.after for change in changed if change.after is not None}
    placed = [change for change in changed if change.is_placed]
    away = gone | {change.key for change in placed}
    inside: dict[str, list[str]] = {}
    for item in before:
        if item.key not in away:
            inside.setdefault(item.parent_key, []).append(item.key)
    for change in placed:
        siblings = inside.setdefault(items[change.key].parent_key, [])
        siblings.insert(siblings.index(change.previous_key) + 1 if change.previous_key else 0, change.key)
    return tuple(_in_reading_order(items, inside))


# --- how it is found out ------------------------------------------------------------------------------------------


def _by_key(draft: Sequence[Item]) -> dict[str, Item]:
    """The items by key, when the draft is in reading order. Raises ValueError when it is not."""
    found: dict[str, Item] = {}
    open_sections = [""]
    for item in draft:
        if item.key in found or not item.key:
            raise ValueError(f"the key {item.key!r} is empty or stands twice in one draft")
        while open_sections and open_sections[-1] != item.parent_key:
            open_sections.pop()
        if not open_sections:
            raise ValueError(f"{item.key!r} does not stand where its parent {item.parent_key!r} is being read")
        open_sections.append(item.key)
        found[item.key] = item
    return found


def _lineage(
    old: Mapping[str, Item], new: Mapping[str, Item], descents: Iterable[Descent]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """From which keys each new item's words come, and to which each old one's went; the key itself first."""
    sources = {key: [key] if key in old else [] for key in new}
    targets = {key: [key] if key in new else [] for key in old}
    for descent in dict.fromkeys(descents):
        if descent.from_key in old and descent.key in new and descent.from_key != descent.key:
            sources[descent.key].append(descent.from_key)
            targets[descent.from_key].append(descent.key)
    return sources, targets


def _change(
    key: str,
    old: Mapping[str, Item],
    new: Mapping[str, Item],
    sources: Mapping[str, Sequence[str]],
    targets: Mapping[str, Sequence[str]],
    moved: bool,
    previous: Mapping[str, str],
) -> Change | None:
    before, after = old.get(key), new.get(key)
    from_keys, into_keys = sources.get(key, ()), targets.get(key, ())
    kind = _kind(before, after, from_keys, into_keys, moved)
    if kind is None:
        return None
    return Change(
        kind,
        key,
        before,
        after,
        moved=moved,
        previous_key=previous[key] if moved or before is None else "",
        from_keys=tuple(from_keys) if kind in ("split", "merged") else (),
        into_keys=tuple(into_keys) if kind in ("split", "merged") else (),
    )


def _kind(
    before: Item | None, after: Item | None, from_keys: Sequence[str], into_keys: Sequence[str], moved: bool
) -> ChangeKind | None:
    """A merging tells more than a splitting, both more than other words, and those more than another place."""
    if before is None:
        return "merged" if len(from_keys) > 1 else "split" if from_keys else "new"
    if after is None:
        return "split" if len(into_keys) > 1 else "merged" if into_keys else "removed"
    if len(from_keys) > 1:
        return "merged"
    if len(into_keys) > 1:
        return "split"
    if before.wording == replace(after, code=before.code).wording and moved:
        return "moved"
    return "reworded" if before.wording != after.wording else None


def _moved(before: Sequence[Item], after: Sequence[Item]) -> set[str]:
    """The fewest keys of both drafts that must be put elsewhere; the others stand in their order under their parent."""
    stood = {item.key: (at, item.parent_key) for at, item in enumerate(before)}
    staying: dict[str, list[str]] = {}
    moved = set()
    for item in after:
        if item.key in stood:
            if stood[item.key][1] == item.parent_key:
                staying.setdefault(item.parent_key, []).append(item.key)
            else:
                moved.add(item.key)
    for siblings in staying.values():
        kept = longest_rising([stood[key][0] for key in siblings])
        moved.update(key for at, key in enumerate(siblings) if at not in kept)
    return moved


def longest_rising(numbers: Sequence[int]) -> set[int]:
    """The places of a longest strictly rising subsequence (patience sorting, n log n)."""
    tops: list[int] = []
    places: list[int] = []
    below: list[int] = []
    for at, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        below.append(places[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            places.append(at)
        else:
            tops[pile], places[pile] = number, at
    kept = set()
    at = places[-1] if places else -1
    while at >= 0:
        kept.add(at)
        at = below[at]
    return kept


def _previous(draft: Sequence[Item]) -> dict[str, str]:
    """For each key the one before it among the items of the same parent, "" for the first."""
    latest: dict[str, str] = {}
    previous = {}
    for item in draft:
        previous[item.key] = latest.get(item.parent_key, "")
        latest[item.parent_key] = item.key
    return previous


def _told_order(before: Sequence[Item], after: Sequence[Item]) -> Iterator[str]:
    """All keys: those of `after` in their order, the gone after the nearest that stood before them and still is."""
    still = {item.key for item in after}
    gone: dict[str, list[str]] = {}
    follows = ""
    for item in before:
        if item.key in still:
            follows = item.key
        else:
            gone.setdefault(follows, []).append(item.key)
    yield from gone.get("", ())
    for item in after:
        yield item.key
        yield from gone.get(item.key, ())


def _in_reading_order(items: Mapping[str, Item], inside: Mapping[str, Sequence[str]]) -> Iterator[Item]:
    waiting = list(reversed(inside.get("", ())))
    while waiting:
        key = waiting.pop()
        yield items[key]
        waiting.extend(reversed(inside.get(key, ())))
