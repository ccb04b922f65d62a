"""What the page checks need of questions: a day where some wait, one is on stage and some are answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse

from fardplan.live.models import Question, Stage, Upvote
from tests.browser.on_stage import STARTS, a_stage

ASKED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("Varför går bussen bara två gånger om dagen?", "Kim", "Ronneby", {"on_stage_at": STARTS}),
    ("När får vi fiber ute på öarna, och vem betalar?", "", "Karlshamn", {"queued_at": STARTS, "queue_position": 1}),
    ("Finns det pengar till fritidsgården?", "Elev", "", {}),
    ("Blir det en cykelväg till skolan?", "", "", {"shown_at": None}),
    ("Hur många nya bostäder räknar ni med?", "", "Olofström",
     {"answered_at": STARTS + timedelta(minutes=25), "answered_how": "aloud", "answered_second": 1500,
      "answered_by": "Regionråd"}),
]  # fmt: skip


def a_stage_with_questions(situation: str = "running", **fields: object) -> Stage:
    """With questions that have no contribution, as in a rehearsal; made once for each situation."""
    stage = a_stage(situation, reply_workdays=7, **fields)
    if not stage.questions.exists():
        for number, (text, name, municipality, more) in enumerate(ASKED):
            asked_at = STARTS + timedelta(minutes=number)
            question = Question.objects.create(
                stage=stage, text=text, name=name, municipality=municipality,
                **{"asked_at": asked_at, "shown_at": asked_at} | more,
            )  # fmt: skip
            Upvote.objects.bulk_create(
                Upvote(question=question, supporter=f"b-{each}", given_at=asked_at) for each in range(12 - 3 * number)
            )
    return stage


def page(url_name: str, situation: str = "running", query: str = "", **fields: object) -> Callable[[], str]:
    """A page about the day with questions."""

    def address() -> str:
        stage = a_stage_with_questions(situation, **fields)
        return reverse(url_name, args=[stage.day.dialogue.slug, stage.day.slug]) + query

    return address


def one(url_name: str) -> Callable[[], str]:
    """A page about one of them, that waits and is like none of the others."""

    def address() -> str:
        stage = a_stage_with_questions()
        question = stage.questions.get(text=ASKED[2][0])
        return reverse(url_name, args=[stage.day.dialogue.slug, stage.day.slug, question.pk])

    return address
