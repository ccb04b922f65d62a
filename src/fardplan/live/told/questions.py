"""The questions everybody sees, their order and their support; and who learns what is done at the ordinary desk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from fardplan.base import clock, hub
from fardplan.contributions.followed import follow_questions
from fardplan.live.actions.answering import tell_asked
from fardplan.live.models import Question, Stage
from fardplan.live.queries.questions import (
    MOST_ON_A_PAGE,
    in_fair_order,
    merged_on,
    rested,
    shown_questions,
    support_of,
)
from fardplan.live.question_rules import ANSWERED, SHOWN, state_for_all, who_asked
from fardplan.live.told import names as names


@hub.state("stage", "questions")
def questions(subject: str) -> dict[str, Any]:
    """The words of the page. Those that wait stand by their ids, so that nothing is sent again when only the order is
    another: `support` has the order. After them those answered last."""
    stage = Stage.objects.filter(pk=subject).first()
    if stage is None:
        return {"shown": [], "total": 0, "answered": 0}
    asked = shown_questions(stage, now=clock.now())
    waiting = sorted((one.question for one in asked.open[:MOST_ON_A_PAGE]), key=lambda question: question.pk)
    answered = [one.question for one in asked.answered[: MOST_ON_A_PAGE - len(waiting)]]
    rows = [_words(question) for question in [*waiting, *answered]]
    return {"shown": rows, "total": asked.meter.asked, "answered": asked.meter.answered}


@hub.state("stage", "support")
def support(subject: str) -> dict[str, Any]:
    """The numbers, and the order they give. Words are not sent again because of them."""
    stage = Stage.objects.filter(pk=subject).first()
    if stage is None:
        return {"order": [], "support": {}}
    waiting = Question.objects.filter(SHOWN & ~ANSWERED, stage=stage).order_by("asked_at", "pk")
    merged = merged_on(stage)
    order = _order(stage, list(waiting.only("pk", "support_before")), merged)
    counted = support_of(stage, merged=merged)
    return {"order": order, "support": {str(key): counted.get(key, 0) for key in order}}


def _order(stage: Stage, waiting: list[Question], merged: dict[int, int]) -> list[int]:
    """The ids of those that wait for an answer, as the page has them."""
    now = clock.now()
    return in_fair_order(waiting, support_of(stage, before=rested(now), merged=merged), now=now)[:MOST_ON_A_PAGE]


@follow_questions
def _follow(contribution_ids: Sequence[int], now: datetime) -> None:
    tell_asked(list(contribution_ids), now=now)


def _words(question: Question) -> dict[str, Any]:
    return {
        "id": question.pk,
        "label": question.contribution.label if question.contribution is not None else "",
        "text": question.text,
        "who": who_asked(question),
        "theme": question.theme.name if question.theme is not None else "",
        "state": state_for_all(question).value,
        "at": timezone.localtime(question.asked_at).strftime("%H.%M"),
    }
