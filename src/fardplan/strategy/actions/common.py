"""What every change of a text shares: the strategy is held, the draft unpublished, no key used twice, order holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict, Words
from fardplan.base.locking import held
from fardplan.strategy.models import Draft, Passage, Section, Strategy

NEVER_CHANGED = _("Ett publicerat utkast ändras inte.")


class OrderChanged(Conflict):
    """Somebody else has changed the order while one looked at it."""

    def __init__(self) -> None:
        super().__init__(
            _("Någon annan har ändrat ordningen medan du tittade på den."),
            what_next=_("Så här står det nu. Gör om det du ville göra, om det fortfarande stämmer."),
        )


def numbered(stem: str) -> Iterator[str]:
    """stem, stem-2, stem-3 …"""
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def hold_strategy(strategy_id: int) -> Strategy:
    """The strategy, and nobody else writing in any of its drafts, or of their changes, until the transaction ends.

    One row for the whole text: what is written touches many rows, and so nobody waits in a ring (see `base.locking`).
    Take it before anything that belongs to the strategy is read.
    """
    return held(Strategy.objects).get(pk=strategy_id)


def editable(draft: Draft, *, when_published: Words = NEVER_CHANGED) -> Draft:
    """The draft as it is now, its strategy held. Raises Conflict for a published one, in the words `when_published`."""
    hold_strategy(draft.strategy_id)
    stored = Draft.objects.select_related("strategy").filter(pk=draft.pk).first()
    if stored is None:
        raise Conflict(_("Någon annan har kastat utkastet."), what_next=_("Gå till strategins sida."))
    if stored.published_at is not None:
        raise Conflict(when_published, what_next=_("Gör ett nytt utkast av det och ändra där."))
    return stored


def keys_in(strategy: Strategy) -> set[str]:
    """Every key that any of its drafts has; sections and passages share the anchors of a page."""
    sections = Section.objects.filter(draft__strategy=strategy).values_list("key", flat=True)
    return {*sections, *Passage.objects.filter(draft__strategy=strategy).values_list("key", flat=True)}


def new_key(wanted: str, used: set[str]) -> str:
    """A key nothing in the strategy has had: the same key in two drafts means the same text."""
    stem = slugify(wanted.replace(".", "-"))[:32].strip("-") or "del"
    return next(key for key in numbered(stem) if key not in used)


def renumber(draft: Draft, reordered: Mapping[int | None, Sequence[Section]] | None = None) -> None:
    """Number sections and passages through in reading order; `reordered` gives siblings an order of their own.

    Seven queries at most, and one more for every 500 rows that get another place.
    """
    children: dict[int | None, list[Section]] = {}
    for section in Section.objects.filter(draft=draft).only("parent_id", "position").order_by("position", "id"):
        children.setdefault(section.parent_id, []).append(section)
    children.update({parent: list(sections) for parent, sections in (reordered or {}).items()})
    passages: dict[int, list[Passage]] = {}
    for passage in Passage.objects.filter(draft=draft).only("section_id", "position").order_by("position", "id"):
        passages.setdefault(passage.section_id, []).append(passage)

    def in_order(parent: int | None) -> Iterator[Section | Passage]:
        for section in children.get(parent, []):
            yield section
            yield from passages.get(section.pk, [])
            yield from in_order(section.pk)

    elsewhere: dict[type[models.Model], list[Section | Passage]] = {}
    for position, each in enumerate(in_order(None), start=1):
        if each.position != position:
            each.position = position
            elsewhere.setdefault(type(each), []).append(each)
    for model, rows in elsewhere.items():
        model._default_manager.bulk_update(rows, ["position"], batch_size=300)
