"""A dialogue file with its dates moved: how a new dialogue starts from a template."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from fardplan.base.errors import Invalid
from fardplan.exchange.fields import STOCKHOLM, Shape, in_stockholm
from fardplan.exchange.reading import DialogueFile


def shift(file: DialogueFile, *, first_day: date, slug: str | None = None, title: str | None = None) -> DialogueFile:
    """The same file with its first day on `first_day` and everything else as far from it as before.

    Clock times stay what they are on the wall, also across summer time. `slug` renames the dialogue and its strategy.
    Raises Invalid when the file has no day to count from.
    """
    if not file.content.days:
        raise Invalid(_("Mallen har ingen dag att räkna från."), field="first_day")
    start = min(day.starts for day in file.content.days).astimezone(STOCKHOLM).date()
    content = _moved(file.content, first_day - start)
    dialogue, strategy = content.dialogue, content.strategy
    if slug is not None:
        dialogue = dialogue.model_copy(update={"slug": slug})
        strategy = strategy.model_copy(update={"slug": slug}) if strategy is not None else None
    if title is not None:
        dialogue = dialogue.model_copy(update={"title": title})
    content = content.model_copy(update={"dialogue": dialogue, "strategy": strategy})
    return replace(file, content=content)


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, Shape):
        return value.model_copy(update={name: _moved(getattr(value, name), by) for name in type(value).model_fields})
    if isinstance(value, list):
        return [_moved(part, by) for part in value]
    if isinstance(value, datetime):
        return _same_clock(value.astimezone(STOCKHOLM).replace(tzinfo=None) + by)
    return value + by if isinstance(value, date) else value


def _same_clock(local: datetime) -> datetime:
    try:
        return in_stockholm(local)
    except ValueError:  # the hour that summer time skips: an hour later is the hour people mean
        return in_stockholm(local + timedelta(hours=1))
