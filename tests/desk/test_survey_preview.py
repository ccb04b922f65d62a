"""A survey is tried at the desk as those who answer meet it, and nothing of it is kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import Question, QuestionType, editing
from fardplan.surveys.models import Response, Survey, UnfinishedResponse
from tests.desk.test_surveys import address
from tests.surveys.conftest import NOW, make_survey, organiser, survey
from tests.surveys.definitions import every_type

__all__ = ["make_survey", "organiser", "survey"]


def go(desk: Client, survey: Survey, number: int, answers: dict[str, Any] | None = None, **sent: Any) -> Any:
    given = {"svar": json.dumps(answers or {}), "till": "vidare", **sent}
    return desk.post(address(survey, f"forhandsvisning/?sida={number}"), given)


def test_the_preview_begins_and_ends_with_its_words(desk: Client, survey: Survey) -> None:
    first = desk.get(address(survey, "forhandsvisning/"))
    assert "Svara på några frågor." in first.text
    assert go(desk, survey, 0).context["number"] == 1
    assert "Tack!" in desk.get(address(survey, "forhandsvisning/?sida=99")).text


def test_what_must_be_answered_is_asked_for_and_what_was_answered_follows(desk: Client, survey: Survey) -> None:
    page = go(desk, survey, 1, **{"fraga-kommun": "k1081"})
    assert (page.context["number"], json.loads(page.context["answers"])) == (2, {"kommun": "k1081"})
    refused = go(desk, survey, 2, {"kommun": "k1081"})
    assert (refused.status_code, refused.context["number"]) == (422, 2)
    back = go(desk, survey, 2, {"kommun": "k1081"}, till="tillbaka")
    assert back.context["number"] == 1
    assert re.search(r"value=\"k1081\" (selected|checked)", back.text)
    assert (Response.objects.count(), UnfinishedResponse.objects.count()) == (0, 0)


@pytest.mark.parametrize("carried", ["", "[", "[]", "[" * 9_000, '{"kommun": "hittepa", "borta": 1, "matchar": [[]]}'])
def test_answers_that_cannot_be_are_forgotten(desk: Client, survey: Survey, carried: str) -> None:
    page = go(desk, survey, 1, svar=carried)
    assert (page.status_code, json.loads(page.context["answers"])) == (200, {})


def test_it_is_shown_in_each_language_and_as_wide_as_a_phone(desk: Client, survey: Survey) -> None:
    text = desk.get(address(survey, "forhandsvisning/?sida=1&bredd=telefon&sprak=en")).text
    assert "Vilken kommun bor du i? (en)" in text
    assert "survey-previewed phone" in text


def test_a_page_whose_condition_does_not_hold_is_passed_over(
    desk: Client, make_survey: Callable[..., Survey], organiser: Official
) -> None:
    made = make_survey(every_type(), published=False)
    page = made.drafted.pages[1]
    wanted = page.model_copy(update={"relevant": "${kommun} = 'k1080'"})
    actions.edit_draft(
        survey=made,
        edit=lambda stored: editing.change_page(stored, "del_2", wanted, seen=editing.seen_of(page)),
        by=organiser,
        now=NOW,
    )
    assert go(desk, made, 1, **{"fraga-kommun": "k1081"}).context["number"] == 3
    assert go(desk, made, 1, **{"fraga-kommun": "k1080"}).context["number"] == 2


def test_a_survey_that_cannot_be_shown_says_what_to_mend(desk: Client, survey: Survey, organiser: Official) -> None:
    broken = Question(name="trasig", type=QuestionType.SINGLE, relevant="${finns_inte} = 'x'", label={"sv": "x"})
    actions.edit_draft(
        survey=survey, edit=lambda stored: editing.add_question(stored, "del_2", broken), by=organiser, now=NOW
    )
    assert "2 fel måste rättas innan enkäten går att visa." in desk.get(address(survey, "forhandsvisning/")).text
