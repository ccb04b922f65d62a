"""Several who send captions at the same moment: every line once, told in the order they are kept."""

from __future__ import annotations

import pytest

from fardplan.base.models import LiveEvent
from fardplan.dialogue.models import Day
from fardplan.live.actions.captions import GrowingLine, NewLine, seen_typing, show_growing, take_lines
from fardplan.live.choices import Situation
from fardplan.live.models import CaptionLine, CaptionTypist, LineBeingTyped, Stage
from tests.conftest import at
from tests.races import at_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]

NOW = at("2020-12-01 14:10")


@pytest.fixture
def stage(day: Day) -> Stage:
    return Stage.objects.create(day=day, situation=Situation.RUNNING, began_at=at("2020-12-01 13:00"))


def test_lines_are_told_in_the_order_of_their_ids_and_each_once(stage: Stage) -> None:
    def send(sender: int, number: int) -> None:
        line = NewLine(text=f"{sender}-{number}", language="sv", key=f"{sender}-{number}")
        take_lines(stage=stage, lines=[line], now=NOW)

    def sender(place: int) -> None:
        for number in range(5):
            send(place % 3, number)  # each line comes twice, from two connections at once

    answers = at_once([lambda place=place: sender(place) for place in range(6)])  # type: ignore[misc]
    assert answers == [None] * 6
    kept = list(CaptionLine.objects.order_by("id").values_list("id", flat=True))
    assert (len(kept), [each.data["id"] for each in LiveEvent.objects.order_by("id")]) == (15, kept)
    for sender_ in range(3):
        said = CaptionLine.objects.filter(text__startswith=f"{sender_}-").order_by("id").values_list("text", flat=True)
        assert list(said) == [f"{sender_}-{number}" for number in range(5)]


def test_two_who_begin_at_the_same_moment_share_one_growing_line_and_one_turn(stage: Stage) -> None:
    def type_as(name: str) -> None:
        line = GrowingLine(text=name, language="sv", key=name, number=1)
        show_growing(stage=stage, line=line, now=NOW, real_now=NOW, typist=name)
        seen_typing(stage=stage, key=name, name=name, language="sv", types=True, real_now=NOW)

    answers = at_once([lambda name=f"tolk-{number}": type_as(name) for number in range(4)])  # type: ignore[misc]
    assert answers == [None] * 4
    turns = CaptionTypist.objects.filter(turn_since__isnull=False).count()
    assert (LineBeingTyped.objects.count(), CaptionTypist.objects.count(), turns) == (1, 4, 1)
