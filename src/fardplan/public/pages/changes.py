"""What has changed in the strategy and because of whom, and what has been decided: the chain, both ways."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.queries import access_dialogue
from fardplan.ledger.forms import ChangeFilter
from fardplan.ledger.models import Trace
from fardplan.ledger.parting import families_of, family_of
from fardplan.ledger.queries import (
    access_change,
    access_decision,
    decisions_about,
    public_decisions,
    published_changes,
    sections_to_choose,
    sources_in_part,
)
from fardplan.ledger.redlines import ShownChange, bare, by_draft, shown
from fardplan.people.viewer import ViewerRequest
from fardplan.public.reading import kept_answer
from fardplan.strategy.models import Change
from fardplan.strategy.queries import published_drafts

PER_PAGE = 20
SOURCES = 10  # of each change in a list; its own page has them all
SAID_PER_PAGE = 10


@require_safe
def changes_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)

    def listed() -> SafeString:
        drafts = list(published_drafts(dialogue.strategy, now=request.now)) if dialogue.strategy else []
        chosen = ChangeFilter(
            request.GET,
            published_changes(dialogue.strategy_id, now=request.now),
            dialogue=dialogue,
            drafts=[draft.number for draft in drafts],
            sections=sections_to_choose(drafts),
        )
        page = Paginator(chosen.qs, PER_PAGE).get_page(request.GET.get("sida"))
        context = {
            "dialogue": dialogue,
            "filter": chosen,
            "page": page,
            "groups": by_draft(shown(page, now=request.now, most=SOURCES)),
            "decisions": decisions_about(dialogue, [draft.pk for draft in drafts], now=request.now),
        }
        return render_to_string("public/changes/parts/list.html", context, request)

    main = kept_answer("changes", listed, dialogue=dialogue, request=request)
    return render(request, "public/changes/list.html", {"dialogue": dialogue, "main": main, "here": "strategy"})


@require_safe
def change_page(request: ViewerRequest, slug: str, label: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    change = access_change(dialogue, label, now=request.now)
    if change.label != label:
        return redirect("public:change", slug=slug, label=change.label, permanent=True)

    def shown_whole() -> SafeString:
        sources, page = sources_in_part(
            change.pk, now=request.now, asked=request.GET.get("sida"), per_page=SAID_PER_PAGE
        )
        adopted = decisions_about(dialogue, [change.draft_id], now=request.now).get(change.draft_id, [])
        context = {
            "dialogue": dialogue,
            "this": ShownChange(change, sources, family_of(change, families_of([change]))),
            "change": change,
            "sources": sources,
            "page": page,
            "related": _related(dialogue, change, request),
            "decisions": [decision for decision in adopted if decision not in sources.decisions],
        }
        return render_to_string("public/changes/parts/one.html", context, request)

    (this,) = bare([change], {})
    context = {
        "dialogue": dialogue,
        "this": this,
        "change": change,
        "main": kept_answer("change", shown_whole, dialogue=dialogue, request=request),
        "share_title": f"{change.label} {this.title}",
        "here": "strategy",
    }
    return render(request, "public/changes/one.html", context)


def _related(dialogue: Dialogue, change: Change, request: ViewerRequest) -> list[ShownChange]:
    """What else happened in the same split or merge. No query when it was neither."""
    keys = [*change.from_keys, *change.into_keys]
    if not keys:
        return []
    rows = published_changes(dialogue.strategy_id, now=request.now).filter(draft=change.draft_id, key__in=keys)
    return bare(rows.exclude(pk=change.pk), {})


@require_safe
def decisions_page(request: ViewerRequest, slug: str) -> HttpResponse:
    dialogue = access_dialogue(request.viewer, slug)
    decisions = list(public_decisions(dialogue, now=request.now).prefetch_related("motions"))
    context = {"dialogue": dialogue, "decisions": decisions, "now": request.now, "here": "strategy"}
    return render(request, "public/changes/decisions.html", context)


@require_safe
def decision_page(request: ViewerRequest, slug: str, number: int) -> HttpResponse:
    """A decision with every change that came of it, and its motions with which of the changes came of each."""
    dialogue = access_dialogue(request.viewer, slug)
    decision = access_decision(dialogue, number, now=request.now)
    motions, draft = list(decision.motions.all()), decision.draft
    traces = Trace.objects.filter(Q(decision=decision) | Q(motion__decision=decision))
    of_change = list(traces.values_list("change_id", "motion_id"))
    rows = published_changes(dialogue.strategy_id, now=request.now).filter(pk__in=[pk for pk, _motion in of_change])
    changes = {each.change.pk: each for each in shown(rows, now=request.now, most=SOURCES)}
    led_to: dict[int, list[ShownChange]] = {}
    for change_id, motion_id in of_change:
        if motion_id and change_id in changes:
            led_to.setdefault(motion_id, []).append(changes[change_id])
    context = {
        "dialogue": dialogue,
        "decision": decision,
        "motions": [(motion, led_to.get(motion.pk, [])) for motion in motions],
        "changes": list(changes.values()),
        "draft_is_out": draft is not None and draft.published_at is not None and draft.published_at <= request.now,
        "share_title": decision.title,
        "here": "strategy",
    }
    return render(request, "public/changes/decision.html", context)


addresses = [
    path("<slug:slug>/andringar/", changes_page, name="changes"),
    path("<slug:slug>/andringar/<str:label>/", change_page, name="change"),
    path("<slug:slug>/beslut/", decisions_page, name="decisions"),
    path("<slug:slug>/beslut/<int:number>/", decision_page, name="decision"),
]
