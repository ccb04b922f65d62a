"""The strategy to read: overview, a draft as a page in a good book, and one part of it at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from fardplan.contributions.tallies import counts_at, counts_by_passage, tallies, with_kin
from fardplan.dialogue.models import Dialogue
from fardplan.indicators.models import Indicator
from fardplan.indicators.queries import published_about
from fardplan.ledger.queries import decisions_about
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import LONG_DRAFT, Part, common_context, kept, open_strategy, progress_at
from fardplan.public.survey_results import found_about
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
    context = common_context(request, dialogue, drafts) | _reading(strategy, contents, is_long=is_long)
    context |= {"sections": shown, "book": _book(request, context, contents, shown)}
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
    is_long = len(contents.passages) > LONG_DRAFT
    context = common_context(request, dialogue, drafts) | _reading(strategy, contents, is_long=is_long)
    context |= {
        "only": only,
        "sections": part.shown,
        "progress": progress,
        "way": contents.body.ways_to_sections[found.key],
        "opens_further": () if part.is_whole else only.children,
        "share_title": f"{strategy.title}: {only.label}",
        "indicators": _indicators_of(dialogue, found, now=request.now),
        "found_about": found_about(dialogue, {f"avsnitt:{each.key}" for each in found.with_children}, now=request.now),
    }
    context["book"] = _book(request, context, contents, part.shown)
    return render(request, "public/draft.html", context)


def _indicators_of(dialogue: Dialogue, section: SectionText, *, now: datetime) -> list[Indicator]:
    """What tells how things are in what a section is about. No query where a dialogue has no indicators."""
    if not getattr(dialogue, "indicators_shown", 0):
        return []
    return published_about(dialogue, [each.key for each in section.with_children], now=now)


def _reading(strategy: Strategy, contents: Contents, *, is_long: bool) -> dict[str, Any]:
    return {
        "strategy": strategy,
        "draft": contents.draft,
        "contents": contents,
        "is_long": is_long,
        "share_title": strategy.title,
        "share_text": contents.draft.note or strategy.summary,
    }


def _book(
    request: ViewerRequest, context: dict[str, Any], contents: Contents, sections: tuple[SectionText, ...]
) -> SafeString:
    """The text of these sections, with what can be said and has been said at each passage."""
    dialogue, now = context["dialogue"], request.now

    def rendered() -> SafeString:
        said = _said_so_far(dialogue, contents, context["drafts"], sections, now=now)
        return render_to_string("public/parts/book.html", context | said, request)

    if not sections:
        return SafeString("")
    if contents.draft.published_at is None:
        return rendered()
    which = contents.draft.pk, context.get("only") and context["only"].key, context["contribute_address"]
    return kept("book", rendered, *which, len(context["drafts"]), dialogue=dialogue, now=now)


def _said_so_far(
    dialogue: Dialogue, contents: Contents, drafts: list[Draft], sections: tuple[SectionText, ...], *, now: datetime
) -> dict[str, Any]:
    """How much has been said at each passage; `said_so_far` tells one set of counts from another, for what is kept."""
    keys = [passage.key for section in sections for passage in section.passages]
    kin = queries.kin_in(contents.draft, drafts)
    if len(contents.passages) > LONG_DRAFT:
        counts = counts_at(with_kin(keys, kin), dialogue, now=now)
    else:
        counts = counts_by_passage(dialogue, now=now)
    found = tallies(keys, counts, drafts=drafts, kin=kin)
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
