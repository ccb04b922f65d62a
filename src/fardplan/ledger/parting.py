"""Passages that were split or merged with each other, so that what only went from one to another is not marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from fardplan.analysis.parted import Part, families, redlines
from fardplan.analysis.redline import Piece, redline
from fardplan.strategy.models import Change, ChangeKind, Subject

PARTED = (ChangeKind.SPLIT, ChangeKind.MERGED)
# The changes of one split or merge, in reading order, by the draft and key of each.
Family = tuple[Change, ...]
Families = Mapping[tuple[int, str], Family]


def families_of(changes: Iterable[Change], among: Iterable[Change] | None = None) -> Families:
    """Those that share words with each of these changes, itself among them; only for what was split or merged.

    `among` are all changes of the drafts, when they are at hand or not recorded. Otherwise one query, or none when
    nothing was split or merged.
    """
    drafts = {change.draft_id for change in changes if change.kind in PARTED}
    if not drafts:
        return {}
    if among is None:
        rows = Change.objects.filter(draft__in=drafts, number__isnull=False, kind__in=PARTED)
        among = rows.order_by("position", "number").defer("reason")
    of_draft: dict[int, dict[str, Change]] = defaultdict(dict)
    for change in among:
        if change.kind in PARTED and change.subject == Subject.PASSAGE:
            of_draft[change.draft_id][change.key] = change
    found: dict[tuple[int, str], Family] = {}
    for draft, rows_by_key in of_draft.items():
        linked = families({key: [*row.from_keys, *row.into_keys] for key, row in rows_by_key.items()})
        for key, family in linked.items():
            found[draft, key] = tuple(rows_by_key[each] for each in family)
    return found


def family_of(change: Change, families: Families) -> Family:
    """The others that share words with a change; none for what was neither split nor merged."""
    if change.kind not in PARTED or change.subject != Subject.PASSAGE:
        return ()
    return tuple(each for each in families.get((change.draft_id, change.key), ()) if each.key != change.key)


def pieces_of(change: Change, others: Sequence[Change] = ()) -> tuple[Piece, ...]:
    """The redline of a change's words; together with those it shares words with, when there are any."""
    if others:
        family = sorted((change, *others), key=lambda row: (row.position, row.number or 0, row.key))
        if any(_stands(row) for row in family):
            return redlines(tuple(_part(row) for row in family))[change.key]
    return redline(change.before_text, change.after_text)


def _part(change: Change) -> Part:
    return Part(
        change.key, change.before_text if _stood(change) else None, change.after_text if _stands(change) else None
    )


def _stood(change: Change) -> bool:
    return bool(change.before_place or change.before_text or change.before_heading or change.before_code)


def _stands(change: Change) -> bool:
    return bool(change.after_place or change.after_text or change.after_heading or change.after_code)
