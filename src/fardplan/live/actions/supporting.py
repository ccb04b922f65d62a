"""Wanting a question to be answered: once for each browser, and it can be taken back. One of the two hot writes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fardplan.base import hub
from fardplan.base.errors import Closed
from fardplan.live.models import Question, Upvote
from fardplan.live.question_rules import takes_support
from fardplan.live.topics import stage_topic


def support(*, question: Question, supporter: str, now: datetime) -> None:
    """Count the browser once, however often and from however many tabs it is sent. Two statements.

    The stage, day and contribution must be read with the question. Raises Closed when it is answered or not shown.
    """
    head = _head_of(question)
    if not takes_support(head, question.stage, now=now):
        raise Closed(_("Frågan går inte att stödja längre."), what_next=_("Se listan över frågor som väntar på svar."))
    with transaction.atomic():
        given = Upvote(question_id=head.pk, supporter=supporter, given_at=now)
        Upvote.objects.bulk_create([given], ignore_conflicts=True)  # the unique constraint counts
        hub.changed(stage_topic(question.stage))


def take_back(*, question: Question, supporter: str, now: datetime) -> None:
    """Support it no longer; also what was given to those merged into it. As long as support can be given."""
    head = _head_of(question)
    if not takes_support(head, question.stage, now=now):
        raise Closed(_("Stödet går inte att ta tillbaka längre."))
    with transaction.atomic():
        group = Q(question=head) | Q(question__merged_into=head)
        Upvote.objects.filter(group, supporter=supporter).delete()
        hub.changed(stage_topic(question.stage))


def _head_of(question: Question) -> Question:
    """The question itself, or the one it was merged into while somebody had it before them."""
    if question.merged_into_id is None:
        return question
    return Question.objects.select_related("contribution__reply").get(pk=question.merged_into_id)
