"""A collection opens, closes and is counted; odd responses are left out all of a kind, with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fardplan.base import audit
from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys.actions import collecting
from fardplan.surveys.models import BreakOff, Collection, Response, Source, Survey, UnfinishedResponse
from fardplan.surveys.queries.collecting import (
    Items,
    collections_now,
    flagged,
    left_out,
    participation,
    passed_over,
    stops,
)
from fardplan.surveys.queries.finding import latest_version
from tests.conftest import at
from tests.surveys.conftest import NOW
from tests.surveys.definitions import every_type

OPENS, CLOSES = at("2020-11-23 08:00"), at("2020-12-04 23:59:59")


@pytest.fixture
def open_link(survey: Survey, make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(survey)


def set_times(collection: Collection, by: Official, *, closes: str, now: Any = NOW, is_sure: bool = False) -> Any:
    return collecting.set_times(
        collection=collection, opens_at=collection.opens_at, closes_at=at(closes), is_sure=is_sure, by=by, now=now
    )


def test_closing_earlier_than_was_said_asks_first(open_link: Collection, organiser: Official) -> None:
    with pytest.raises(Invalid) as asked:
        set_times(open_link, organiser, closes="2020-12-01 12:00")
    assert asked.value.field == "is_sure"
    closed = set_times(open_link, organiser, closes="2020-12-01 12:00", is_sure=True)
    assert (closed.closes_at, closed.reopened_at) == (at("2020-12-01 12:00"), None)


def test_more_time_is_given_without_asking(open_link: Collection, organiser: Official) -> None:
    assert set_times(open_link, organiser, closes="2020-12-20 23:59:59").closes_at == at("2020-12-20 23:59:59")


def test_opening_again_asks_and_stays_with_the_collection(open_link: Collection, organiser: Official) -> None:
    after = at("2020-12-05 09:00")
    with pytest.raises(Invalid):
        set_times(open_link, organiser, closes="2020-12-08 23:59:59", now=after)
    again = set_times(open_link, organiser, closes="2020-12-08 23:59:59", now=after, is_sure=True)
    assert again.reopened_at == after
    entry = audit.entries_about(open_link.survey).first()
    assert entry is not None
    assert entry.action == "survey.collection_reopened"


def test_what_has_answers_keeps_the_time_it_opened(
    open_link: Collection, organiser: Official, make_response: Callable[..., Response]
) -> None:
    make_response(open_link, matchar="4")
    with pytest.raises(Invalid) as refused:
        collecting.set_times(
            collection=open_link, opens_at=at("2020-11-24 08:00"), closes_at=CLOSES, is_sure=True, by=organiser, now=NOW
        )
    assert refused.value.field == "opens_at"


def test_closing_now_closes_this_second_and_once(open_link: Collection, organiser: Official) -> None:
    moment = at("2020-11-24 12:00:30").replace(microsecond=400)
    closed = collecting.close_now(collection=open_link, is_sure=True, by=organiser, now=moment)
    assert closed.closes_at == at("2020-11-24 12:00:29")
    with pytest.raises(Conflict):
        collecting.close_now(collection=closed, is_sure=True, by=organiser, now=moment)


def test_how_it_goes_is_told_in_numbers(open_link: Collection, make_response: Callable[..., Response]) -> None:
    for day, source in [(24, "web"), (24, "paper"), (26, "web")]:
        row = make_response(open_link, day=date(2020, 11, day), matchar="4")
        Response.objects.filter(pk=row.pk).update(source=source)
    now = participation(open_link)
    assert now.by_day == ((date(2020, 11, 24), 2), (date(2020, 11, 26), 1))
    assert [(str(label), number) for label, number in now.by_source] == [
        (Source.WEB.label, 2), (Source.PAPER.label, 1),
    ]  # fmt: skip
    assert (now.responses, now.busiest, now.left_out) == (3, 2, 0)


def test_where_people_stopped_is_counted_for_every_page(
    open_link: Collection, survey: Survey, make_response: Callable[..., Response]
) -> None:
    version = latest_version(survey)
    assert version is not None
    make_response(open_link, matchar="4")
    BreakOff.objects.create(collection=open_link, page=1, number=2)
    UnfinishedResponse.objects.create(
        collection=open_link, version=version, locator="x", sealed=b"", page=2, expires_on=date(2020, 12, 5)
    )
    found = [(each.stop.opened, each.stop.stopped) for each in stops(open_link, version, participation(open_link))]
    assert found == [(4, 2), (2, 1)]


def test_only_those_asked_can_have_passed_over_a_question(
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    make_response: Callable[..., Response],
) -> None:
    survey = make_survey(every_type(), slug="alla")
    collection = make_collection(survey)
    for _each in range(5):
        make_response(collection, resor=["buss"], buss_ofta=5, matchar="4")
        make_response(collection, resor=["buss"], matchar="_dont_know")
        make_response(collection, resor=["bil"])
    version = latest_version(survey)
    assert version is not None
    items = passed_over(collection, version, today=date(2020, 11, 25))
    rows = {each.name: (each.asked, each.percent) for each in items.rows}
    assert (rows["buss_ofta"], rows["matchar"], rows["resor"]) == ((10, 50), (15, 33), (15, 0))


def test_a_look_before_and_after_one_answered_tells_nothing_of_what_they_were_asked(
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    make_response: Callable[..., Response],
) -> None:
    survey = make_survey(every_type(), slug="alla")
    collection = make_collection(survey)
    version = latest_version(survey)
    assert version is not None
    first, second, today = date(2020, 11, 24), date(2020, 11, 25), date(2020, 11, 26)
    for _each in range(9):
        make_response(collection, day=first, resor=["bil"])
    assert passed_over(collection, version, today=today) == Items((), 0, 0, 9)
    make_response(collection, day=first, resor=["buss"], buss_ofta=5)
    before = passed_over(collection, version, today=today)
    assert (before.counted, "buss_ofta" in {each.name for each in before.rows}) == (10, False)
    make_response(collection, day=second, resor=["buss"])
    make_response(collection, day=today, resor=["buss"])
    assert passed_over(collection, version, today=today) == replace(before, of=12)
    for _each in range(9):
        make_response(collection, day=second, resor=["buss"])
    after = passed_over(collection, version, today=today)
    assert {each.name: each.asked for each in after.rows}["buss_ofta"] == 11
    assert (after.counted, after.of) == (20, 21)


def test_odd_responses_are_left_out_all_of_a_kind_and_put_back(
    open_link: Collection, organiser: Official, make_response: Callable[..., Response]
) -> None:
    for flags in (["quick"], ["quick", "straight"], ["straight"], []):
        row = make_response(open_link, matchar="4")
        Response.objects.filter(pk=row.pk).update(flags=flags)
    because = "Ifyllda på under en halv minut"
    assert collecting.leave_out(collection=open_link, flag="quick", because=because, by=organiser, now=NOW) == 2
    assert {(each.flag, each.number, each.counted) for each in flagged(open_link)} == {
        ("quick", 2, 0), ("straight", 2, 1),
    }  # fmt: skip
    other = "Samma svar överallt"
    assert collecting.leave_out(collection=open_link, flag="straight", because=other, by=organiser, now=NOW) == 1
    assert collecting.put_back(collection=open_link, because=because, by=organiser, now=NOW) == 2
    assert [(each.because, each.number) for each in left_out(open_link)] == [(other, 1)]
    entry = audit.entries_about(open_link.survey).first()
    assert entry is not None
    assert (entry.action, entry.detail["number"], entry.detail["reason"]) == ("survey.responses_put_back", 2, because)


def test_nothing_is_left_out_without_a_reason(open_link: Collection, organiser: Official) -> None:
    with pytest.raises(Invalid):
        collecting.leave_out(collection=open_link, flag="quick", because="  ", by=organiser, now=NOW)


def test_the_list_of_collections_costs_the_same_whatever_is_in_it(
    survey: Survey, make_collection: Callable[..., Collection], django_assert_num_queries: Any
) -> None:
    make_collection(survey, slug="forst")
    for number in range(1, 4):
        with django_assert_num_queries(4):
            assert len(collections_now(survey)) == number
        make_collection(survey, slug=f"nr-{number}")


def test_only_who_makes_surveys_changes_them(open_link: Collection, make_official: Callable[..., Official]) -> None:
    registrar = make_official(RoleName.REGISTRAR)
    with pytest.raises(NotAllowed):
        set_times(open_link, registrar, closes="2020-12-20 23:59:59")
    with pytest.raises(NotAllowed):
        collecting.leave_out(collection=open_link, flag="quick", because="x", by=registrar, now=NOW)
