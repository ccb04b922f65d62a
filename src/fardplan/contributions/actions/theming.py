"""Themes: made, renamed, merged, removed, and given to contributions, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.actions.changing import held_together, record
from fardplan.contributions.models import Contribution, Theme
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import may_sort
from fardplan.people.models import Official


def create_theme(
    *, dialogue: Dialogue, name: str, description: str = "", is_public: bool = True, by: Official, now: datetime
) -> Theme:
    """Raises Invalid when there is one of that name."""
    _require_sorter(by, dialogue)
    with transaction.atomic():
        held(Dialogue.objects).get(pk=dialogue.pk)  # one at a time: names and addresses
        _require_new_name(dialogue, name)
        last: int | None = dialogue.themes.aggregate(last=Max("position"))["last"]
        theme = Theme.objects.create(
            dialogue=dialogue,
            slug=_free_slug(dialogue, name),
            name=name,
            description=description,
            is_public=is_public,
            position=(last or 0) + 1,
        )
        audit.record("theme.created", on=theme, by=by, at=now, dialogue_id=dialogue.pk)
        return theme


def change_theme(
    *, theme: Theme, name: str, description: str, is_public: bool = True, by: Official, now: datetime
) -> Theme:
    """Another name or description, for everybody or for the desk; its address stays, so that links still lead there."""
    _require_sorter(by, theme.dialogue)
    with transaction.atomic():
        held(Dialogue.objects).get(pk=theme.dialogue_id)
        _hold([theme])
        if name.casefold() != theme.name.casefold():
            _require_new_name(theme.dialogue, name)
        was = theme.name
        Theme.objects.filter(pk=theme.pk).update(name=name, description=description, is_public=is_public)
        theme.name, theme.description, theme.is_public = name, description, is_public
        words = {"from": was, "to": name, "is_public": is_public}
        audit.record("theme.changed", on=theme, by=by, at=now, dialogue_id=theme.dialogue_id, **words)
        return theme


def merge_themes(*, theme: Theme, into: Theme, by: Official, now: datetime) -> int:
    """Everything in one theme goes to another, and the first is gone; returns how many were moved."""
    _require_sorter(by, theme.dialogue)
    if into.dialogue_id != theme.dialogue_id or into.pk == theme.pk:
        raise Invalid(_("Välj ett annat tema i samma dialog."), field="into")
    with transaction.atomic():
        _hold([theme, into])
        moved = _links(theme).exclude(contribution__in=_links(into).values("contribution"))
        number = moved.update(theme=into)
        words = {"from": theme.name, "to": into.name, "number": number}
        audit.record("theme.merged", on=into, by=by, at=now, dialogue_id=theme.dialogue_id, **words)
        theme.delete()
        return number


def remove_theme(*, theme: Theme, by: Official, now: datetime) -> int:
    """The theme goes, the contributions stay; returns how many had it."""
    _require_sorter(by, theme.dialogue)
    with transaction.atomic():
        _hold([theme])
        number = _links(theme).count()
        audit.record("theme.removed", on=theme, by=by, at=now, dialogue_id=theme.dialogue_id, number=number)
        theme.delete()
        return number


def set_themes(
    *,
    contributions: Sequence[Contribution],
    add: Sequence[Theme] = (),
    remove: Sequence[Theme] = (),
    by: Official,
    now: datetime,
) -> int:
    """Give themes to contributions and take others away; returns how many contributions it changed."""
    themes = [*add, *remove]
    for dialogue_id in {theme.dialogue_id for theme in themes}:
        if any(each.submission.dialogue_id != dialogue_id for each in contributions):
            raise Invalid(_("Temat hör till en annan dialog."))
    with transaction.atomic():
        _hold(themes)
        changed = 0
        for contribution in held_together(contributions):
            _require_sorter(by, contribution.submission.dialogue)
            has = {theme.pk for theme in contribution.themes.all()}
            more = [theme for theme in add if theme.pk not in has]
            less = [theme for theme in remove if theme.pk in has]
            if more or less:
                contribution.themes.add(*more)
                contribution.themes.remove(*less)
                words = {"added": [theme.name for theme in more], "removed": [theme.name for theme in less]}
                record("contribution.themes", contribution, by=by, at=now, **words)
                changed += 1
        return changed


def _hold(themes: Sequence[Theme]) -> None:
    """Nobody merges or removes these meanwhile. Raises Conflict when somebody has."""
    wanted = {theme.pk for theme in themes}
    if wanted - {theme.pk for theme in held(Theme.objects.order_by("pk")).filter(pk__in=wanted)}:
        raise Conflict(_("Någon annan har tagit bort temat."), what_next=_("Välj bland de teman som finns nu."))


_Link = Contribution.themes.through


def _links(theme: Theme) -> QuerySet[Any]:
    return _Link.objects.filter(theme=theme)


def _require_sorter(by: Official, dialogue: Dialogue) -> None:
    if not may_sort(by, dialogue):
        raise NotAllowed(_("Din roll räcker inte för att sortera synpunkter."))


def _require_new_name(dialogue: Dialogue, name: str) -> None:
    if not name:
        raise Invalid(_("Skriv vad temat heter."), field="name")
    if any(one.casefold() == name.casefold() for one in dialogue.themes.values_list("name", flat=True)):
        raise Invalid(_("Det finns redan ett tema som heter så."), field="name")


def _free_slug(dialogue: Dialogue, name: str) -> str:
    wished = slugify(name)[:50] or "tema"
    taken = set(dialogue.themes.values_list("slug", flat=True))
    numbered = (f"{wished}-{number}" for number in count(2))
    return wished if wished not in taken else next(slug for slug in numbered if slug not in taken)
