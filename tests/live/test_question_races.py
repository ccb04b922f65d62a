"""Many at the same moment: one support for each browser, one question for each sending, no press done twice."""

from __future__ import annotations

from typing import Any

import pytest

from fardplan.base.errors import Closed, Conflict
from fardplan.contributions import actions as contributions
from fardplan.contributions.models import Contribution, Submission
from fardplan.live.actions import answering, keeping, on_stage, supporting
from fardplan.live.actions.answering import Spoken
from fardplan.live.actions.asking import Wondered, ask
from fardplan.live.models import Question, Stage, Upvote
from fardplan.live.queries.questions import support_of
from fardplan.people.models import Official
from tests.live.asking import NOW, Ask, again, ask_, keeper, stage
from tests.races import at_once

__all__ = ["ask_", "keeper", "stage"]

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("file_database")]


def failures(answers: list[Any]) -> list[type[Exception]]:
    return [type(each) for each in answers if isinstance(each, Exception)]


def test_fifty_supports_of_one_browser_at_the_same_instant_are_one(stage: Stage, ask_: Ask) -> None:
    asked = ask_()
    press = lambda: supporting.support(question=asked, supporter="one", now=NOW)  # noqa: E731
    assert failures(at_once([press] * 50)) == []
    assert Upvote.objects.count() == 1


def test_no_support_of_fifty_browsers_is_lost_while_two_questions_are_merged(
    stage: Stage, ask_: Ask, keeper: Official
) -> None:
    bus, coach = ask_("När går bussen?"), ask_("När?")

    def by(number: int) -> Any:
        question = bus if number % 2 else coach
        return lambda: supporting.support(question=question, supporter=f"b-{number // 2}", now=NOW)

    merge = lambda: keeping.merge(question=coach, into=bus, revision=coach.revision, by=keeper, now=NOW)  # noqa: E731
    assert failures(at_once([*(by(number) for number in range(50)), merge])) == []
    assert support_of(stage) == {bus.pk: 25}


def test_the_same_sending_ten_times_at_once_gives_one_question(stage: Stage) -> None:
    wondered = Wondered(text="När går bussen?", sending_key="k" * 22)
    asked = at_once([lambda: ask(stage=stage, wondered=wondered, asker="a", now=NOW)] * 10)
    assert failures(asked) == []
    assert {each.pk for each in asked} == {Question.objects.get().pk}
    assert Submission.objects.get().number == 1


def test_numbers_have_no_gaps_when_many_ask_at_once(stage: Stage) -> None:
    def by(number: int) -> Any:
        return lambda: ask(stage=stage, wondered=Wondered(text=f"Fråga {number}?"), asker=f"a{number}", now=NOW)

    assert failures(at_once([by(number) for number in range(12)])) == []
    assert sorted(Submission.objects.values_list("number", flat=True)) == list(range(1, 13))


def test_two_who_keep_the_same_question_do_it_once(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    pressed = {"question": asked, "revision": asked.revision, "by": keeper, "now": NOW}
    told = failures(
        at_once(
            [
                lambda: on_stage.queue(**pressed),
                lambda: on_stage.put_on_stage(**pressed),
                lambda: answering.answer_aloud(spoken=Spoken(), **pressed),
                lambda: keeping.hide(rule="attack", reason="Påhopp.", **pressed),
            ]
        )
    )
    assert told == [Conflict] * 3
    assert again(asked).revision == asked.revision + 1


def test_one_hides_it_live_and_another_at_the_ordinary_desk(stage: Stage, ask_: Ask, keeper: Official) -> None:
    """Both hold what they need in the same order: one does it, the other is told, and neither breaks off."""
    asked = ask_()
    said = Contribution.objects.select_related("submission__dialogue").get()
    why = {"rule": "attack", "reason": "Påhopp.", "by": keeper, "now": NOW}
    told = failures(
        at_once(
            [
                lambda: keeping.hide(question=asked, revision=asked.revision, **why),
                lambda: contributions.hide(contribution=said, revision=said.revision, **why),
            ]
        )
    )
    assert told == [Conflict]
    assert Contribution.objects.get().hidden_at == NOW


def test_supports_and_the_answer_at_once(stage: Stage, ask_: Ask, keeper: Official) -> None:
    asked = ask_()
    calls: list[Any] = [
        lambda number=number: supporting.support(question=again(asked), supporter=f"b{number}", now=NOW)
        for number in range(20)
    ]
    answer = lambda: answering.answer_aloud(  # noqa: E731
        question=asked, spoken=Spoken(), revision=asked.revision, by=keeper, now=NOW
    )
    told = failures(at_once([*calls, answer]))
    assert set(told) <= {Closed}
    assert Upvote.objects.count() == 20 - len(told)
