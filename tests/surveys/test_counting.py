"""Counting responses: once each, of all versions together, anew when something has changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.actions.counting import count, counted
from fardplan.surveys.jobs import count_responses
from fardplan.surveys.models import Collection, Response, Survey, Tally
from fardplan.surveys.queries.counting import collections_to_count, counts_of
from fardplan.surveys.results.merging import is_comparable, listed_tables, merged
from tests.surveys.conftest import NOW
from tests.surveys.definitions import choices, definition, question, short
from tests.surveys.people import asked, draw

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]) -> Collection:
    return make_collection(make_survey(asked()))


def keep(collection: Collection, people: list[dict[str, object]]) -> None:
    version = collection.survey.versions.first()
    assert version is not None
    Response.objects.bulk_create(
        Response(collection=collection, version=version, answers=answers, day=date(2020, 11, 24)) for answers in people
    )


def test_every_response_is_counted_once_in_its_cell(collection: Collection):
    people = draw(120)
    keep(collection, people)
    counts = count(collection=collection, now=NOW)

    cells = Counter(
        tuple("" if p.get(name) in (None, "_wont_say") else p[name] for name in ("kon", "alder", "omrade"))
        for p in people
    )
    assert dict(zip(counts.cells, counts.respondents, strict=True)) == cells
    assert counts.row("matchar", "4").total == sum(p["matchar"] == "4" for p in people)
    assert counts.row("delar.vard", "2").total == sum(p["delar"]["vard"] == "2" for p in people)
    assert counts.row("resor", "buss").total == sum("buss" in p.get("resor", []) for p in people)
    assert counts.row("vikt.natur", "1").total == sum(p.get("vikt", [""])[0] == "natur" for p in people)
    assert counts.row("poang.a", "0").total == sum("poang" in p and "a" not in p["poang"] for p in people)
    assert counts.row("saknas", "_written").total == sum("saknas" in p for p in people)
    assert counts_of(Tally.objects.get(collection=collection)) == counts


def test_what_is_left_out_is_not_counted_but_told(collection: Collection):
    keep(collection, draw(40))
    Response.objects.filter(pk__in=list(Response.objects.values_list("pk", flat=True)[:3])).update(
        left_out_because="Samma svar tre gånger"
    )
    counts = count(collection=collection, now=NOW)
    assert (counts.responses, counts.left_out) == (37, 3)


def test_versions_are_counted_together_by_names_and_codes(
    make_survey: Callable[..., Survey], make_collection: Callable[..., Collection],
    make_response: Callable[..., Response], organiser: Official,
):  # fmt: skip
    survey = make_survey(definition([
        question("resa", "single", "Hur?", choices=choices(buss="Buss", bil="Bil")),
        question("niva", "scale", "Nivå", scale={"low": 1, "high": 5}),
    ]))  # fmt: skip
    collection = make_collection(survey)
    make_response(collection, resa="bil", niva="5")
    actions.save_draft(survey=survey, revision=0, by=organiser, now=NOW, definition=definition([
        question("resa", "single", "Hur reser du?", choices=choices(buss="Buss", cykel="Cykel")),
        question("niva", "scale", "Nivå", scale={"low": 1, "high": 4}),
    ]))  # fmt: skip
    actions.publish_version(survey=survey, by=organiser, now=NOW)
    make_response(collection, resa="cykel", niva="4")

    counts = counted(collection)
    assert {code: row.total for code, row in counts.rows["resa"].items()} == {"bil": 1, "cykel": 1}
    assert {code: row.total for code, row in counts.rows["niva"].items()} == {"4": 1}, "other steps mean other things"
    assert counts.versions == (1, 2)


def test_a_merged_definition_keeps_what_only_an_earlier_version_asked():
    before, after = short(), asked()
    whole = merged([before, after])
    assert {each.name for each in whole.questions} == {
        *(each.name for each in before.questions),
        *(each.name for each in after.questions),
    }
    assert not is_comparable(before.by_name["alder"], after.by_name["alder"]), "other age classes"


def test_tables_are_listed_before_anybody_answers():
    first = definition([
        question("kon", "single", "Kön", choices=choices(k="Kvinna", m="Man"), background=True),
        question("a", "scale", "A", scale={}),
    ])  # fmt: skip
    second = definition([
        question("kon", "single", "Kön", choices=choices(k="Kvinna", m="Man"), background=True),
        question("ort", "area", "Ort", choices=choices(n="Norr", s="Söder"), background=True),
        question("a", "scale", "A", scale={}, public=False),
        question("b", "scale", "B", scale={}),
    ])  # fmt: skip
    assert {(table.question, table.by) for table in listed_tables([first, second])} == {("b", None), ("b", "kon")}


def test_the_job_counts_what_has_changed_and_nothing_else(collection: Collection):
    assert count_responses(NOW) == 0
    keep(collection, draw(5))
    assert count_responses(NOW) == 1
    assert count_responses(NOW + timedelta(minutes=10)) == 0
    keep(collection, draw(1))
    assert count_responses(NOW + timedelta(minutes=4)) == 0, "not all too often"
    assert count_responses(NOW + timedelta(minutes=6)) == 1
    assert Tally.objects.get(collection=collection).responses == 6


def test_it_is_counted_once_more_when_it_has_closed(collection: Collection):
    keep(collection, draw(5))
    count(collection=collection, now=NOW)
    Response.objects.update(answers={"matchar": "1"})
    closed = collection.closes_at + timedelta(seconds=2)
    assert collections_to_count(now=closed) == [collection]
    count_responses(closed)
    assert counts_of(Tally.objects.get(collection=collection)).row("matchar", "1").total == 5
    assert collections_to_count(now=closed + timedelta(days=3)) == []
