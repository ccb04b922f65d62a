"""Which passages' words a passage carries on: those it was split from or merged of, in all drafts up to one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from fardplan.strategy.models import Descent, Draft

# Passage → passage whose words it took over → the position of the draft in which it did.
Kin = Mapping[str, Mapping[str, int]]


def kin_in(draft: Draft, drafts: Iterable[Draft]) -> Kin:
    """For each passage of a draft that carries on the words of others: those others, each with the position of the
    draft in which its words came over. What was said of it in the drafts before that one concerns the passage too.

    `drafts` are all drafts of the strategy that may be read. No query for published drafts asked about before.
    """
    on_the_way = {each.pk: each for each in [*drafts, draft] if each.position <= draft.position}
    descents = _descents(list(on_the_way.values()))
    kin: dict[str, dict[str, int]] = {}
    for each in sorted(on_the_way.values(), key=lambda one: (one.position, one.pk)):
        before = {key: dict(found) for key, found in kin.items()} if descents[each.pk] else {}
        for key, from_key in descents[each.pk]:
            mine = kin.setdefault(key, {})
            mine[from_key] = each.position
            for older, position in before.get(from_key, {}).items():
                if older != key:
                    mine[older] = max(position, mine.get(older, position))
    return kin


_Pairs = list[tuple[str, str]]
_published: dict[tuple[int, datetime], _Pairs] = {}


def _descents(drafts: Sequence[Draft]) -> dict[int, _Pairs]:
    """(key, from_key) of each draft, by its id. At most one query."""
    found: dict[int, _Pairs] = {}
    for draft in drafts:
        kept = _published.get((draft.pk, draft.published_at)) if draft.published_at else None
        if kept is not None:
            found[draft.pk] = kept
    unknown = [draft for draft in drafts if draft.pk not in found]
    if unknown:
        found |= {draft.pk: [] for draft in unknown}
        rows = Descent.objects.filter(draft__in=unknown).order_by("id")
        for draft_id, key, from_key in rows.values_list("draft_id", "key", "from_key"):
            found[draft_id].append((key, from_key))
        _published.update(
            {(draft.pk, draft.published_at): found[draft.pk] for draft in unknown if draft.published_at is not None}
        )
    return found


def forget_kin() -> None:
    """Read everything anew: for tests, whose drafts come and go."""
    _published.clear()
