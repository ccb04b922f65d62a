"""Questions while the day goes on: asked, supported and answered; a part of the live page and pages of their own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from fardplan.base import clock, hub, limits
from fardplan.base.errors import DomainError, NotAllowed, NotFound
from fardplan.base.origin import without_cookie
from fardplan.base.turns import in_turn
from fardplan.contributions.queries import access_receipt
from fardplan.contributions.rules import erase_sender_after, may_contribute
from fardplan.live import pace
from fardplan.live.actions.asking import ask
from fardplan.live.actions.counting_as_view import count_as_view
from fardplan.live.actions.supporting import support, take_back
from fardplan.live.broadcast_time import clock_of
from fardplan.live.forms.questions import QuestionForm
from fardplan.live.models import Question, Stage
from fardplan.live.participant import Participant, known, participant
from fardplan.live.queries.questions import (
    MOST_ON_A_PAGE,
    ORDERS,
    access_shown_question,
    asked_by,
    questions_of,
    shown_questions,
)
from fardplan.live.question_rules import QuestionState, answered_how, state_of
from fardplan.live.rules import goes_on, takes_questions
from fardplan.live.topics import asker_topic, stage_topic
from fardplan.people.viewer import ViewerRequest
from fardplan.public.first_cookie import has_been_tried, with_key
from fardplan.public.kept_page import kept_for_a_second
from fardplan.public.on_stage import live_address, rehearsal_query, stage_at
from fardplan.public.pages.contribute import RECEIPTS

SCRIPTS = [f"fardplan/js/{name}.js" for name in ("live", "live-view", "live-page", "live-questions", "error-summary")]
FROM_LIVE_PAGE = "nu"
PER_PAGE = 50
_WITHOUT_KEY = gettext_lazy("Din webbläsare tar inte emot kakor, så vi kan inte räkna ditt stöd.")


@dataclass(frozen=True)
class Mine:
    """A question this browser has asked, and what became of it. `answer` is the one it was merged into, or itself."""

    question: Question
    answer: Question
    may_be_counted: bool

    @property
    def state(self) -> QuestionState:
        own = state_of(self.question)
        return own if own is QuestionState.HIDDEN else state_of(self.answer)

    @property
    def is_answered(self) -> bool:
        return self.state in {QuestionState.ANSWERED_ALOUD, QuestionState.ANSWERED_IN_WRITING}

    @property
    def when(self) -> str:
        return clock_of(self.answer)


def questions_context(
    request: ViewerRequest, stage: Stage, *, form: QuestionForm | None = None, order: str = "", page: str = ""
) -> dict[str, Any]:
    """For `public/live/parts/questions.html`, on a page that has `since` (hub.newest_id) in its context.

    `page` says which page it is, so that forms lead back to it: FROM_LIVE_PAGE, or "" for the page of questions.
    """
    who = known(request) if request.COOKIES else None
    asker, supporter = _pseudonyms(who, stage)
    asked = shown_questions(stage, now=request.now, order=order, asker=asker, supporter=supporter)
    mine = [_mine(stage, each, request) for each in asked_by(stage, asker)]
    topics = [asker_topic(asker)] if mine else []
    is_open, still = takes_questions(stage, now=request.now), goes_on(stage, now=request.now)
    # While the day goes on the form is there though it may be hidden: it comes forth when questions are taken.
    form = form if form is not None or not still else QuestionForm(dialogue=stage.day.dialogue)
    support_address = live_address("public:support", stage, 0).replace("/0/", "/{id}/", 1)
    return {
        "has_questions": is_open or bool(asked.total) or bool(mine),
        "question_count": asked.total,
        "asked": asked,
        "open_on_page": asked.open[:MOST_ON_A_PAGE],
        "answered_on_page": asked.answered[: max(0, MOST_ON_A_PAGE - len(asked.open))],
        "mine": mine,
        "meter": asked.meter,
        "takes_questions": is_open,
        "goes_on": still,
        "question_form": form,
        "erased_by": erase_sender_after(stage.day.dialogue),
        "came_from": page,
        "stage": stage,
        "questions_topic": stage_topic(stage),
        "questions_ticket": hub.ticket([stage_topic(stage), *topics]),
        "asker_topic": topics[0] if topics else "",
        "rehearsal_query": rehearsal_query(stage),
        "questions_address": live_address("public:questions", stage),
        "ask_address": live_address("public:ask", stage),
        "support_pattern": support_address,
    }


def _pseudonyms(who: Participant | None, stage: Stage) -> tuple[str, str]:
    """For asking and for supporting; "" for a browser that has done nothing yet."""
    if who is None:
        return "", ""
    return who.pseudonym("ask", secret=stage.secret), who.pseudonym("support", secret=stage.secret)


def _mine(stage: Stage, question: Question, request: ViewerRequest) -> Mine:
    answer = question.merged_into or question
    may = bool(answered_how(answer)) and question.contribution_id is not None
    return Mine(question, answer, may and may_contribute(stage.day.dialogue, now=request.now))


@require_safe
def questions_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    return kept_for_a_second(request, lambda: _page(request, stage_at(request, slug, day)))


def _page(request: ViewerRequest, stage: Stage, *, form: QuestionForm | None = None, status: int = 200) -> HttpResponse:
    since = hub.newest_id()
    order = request.GET.get("ordning", "")
    order = order if order in ORDERS else ""
    links = [(key, label, _with_order(stage, key)) for key, label in ORDERS.items()]
    context = questions_context(request, stage, form=form, order=order)
    asked = context["asked"]
    page = Paginator([*asked.open, *asked.answered], PER_PAGE).get_page(request.GET.get("sida"))
    context |= {
        "page": page,
        "waiting_here": [row for row in page if not row.is_answered],
        "answered_here": [row for row in page if row.is_answered],
        "day": stage.day,
        "dialogue": stage.day.dialogue,
        "since": since,
        "order": order,
        "order_links": links,
        "here_address": _with_order(stage, order),
        "scripts": SCRIPTS,
    }
    return render(request, "public/live/questions.html", context, status=status)


def _with_order(stage: Stage, order: str) -> str:
    address = live_address("public:questions", stage)
    return f"{address}{'&' if '?' in address else '?'}ordning={order}" if order else address


# --- asking -----------------------------------------------------------------------------------------------------------


@without_cookie
@require_POST
def ask_page(request: ViewerRequest, slug: str, day: str) -> HttpResponse:
    """What cannot be taken in comes back in the form with all that was written."""
    stage = stage_at(request, slug, day)
    who = known(request)
    if who is None and not has_been_tried(request):
        return with_key(request)
    who = who or participant(request)
    form = QuestionForm(request.POST, dialogue=stage.day.dialogue)
    status = 422
    if form.is_valid():
        try:
            question = _taken_in(request, stage, form, who)
        except DomainError as error:
            form.add_error(error.field, f"{error.message} {error.what_next}".strip())
            status = error.status
        else:
            return _thank(request, stage, question, who)
    return _page(request, stage, form=form, status=status)


def _taken_in(request: ViewerRequest, stage: Stage, form: QuestionForm, who: Participant) -> Question:
    email = form.cleaned_data["email"]
    pace.keep(pace.Act.ASK, stage=stage, by=who, request=request, now=clock.now())
    if email:
        limits.allow_to("receipt", address=email, rate=RECEIPTS)
    # Two who got the same page at the same moment have the same key in it.
    written = f"{form.cleaned_data['sending_key']}:{who.key}"
    key = hashlib.sha256(written.encode()).hexdigest()[:22] if form.cleaned_data["sending_key"] else ""
    asker = who.pseudonym("ask", secret=stage.secret)
    return ask(stage=stage, wondered=form.command(sending_key=key), asker=asker, now=request.now)


def _thank(request: ViewerRequest, stage: Stage, question: Question, who: Participant) -> HttpResponse:
    said = question.contribution
    if who.is_new and said is not None:  # a browser that keeps nothing gets its receipt at once
        return redirect("public:receipt", key=said.submission.receipt_key)
    if said is None:
        messages.success(request, _("Frågan är ställd, i övningen."))
    else:
        words = {"number": said.label}
        messages.success(request, _("Vi har tagit emot din fråga. Den har nummer %(number)s.") % words)
    return redirect(f"{_back(request, stage)}#mina-fragor")


def _back(request: ViewerRequest, stage: Stage) -> str:
    name = "public:now" if request.POST.get("fran") == FROM_LIVE_PAGE else "public:questions"
    return live_address(name, stage)


# --- support ----------------------------------------------------------------------------------------------------------


@without_cookie
@require_POST
@in_turn
def support_page(request: ViewerRequest, slug: str, day: str, question_id: int) -> HttpResponse:
    """Give support or take it back. A script asks for a short answer, and gets nothing but that."""
    stage = stage_at(request, slug, day)
    is_asked_by_script = "application/json" in request.headers.get("Accept", "")
    who = known(request)
    if who is None and not has_been_tried(request):
        return with_key(request)
    gives = request.POST.get("gor") != "ta-tillbaka"
    try:
        _supported(request, stage, question_id, who, gives=gives)
    except DomainError as error:
        if not is_asked_by_script:
            raise
        return JsonResponse({"error": f"{error.message} {error.what_next}".strip()}, status=error.status)
    if is_asked_by_script:
        return JsonResponse({"supported": gives})
    return redirect(f"{_back(request, stage)}#fraga-{question_id}")


def _supported(request: ViewerRequest, stage: Stage, question_id: int, who: Participant | None, *, gives: bool) -> None:
    if who is None:
        raise NotAllowed(
            str(_WITHOUT_KEY),
            what_next=_("En kaka gör att var och en räknas en gång. Den säger inte vem du är."),
        )
    question = access_shown_question(stage, question_id)
    pace.keep(
        pace.Act.SUPPORT, stage=stage, by=who, request=request, now=clock.now(), about=(question.pk, question.text)
    )
    act = support if gives else take_back
    act(question=question, supporter=who.pseudonym("support", secret=stage.secret), now=request.now)


# --- counted as a contribution too ------------------------------------------------------------------------------------


@without_cookie
@require_POST
def as_view(request: ViewerRequest, slug: str, day: str, question_id: int) -> HttpResponse:
    """Whoever asked it sends it in as a contribution on the draft."""
    stage = stage_at(request, slug, day)
    asker, _supporter = _pseudonyms(known(request), stage)
    mine = next((each for each in asked_by(stage, asker) if each.pk == question_id), None)
    if mine is None:
        raise NotFound(_("Frågan finns inte bland dina."), what_next=_("Öppna sidan i den webbläsare du frågade i."))
    submission = count_as_view(question=mine, now=request.now)
    return redirect("public:receipt", key=submission.receipt_key)


@require_POST
def as_view_by_receipt(request: ViewerRequest, key: str) -> HttpResponse:
    """The same from the receipt, whose address only the one who asked has."""
    submission = access_receipt(key)
    mine = Question.objects.select_related("stage").filter(contribution__submission=submission).first()
    if mine is None:
        raise NotFound(_("Kvittot gäller ingen fråga i en sändning."))
    with_answer = questions_of(mine.stage).select_related("merged_into__contribution__reply")
    counted = count_as_view(question=with_answer.get(pk=mine.pk), now=request.now)
    return redirect("public:receipt", key=counted.receipt_key)


_UNDER_DAY = "<slug:slug>/dagar/<slug:day>/just-nu/fragor/"
addresses = [
    path(_UNDER_DAY, questions_page, name="questions"),
    path(f"{_UNDER_DAY}stall/", ask_page, name="ask"),
    path(f"{_UNDER_DAY}<int:question_id>/stod/", support_page, name="support"),
    path(f"{_UNDER_DAY}<int:question_id>/synpunkt/", as_view, name="question-as-view"),
    path("kvitto/<str:key>/som-synpunkt/", as_view_by_receipt, name="receipt-as-view"),
]
