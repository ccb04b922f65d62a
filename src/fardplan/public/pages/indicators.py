"""The state of things in numbers: all indicators of a dialogue, and one at a time with its table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fardplan.analysis.statistical_tables import write_json_stat
from fardplan.base.files import POLICY_HANDED_OVER
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue
from fardplan.indicators.models import Indicator
from fardplan.indicators.numbers import from_text
from fardplan.indicators.queries import access_indicator, picture_of, published
from fardplan.people.viewer import ViewerRequest
from fardplan.strategy.queries import Contents, SectionText, contents_of, published_drafts

KEPT = 3600  # seconds


@dataclass(frozen=True)
class Group:
    """Indicators that belong to the same section of the strategy; without a section those that belong to none."""

    section: SectionText | None
    cards: tuple[SafeString, ...]


@require_safe
def state(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    indicators = list(published(dialogue, now=request.now))
    contents = _latest_text(request, dialogue)
    context = {
        "dialogue": dialogue,
        "here": "indicators",
        "groups": _grouped(dialogue, indicators, contents),
        "draft": contents.draft if contents else None,
        "share_title": _("Nyläget i siffror"),
    }
    return render(request, "public/indicators/list.html", context)


def _latest_text(request: ViewerRequest, dialogue: Dialogue) -> Contents | None:
    """The strategy as it reads now, for the names of its sections."""
    if dialogue.strategy is None:
        return None
    draft = published_drafts(dialogue.strategy, now=request.now).first()
    return contents_of(draft) if draft else None


def _card(dialogue: Dialogue, indicator: Indicator) -> SafeString:
    """An indicator in the list. Drawing it takes some milliseconds, so it is kept until anything in it changes."""
    table = indicator.table
    shown = [indicator.content, indicator.heading, indicator.why, indicator.unit, indicator.good, indicator.slug]
    shown += [str(bool(indicator.fault)), table.source, table.licence, table.address, f"{table.brought_at:%Y-%m-%d %H}"]
    shown += [str(indicator.is_example), dialogue.slug, dialogue.language, get_language() or ""]
    key = f"indicator:{hashlib.sha256(json.dumps(shown).encode()).hexdigest()}"
    found: SafeString | None = cache.get(key)
    if found is None:
        context = {"dialogue": dialogue, "indicator": indicator, "picture": picture_of(indicator)}
        found = render_to_string("public/indicators/parts/card.html", context)
        cache.set(key, found, KEPT)
    return found


def _grouped(dialogue: Dialogue, indicators: Sequence[Indicator], contents: Contents | None) -> list[Group]:
    """In the order of the strategy; what belongs to no section of it comes last."""
    sections = contents.all_sections if contents else ()
    by_key: dict[str, list[SafeString]] = {}
    known = {section.key for section in sections}
    for indicator in indicators:
        key = indicator.section_key
        by_key.setdefault(key if key in known else "", []).append(_card(dialogue, indicator))
    groups = [Group(section, tuple(by_key[section.key])) for section in sections if section.key in by_key]
    return groups + ([Group(None, tuple(by_key[""]))] if "" in by_key else [])


@require_safe
def one(request: ViewerRequest, slug: str, indicator: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    found = access_indicator(request.viewer, dialogue, indicator, now=request.now)
    contents = _latest_text(request, dialogue)
    context = {
        "dialogue": dialogue,
        "here": "indicators",
        "indicator": found,
        "picture": picture_of(found),
        "section": contents.section(found.section_key) if contents else None,
        "draft": contents.draft if contents else None,
        "share_title": found.heading,
        "share_text": found.why,
    }
    return render(request, "public/indicators/one.html", context)


@require_safe
def table_file(request: ViewerRequest, slug: str, indicator: str) -> HttpResponse:
    """The numbers that are shown, as JSON-stat 2."""
    dialogue = access_dialogue(request.viewer, slug)
    found = access_indicator(request.viewer, dialogue, indicator, now=request.now)
    response = HttpResponse(_as_json_stat(found), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{found.slug}.json"'
    response["Content-Security-Policy"] = POLICY_HANDED_OVER
    return response


def _as_json_stat(indicator: Indicator) -> bytes:
    numbers = from_text(indicator.content)
    return write_json_stat(replace(numbers, source=indicator.table.source, title=numbers.title or indicator.heading))


addresses = [
    path("<slug:slug>/nylage/", state, name="state"),
    path("<slug:slug>/nylage/<slug:indicator>/", one, name="indicator"),
    path("<slug:slug>/nylage/<slug:indicator>/tabell.json", table_file, name="indicator-table"),
]
