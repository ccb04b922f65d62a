"""Publishing results: from what was seen, in batches, with distance to what is public already, and taking them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

import pytest

from fardplan.base.errors import Conflict, Invalid, NotAllowed
from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import RoleName
from fardplan.people.models import Official
from fardplan.surveys.actions.counting import count
from fardplan.surveys.actions.releasing import publish_release, remove_margin, set_margin, withdraw_release
from fardplan.surveys.models import Collection, Margin, Release, Response, ShownWhileOpen, Survey, Tally
from fardplan.surveys.queries.releasing import prepare, shown_release
from fardplan.surveys.results import shape
from fardplan.surveys.results.shape import Why
from tests.surveys.conftest import NOW
from tests.surveys.people import asked, draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(make_survey(asked()), kind="invited", name="Slumpurvalet")


@pytest.fixture
def closed(collection: Collection) -> datetime:
    return collection.closes_at + timedelta(minutes=1)


def keep(collection: Collection, people: Sequence[dict[str, object]]) -> None:
    version = collection.survey.versions.first()
    assert version is not None
    Response.objects.bulk_create(
        Response(collection=collection, version=version, answers=answers, day=date(2020, 11, 24)) for answers in people
    )


def publish(collection: Collection, by: Official, now: datetime) -> shape.Result:
    count(collection=collection, now=now)
    seen = Tally.objects.get(collection=collection).counted_at.isoformat()
    return shape.read(publish_release(collection=collection, seen=seen, by=by, now=now).tables)


def test_a_result_is_published_as_it_was_seen(collection: Collection, organiser: Official, closed: datetime):
    keep(collection, draw(400))
    set_margin(collection=collection, question="kon", shares={"kvinna": 49, "man": 51}, source="SCB 2019",
               by=organiser, now=NOW)  # fmt: skip
    counts = count(collection=collection, now=closed)
    seen = prepare(collection, counts, now=closed)
    result = publish(collection, organiser, closed)
    assert result == seen.result
    assert result.responses == 400
    assert [entry.action for entry in AuditEntry.objects.order_by("-id")[:2]] == [
        "survey.result_published",
        "survey.margin_set",
    ]
    collection.survey.refresh_from_db()
    assert collection.survey.results_published_at == closed


def test_it_is_not_published_when_it_was_counted_anew_meanwhile(
    collection: Collection, organiser: Official, closed: datetime
):
    keep(collection, draw(100))
    count(collection=collection, now=closed)
    with pytest.raises(Conflict, match="räknats om"):
        publish_release(collection=collection, seen=NOW.isoformat(), by=organiser, now=closed)
    assert Release.objects.count() == 0


def test_nothing_is_shown_while_it_is_open_unless_that_was_decided(collection: Collection, organiser: Official):
    keep(collection, draw(100))
    with pytest.raises(Conflict, match="när insamlingen har stängt"):
        publish(collection, organiser, NOW)
    Survey.objects.update(shown_while_open=ShownWhileOpen.RESULTS)
    result = publish(collection, organiser, NOW)
    assert (result.responses, result.is_final) == (100, False)
    shown = {row.is_shown for q in result.questions for t in q.tables for d in t.divisions for row in d.rows}
    assert shown == {False}, "groups come when it has closed"


def test_an_open_collection_is_shown_in_batches(collection: Collection, organiser: Official, closed: datetime):
    Survey.objects.update(shown_while_open=ShownWhileOpen.RESULTS)
    keep(collection, draw(100))
    first = publish(collection, organiser, NOW)
    keep(collection, draw(49, seed=2))
    later = NOW + timedelta(hours=1)
    with pytest.raises(Conflict, match="49 nya svar"):
        publish(collection, organiser, later)
    keep(collection, draw(1, seed=3))
    second = publish(collection, organiser, later + timedelta(hours=1))
    assert (first.responses, second.responses) == (100, 150)
    keep(collection, draw(7, seed=4))
    last = publish(collection, organiser, closed)
    assert (last.responses, last.is_final) == (150, True), "seven late answers stay outside the public tables"
    assert last.by_name["matchar"].tables[0].total == second.by_name["matchar"].tables[0].total
    with pytest.raises(Conflict, match="7 nya svar"):
        publish(collection, organiser, closed + timedelta(hours=1))


def test_other_population_figures_weigh_what_is_public_anew(
    collection: Collection, organiser: Official, closed: datetime
):
    keep(collection, draw(400))
    plain = publish(collection, organiser, closed)
    assert plain.unweighted == shape.Unweighted(why=Why.NO_MARGINS)
    set_margin(collection=collection, question="alder", by=organiser, now=closed, source="SCB",
               shares={"16-29": 21, "30-44": 24, "45-64": 30, "65-79": 19, "80-": 6})  # fmt: skip
    keep(collection, draw(5, seed=9))
    weighted = publish(collection, organiser, closed)
    assert weighted.responses == 400
    assert weighted.weights is not None
    before, after = (each.by_name["bra"].tables[0].total for each in (plain, weighted))
    assert before is not None
    assert after is not None
    assert [a.unweighted for a in before.answers] == [a.unweighted for a in after.answers]
    assert all(answer.weighted is not None for answer in after.answers)


def test_a_withdrawn_result_is_gone_with_its_reason_and_may_come_back(
    collection: Collection, organiser: Official, closed: datetime
):
    keep(collection, draw(200))
    published = publish(collection, organiser, closed)
    release = Release.objects.get()
    with pytest.raises(Invalid):
        withdraw_release(release=release, reason=" ", by=organiser, now=closed)
    withdraw_release(release=release, reason="Fel siffror för åldrarna", by=organiser, now=closed)
    assert shown_release(collection) is None
    assert AuditEntry.objects.order_by("-id")[0].detail["reason"] == "Fel siffror för åldrarna"
    with pytest.raises(Conflict):
        withdraw_release(release=release, reason="Igen", by=organiser, now=closed)
    assert publish(collection, organiser, closed) == published
    found = shown_release(collection)
    assert found is not None
    assert found.number == 2


@pytest.mark.parametrize(
    ("shares", "source", "field"),
    [
        ({"kvinna": 50, "hund": 50}, "SCB", "shares"),
        ({"kvinna": 50, "man": -1}, "SCB", "shares"),
        ({"kvinna": 50, "man": float("nan")}, "SCB", "shares"),
        ({"kvinna": 50, "man": 0}, "SCB", "shares"),
        ({"kvinna": 50, "man": 50}, " ", "source"),
    ],
)
def test_figures_of_the_population_that_cannot_be_are_refused(
    collection: Collection, organiser: Official, shares: dict[str, float], source: str, field: str
):
    with pytest.raises(Invalid) as refused:
        set_margin(collection=collection, question="kon", shares=shares, source=source, by=organiser, now=NOW)
    assert refused.value.field == field
    assert Margin.objects.count() == 0


def test_a_question_that_is_no_background_has_no_population(collection: Collection, organiser: Official):
    with pytest.raises(Invalid, match="bra"):
        set_margin(collection=collection, question="bra", shares={"ja": 1, "nej": 1}, source="SCB", by=organiser,
                   now=NOW)  # fmt: skip


def test_figures_are_taken_away_again(collection: Collection, organiser: Official):
    set_margin(collection=collection, question="kon", shares={"kvinna": 1, "man": 1}, source="SCB", by=organiser,
               now=NOW)  # fmt: skip
    remove_margin(collection=collection, question="kon", by=organiser, now=NOW)
    assert Margin.objects.count() == 0
    assert AuditEntry.objects.order_by("-id")[0].action == "survey.margin_removed"


def test_who_may_not_edit_publishes_nothing(
    collection: Collection, make_official: Callable[..., Official], closed: datetime
):
    keep(collection, draw(100))
    count(collection=collection, now=closed)
    moderator = make_official(RoleName.MODERATOR)
    with pytest.raises(NotAllowed):
        publish_release(collection=collection, seen=closed.isoformat(), by=moderator, now=closed)


def test_what_is_public_keeps_its_minimum_and_says_so_when_another_is_chosen(
    collection: Collection, organiser: Official, closed: datetime
):
    keep(collection, draw(400))
    first = publish(collection, organiser, closed)
    Survey.objects.update(public_minimum=120)
    collection.survey.refresh_from_db()
    keep(collection, draw(600, seed=2))
    later = publish(collection, organiser, closed + timedelta(days=1))
    assert (first.minimum, later.minimum, later.responses) == (30, 30, 1_000)
    shown = [{g.code for each in result.backgrounds for g in each.groups if g.is_shown} for result in (first, later)]
    assert shown[0] <= shown[1], "what was shown is not hidden again: everybody remembers it"
    Survey.objects.update(public_minimum=30)
    other = Collection.objects.create(survey=collection.survey, slug="till", name="Till", kind="open", position=2,
                                      opens_at=collection.opens_at, closes_at=collection.closes_at)  # fmt: skip
    Survey.objects.update(public_minimum=120)
    keep(other, draw(400))
    assert publish(Collection.objects.get(pk=other.pk), organiser, closed).minimum == 120


@pytest.mark.parametrize(("number", "may"), [(0, False), (1, False), (29, False), (30, True)])
def test_a_result_takes_as_many_answers_as_the_minimum(
    collection: Collection, organiser: Official, closed: datetime, number: int, may: bool
):
    everybody = [each for each in draw(200) if "resor" in each][:number]
    keep(collection, everybody)
    if not may:
        with pytest.raises(Conflict, match="Det finns inget nytt att publicera"):
            publish(collection, organiser, closed)
        assert Release.objects.count() == 0
        return
    result = publish(collection, organiser, closed)
    assert (result.responses, result.minimum) == (30, 30)
    assert [g.code for each in result.backgrounds for g in each.groups if g.is_shown] == []
    assert {row.is_shown for q in result.questions for t in q.tables for d in t.divisions for row in d.rows} <= {False}
