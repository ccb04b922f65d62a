"""What the actions on questions have in common: who may, holding, and changing what two may have before them."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from fardplan.base import audit
from fardplan.base.errors import Conflict, NotAllowed
from fardplan.base.locking import held
from fardplan.contributions.actions.changing import somebody_was_first
from fardplan.contributions.models import Contribution
from fardplan.live.models import Question, Stage
from fardplan.live.queries.questions import questions_of
from fardplan.live.question_rules import QuestionState, state_of
from fardplan.live.rules import may_keep_questions
from fardplan.people.models import Official


def check_keeper(by: Official, stage: Stage) -> None:
    if not may_keep_questions(by, stage.day.dialogue):
        raise NotAllowed(_("Din roll räcker inte för att hålla i frågorna."))


def hold(question: Question, *, revision: int) -> Question:
    """As it is now, held until the transaction ends, and its stage with it: what is done with one question may change
    the queue and the projector. Raises Conflict when somebody has changed it since `revision`."""
    held(Stage.objects).get(pk=question.stage_id)
    held(Question.objects).get(pk=question.pk)  # by itself: what is joined is then read as it is after the wait
    stored = questions_of(question.stage).get(pk=question.pk)
    if stored.revision != revision:
        raise somebody_was_first()
    stored.stage = question.stage
    return stored


def change(question: Question, **changes: object) -> Question:
    """Write on a question that is held."""
    for name, value in changes.items():
        setattr(question, name, value)
    question.revision += 1
    question.save(update_fields=[*changes, "revision"])
    return question


def check_open(question: Question) -> None:
    """Raises Conflict for a question that is hidden, merged or answered."""
    state = state_of(question)
    if state is QuestionState.HIDDEN:
        raise Conflict(_("Frågan är dold. Visa den igen först."))
    if state is QuestionState.MERGED:
        raise Conflict(_("Frågan hör ihop med en annan. Skilj dem åt först."))
    if state in {QuestionState.ANSWERED_ALOUD, QuestionState.ANSWERED_IN_WRITING}:
        raise Conflict(_("Frågan är redan besvarad."))


def record(action: str, question: Question, *, by: Official, now: datetime, **detail: object) -> None:
    """What is rehearsed is not logged."""
    if question.stage.is_rehearsal:
        return
    dialogue_id = question.stage.day.dialogue_id
    audit.record(action, on=question, by=by, at=now, dialogue_id=dialogue_id, **detail)


def contribution_of(question: Question) -> Contribution | None:
    """With its submission and dialogue read, as the actions on contributions want it. None in a rehearsal."""
    if question.contribution_id is None:
        return None
    rows = Contribution.objects.select_related("submission__dialogue", "submission__contact", "reply")
    return rows.get(pk=question.contribution_id)
