"""Structured data in a page: {% load structured %}{% event_data dialogue day %} or {% series_data dialogue days %}."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from fardplan.dialogue.models import Day, Dialogue
from fardplan.dialogue.states import DayNow
from fardplan.public.structured import event_of_day, series_of_dialogue

register = template.Library()

# Inside a script element only these could end it or begin another.
_HARMLESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def data_block(values: dict[str, Any]) -> SafeString:
    """A script element that holds data and runs nothing (decision 0003)."""
    data = json.dumps(values, ensure_ascii=False, separators=(",", ":")).translate(_HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{data}</script>')  # noqa: S308 - escaped on the line above


@register.simple_tag(takes_context=True)
def event_data(context: Context, dialogue: Dialogue, day: Day, *, is_broadcast: object = True) -> SafeString:
    """A day of a dialogue as a schema.org Event."""
    day.dialogue = dialogue
    return data_block(event_of_day(day, organisation=context["organisation"], is_broadcast=bool(is_broadcast)))


@register.simple_tag(takes_context=True)
def series_data(context: Context, dialogue: Dialogue, days: Iterable[DayNow]) -> SafeString:
    """A dialogue and its days as a schema.org EventSeries."""
    rows = [found.day for found in days]
    return data_block(series_of_dialogue(dialogue, rows, organisation=context["organisation"]))
