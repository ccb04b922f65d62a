"""Saying why the text changed and because of whom: for every change of a draft, for several at once, or for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.errors import Conflict, DomainError, Invalid, NotFound
from fardplan.base.text import whole_number
from fardplan.contributions.desk_queries import access_contribution_at_desk, chosen_contributions
from fardplan.contributions.models import Contribution
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.page import desk_page, page_of
from fardplan.dialogue.models import Dialogue
from fardplan.dialogue.rules import Right
from fardplan.ledger import actions
from fardplan.ledger.actions import From, Place
from fardplan.ledger.forms import ExplainForm
from fardplan.ledger.models import Decision, Motion, Trace
from fardplan.ledger.parting import families_of
from fardplan.ledger.queries import decisions_of, motions_to_choose
from fardplan.ledger.queries.desk import (
    access_change_at_desk,
    access_trace,
    candidates_for,
    changes_at_desk,
    drafts_to_trace_to,
    found_for,
    suggested_for,
    traces_of,
)
from fardplan.ledger.redlines import bare
from fardplan.ledger.rules import MOST_AT_ONCE
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy.models import Change, Draft

PER_PAGE = 25
MOST_FOUND = 20
HERE = "strategy"
SHOW = {
    "": gettext_lazy("Alla"),
    "utan": gettext_lazy("Utan källa"),
    "med": gettext_lazy("Med källa eller skäl"),
    "redaktionella": gettext_lazy("Redaktionella"),
}


def draft_of(request: OfficialRequest, slug: str, number: int, right: Right) -> tuple[Dialogue, Draft]:
    """A draft of the dialogue's strategy, for an official with this right."""
    dialogue = desk_dialogue(request, slug, right)
    draft = Draft.objects.select_related("strategy").filter(strategy=dialogue.strategy_id, pk=number).first()
    if draft is None or dialogue.strategy_id is None:
        raise NotFound(gettext_lazy("Utkastet finns inte."))
    return dialogue, draft


# --- all changes of a draft -------------------------------------------------------------------------------------------


@official_required
@require_safe
def changes(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "read_contributions")
    found = changes_at_desk(draft)
    traces = traces_of([change.pk for change in found])
    groups = {name: [each for each in found if _belongs(each, name, traces)] for name in SHOW}
    asked = request.GET.get("visa", "")
    page = page_of(request, groups.get(asked, found), per_page=PER_PAGE)
    context = {
        "draft": draft,
        "page": page,
        "rows": [(this, traces.get(this.change.pk or 0, [])) for this in bare(page, families_of(page, among=found))],
        "queues": [(name, label, len(groups[name]), name == asked) for name, label in SHOW.items()],
        "asked": asked,
        "motions": list(motions_to_choose(dialogue)),
        "all_decisions": list(decisions_of(dialogue)),
    }
    return desk_page(request, "desk/ledger/changes.html", context, dialogue=dialogue, here=HERE)


def _belongs(change: Change, name: str, traces: dict[int, list[Trace]]) -> bool:
    has_source = bool(traces.get(change.pk or 0) or change.reason)
    return {
        "": True,
        "utan": not (has_source or change.is_editorial),
        "med": has_source,
        "redaktionella": change.is_editorial,
    }[name]


@official_required
@require_POST
def mark_changes(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Several changes at once: all editorial, or all from the same sources."""
    dialogue, draft = draft_of(request, slug, number, "reply")
    places = _places(request.POST.getlist("andring"))
    both: dict[str, Any] = {"dialogue": dialogue, "draft": draft, "places": places, "by": request.official}
    try:
        if "redaktionella" in request.POST:
            done = actions.mark_editorial(**both, now=request.now)
            said = ngettext("%(number)s ändring är redaktionell.", "%(number)s ändringar är redaktionella.", len(done))
        else:
            done = actions.draw_traces(**both, sources=_sources(request, dialogue), now=request.now)
            said = ngettext(
                "Spår är draget till %(number)s ändring.", "Spår är dragna till %(number)s ändringar.", len(done)
            )
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, said % {"number": len(done)})
    address = reverse("desk:changes", args=[slug, number])
    query = request.GET.urlencode()
    return redirect(f"{address}?{query}" if query else address)


def _places(values: Sequence[str]) -> list[Place]:
    """`passage:a1-1` as it stands in the check boxes."""
    split = [value.partition(":") for value in values[:MOST_AT_ONCE]]
    return [Place(subject, key) for subject, _colon, key in split]


def _sources(request: OfficialRequest, dialogue: Dialogue) -> From:
    """What was chosen: contributions by number (ticked, or written in the field), motions and decisions by id."""
    written = request.POST.get("nummer", "").replace(",", " ").split()
    labels = list(dict.fromkeys([*request.POST.getlist("synpunkt"), *written]))[:MOST_AT_ONCE]
    said = [_contribution(dialogue, label) for label in labels]
    chosen = {name: [whole_number(pk) for pk in request.POST.getlist(name)] for name in ("yrkande", "beslut")}
    motions = Motion.objects.select_related("decision__dialogue").filter(decision__dialogue=dialogue)
    decisions = Decision.objects.select_related("dialogue").filter(dialogue=dialogue)
    return From(said, list(motions.filter(pk__in=chosen["yrkande"])), list(decisions.filter(pk__in=chosen["beslut"])))


def _contribution(dialogue: Dialogue, label: str) -> Contribution:
    try:
        return access_contribution_at_desk(dialogue, label)
    except NotFound as error:
        raise Invalid(
            _("Det finns ingen synpunkt med numret %(number)s i dialogen.") % {"number": label[:20]}
        ) from error


# --- one change -------------------------------------------------------------------------------------------------------


@official_required
@require_safe
def change(request: OfficialRequest, slug: str, number: int, subject: str, key: str) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "read_contributions")
    all_changes = changes_at_desk(draft)
    return _change_page(request, dialogue, all_changes, access_change_at_desk(all_changes, subject, key))


def _change_page(
    request: OfficialRequest,
    dialogue: Dialogue,
    all_changes: list[Change],
    found: Change,
    *,
    form: ExplainForm | None = None,
    theirs: Change | None = None,
    status: int = 200,
) -> HttpResponse:
    traces = traces_of([found.pk]).get(found.pk or 0, [])
    besides = [trace.contribution_id for trace in traces if trace.contribution_id is not None]
    words = request.GET.get("sok", "").strip()
    chosen = chosen_contributions(dialogue, labels=request.GET.getlist("vald")[:MOST_AT_ONCE])
    already = {*besides, *(each.pk for each in chosen)}
    looked_for = list(found_for(words, dialogue, besides=already)[:MOST_FOUND]) if words else []
    initial = {"reason": found.reason, "is_editorial": found.is_editorial, "revision": found.revision}
    drawn = {("yrkande", trace.motion_id) for trace in traces} | {("beslut", trace.decision_id) for trace in traces}
    (this,) = bare([found], families_of([found], among=all_changes))
    context = {
        "draft": found.draft,
        "this": this,
        "change": found,
        "traces": traces,
        "form": form or ExplainForm(initial=initial),
        "theirs": theirs,
        "words": words,
        "chosen": chosen,
        "ticked": {name: request.GET.getlist(name) for name in ("yrkande", "beslut")},
        "found": looked_for,
        "suggested": suggested_for(found, dialogue, besides=besides),
        "motions": [each for each in motions_to_choose(dialogue) if ("yrkande", each.pk) not in drawn],
        "all_decisions": [each for each in decisions_of(dialogue) if ("beslut", each.pk) not in drawn],
        **_beside(all_changes, found),
    }
    return desk_page(request, "desk/ledger/change.html", context, dialogue=dialogue, here=HERE, status=status)


def _beside(all_changes: list[Change], found: Change) -> dict[str, Any]:
    """The changes before and after in the text, to go through them all."""
    place = all_changes.index(found) if found.pk else [each.key for each in all_changes].index(found.key)
    return {
        "before": all_changes[place - 1] if place else None,
        "after": all_changes[place + 1] if place + 1 < len(all_changes) else None,
        "place": place + 1,
        "number_of_changes": len(all_changes),
    }


@official_required
@require_POST
def save_change(request: OfficialRequest, slug: str, number: int, subject: str, key: str) -> HttpResponse:
    """The reason, or that the change is editorial. Whoever saves second sees both versions."""
    dialogue, draft = draft_of(request, slug, number, "reply")
    all_changes = changes_at_desk(draft)
    found = access_change_at_desk(all_changes, subject, key)
    form = ExplainForm(request.POST)
    if not form.is_valid():
        return _change_page(request, dialogue, all_changes, found, form=form, status=422)
    what: dict[str, Any] = {"dialogue": dialogue, "draft": draft, "place": Place(subject, key), "by": request.official}
    try:
        actions.explain_change(**what, **form.cleaned_data, now=request.now)
    except DomainError as error:
        _refuse(form, error, found)
        theirs = found if isinstance(error, Conflict) else None
        return _change_page(request, dialogue, all_changes, found, form=form, theirs=theirs, status=error.status)
    messages.success(request, _("Sparat."))
    return redirect("desk:change", slug=slug, number=number, subject=subject, key=key)


def _refuse(form: ExplainForm, error: DomainError, found: Change) -> None:
    """Say why at the form, with everything written still in it; the next press is about what is stored now."""
    field = error.field if error.field in form.fields else None
    form.add_error(field, f"{error.message} {error.what_next}".strip())
    form.look_again(revision=found.revision)


def _look_for_more(request: OfficialRequest, slug: str, number: int, subject: str, key: str) -> HttpResponse:
    """The same page with what was searched for; what was ticked before the search stays ticked."""
    query = [("sok", request.POST.get("sok", "").strip()[:200])]
    for name, kept in (("synpunkt", "vald"), ("yrkande", "yrkande"), ("beslut", "beslut")):
        query += [(kept, value) for value in dict.fromkeys(request.POST.getlist(name)[:MOST_AT_ONCE])]
    return redirect(f"{reverse('desk:change', args=[slug, number, subject, key])}?{urlencode(query)}#draw")


@official_required
@require_POST
def draw_trace(request: OfficialRequest, slug: str, number: int, subject: str, key: str) -> HttpResponse:
    dialogue, draft = draft_of(request, slug, number, "reply")
    if "leta" in request.POST:
        return _look_for_more(request, slug, number, subject, key)
    try:
        actions.draw_traces(
            dialogue=dialogue,
            draft=draft,
            places=[Place(subject, key)],
            sources=_sources(request, dialogue),
            by=request.official,
            now=request.now,
        )
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, _("Spåret är draget."))
    return redirect("desk:change", slug=slug, number=number, subject=subject, key=key)


@official_required
@require_POST
def remove_trace(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    """Take back a trace drawn by mistake; back to the change it led to."""
    dialogue = desk_dialogue(request, slug, "reply")
    trace = access_trace(dialogue, number)
    led_to = trace.change
    try:
        actions.remove_trace(dialogue=dialogue, trace=trace, by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    else:
        messages.success(request, _("Spåret är borttaget. Loggen minns att det fanns."))
    return redirect("desk:change", slug=slug, number=led_to.draft_id, subject=led_to.subject, key=led_to.key)


# --- from what somebody said ------------------------------------------------------------------------------------------


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def trace_contribution(request: OfficialRequest, slug: str, label: str) -> HttpResponse:
    """Which changes a contribution led to: those of its own text first."""
    dialogue = desk_dialogue(request, slug, "reply")
    found = access_contribution_at_desk(dialogue, label)
    if request.method == "POST":
        return _draw_from(request, dialogue, found)
    words = request.GET.get("sok", "").strip()
    candidates = candidates_for(found, drafts_to_trace_to(dialogue), words=words)
    context = {
        "contribution": found,
        "words": words,
        "rows": list(zip(candidates, bare(each.change for each in candidates), strict=True))[:MOST_FOUND],
        "more": max(0, len(candidates) - MOST_FOUND),
    }
    return desk_page(request, "desk/ledger/trace_contribution.html", context, dialogue=dialogue, here="contributions")


def _draw_from(request: OfficialRequest, dialogue: Dialogue, found: Contribution) -> HttpResponse:
    by_draft: dict[int, list[str]] = {}
    for value in request.POST.getlist("andring"):
        number, _colon, place = value.partition(":")
        by_draft.setdefault(whole_number(number), []).append(place)
    what: dict[str, Any] = {"dialogue": dialogue, "sources": From([found]), "by": request.official, "now": request.now}
    try:
        drafts = list(Draft.objects.filter(strategy=dialogue.strategy_id, pk__in=by_draft))
        if not drafts:
            raise Invalid(_("Välj minst en ändring."))
        with transaction.atomic():
            for draft in drafts:
                actions.draw_traces(**what, draft=draft, places=_places(by_draft[draft.pk]))
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        return redirect("desk:trace-contribution", slug=dialogue.slug, label=found.label)
    messages.success(request, _("Spåret är draget."))
    return redirect("desk:contribution", slug=dialogue.slug, label=found.label)


_DRAFT = "dialog/<slug:slug>/strategi/utkast/<int:number>/andringar/"
addresses = [
    path(_DRAFT, changes, name="changes"),
    path(f"{_DRAFT}flera/", mark_changes, name="mark-changes"),
    path(f"{_DRAFT}<slug:subject>/<str:key>/", change, name="change"),
    path(f"{_DRAFT}<slug:subject>/<str:key>/spara/", save_change, name="save-change"),
    path(f"{_DRAFT}<slug:subject>/<str:key>/spar/", draw_trace, name="draw-trace"),
    path("dialog/<slug:slug>/synpunkter/<label:label>/ledde-till/", trace_contribution, name="trace-contribution"),
    path("dialog/<slug:slug>/spar/<int:number>/ta-bort/", remove_trace, name="remove-trace"),
]
