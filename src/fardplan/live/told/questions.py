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
    answered_when,
    in_fair_order,
    merged_on,
    meter_of,
    questions_of,
    rested,
    support_of,
)
from fardplan.live.question_rules import ANSWERED, SHOWN, answered_how, state_of, who_asked
from fardplan.live.told import names as names


@hub.state("stage", "questions")
def questions(subject: str) -> dict[str, Any]:
    """The words of the page. Those that wait stand by their ids, so that nothing is sent again when only the order is
    another: `support` has the order. After them those answered last."""
    stage = Stage.objects.filter(pk=subject).first()
    if stage is None:
        return {"shown": [], "total": 0, "answered": 0}
    rows = list(questions_of(stage).filter(SHOWN))
    waiting = [row for row in rows if not answered_how(row)]
    on_page = set(_order(stage, waiting, merged_on(stage)))
    done = sorted((row for row in rows if answered_how(row)), key=answered_when, reverse=True)
    page = [row for row in waiting if row.pk in on_page] + done[: MOST_ON_A_PAGE - len(on_page)]
    meter = meter_of(stage)
    return {"shown": [_words(row) for row in page], "total": meter.asked, "answered": meter.answered}


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
        "state": state_of(question).value,
        "at": timezone.localtime(question.asked_at).strftime("%H.%M"),
    }
