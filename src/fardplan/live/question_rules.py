"""Where a question stands, and what can be done with it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fardplan.live.choices import AnsweredHow
from fardplan.live.models import Question, Stage
from fardplan.live.rules import goes_on

LONGEST_QUESTION = 500
LONGEST_NAME = 80


class QuestionState(models.TextChoices):
    """Where a question stands; the values are those of the live state `questions`."""

    WAITING = "waiting", _("att läsa")
    SHOWN = "shown", _("visas")
    QUEUED = "queued", _("i kö till scenen")
    ON_STAGE = "on_stage", _("på scenen")
    ANSWERED_ALOUD = "answered_aloud", _("besvarad i sändningen")
    ANSWERED_IN_WRITING = "answered_in_writing", _("besvarad skriftligt")
    MERGED = "merged", _("hör ihop med en annan")
    HIDDEN = "hidden", _("dold")


# In the database, on questions: hidden here or at the ordinary desk; answered here or by a reply that is public.
HIDDEN = Q(hidden_at__isnull=False) | Q(contribution__hidden_at__isnull=False)
ANSWERED = Q(answered_at__isnull=False) | Q(contribution__reply__published_at__isnull=False)
SHOWN = Q(shown_at__isnull=False, merged_into=None) & ~HIDDEN


def is_hidden(question: Question) -> bool:
    """Here, or at the ordinary desk. The contribution must be read with the question."""
    said = question.contribution
    return question.hidden_at is not None or (said is not None and said.hidden_at is not None)


def answered_how(question: Question) -> str:
    """One of AnsweredHow, "" while it is not answered. Contribution and reply must be read with the question."""
    if question.answered_how:
        return question.answered_how
    said = question.contribution
    reply = said.reply if said is not None else None
    return AnsweredHow.IN_WRITING if reply is not None and reply.published_at is not None else ""


def state_of(question: Question) -> QuestionState:
    if is_hidden(question):
        return QuestionState.HIDDEN
    if question.merged_into_id is not None:
        return QuestionState.MERGED
    if how := answered_how(question):
        return QuestionState.ANSWERED_ALOUD if how == AnsweredHow.ALOUD else QuestionState.ANSWERED_IN_WRITING
    if question.on_stage_at is not None:
        return QuestionState.ON_STAGE
    if question.queued_at is not None:
        return QuestionState.QUEUED
    return QuestionState.SHOWN if question.shown_at is not None else QuestionState.WAITING


def state_for_all(question: Question) -> QuestionState:
    """Once the broadcast has ended nothing is on stage or queued: it waits for an answer in writing."""
    has_ended = question.stage.ended_at is not None
    return QuestionState.SHOWN if has_ended and not answered_how(question) else state_of(question)


def takes_support(question: Question, stage: Stage, *, now: datetime) -> bool:
    """While it is shown and not answered, as long as the day goes on."""
    open_states = {QuestionState.SHOWN, QuestionState.QUEUED, QuestionState.ON_STAGE}
    return state_of(question) in open_states and goes_on(stage, now=now)


def who_asked(question: Question) -> str:
    """Kim, Karlskrona; "" when they tell nothing."""
    return ", ".join(part for part in (question.name, question.municipality) if part)
