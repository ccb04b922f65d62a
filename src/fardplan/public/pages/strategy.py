"""The strategy to read: overview, a draft as a page in a good book, one section, one passage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fardplan.base.errors import NotFound
from fardplan.contributions.about import said_about
from fardplan.contributions.models import Contribution, Reply
from fardplan.contributions.queries import counts_by_passage, public_contributions
from fardplan.contributions.rules import Status
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue
from fardplan.dialogue.rules import may_see_desk, takes_contributions
from fardplan.ledger.queries import decisions_about, knowing_changes, of_passage, with_status_and_reply
from fardplan.people.viewer import ViewerRequest
from fardplan.public.redlines import ShownChange, shown
from fardplan.strategy import queries
from fardplan.strategy.models import Draft, SectionKind, Strategy
from fardplan.strategy.queries import Contents, PassageText, SectionText

# A draft with more passages than this is read one section at a time.
LONG_DRAFT = 60
# A passage shows its latest contributions; the list of all has the rest.
SHOWN_CONTRIBUTIONS = 20


def _open(request: ViewerRequest, slug: str) -> tuple[Dialogue, Strategy, list[Draft]]:
    """The dialogue, its strategy and the drafts this viewer may read."""
    dialogue = access_dialogue(request.viewer, slug)
    if dialogue.strategy is None:
        raise NotFound(_("Den här dialogen har ingen strategi att läsa ännu."))
    drafts = queries.readable_drafts(
        dialogue.strategy, now=request.now, also_unpublished=may_see_desk(request.viewer.official, dialogue)
    )
    return dialogue, dialogue.strategy, drafts


def _common(request: ViewerRequest, dialogue: Dialogue, drafts: list[Draft]) -> dict[str, Any]:
    """What every page about the strategy needs. `contribute_address` is empty when nothing can be sent in."""
    is_open = takes_contributions(dialogue, now=request.now)
    return {
        "dialogue": dialogue,
        "here": "strategy",
        "drafts": drafts,
        "contribute_address": reverse("public:contribute", args=[dialogue.slug]) if is_open else "",
    }


@require_safe
def overview(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue, strategy, drafts = _open(request, slug)
    contents = queries.contents_of(drafts[0]) if drafts else None
    context = _common(request, dialogue, drafts) | {
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
    dialogue, strategy, drafts = _open(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    context = _common(request, dialogue, drafts) | _reading(dialogue, strategy, contents, now=request.now)
    context["decisions"] = decisions_about(dialogue, [contents.draft.pk], now=request.now).get(contents.draft.pk, [])
    return render(request, "public/draft.html", context)


@require_safe
def section_page(request: ViewerRequest, slug: str, number: str, section: str) -> HttpResponse:
    dialogue, strategy, drafts = _open(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    found = queries.access_section(contents, section)
    only = found.lifted(found.level)
    context = _common(request, dialogue, drafts) | _reading(dialogue, strategy, contents, now=request.now, only=only)
    return render(request, "public/draft.html", context)


def _reading(
    dialogue: Dialogue, strategy: Strategy, contents: Contents, *, now: datetime, only: SectionText | None = None
) -> dict[str, Any]:
    """A draft's text: all of it, one section of it, or (when it is long) just its contents."""
    is_long = len(contents.passages) > LONG_DRAFT
    counts = counts_by_passage(dialogue, now=now)
    shown = tuple(only.with_children) if only else () if is_long else contents.all_sections
    return {
        "strategy": strategy,
        "draft": contents.draft,
        "contents": contents,
        "only": only,
        "is_long": is_long,
        "sections": shown,
        "counts": counts,
        "said_so_far": sorted(counts.items()),
        "share_title": f"{strategy.title}: {only.label}" if only else strategy.title,
        "share_text": contents.draft.note or strategy.summary,
    }


@require_safe
def passage_page(request: ViewerRequest, slug: str, number: str, passage: str) -> HttpResponse:
    dialogue, strategy, drafts = _open(request, slug)
    contents = queries.contents_of(queries.access_draft(drafts, number))
    this = queries.access_passage(contents, passage)
    before, after = contents.around(this)
    anchor = f"stycke:{this.key}"
    context = _common(request, dialogue, drafts) | {
        "strategy": strategy,
        "draft": contents.draft,
        "passage": this,
        "way": contents.way_to(this),
        "before": before,
        "after": after,
        "said": _said_about(dialogue, anchor, now=request.now),
        "history": _history(drafts, this, now=request.now),
        "all_said": f"{reverse('public:contributions', args=[dialogue.slug])}?{urlencode({'om': anchor})}",
        "other_drafts": _other_drafts(contents, drafts, this),
        "share_title": f"{strategy.title}: {this.label}",
        "share_text": this.text,
    }
    return render(request, "public/passage.html", context)


def _said_about(dialogue: Dialogue, anchor: str, *, now: datetime) -> list[tuple[Contribution, Status, Reply | None]]:
    """The latest public contributions about something, each with how far it has come and its answer."""
    found = public_contributions(dialogue, now=now).filter(said_about(anchor, dialogue))
    return with_status_and_reply(knowing_changes(found, now=now)[:SHOWN_CONTRIBUTIONS], now=now)


def _history(drafts: list[Draft], passage: PassageText, *, now: datetime) -> list[ShownChange]:
    """How a passage has changed, the newest first; costs nothing when there is only one draft."""
    return shown(of_passage(drafts[0].strategy_id, passage.key, now=now), now=now) if len(drafts) > 1 else []


def _other_drafts(contents: Contents, drafts: list[Draft], passage: PassageText) -> list[Draft]:
    """The other drafts this passage lives in; costs nothing when there is only one draft."""
    others = [draft for draft in drafts if draft.pk != contents.draft.pk]
    return queries.drafts_with_passage(others, passage.key) if others else []


addresses = [
    path("<slug:slug>/strategi/", overview, name="strategy"),
    path("<slug:slug>/strategi/<str:number>/", draft_page, name="draft"),
    path("<slug:slug>/strategi/<str:number>/avsnitt/<str:section>/", section_page, name="section"),
    path("<slug:slug>/strategi/<str:number>/<str:passage>/", passage_page, name="passage"),
]
