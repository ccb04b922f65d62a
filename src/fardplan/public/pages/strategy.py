"""The strategy to read: overview, a draft as a page in a good book, and one part of it at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fardplan.contributions.tallies import Tally, counts_at, counts_by_passage, tallies, with_kin
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.queries import decisions_about
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import LONG_DRAFT, Part, common_context, open_strategy, progress_at
from fardplan.strategy import queries
from fardplan.strategy.models import Draft, SectionKind, Strategy
from fardplan.strategy.queries import Contents, SectionText


@require_safe
def overview(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue, strategy, drafts = open_strategy(request, slug)
    contents = queries.contents_of(drafts[0]) if drafts else None
    context = common_context(request, dialogue, drafts) | {
        "strategy": strategy,
        "share_title": strategy.title,
        "share_text": strategy.summary,
    }
    if contents:
        context |= {
            "draft": contents.draft,
            "contents": contents,
            "is_long": len(contents.passages) > LONG_DRAFT,
            "desired_states": contents.sections_of_kind(SectionKind.DESIRED_STATE),
            "directions": contents.sections_of_kind(SectionKind.DIRECTION),
        }
    return render(request, "public/strategy.html", context)


@require_safe
def draft_page(request: ViewerRequest, slug: str, number: str) -> HttpResponse:
    dialogue, strategy, drafts = open_strategy(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    is_long = len(contents.passages) > LONG_DRAFT
    shown = () if is_long else contents.all_sections
    context = (
        common_context(request, dialogue, drafts)
        | _reading(strategy, contents, is_long=is_long)
        | _said_so_far(dialogue, contents, drafts, shown, now=request.now)
    )
    context["decisions"] = decisions_about(dialogue, [contents.draft.pk], now=request.now).get(contents.draft.pk, [])
    return render(request, "public/draft.html", context)


@require_safe
def section_page(request: ViewerRequest, slug: str, number: str, section: str) -> HttpResponse:
    dialogue, strategy, drafts = open_strategy(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    found = queries.access_section(contents, section)
    progress = progress_at(contents, found)
    part = progress.part if progress.part.section.key == found.key else Part(found, is_whole=True)
    only = found.lifted(found.level)
    context = (
        common_context(request, dialogue, drafts)
        | _reading(strategy, contents, is_long=len(contents.passages) > LONG_DRAFT)
        | _said_so_far(dialogue, contents, drafts, part.shown, now=request.now)
        | {
            "only": only,
            "progress": progress,
            "way": contents.body.ways_to_sections[found.key],
            "opens_further": () if part.is_whole else only.children,
            "share_title": f"{strategy.title}: {only.label}",
        }
    )
    return render(request, "public/draft.html", context)


def _reading(strategy: Strategy, contents: Contents, *, is_long: bool) -> dict[str, Any]:
    return {
        "strategy": strategy,
        "draft": contents.draft,
        "contents": contents,
        "is_long": is_long,
        "share_title": strategy.title,
        "share_text": contents.draft.note or strategy.summary,
    }


def _said_so_far(
    dialogue: Dialogue, contents: Contents, drafts: list[Draft], sections: tuple[SectionText, ...], *, now: datetime
) -> dict[str, Any]:
    """The sections on the page, and how much has been said at each of their passages; `said_so_far` tells one set of
    counts from another, for what is kept rendered."""
    keys = [passage.key for section in sections for passage in section.passages]
    kin = queries.kin_in(contents.draft, drafts)
    if not keys:
        found: dict[str, Tally] = {}
    elif len(contents.passages) > LONG_DRAFT:
        counts = counts_at(with_kin(keys, kin), dialogue, now=now)
        found = tallies(keys, counts, drafts=drafts, kin=kin)
    else:
        found = tallies(keys, counts_by_passage(dialogue, now=now), drafts=drafts, kin=kin)
    return {
        "sections": sections,
        "tallies": found,
        "said_so_far": [(key, tally.kinds, tally.waiting) for key, tally in found.items()],
    }


addresses = [
    path("<slug:slug>/strategi/", overview, name="strategy"),
    path("<slug:slug>/strategi/<str:number>/", draft_page, name="draft"),
    path("<slug:slug>/strategi/<str:number>/avsnitt/<str:section>/", section_page, name="section"),
]
