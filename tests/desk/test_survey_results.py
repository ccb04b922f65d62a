"""Results of a survey at the desk: small groups with a reason, the population, and exactly what becomes public."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from fardplan.base.models import AuditEntry
from fardplan.dialogue.models import Dialogue, RoleName
from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.actions.counting import count
from fardplan.surveys.actions.releasing import set_margin
from fardplan.surveys.models import Collection, Margin, Release, Response, Survey
from tests.conftest import at
from tests.surveys.people import asked, draw

OPENS, CLOSES = at("2020-11-01 08:00"), at("2020-11-20 23:59:59")


@pytest.fixture
def organiser(make_official: Callable[..., Official]) -> Official:
    return make_official(RoleName.ORGANISER)


@pytest.fixture
def collection(dialogue: Dialogue, organiser: Official) -> Collection:
    """An invited sample that has closed, with 400 answers that have been counted."""
    survey = actions.make_survey(
        dialogue=dialogue, slug="enkat", name="Enkäten", definition=asked(), by=organiser, now=OPENS
    )
    version = actions.publish_version(survey=survey, by=organiser, now=OPENS)
    fields = {"slug": "urval", "name": "Slumpurvalet", "kind": "invited", "opens_at": OPENS, "closes_at": CLOSES}
    made = actions.add_collection(survey=survey, fields=fields, by=organiser, now=OPENS)
    Response.objects.bulk_create(
        Response(collection=made, version=version, answers=answers, day=date(2020, 11, 2)) for answers in draw(400)
    )
    count(collection=made, now=CLOSES + timedelta(minutes=1))
    return made


def address(collection: Collection, rest: str = "") -> str:
    return f"/skrivbord/dialog/{collection.survey.dialogue.slug}/enkater/enkat/resultat/urval/{rest}"


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.django_db
def test_the_list_tells_what_was_counted_and_what_is_public(desk: Client, collection: Collection):
    page = text_of(desk.get(address(collection).replace("urval/", "")).text)
    assert "Slumpurvalet inbjudet slumpurval 400 inget än" in page


@pytest.mark.django_db
def test_everybodys_answers_are_shown_weighted_and_unweighted(
    desk: Client, collection: Collection, organiser: Official
):
    ages = {"16-29": 21, "30-44": 24, "45-64": 30, "65-79": 19, "80-": 6}
    set_margin(collection=collection, question="alder", shares=ages, source="SCB 2019", by=organiser, now=CLOSES)
    page = text_of(desk.get(address(collection)).text)
    assert "400 räknade svar" in page
    assert "5. Bra plats?" in page
    assert "Visas inte" in page, "the desk sees what is not for everybody"
    assert "400 svar väger som" in page


@pytest.mark.django_db
def test_groups_are_shown_only_with_a_reason_that_is_logged(desk: Client, collection: Collection, editor: Official):
    before = AuditEntry.objects.count()
    assert "för få svar" not in desk.get(address(collection, "grupper/")).text
    asked_for = {"item": "bra", "by": "omrade", "by_also": "alder", "reason": ""}
    refused = desk.post(address(collection, "grupper/"), asked_for)
    assert (refused.status_code, AuditEntry.objects.count()) == (422, before)

    page = desk.post(address(collection, "grupper/"), asked_for | {"reason": "Inför mötet om Norra kusten"})
    assert page.status_code == 200
    assert "för få svar (under 10)" in page.text
    entry = AuditEntry.objects.order_by("-id")[0]
    assert (entry.action, entry.actor_id, entry.detail) == (
        "survey.small_groups_seen",
        editor.pk,
        {
            "collection": "urval",
            "question": "bra",
            "groups": ["omrade", "alder"],
            "reason": "Inför mötet om Norra kusten",
        },
    )


@pytest.mark.django_db
def test_no_group_under_the_desks_minimum_is_shown(desk: Client, collection: Collection):
    page = desk.post(
        address(collection, "grupper/"), {"item": "bra", "by": "omrade", "by_also": "alder", "reason": "Analys"}
    ).text
    rows = re.findall(r'<th scope="row">[^<]*</th><td class="figure">(\d+)</td>', page)
    assert rows
    assert min(map(int, rows)) >= 10


@pytest.mark.django_db
def test_the_same_background_twice_is_no_table(desk: Client, collection: Collection):
    page = desk.post(address(collection, "grupper/"), {"item": "bra", "by": "kon", "by_also": "kon", "reason": "x"})
    assert (page.status_code, "Välj två olika" in page.text) == (422, True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given",
    [
        {"class_norr": "66 420", "class_soder": "29021", "class_oster": "", "class_vaster": "", "class_kust": ""},
        {"pasted": "Norr\t66 420\nSöder;29021"},
    ],
)
def test_the_population_is_typed_in_or_pasted(desk: Client, collection: Collection, given: dict[str, Any]):
    saved = desk.post(address(collection, "befolkning/omrade/"), given | {"source": "SCB, 2019"})
    assert saved.status_code == 302
    margin = Margin.objects.get(collection=collection)
    assert (margin.question, margin.shares, margin.source) == ("omrade", {"norr": 66420, "soder": 29021}, "SCB, 2019")
    removed = desk.post(address(collection, "befolkning/omrade/ta-bort/"))
    assert (removed.status_code, Margin.objects.count()) == (302, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pasted", "said"),
    [("Norr 10\nAtlantis 5", "Atlantis 5"), ("Norr många\nSöder 5", "Norr många"), ("Norr 5", "Minst två klasser")],
)
def test_what_cannot_be_read_is_refused_with_its_line(desk: Client, collection: Collection, pasted: str, said: str):
    page = desk.post(address(collection, "befolkning/omrade/"), {"pasted": pasted, "source": "SCB"})
    assert (page.status_code, Margin.objects.count()) in {(422, 0)}
    assert said in page.text


@pytest.mark.django_db
def test_exactly_what_was_shown_becomes_public(desk: Client, collection: Collection):
    page = desk.get(address(collection, "publicera/")).text
    assert "Det här blir publikt" in page
    assert "Visas inte" not in page
    seen = dict(re.findall(r'name="(seen|printed)" value="([^"]+)"', page))
    changed = desk.post(address(collection, "publicera/"), seen | {"printed": "0" * 64})
    assert (changed.status_code, Release.objects.count()) == (409, 0)
    assert desk.post(address(collection, "publicera/"), seen).status_code == 302
    assert Release.objects.get().responses == 400
    after = desk.get(address(collection, "publicera/")).text
    assert "Det finns inget nytt att publicera än" in text_of(after)
    withdrawn = desk.post(address(collection, "publicera/1/dra-tillbaka/"), {"reason": "Fel siffror"})
    assert withdrawn.status_code == 302
    assert "tillbakadraget" in desk.get(address(collection, "publicera/")).text


@pytest.mark.django_db
def test_a_result_counted_anew_since_it_was_seen_is_looked_at_again(desk: Client, collection: Collection):
    refused = desk.post(address(collection, "publicera/"), {"seen": "2020-01-01T00:00:00+00:00"})
    assert (refused.status_code, Release.objects.count()) == (409, 0)
    assert "räknats om" in refused.text


@pytest.mark.django_db
def test_counting_is_asked_for_with_a_button(desk: Client, collection: Collection):
    Response.objects.filter(pk__in=list(Response.objects.values_list("pk", flat=True)[:5])).update(left_out_because="x")
    assert "Det har kommit nya svar" in text_of(desk.get(address(collection)).text)
    assert desk.post(address(collection, "rakna/")).status_code == 302
    assert "395 räknade svar 5 utelämnade" in text_of(desk.get(address(collection)).text)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    desk: Client, collection: Collection, organiser: Official, number: int, django_assert_max_num_queries: Any
):
    for extra in range(1, number):
        fields = {"slug": f"k{extra}", "name": f"K{extra}", "kind": "open", "opens_at": OPENS, "closes_at": CLOSES}
        made = actions.add_collection(survey=Survey.objects.get(), fields=fields, by=organiser, now=OPENS)
        count(collection=made, now=CLOSES)
    with django_assert_max_num_queries(11):
        desk.get(address(collection).replace("urval/", ""))


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["", "grupper/", "befolkning/", "publicera/"])
def test_a_survey_that_was_never_published_has_nothing_to_count(
    desk: Client, dialogue: Dialogue, organiser: Official, rest: str
):
    survey = actions.make_survey(
        dialogue=dialogue, slug="enkat", name="Enkäten", definition=asked(), by=organiser, now=OPENS
    )
    fields = {"slug": "urval", "name": "Urvalet", "kind": "open", "opens_at": OPENS, "closes_at": CLOSES}
    made = actions.add_collection(survey=survey, fields=fields, by=organiser, now=OPENS)
    page = desk.get(address(made, rest))
    assert (page.status_code, "ingen publicerad version" in page.text) == (409, True)
