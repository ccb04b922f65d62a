"""A stage that takes questions, somebody who keeps them, and makers of questions and support."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.dialogue.models import Day, Dialogue, RoleName
from fardplan.live.actions.asking import Wondered, ask
from fardplan.live.actions.keeping import show
from fardplan.live.actions.supporting import support
from fardplan.live.choices import Checking, Situation
from fardplan.live.models import Question, Stage
from fardplan.live.queries.questions import access_question
from fardplan.people.models import Official
from tests.conftest import at

NOW = at("2020-12-01 14:10")
Ask = Callable[..., Question]
Support = Callable[..., None]


@pytest.fixture
def stage(make_day: Callable[..., Day], dialogue: Dialogue) -> Stage:
    """On the air since 13.00, with questions shown when somebody has read them."""
    return Stage.objects.create(
        day=make_day(),
        situation=Situation.RUNNING,
        situation_since=at("2020-12-01 13:00"),
        began_at=at("2020-12-01 13:00"),
        questions_open=True,
    )


@pytest.fixture
def keeper(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.MODERATOR, email="fragor@example.org")


@pytest.fixture
def ask_(stage: Stage, keeper: Official) -> Ask:
    """ask_("När går bussen?", shown=True, now="2020-12-01 14:10", name="…"): through the form's own action."""

    def make(
        text: str = "När går bussen?",
        *,
        shown: bool = True,
        now: str = "2020-12-01 14:10",
        asker: str = "asker",
        on: Stage | None = None,
        **of: Any,
    ) -> Question:
        moment, place = at(now), on or stage
        asked = ask(stage=place, wondered=Wondered(text=text, **of), asker=asker, now=moment)
        if shown and place.checking == Checking.BEFORE:
            asked = access_question(place, asked.pk)
            show(question=asked, revision=asked.revision, by=keeper, now=moment)
        return access_question(place, asked.pk)

    return make


@pytest.fixture
def supported() -> Support:
    """supported(question, 3): by three browsers, each once."""

    def give(question: Question, many: int, *, first: int = 0, now: str = "2020-12-01 14:11") -> None:
        for number in range(first, first + many):
            support(question=question, supporter=f"browser-{number}", now=at(now))

    return give


def again(question: Question) -> Question:
    """As it is now."""
    return access_question(Stage.objects.select_related("day__dialogue").get(pk=question.stage_id), question.pk)
