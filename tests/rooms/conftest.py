"""Makers of sheets and of what is written in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from fardplan.base.editing import Row
from fardplan.dialogue.models import Day, RoleName
from fardplan.people.models import Official
from fardplan.rooms import actions
from fardplan.rooms.models import RoomNote, RoomPoint, RoomQuestion
from tests.conftest import at
from tests.contributions.conftest import say  # noqa: F401 - a fixture

NOW = at("2020-12-01 14:10")
QUESTIONS = ["Vad är bra i dag?", "Vad behöver ändras?"]

Write = Callable[..., RoomPoint]


@pytest.fixture
def moderator(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.MODERATOR)


@pytest.fixture
def by(moderator: Official) -> dict[str, Any]:
    return {"by": moderator, "now": NOW}


@pytest.fixture
def questions(day: Day, by: dict[str, Any]) -> list[RoomQuestion]:
    """Two questions to every room of the day."""
    rows = [Row(None, {"text": text}) for text in QUESTIONS]
    actions.set_questions(day=day, rows=rows, seen=None, **by)
    return list(RoomQuestion.objects.order_by("position"))


@pytest.fixture
def note(day: Day, questions: list[RoomQuestion], by: dict[str, Any]) -> RoomNote:
    """Rum 1, with the two questions of the day."""
    return actions.make_rooms(day=day, number=1, **by)[0]


@pytest.fixture
def write(note: RoomNote, questions: list[RoomQuestion]) -> Write:
    """write("Vi saknar lärlingsplatser.", under=1): a new line under the first or second question."""

    def make(text: str, *, under: int = 0, now: str = "2020-12-01 14:10", to: RoomNote = note, **of: Any) -> RoomPoint:
        return actions.save_point(note=to, text=text, question_id=questions[under].pk, now=at(now), **of)

    return make


@pytest.fixture
def written(note: RoomNote, write: Write) -> RoomNote:
    """Rum 1 with who is there and three lines, done."""
    actions.say_who(note=note, who="3 elever, 2 från föreningar", revision=0, now=NOW)
    write("Företagen tar emot oss gärna.")
    write("Fler lärlingsplatser.", under=1)
    write("Bussar som går hem på kvällen.", under=1)
    return actions.finish(note=note, now=at("2020-12-01 14:30"))
