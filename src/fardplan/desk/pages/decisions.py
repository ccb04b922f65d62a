"""Decisions and motions at the desk: written in, corrected, and taken away while nothing points to them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base.editing import rows_fingerprint
from fardplan.desk.access import desk_dialogue, official_required
from fardplan.desk.editing import Frame, Rows, form_page, rows_page
from fardplan.desk.navigation import tabs
from fardplan.desk.page import desk_page
from fardplan.dialogue.models import Dialogue
from fardplan.ledger import actions
from fardplan.ledger.forms import DecisionForm, MotionRow
from fardplan.ledger.models import Decision
from fardplan.ledger.queries import access_decision_at_desk, decisions_of
from fardplan.people.viewer import OfficialRequest
from fardplan.strategy.models import Draft

HERE = "decisions"
TABS: list[tuple[str, Promise]] = [
    ("desk:decision", gettext_lazy("Beslutet")),
    ("desk:motions", gettext_lazy("Yrkanden")),
]


def _decision(request: OfficialRequest, slug: str, number: int) -> tuple[Dialogue, Decision]:
    dialogue = desk_dialogue(request, slug, "edit_content")
    return dialogue, access_decision_at_desk(dialogue, number)


def _drafts(dialogue: Dialogue) -> Any:
    return Draft.objects.filter(strategy=dialogue.strategy_id).select_related("strategy").order_by("-position", "-id")


@official_required
@require_safe
def decisions(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")
    rows = list(decisions_of(dialogue).prefetch_related("motions"))
    return desk_page(request, "desk/ledger/decisions.html", {"decisions": rows}, dialogue=dialogue, here=HERE)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_decision(request: OfficialRequest, slug: str) -> HttpResponse:
    dialogue = desk_dialogue(request, slug, "edit_content")

    def save(form: DecisionForm) -> str:
        made = actions.add_decision(dialogue=dialogue, values=form.changes, by=request.official, now=request.now)
        return reverse("desk:motions", args=[slug, made.pk])

    context = {"heading": _("Nytt beslut"), "cancel": reverse("desk:decisions", args=[slug])}
    form = DecisionForm(request.POST or None, drafts=_drafts(dialogue))
    return form_page(request, form, save, frame=Frame("desk/form.html", dialogue, HERE, context))


def _frame(template: str, decision: Decision, here: str, **more: Any) -> Frame:
    dialogue = decision.dialogue
    context = {
        "heading": decision.title,
        "decision": decision,
        "tabs": tabs(TABS, dialogue.slug, decision.pk, here=here),
        "cancel": reverse("desk:decisions", args=[dialogue.slug]),
    }
    return Frame(template, dialogue, HERE, context | more)


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    dialogue, stored = _decision(request, slug, number)

    def save(form: DecisionForm) -> str:
        actions.change_decision(
            decision=stored, changes=form.changes, seen=form.cleaned_data["seen"], by=request.official, now=request.now
        )
        return reverse("desk:decisions", args=[slug])

    instance = Decision.objects.get(pk=stored.pk)
    form = DecisionForm(request.POST or None, instance=instance, drafts=_drafts(dialogue))
    return form_page(request, form, save, frame=_frame("desk/ledger/decision.html", stored, "desk:decision"))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def motions(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    _dialogue, of = _decision(request, slug, number)

    def stored() -> tuple[list[dict[str, Any]], str]:
        rows = list(of.motions.order_by("position", "id"))
        return [MotionRow.initial_of(row) for row in rows], rows_fingerprint(rows, actions.MOTION_FIELDS)

    def save(rows: Rows[MotionRow]) -> str:
        actions.change_motions(decision=of, rows=rows.rows(), seen=rows.seen, by=request.official, now=request.now)
        return reverse("desk:decisions", args=[slug])

    more = {
        "lead": _("Vad som yrkades när ärendet avgjordes. Ett yrkande kan anges som källa till en ändring."),
        "add": _("Lägg till ett yrkande"),
        "movable": True,
    }
    return rows_page(request, MotionRow, stored, save, frame=_frame("desk/rows.html", of, "desk:motions", **more))


@official_required
@require_POST
def remove_decision(request: OfficialRequest, slug: str, number: int) -> HttpResponse:
    _dialogue, stored = _decision(request, slug, number)
    actions.remove_decision(decision=stored, by=request.official, now=request.now)
    messages.success(request, _("Beslutet är borttaget."))
    return redirect("desk:decisions", slug=slug)


addresses = [
    path("dialog/<slug:slug>/beslut/", decisions, name="decisions"),
    path("dialog/<slug:slug>/beslut/nytt/", new_decision, name="new-decision"),
    path("dialog/<slug:slug>/beslut/<int:number>/", decision, name="decision"),
    path("dialog/<slug:slug>/beslut/<int:number>/yrkanden/", motions, name="motions"),
    path("dialog/<slug:slug>/beslut/<int:number>/ta-bort/", remove_decision, name="remove-decision"),
]
