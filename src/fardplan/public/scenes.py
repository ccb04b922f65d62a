"""What stands on the projector: for each choice of those who lead, its template and what that needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fardplan.live.choices import Showing
from fardplan.live.models import Question, Stage, Upvote
from fardplan.live.queries.questions import support_of
from fardplan.live.question_rules import ANSWERED, HIDDEN, SHOWN
from fardplan.rooms.queries import said_by_theme

MOST_QUESTIONS, MOST_THEMES, MOST_LINES = 5, 4, 3
LONG, LONGER, LONGEST = 60, 140, 280  # characters that fit in each size of type
SOON, LAST = 5, 1  # minutes left


@dataclass(frozen=True)
class Scene:
    what: str
    template: str
    context: dict[str, Any]


def words_length(text: str) -> str:
    """Which size of type a text fits the screen in."""
    for name, most in (("short", LONG), ("medium", LONGER), ("long", LONGEST)):
        if len(text) <= most:
            return name
    return "longest"


@dataclass(frozen=True)
class Asked:
    id: int
    label: str
    text: str
    who: str
    theme: str
    support: int


def _asked(question: Question, support: int) -> Asked:
    contribution = question.contribution
    return Asked(
        id=question.pk,
        label=contribution.label if contribution is not None else "",
        text=question.text,
        who=", ".join(filter(None, [question.name, question.municipality])),
        theme=str(question.theme or ""),
        support=support,
    )


def _question(stage: Stage, now: datetime) -> Scene | None:
    if stage.shown_question_id is None:
        return None
    rows = Question.objects.select_related("theme", "contribution__submission")
    question = rows.filter(~HIDDEN, pk=stage.shown_question_id).first()
    if question is None:
        return None
    given = Upvote.objects.filter(Q(question=question) | Q(question__merged_into=question))
    support = given.values("supporter").distinct().count()
    return Scene(Showing.QUESTION, "public/live/scene/question.html", {"question": _asked(question, support)})


def _questions(stage: Stage, now: datetime) -> Scene:
    rows = Question.objects.select_related("theme", "contribution__submission").filter(
        SHOWN & ~ANSWERED, stage=stage, shown_at__lte=now
    )
    support = support_of(stage)
    most = sorted(rows, key=lambda question: (-support.get(question.pk, 0), question.pk))[:MOST_QUESTIONS]
    questions = [_asked(question, support.get(question.pk, 0)) for question in most]
    return Scene(Showing.QUESTIONS, "public/live/scene/questions.html", {"questions": questions})


def _message(stage: Stage, now: datetime) -> Scene | None:
    return Scene(Showing.MESSAGE, "public/live/scene/message.html", {}) if stage.message else None


def _rooms(stage: Stage, now: datetime) -> Scene:
    themes = [
        {
            "title": str(group.theme) if group.theme else _("Övrigt"),
            "count": len(group.said),
            "lines": [each.text for each in group.said[:MOST_LINES]],
        }
        for group in said_by_theme(stage.day, now=now)[:MOST_THEMES]
    ]
    return Scene(Showing.ROOMS, "public/live/scene/rooms.html", {"themes": themes})


def _code(stage: Stage, now: datetime) -> Scene:
    return Scene(Showing.CODE, "public/live/scene/code.html", {})


def _programme(stage: Stage, now: datetime) -> Scene:
    return Scene(Showing.PROGRAMME, "public/live/scene/programme.html", {})


def _nothing(stage: Stage, now: datetime) -> Scene:
    return Scene(Showing.NOTHING, "", {})


_SCENES: dict[str, Callable[[Stage, datetime], Scene | None]] = {
    Showing.NOTHING: _nothing,
    Showing.CODE: _code,
    Showing.PROGRAMME: _programme,
    Showing.QUESTION: _question,
    Showing.QUESTIONS: _questions,
    Showing.MESSAGE: _message,
    Showing.ROOMS: _rooms,
}


def scene_of(stage: Stage, *, now: datetime) -> Scene:
    """What those who lead have chosen; what goes on when that is not there any more."""
    return _SCENES.get(stage.shows, _programme)(stage, now) or _programme(stage, now)


@dataclass(frozen=True)
class Left:
    """How much of a speaker's time is left: whole minutes begun, and which words go with them."""

    number: int
    state: str


def time_left(ends_at: datetime, *, now: datetime) -> Left:
    """Counted as the page's script counts: 4.01 left is 5 minutes; a minute over is 1."""
    seconds = (ends_at - now).total_seconds()
    if seconds < 0:
        return Left(math.floor(-seconds / 60), "over")
    minutes = math.ceil(seconds / 60)
    return Left(minutes, "last" if minutes <= LAST else "soon" if minutes <= SOON else "plenty")
