"""Answering: kept page by page behind the respondent's own code, sent in once, changed until the collection closes."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from fardplan.base.errors import Closed, Conflict, Gone
from fardplan.contributions.models import Contribution, Submission
from fardplan.surveys import actions, codes
from fardplan.surveys.definition import WRITTEN
from fardplan.surveys.models import (
    BreakOff,
    Collection,
    Invitation,
    Response,
    Survey,
    TextAnswer,
    UnfinishedResponse,
    Wave,
)
from fardplan.surveys.queries.answering import sent_with, texts_sent_with, underway_of
from fardplan.surveys.queries.inviting import invitation_with
from fardplan.surveys.underway import sealed
from tests.conftest import at
from tests.races import at_once
from tests.surveys.conftest import NOW

LAST_SECOND = at("2020-12-04 23:59:59")
FIRST = {"kommun": "k1080", "alder": "30-44"}
SECOND = {"matchar": "4", "saknas": "Fler bussar på kvällen."}


@pytest.fixture
def collection(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey)


def answered(collection: Collection, *, now: Any = NOW, **begun: Any) -> str:
    """Both pages answered; the code."""
    code = actions.begin(collection=collection, language="sv", now=now, **begun).code
    actions.keep_page(code=code, page=1, answers=FIRST, reached=2, now=now)
    actions.keep_page(code=code, page=2, answers=SECOND, reached=2, now=now)
    return code


def long_ago(code: str) -> None:
    """As if it had been begun ten minutes earlier."""
    underway = underway_of(code)
    assert underway is not None
    underway.unfinished.sealed = sealed(replace(underway, began=underway.began - 600))
    underway.unfinished.save()


def test_each_page_is_kept_and_only_the_code_opens_it(collection: Collection):
    code = answered(collection)
    underway = underway_of(code)
    assert underway is not None
    assert underway.answers == FIRST | SECOND
    row = UnfinishedResponse.objects.get()
    assert code not in str(row.__dict__)
    assert b"k1080" not in bytes(row.sealed)
    assert underway_of(codes.new_resume_code()) is None
    assert underway_of(code[:-1]) is None
    assert codes.unseal(bytes(row.sealed), codes.new_resume_code()) is None
    assert urlsafe_b64decode(row.sealed)[1:9] == bytes(8)  # where a sealed text has its moment, to the second


def test_a_response_has_a_day_and_no_more(collection: Collection):
    code = answered(collection)
    long_ago(code)
    response = actions.submit(code=code, now=NOW).response
    assert response.answers == {"kommun": "k1080", "alder": "30-44", "matchar": "4", "saknas": WRITTEN}
    assert (response.day, response.source, response.language, response.flags) == (date(2020, 11, 24), "web", "sv", [])
    assert UnfinishedResponse.objects.count() == 0


def test_a_text_becomes_a_submission_that_only_the_code_finds_again(collection: Collection):
    code = answered(collection)
    sent = actions.submit(code=code, now=NOW)
    submission = Submission.objects.get()
    assert sent.submissions == [submission]
    assert (submission.text, submission.channel) == ("Fler bussar på kvällen.", "survey")
    assert Contribution.objects.get().published_at is None
    assert TextAnswer.objects.get().question == "saknas"
    dialogue = collection.survey.dialogue
    assert texts_sent_with(code, dialogue, ["saknas"]) == [submission]
    assert texts_sent_with(codes.new_resume_code(), dialogue, ["saknas"]) == []


def test_sent_in_twice_is_sent_in_once(collection: Collection):
    code = answered(collection)
    first, second = actions.submit(code=code, now=NOW), actions.submit(code=code, now=NOW)
    assert second.response == first.response
    assert second.submissions == first.submissions
    assert (Response.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_threads_with_the_same_code_send_in_one_response(file_database: None, collection: Collection):
    code = answered(collection)
    results = at_once([lambda: actions.submit(code=code, now=NOW)] * 4)
    assert {result.response.pk for result in results} == {Response.objects.get().pk}
    assert {result.submissions[0].pk for result in results} == {Submission.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_one_invitation_gives_one_response_however_many_begin_with_it(
    file_database: None, invitation: Invitation, make_collection: Callable[..., Collection]
):
    begun = [answered(invitation.wave.collection, invitation=invitation) for _ in range(3)]
    results = at_once([lambda code=code: actions.submit(code=code, now=NOW) for code in begun])
    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Conflict", "Sent"]
    assert Response.objects.count() == 1


def test_the_last_second_counts_and_the_next_does_not(collection: Collection):
    code = answered(collection, now=LAST_SECOND)
    actions.submit(code=code, now=LAST_SECOND + timedelta(microseconds=999_999))
    late = answered(collection, now=LAST_SECOND)
    with pytest.raises(Closed):
        actions.submit(code=late, now=LAST_SECOND + timedelta(seconds=1))
    with pytest.raises(Closed):
        actions.begin(collection=collection, language="sv", now=LAST_SECOND + timedelta(seconds=1))
    assert Response.objects.count() == 1


def test_before_the_opening_nobody_begins(collection: Collection):
    with pytest.raises(Closed):
        actions.begin(collection=collection, language="sv", now=at("2020-11-23 07:59:59"))


def test_what_must_be_answered_is_asked_for_with_its_page(collection: Collection):
    code = actions.begin(collection=collection, language="sv", now=NOW).code
    with pytest.raises(actions.NotFinished) as left:
        actions.submit(code=code, now=NOW)
    assert (left.value.question.name, left.value.page) == ("matchar", 2)
    assert Response.objects.count() == 0


@pytest.fixture
def invitation(survey: Survey, make_collection: Callable[..., Collection]) -> Invitation:
    wave = Wave.objects.create(
        collection=make_collection(survey, kind="invited"), number=1, name="Våg 1", channel="print", created_at=NOW
    )
    made = Invitation(wave=wave, number=1)
    made.code_hash = codes.finding_hash(codes.invitation_code(made.pk), purpose="invitation")
    made.save()
    return made


def test_an_invitation_is_marked_as_used_and_not_with_the_response(invitation: Invitation):
    code = answered(invitation.wave.collection, invitation=invitation)
    found = invitation_with(codes.invitation_code(invitation.pk))
    assert found is not None
    assert not found.is_used
    actions.submit(code=code, now=NOW)
    invitation.refresh_from_db()
    assert invitation.is_used
    row = Response.objects.values().get()
    assert invitation.pk not in row.values()
    assert str(invitation.pk) not in str(row)
    with pytest.raises(Conflict):
        actions.begin(collection=invitation.wave.collection, language="sv", now=NOW, invitation=invitation)


def test_a_code_that_does_not_hold_any_more_begins_nothing(invitation: Invitation):
    invitation.ineligible_because = "flyttat från länet"
    invitation.save()
    with pytest.raises(Gone):
        actions.begin(collection=invitation.wave.collection, language="sv", now=NOW, invitation=invitation)


def test_the_browser_it_came_from_changes_the_response_until_it_closes(collection: Collection):
    code = answered(collection)
    sent = actions.submit(code=code, now=NOW)
    changing = actions.begin_change(code=code, now=LAST_SECOND)
    assert changing.answers == {"kommun": "k1080", "alder": "30-44", "matchar": "4", "saknas": WRITTEN}
    actions.keep_page(
        code=code, page=2, answers={"matchar": "2", "saknas": "Och fler cykelvägar."}, reached=2, now=LAST_SECOND
    )
    again = actions.submit(code=code, now=LAST_SECOND)
    assert again.response.pk == sent.response.pk
    response = Response.objects.get()
    assert (response.answers["matchar"], response.day) == ("2", date(2020, 11, 24))
    assert [each.text for each in again.submissions] == ["Fler bussar på kvällen.", "Och fler cykelvägar."]
    with pytest.raises(Closed):
        actions.begin_change(code=code, now=LAST_SECOND + timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_a_button_pressed_twice_takes_a_response_up_once(file_database: None, collection: Collection):
    code = answered(collection)
    actions.submit(code=code, now=NOW)
    told = at_once([lambda: actions.begin_change(code=code, now=NOW)] * 4)
    assert [each for each in told if isinstance(each, Exception)] == []
    assert {each.unfinished.pk for each in told} == {UnfinishedResponse.objects.get().pk}


def test_once_it_has_closed_nobody_can_tell_whose_response_it_is(collection: Collection):
    code = answered(collection)
    actions.submit(code=code, now=NOW)
    assert actions.forget_who_may_change(now=LAST_SECOND + timedelta(seconds=59)) == 0
    assert actions.forget_who_may_change(now=LAST_SECOND + timedelta(seconds=61)) == 1
    assert sent_with(code) is None
    with pytest.raises(Gone):
        actions.begin_change(code=code, now=NOW)


def test_what_nobody_finishes_is_erased_and_counted_at_its_page(collection: Collection):
    actions.begin(collection=collection, language="sv", now=NOW)
    answered(collection)
    done = answered(collection)
    actions.submit(code=done, now=NOW)
    actions.begin_change(code=done, now=NOW)
    UnfinishedResponse.objects.update(expires_on=date(2020, 11, 30))
    assert actions.expire_unfinished(now=at("2020-11-30 23:59:59")) == 0
    assert actions.expire_unfinished(now=at("2020-12-01 00:00")) == 3
    assert list(BreakOff.objects.values_list("page", "number")) == [(1, 1), (2, 1)]
    assert UnfinishedResponse.objects.count() == 0


def test_what_was_sent_in_the_last_second_is_not_erased_while_it_waits_its_turn(collection: Collection):
    code = answered(collection)
    assert actions.expire_unfinished(now=LAST_SECOND + timedelta(seconds=30)) == 0
    assert actions.submit(code=code, now=LAST_SECOND).response.answers["matchar"] == "4"
    late = answered(collection)
    assert actions.expire_unfinished(now=LAST_SECOND + timedelta(seconds=61)) == 1
    with pytest.raises(Gone):
        actions.submit(code=late, now=LAST_SECOND)


def test_whoever_gives_up_leaves_only_the_page(collection: Collection):
    code = answered(collection)
    actions.give_up(code=code)
    assert UnfinishedResponse.objects.count() == 0
    assert list(BreakOff.objects.values_list("page", "number")) == [(2, 1)]


def test_a_new_version_does_not_change_what_somebody_has_begun(collection: Collection, organiser: Any):
    code = answered(collection)
    survey = collection.survey
    data = survey.draft | {"title": {"sv": "Ny rubrik", "en": "New title"}}
    survey.draft = data
    survey.save()
    actions.publish_version(survey=survey, by=organiser, now=NOW)
    assert actions.submit(code=code, now=NOW).response.version.number == 1


def test_a_machine_that_answers_in_no_time_is_marked_and_kept(collection: Collection):
    sent = actions.submit(code=answered(collection), now=NOW, marks=["trap"])
    assert sent.response.flags == ["too_fast", "trap"]


@pytest.mark.parametrize(("moment", "day"), [("2020-11-24 23:59:59", 24), ("2020-11-25 00:00", 25)])
def test_the_day_is_the_swedish_day(collection: Collection, moment: str, day: int):
    sent = actions.submit(code=answered(collection), now=at(moment))
    assert sent.response.day == date(2020, 11, day)
