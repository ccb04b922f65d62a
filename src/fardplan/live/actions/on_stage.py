"""The queue to the stage, and the question that is on it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from fardplan.base.errors import Conflict
from fardplan.base.locking import held
from fardplan.live.actions import showing
from fardplan.live.actions.happening import stage_changed
from fardplan.live.actions.questions import change, check_keeper, check_open, hold, record
from fardplan.live.choices import Showing
from fardplan.live.models import Question, Stage
from fardplan.people.models import Official


def queue(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """Last in the queue to the stage."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        _check_shown(question)
        if question.queued_at is not None:
            raise Conflict(_("Frågan står redan i kön."))
        last = Question.objects.filter(stage=question.stage, queued_at__isnull=False)
        place = (last.aggregate(last=Max("queue_position"))["last"] or 0) + 1
        queued = change(question, queued_at=now, queue_position=place)
        record("question.queued", queued, by=by, now=now)
        stage_changed(question.stage)
        return queued


def leave_queue(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """Out of the queue, or off the stage without an answer: it waits among the others again."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        question = hold(question, revision=revision)
        if question.queued_at is None and question.on_stage_at is None:
            raise Conflict(_("Frågan står inte i kön längre."))
        left = change(question, queued_at=None, on_stage_at=None)
        leave_stage(left, by=by, now=now)
        record("question.unqueued", left, by=by, now=now)
        stage_changed(question.stage)
        return left


def move(*, question: Question, up: bool, revision: int, by: Official, now: datetime) -> Question:
    """One step up or down in the queue; nothing happens at its end."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        held(Stage.objects).get(pk=question.stage_id)
        rows = held(Question.objects).filter(stage=question.stage, queued_at__isnull=False, on_stage_at=None)
        in_line = sorted(rows.order_by("pk"), key=lambda one: (one.queue_position, one.pk))
        question = hold(question, revision=revision)
        place = next((index for index, one in enumerate(in_line) if one.pk == question.pk), None)
        if place is None:
            raise Conflict(_("Frågan står inte i kön längre."))
        other = place - 1 if up else place + 1
        if 0 <= other < len(in_line):
            in_line[place], in_line[other] = in_line[other], in_line[place]
            for number, one in enumerate(in_line, start=1):
                Question.objects.filter(pk=one.pk).exclude(queue_position=number).update(queue_position=number)
            question = change(question)
            record("question.moved", question, by=by, now=now, up=up)
            stage_changed(question.stage)
        return question


def put_on_stage(*, question: Question, revision: int, by: Official, now: datetime) -> Question:
    """This one is asked now: it is shown on the projector and marked on every page. The one before it goes back to
    where it was, unless it has been answered."""
    check_keeper(by, question.stage)
    with transaction.atomic():
        stage = question.stage
        held(Stage.objects).get(pk=stage.pk)
        before = Question.objects.filter(stage=stage, on_stage_at__isnull=False, answered_at=None)
        for other in held(before.exclude(pk=question.pk)).order_by("pk"):
            change(other, on_stage_at=None)
        question = hold(question, revision=revision)
        _check_shown(question)
        put = change(question, on_stage_at=now, queued_at=question.queued_at or now)
        showing.show(stage=stage, what=Showing.QUESTION, question_id=put.pk, by=by, now=now)
        record("question.on_stage", put, by=by, now=now)
        stage_changed(stage)
        return put


def leave_stage(question: Question, *, by: Official, now: datetime) -> None:
    """The projector no longer shows it, when it does. Inside the transaction of what was done with the question."""
    stage = Stage.objects.select_related("day__dialogue").get(pk=question.stage_id)
    if stage.shown_question_id == question.pk:
        showing.show(stage=stage, what=Showing.PROGRAMME, by=by, now=now)


def _check_shown(question: Question) -> None:
    check_open(question)
    if question.shown_at is None:
        raise Conflict(_("Frågan visas inte än. Läs och visa den först."))
