"""What stands on the projector: for each choice of those who lead, its template and what that needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from fardplan.live.choices import PollKind, ResultsShown, Showing
from fardplan.live.models import Question, Stage, Upvote
from fardplan.live.queries.polls import options_of
from fardplan.live.queries.questions import questions_of, support_of
from fardplan.live.queries.tallies import result_of
from fardplan.live.question_rules import ANSWERED, HIDDEN, SHOWN, who_asked
from fardplan.live.rules import is_open
from fardplan.rooms.queries import said_by_theme

MOST_QUESTIONS, MOST_THEMES, MOST_LINES, MOST_WORDS = 5, 4, 3, 24
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
        who=who_asked(question),
        theme=str(question.theme or ""),
        support=support,
    )


def _question(stage: Stage, now: datetime) -> Scene | None:
    found = questions_of(stage).filter(~HIDDEN, pk=stage.shown_question_id or 0).first()
    if found is None:
        return None
    given = Upvote.objects.filter(Q(question=found) | Q(question__merged_into=found))
    support = given.values("supporter").distinct().count()
    return Scene(Showing.QUESTION, "public/live/scene/question.html", {"question": _asked(found, support)})


def _questions(stage: Stage, now: datetime) -> Scene:
    rows = Question.objects.select_related("theme", "contribution__submission").filter(
        SHOWN & ~ANSWERED, stage=stage, shown_at__lte=now
    )
    support = support_of(stage)
    most = sorted(rows, key=lambda question: (-support.get(question.pk, 0), question.pk))[:MOST_QUESTIONS]
    questions = [_asked(question, support.get(question.pk, 0)) for question in most]
    return Scene(Showing.QUESTIONS, "public/live/scene/questions.html", {"questions": questions})


def _poll(stage: Stage, now: datetime) -> Scene | None:
    """While it is open it fills only when everybody may see that all the time: whoever has not voted sees it too."""
    poll = stage.shown_poll
    if poll is None or poll.opened_at is None:
        return None
    poll.stage = stage
    going_on = is_open(poll, now=now)
    result = result_of(poll, options_of(poll))
    shows_bars = not going_on or poll.results_shown == ResultsShown.LIVE
    bars = [_bar(row.key, row.text, row.count, row.percent, most=result.most) for row in result.rows]
    if poll.kind == PollKind.WORDS:
        bars = bars[:MOST_WORDS]
    context = {"poll": poll, "result": result, "bars": bars, "going_on": going_on, "shows_bars": shows_bars}
    return Scene(Showing.POLL, f"public/live/scene/{_POLL_FORMS.get(poll.kind, 'poll')}.html", context)


_POLL_FORMS: dict[str, str] = {
    PollKind.SCALE: "poll_columns",
    PollKind.NUMBER: "poll_columns",
    PollKind.WORDS: "poll_words",
}


@dataclass(frozen=True)
class Bar:
    """`length` of 1000, as the drawing's width; `size` 1–5 for a word."""

    key: str
    text: str
    count: int
    percent: int | None
    length: int
    size: int


def _bar(key: str, text: str, count: int, percent: int | None, *, most: int) -> Bar:
    share = count / most if most else 0.0
    return Bar(key, text, count, percent, length=round(1000 * share), size=max(1, math.ceil(5 * share)))


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
    Showing.POLL: _poll,
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
