"""The moderator's screen: questions to read, shown, in the queue and answered. Several can keep them at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fardplan.base import hub
from fardplan.base.errors import DomainError, NotFound
from fardplan.base.text import whole_number
from fardplan.contributions.desk_forms import HideForm
from fardplan.contributions.models import Theme
from fardplan.desk.access import official_required
from fardplan.desk.live_tabs import live_desk_address, live_page, stage_at_desk
from fardplan.dialogue.rules import may_reply
from fardplan.live.actions import answering, keeping, on_stage
from fardplan.live.actions.answering import Spoken, seconds_into
from fardplan.live.actions.asking import ask_for
from fardplan.live.actions.taking import take_questions
from fardplan.live.broadcast_time import clock_of, written_second
from fardplan.live.forms.questions import AloudForm, AskForForm, WrittenForm
from fardplan.live.models import Question, Stage
from fardplan.live.queries.questions import (
    access_question,
    alike_on_stage,
    meter_of,
    most_supported,
    questions_at_desk,
)
from fardplan.live.rules import goes_on, may_keep_questions
from fardplan.live.topics import desk_topic, stage_topic
from fardplan.people.viewer import OfficialRequest

HERE = "desk:live-questions"
Act = Callable[..., Any]
# What one press of a button does with a question.
ACTS: dict[str, Act] = {
    "visa": keeping.show,
    "visa-igen": keeping.unhide,
    "ko": on_stage.queue,
    "upp": lambda **press: on_stage.move(up=True, **press),
    "ner": lambda **press: on_stage.move(up=False, **press),
    "ur-kon": on_stage.leave_queue,
    "scen": on_stage.put_on_stage,
    "besvarad": lambda **press: answering.answer_aloud(spoken=Spoken(), **press),
    "inte-besvarad": answering.reopen,
    "skilj": keeping.separate,
}


def _stage(request: OfficialRequest, slug: str, day: str) -> Stage:
    return stage_at_desk(request, slug, day, may=may_keep_questions)


@official_required
@require_safe
def questions_page(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    return _list(request, _stage(request, slug, day))


def _list(
    request: OfficialRequest, stage: Stage, *, ask_form: AskForForm | None = None, status: int = 200
) -> HttpResponse:
    since = hub.newest_id()
    desk = questions_at_desk(stage)
    could_stand_for = [one.question for one in (*desk.on_stage, *desk.queued, *desk.shown)]
    alike = {
        one.question.pk: [other for other, _how in alike_on_stage(one.question, among=could_stand_for, most=1)]
        for one in desk.waiting[:30]
    }
    context: dict[str, Any] = {
        "asked": desk,
        "alike": {key: found[0] for key, found in alike.items() if found},
        "meter": meter_of(stage),
        "goes_on": goes_on(stage, now=request.now),
        "second_now": _written_now(stage, request),
        "ask_form": ask_form or AskForForm(dialogue=stage.day.dialogue),
        "act_address": live_desk_address("desk:live-question-act", stage),
        "topic": stage_topic(stage),
        "ticket": hub.ticket([stage_topic(stage), desk_topic(stage)]),
        "since": since,
    }
    return live_page(request, "desk/live/questions.html", stage, here=HERE, status=status, **context)


def _written_now(stage: Stage, request: OfficialRequest) -> str:
    second = seconds_into(stage, now=request.now)
    return written_second(second) if second is not None else ""


@official_required
@require_POST
def act(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """One press. What could not be done is said on the screen, never on a page of its own: the day goes on."""
    stage = _stage(request, slug, day)
    name, _colon, number = request.POST.get("gor", "").partition(":")
    try:
        if name in {"oppna", "stang"}:
            take_questions(stage=stage, is_open=name == "oppna", by=request.official, now=request.now)
            return redirect(live_desk_address(HERE, stage))
        if name not in ACTS:
            raise NotFound(_("Det går inte att göra det här."))
        question = access_question(stage, whole_number(number))
        revision = whole_number(request.POST.get("revision"))
        ACTS[name](question=question, revision=revision, by=request.official, now=request.now)
    except NotFound:
        raise
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    anchor = f"#fraga-{number}" if number else ""
    return redirect(f"{live_desk_address(HERE, stage)}{anchor}")


@official_required
@require_POST
def ask_for_somebody(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    stage = _stage(request, slug, day)
    form = AskForForm(request.POST, dialogue=stage.day.dialogue)
    status = 422
    if form.is_valid():
        try:
            wondered = form.command(sending_key=form.cleaned_data["sending_key"])
            asked = ask_for(stage=stage, wondered=wondered, by=request.official, now=request.now)
        except DomainError as error:
            form.add_error(error.field, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            messages.success(request, _("Frågan är inskriven och visas."))
            return redirect(f"{live_desk_address(HERE, stage)}#fraga-{asked.pk}")
    return _list(request, stage, ask_form=form, status=status)


# --- one question -----------------------------------------------------------------------------------------------------


@official_required
@require_http_methods(["GET", "HEAD", "POST"])
def question_page(request: OfficialRequest, slug: str, day: str, number: int) -> HttpResponse:
    """What takes more than a press: hiding, an answer with its time, an answer in writing, merging, a theme."""
    stage = _stage(request, slug, day)
    question = access_question(stage, number)
    if request.method != "POST":
        return _one(request, question)
    name = request.POST.get("gor", "")
    if name not in DEEDS:
        raise NotFound(_("Det går inte att göra det här."))
    return DEEDS[name].do(request, question)


def _one(request: OfficialRequest, question: Question, *, status: int = 200, **forms: Any) -> HttpResponse:
    stage, seen = question.stage, {"revision": question.revision}
    desk = questions_at_desk(stage)
    heads = [one.question for one in (*desk.on_stage, *desk.queued, *desk.shown) if one.question.pk != question.pk]
    alike = [other for other, _how in alike_on_stage(question, among=heads)]
    everywhere = [*desk.waiting, *desk.shown, *desk.queued, *desk.on_stage, *desk.answered, *desk.hidden]
    context = {
        "asked": next((one for one in everywhere if one.question.pk == question.pk), None),
        "question": question,
        "under_it": desk.merged.get(question.pk, []),
        "alike": alike,
        "others": [other for other in heads if other not in alike],
        "themes": list(stage.day.dialogue.themes.all()),
        "hide_form": HideForm(prefix="dolj", initial=seen),
        "aloud_form": AloudForm(prefix="svar", initial={**seen, "second": _written_now(stage, request)}),
        "written_form": WrittenForm(prefix="skriv", initial=seen),
        "may_reply": may_reply(request.official, stage.day.dialogue) and question.contribution_id is not None,
        "when": clock_of(question),
        "act_address": live_desk_address("desk:live-question-act", stage),
        "list_address": live_desk_address(HERE, stage),
        "here_address": live_desk_address("desk:live-question", stage, question.pk),
        "block_address": live_desk_address("desk:live-block", stage, question.pk) if question.asker else "",
    }
    return live_page(request, "desk/live/question.html", stage, here=HERE, status=status, **context | forms)


def _done(request: OfficialRequest, question: Question, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"{live_desk_address(HERE, question.stage)}#fraga-{question.pk}")


def _refused(request: OfficialRequest, question: Question, form: Any, error: DomainError, name: str) -> HttpResponse:
    form.add_error(error.field if error.field in form.fields else None, f"{error.message} {error.what_next}".strip())
    question = access_question(question.stage, question.pk)
    if error.status == 409:
        form.look_again(revision=question.revision)
    return _one(request, question, status=error.status, **{name: form})


@dataclass(frozen=True)
class Deed:
    """A form of its own on the page of a question: what it lacks is said at its fields, and nothing written is lost."""

    form: Callable[..., Any]
    prefix: str
    name: str
    act: Callable[..., Any]
    words: Promise

    def do(self, request: OfficialRequest, question: Question) -> HttpResponse:
        filled = self.form(request.POST, prefix=self.prefix)
        if not filled.is_valid():
            return _one(request, question, status=422, **{self.name: filled})
        try:
            self.act(question=question, by=request.official, now=request.now, **filled.cleaned_data)
        except DomainError as error:
            return _refused(request, question, filled, error, self.name)
        return _done(request, question, str(self.words))


def _aloud(*, answered_by: str, second: int | None, **press: Any) -> Question:
    return answering.answer_aloud(spoken=Spoken(answered_by=answered_by, second=second), **press)


DEEDS = {
    "dolj": Deed(
        HideForm, "dolj", "hide_form", keeping.hide,
        gettext_lazy("Frågan är dold. Den som frågade får veta varför."),
    ),
    "besvarad": Deed(
        AloudForm, "svar", "aloud_form", _aloud,
        gettext_lazy("Frågan är besvarad, och den som frågade får veta det."),
    ),
    "skriv": Deed(
        WrittenForm, "skriv", "written_form", answering.answer_in_writing,
        gettext_lazy("Svaret är sparat. Det visas när det är publicerat, och den som frågade får veta det."),
    ),
}  # fmt: skip


@official_required
@require_POST
def merge(request: OfficialRequest, slug: str, day: str, number: int) -> HttpResponse:
    """Let another question stand for this one."""
    stage = _stage(request, slug, day)
    question = access_question(stage, number)
    try:
        into = access_question(stage, whole_number(request.POST.get("into")))
        revision = whole_number(request.POST.get("revision"))
        keeping.merge(question=question, into=into, revision=revision, by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
        return redirect(live_desk_address("desk:live-question", stage, question.pk))
    return _done(request, into, _("Frågorna hör ihop. Stödet räknas en gång för var och en."))


@official_required
@require_POST
def set_theme(request: OfficialRequest, slug: str, day: str, number: int) -> HttpResponse:
    stage = _stage(request, slug, day)
    question = access_question(stage, number)
    theme = Theme.objects.filter(dialogue=stage.day.dialogue, slug=request.POST.get("tema", "")).first()
    revision = whole_number(request.POST.get("revision"))
    try:
        keeping.set_theme(question=question, theme=theme, revision=revision, by=request.official, now=request.now)
    except DomainError as error:
        messages.warning(request, f"{error.message} {error.what_next}".strip())
    return redirect(live_desk_address("desk:live-question", stage, question.pk))


@official_required
@require_safe
def most_supported_page(request: OfficialRequest, slug: str, day: str) -> HttpResponse:
    """The ten that most people want answered, on paper for those who are to answer them."""
    stage = _stage(request, slug, day)
    context: dict[str, Any] = {
        "most": most_supported(stage),
        "meter": meter_of(stage),
        "list_address": live_desk_address(HERE, stage),
    }
    return live_page(request, "desk/live/most_supported.html", stage, here=HERE, **context)


_UNDER_DAY = "dialog/<slug:slug>/dagar/<slug:day>/just-nu/fragor/"
addresses = [
    path(_UNDER_DAY, questions_page, name="live-questions"),
    path(f"{_UNDER_DAY}gor/", act, name="live-question-act"),
    path(f"{_UNDER_DAY}fran-salen/", ask_for_somebody, name="live-question-asked"),
    path(f"{_UNDER_DAY}mest-stod/", most_supported_page, name="live-questions-most"),
    path(f"{_UNDER_DAY}<int:number>/", question_page, name="live-question"),
    path(f"{_UNDER_DAY}<int:number>/sla-ihop/", merge, name="live-question-merge"),
    path(f"{_UNDER_DAY}<int:number>/tema/", set_theme, name="live-question-theme"),
]
