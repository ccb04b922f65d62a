"""Where the words of a passage have gone: a contribution made on draft 1 is read at draft 7.

The recorded changes are followed from draft to draft. They never change once they are published, and are kept in
memory as the texts are: following thousands of contributions through ten drafts costs one query.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db import models
from django.utils.translation import gettext_lazy as _

from fardplan.strategy.models import Change, ChangeKind, Draft, Subject
from fardplan.strategy.queries.changes import changes_to_come
from fardplan.strategy.queries.texts import Contents, PassageText, contents_of


class State(models.TextChoices):
    """What has become of a passage since somebody said something about it. A new number alone changes nothing."""

    SAME = "same", _("oförändrat")
    REWORDED = "reworded", _("omformulerat")
    MOVED = "moved", _("flyttat")
    SPLIT = "split", _("delat")
    MERGED = "merged", _("sammanslaget")
    REMOVED = "removed", _("borttaget")
    LATER = "later", _("finns inte i det här utkastet")


@dataclass(frozen=True)
class Whereabouts:
    """A passage of one draft, seen from another. `keys` are the passages its words stand in there; the one with the
    same key first. `is_moved` also when it was reworded."""

    key: str
    state: State
    keys: tuple[str, ...]
    is_moved: bool = False

    @property
    def label(self) -> str:
        """oförändrat, omformulerat …"""
        return str(State(self.state).label)

    @property
    def lives(self) -> bool:
        return bool(self.keys)


# For a passage of one draft: what happened, whether it was moved, and the keys its words went to in the next.
_Step = tuple[str, bool, tuple[str, ...]]


def state_of(key: str, from_draft: Draft, to_draft: Draft) -> Whereabouts:
    """Where the passage `key` of one draft stands in another. For a list of them, ask `states`."""
    return states([(key, from_draft.pk)], to_draft)[key, from_draft.pk]


def states(
    places: Iterable[tuple[str, int]], to_draft: Draft, *, among: Iterable[Draft] | None = None
) -> dict[tuple[str, int], Whereabouts]:
    """For each (key, id of the draft it was said about): where that passage stands in `to_draft`.

    One query for published drafts that have been read before, however many places, and none when the caller has all the
    drafts it knows of (`among`); for a draft being written also what `changes_to_come` costs. Places in drafts of other
    strategies are left out.
    """
    known = Draft.objects.filter(strategy_id=to_draft.strategy_id) if among is None else among
    drafts = {draft.pk: draft for draft in known}
    to_draft = drafts.get(to_draft.pk, to_draft)
    wanted = {place for place in places if place[1] in drafts}
    there = _passages(to_draft)
    chain = _chain(drafts.values(), to_draft)
    found = {}
    for key, draft_id in wanted:
        draft = drafts[draft_id]
        then = _passages(draft).get(key)
        if draft.pk == to_draft.pk:
            keys = (key,) if key in there else ()
            found[key, draft_id] = Whereabouts(key, State.SAME if keys else State.REMOVED, keys)
        elif draft.position > to_draft.position:
            found[key, draft_id] = _looking_back(key, then, there)
        else:
            steps = [steps for position, steps in chain if position > draft.position]
            found[key, draft_id] = _followed(key, then, steps, there)
    return found


def _chain(drafts: Collection[Draft], to_draft: Draft) -> list[tuple[int, Mapping[str, _Step]]]:
    """What happened in each draft up to and with `to_draft`, the earliest first."""
    on_the_way = sorted(
        (draft for draft in drafts if draft.published_at is not None and draft.position <= to_draft.position),
        key=lambda draft: (draft.position, draft.pk),
    )
    chain = [(draft.position, _published_steps(draft.pk, draft.published_at)) for draft in on_the_way]
    if to_draft.published_at is None:
        chain.append((to_draft.position, _as_steps(changes_to_come(to_draft))))
    return chain


@lru_cache(maxsize=64)
def _published_steps(draft_id: int, _published_at: datetime) -> Mapping[str, _Step]:
    return _as_steps(
        Change.objects.filter(draft=draft_id, number__isnull=False, subject=Subject.PASSAGE)
        .exclude(kind=ChangeKind.NEW)
        .only("subject", "key", "kind", "is_moved", "into_keys")
    )


def _as_steps(changes: Iterable[Change]) -> dict[str, _Step]:
    steps: dict[str, _Step] = {}
    for change in changes:
        if change.subject != Subject.PASSAGE or change.kind == ChangeKind.NEW:
            continue
        if change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
            into = tuple(change.into_keys)
        else:
            into = () if change.kind == ChangeKind.REMOVED else (change.key,)
        steps[change.key] = (change.kind, change.is_moved, into)
    return steps


def _passages(draft: Draft) -> Mapping[str, PassageText]:
    if draft.published_at is None:
        return _by_key(contents_of(draft))
    return _published_passages(draft, draft.published_at)


@lru_cache(maxsize=64)
def _published_passages(draft: Draft, _published_at: datetime) -> Mapping[str, PassageText]:
    return _by_key(contents_of(draft))


def _by_key(contents: Contents) -> dict[str, PassageText]:
    return {passage.key: passage for passage in contents.passages}


def forget_states() -> None:
    """Read everything anew: for tests, whose drafts come and go."""
    _published_steps.cache_clear()
    _published_passages.cache_clear()


def _followed(
    key: str, then: PassageText | None, steps: Sequence[Mapping[str, _Step]], there: Mapping[str, PassageText]
) -> Whereabouts:
    """Follow one key through every draft. What stands in the texts themselves has the last word."""
    keys, kinds, is_moved = [key], set(), False
    for step in steps:
        went: dict[str, None] = {}
        for each in keys:
            kind, moved, into = step.get(each, ("", False, (each,)))
            kinds.add(kind)
            is_moved = is_moved or moved
            went |= dict.fromkeys(into)
        keys = list(went)
    living = sorted((each for each in keys if each in there), key=lambda each: each != key)
    if not living:
        return Whereabouts(key, State.REMOVED, ())
    return Whereabouts(key, _state(key, then, living, kinds, is_moved, there), tuple(living), is_moved)


def _state(
    key: str,
    then: PassageText | None,
    living: Sequence[str],
    kinds: Collection[str],
    is_moved: bool,
    there: Mapping[str, PassageText],
) -> State:
    now = there.get(key)
    if len(living) == 1 and then is not None and now is not None and _reads_the_same(then, now):
        return State.MOVED if is_moved else State.SAME
    if len(living) > 1 or (ChangeKind.SPLIT in kinds and ChangeKind.MERGED not in kinds):
        return State.SPLIT
    return State.MERGED if ChangeKind.MERGED in kinds else State.REWORDED


def _reads_the_same(one: PassageText, other: PassageText) -> bool:
    return (one.heading, one.text) == (other.heading, other.text)


def _looking_back(key: str, then: PassageText | None, there: Mapping[str, PassageText]) -> Whereabouts:
    """From a later draft to an earlier one: by the key alone."""
    now = there.get(key)
    if now is None:
        return Whereabouts(key, State.LATER, ())
    same = then is not None and _reads_the_same(then, now)
    return Whereabouts(key, State.SAME if same else State.REWORDED, (key,))
