"""Whose words stand where: what is split off and merged in while a draft is written, against the one published before.

A row says that `key` took over words from `from_key` of that draft. Keys that were not in it have no row of their own:
they hand on what they had from others, so a passage that is divided and put together again leaves no trace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from fardplan.strategy.models import Descent, DescentKind, Draft, Passage
from fardplan.strategy.queries.changes import previous_draft


def published_before(draft: Draft) -> dict[str, Passage]:
    """The passages of the draft published before this one, by key; none before the first."""
    since = previous_draft(draft)
    return {} if since is None else {passage.key: passage for passage in Passage.objects.filter(draft=since)}


def split_off(draft: Draft, *, key: str, from_key: str, known: Collection[str]) -> None:
    """The new passage `key` holds a part of what stood in `from_key`."""
    handed_on = [(row.from_key, DescentKind(row.kind)) for row in draft.descents.filter(key=from_key)]
    own = [(from_key, DescentKind.SPLIT)] if from_key in known else []
    _add(draft, key, [*own, *handed_on])


def merged_in(draft: Draft, *, kept: str, gone: str, known: Collection[str]) -> None:
    """The passage `kept` holds what stood in `gone`, which has ended."""
    origins = [row.from_key for row in draft.descents.filter(key=gone)]
    draft.descents.filter(key=gone).delete()
    if gone in known:
        origins.append(gone)
    _add(draft, kept, [(origin, DescentKind.MERGED) for origin in origins])


def key_that_returns(draft: Draft, *, of: Passage, text: str, known: dict[str, Passage]) -> str:
    """The key of a passage that was merged into `of`, when exactly its words are divided off again; otherwise "".

    The row that said so is taken away.
    """
    for row in draft.descents.filter(key=of.key):
        before = known.get(row.from_key)
        free = before is not None and not draft.passages.filter(key=row.from_key).exists()
        if before is not None and free and before.text.strip() == text:
            row.delete()
            return before.key
    return ""


def forget(draft: Draft, keys: Iterable[str]) -> list[Descent]:
    """What passages that are taken away had from others goes with them; returns the rows as they were."""
    rows = list(draft.descents.filter(key__in=list(keys)))
    draft.descents.filter(pk__in=[row.pk for row in rows]).delete()
    return rows


def _add(draft: Draft, key: str, origins: Iterable[tuple[str, DescentKind]]) -> None:
    Descent.objects.bulk_create(
        [Descent(draft=draft, key=key, from_key=origin, kind=kind) for origin, kind in origins if origin != key],
        ignore_conflicts=True,
    )
