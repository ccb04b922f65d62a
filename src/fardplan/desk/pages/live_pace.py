"""Pace and fairness on a day as it happens: bursts to look into, who is blocked, and the day's rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fardplan.base.errors import Conflict
from fardplan.desk.access import official_required
from fardplan.desk.editing import Frame, form_page
from fardplan.desk.live_tabs import live_desk_address, live_tabs, stage_at_desk
from fardplan.live.actions.blocking import block_asker, lift_block
from fardplan.live.actions.bursts import handle_burst
from fardplan.live.actions.ruling import set_rules
from fardplan.live.forms.pace import BlockForm, RulesForm
from fardplan.live.models import Stage
from fardplan.live.queries import audience
from fardplan.live.rules import may_keep_questions
from fardplan.people.viewer import OfficialRequest


def _stage(request: OfficialRequest, slug: str, day: str) -> Stage:
    return stage_at_desk(request, slug, day, may=may_keep_questions)


def _here(stage: Stage) -> str:
    return live_desk_address("desk:live-pace", stage)


def _frame(request: OfficialRequest, template: str, stage: Stage, **context: Any) -> Frame:
    tabs = live_tabs(request.official, stage, here="desk:live-pace")
    return Frame(template, stage.day.dialogue, "live", {"stage": stage, "day": stage.day, "tabs": tabs, **context})


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def pace_page(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = _stage(request, slug, day)

    def save(form: RulesForm) -> str:
        seen = form.cleaned_data["seen"]
        set_rules(stage=stage, changes=form.changes, seen=seen, by=request.official, now=request.now)
        return _here(stage)

    frame = _frame(
        request,
        "desk/live/pace.html",
        stage,
        heading=_("Tempo och regler"),
        bursts=[(each, live_desk_address("desk:live-burst", stage, each.pk)) for each in audience.open_bursts(stage)],
        blocked=[(each, live_desk_address("desk:live-lift", stage, each.pk)) for each in audience.blocked_now(stage)],
        submit=_("Spara reglerna"),
    )
    return form_page(request, RulesForm(request.POST or None, instance=stage), save, frame=frame)


@official_required
@require_POST
def handle(request: OfficialRequest, slug: str, day: str, number: int) -> HttpResponse:
    stage = _stage(request, slug, day)
    burst = audience.access_burst(stage, number)
    try:
        handle_burst(burst=burst, by=request.official, now=request.now)
    except Conflict as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("Noterat. Kommer det mer från samma håll får ni veta det igen."))
    return redirect(_here(stage))


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: OfficialRequest, slug: str, day: str, number: int) -> HttpResponse:
    stage = _stage(request, slug, day)
    question = audience.access_question_to_block(stage, number)

    def save(form: BlockForm) -> str:
        block_asker(question=question, by=request.official, now=request.now, **form.cleaned_data)
        return _here(stage)

    frame = _frame(
        request,
        "desk/live/block.html",
        stage,
        heading=_("Stäng av den som frågade"),
        question=question,
        cancel=_here(stage),
        submit=_("Stäng av för dagen"),
        danger=True,
    )
    return form_page(request, BlockForm(request.POST or None), save, frame=frame)


@official_required
@require_POST
def lift(request: OfficialRequest, slug: str, day: str, number: int) -> HttpResponse:
    stage = _stage(request, slug, day)
    blocked = audience.access_blocked(stage, number)
    try:
        lift_block(blocked=blocked, by=request.official, now=request.now)
    except Conflict as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("Den som var avstängd kan ställa frågor igen."))
    return redirect(_here(stage))


_BELOW = "dialog/<slug:slug>/dagar/<slug:day>/just-nu/tempo"
addresses = [
    path(f"{_BELOW}/", pace_page, name="live-pace"),
    path(f"{_BELOW}/anhopning/<int:number>/", handle, name="live-burst"),
    path(f"{_BELOW}/stang-av/<int:number>/", block, name="live-block"),
    path(f"{_BELOW}/slapp-in/<int:number>/", lift, name="live-lift"),
]
