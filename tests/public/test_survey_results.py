"""The public results of a survey: only what a release holds, and how it may be read, shared and framed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image

from fardplan.base import clock
from fardplan.dialogue.models import Dialogue
from fardplan.surveys.definition import as_data, read
from fardplan.surveys.models import Collection, Release, Response, ShownWhileOpen, Survey, TextAnswer
from fardplan.surveys.results import shape
from tests.conftest import at
from tests.surveys.conftest import make_collection, make_survey, organiser, survey
from tests.surveys.definitions import every_type
from tests.surveys.results import open_sample, sample, sample_data

__all__ = ["make_collection", "make_survey", "organiser", "survey"]

PUBLISHED = at("2020-12-07 09:00")


@pytest.fixture
def released(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]) -> Callable[..., Release]:
    """released(result, slug="invited"): a closed collection of one survey with that result published."""

    def make(result: shape.Result, *, slug: str = "", of: Survey | None = None, **fields: Any) -> Release:
        one = of or Survey.objects.filter(slug="enkat").first() or make_survey(every_type())
        name = str(result.collection)
        collection = make_collection(one, kind=result.kind, slug=slug or result.kind, name=name, **fields)
        return Release.objects.create(
            collection=collection,
            number=1,
            tables=shape.as_data(result),
            responses=result.responses,
            published_at=PUBLISHED,
        )

    return make


def address(name: str = "public:survey-results", *more: str) -> str:
    return reverse(name, args=[Dialogue.objects.get().slug, "enkat", *more])


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


# --- what is shown ----------------------------------------------------------------------------------------------------


def test_who_answered_stands_above_everything(client: Client, released: Callable[..., Release]) -> None:
    released(sample())
    page = words_of(client.get(address()).text)
    assert page.index("Vilka svarade?") < page.index("Karlskrona") < page.index("Hur väl stämmer det?")


def test_every_percentage_has_its_n_and_comes_weighted_and_unweighted(client: Client, released: Any) -> None:
    released(sample())
    page = words_of(client.get(address()).text)
    assert "Vägt, procent Ovägt, procent Osäkerhet (95 procent) Slumpurvalet (431 svar. Vet inte: 25)" in page
    assert "4 37 39 31–42" in page
    assert "456 svar väger som 391" in page


def test_collections_stand_beside_each_other(client: Client, released: Any) -> None:
    released(open_sample())
    released(sample())
    page = words_of(client.get(address()).text)
    assert page.index("Ungefär sex av tio (59 procent av 431)") < page.index("Öppna länken: Av dem som svarade")
    assert "räknas aldrig ihop" in page
    assert "912" not in page


def test_an_open_link_says_that_people_chose_to_answer_and_has_no_interval(client: Client, released: Any) -> None:
    released(open_sample())
    page = client.get(address()).text
    assert "456 personer valde själva att svara. Resultatet visar vad de tycker" in words_of(page)
    assert ("interval" in page, "Osäkerhet" in page, "±" in words_of(page).split("Jämfört")[0]) == (False, False, False)


def test_a_group_speaks_for_itself(client: Client, released: Any) -> None:
    result = shape.Result.model_validate(
        open_sample().model_dump() | {"kind": "group", "claim": "those_who_answered", "collection": "Skolan"}
    )
    released(result)
    assert "Resultatet gäller dem som svarade och ingen annan." in words_of(client.get(address()).text)


def test_groups_are_shown_by_one_background_and_hidden_ones_say_the_settings_number(
    client: Client, released: Any
) -> None:
    data = deepcopy(sample_data())
    for row in data["questions"][0]["tables"][0]["divisions"][0]["rows"][2:]:
        row["minimum"] = 44
    released(shape.read(data))
    page = words_of(client.get(address() + "?efter=kommun").text)
    assert "cirka 250 svar" in page
    assert "Karlshamn och de som inte svarade på det för få svar (under 44)" in page
    assert "Vanligare än i övriga grupper: Karlskrona (65 procent av cirka 250)" in page


def test_groups_hidden_one_by_one_are_one_line_together(client: Client, released: Any) -> None:
    data = deepcopy(sample_data())
    rows = data["questions"][0]["tables"][0]["divisions"][0]["rows"]
    rows.append({**rows[0], "group": "_together", "of": ["k1082", "_not_said"], "n": 40})
    groups = data["backgrounds"][0]["groups"]
    groups[2] = {"code": "k1082", "label": groups[2]["label"], "is_shown": False}
    groups.append({"code": "_together", "of": ["k1082", "_not_said"], "is_shown": True, "n": 40, "respondents": 9})
    released(shape.read(data))
    page = words_of(client.get(address() + "?efter=kommun").text)
    assert "Karlshamn och de som inte svarade på det tillsammans cirka 40 svar · 9 procent" in page
    assert page.count("Karlshamn och de som inte svarade på det tillsammans") > 2, "at the question too"
    assert "Karlshamn och de som inte svarade på det för få svar" not in page


def test_an_unknown_background_is_no_background(client: Client, released: Any) -> None:
    released(sample())
    plain = client.get(address()).text.partition("<main")[2]
    for odd in ("finns-ej", "alder", "<script>alert(1)</script>", "a" * 5_000):
        assert client.get(address(), {"efter": odd}).text.partition("<main")[2] == plain


def test_a_scale_can_be_whole_bars_without_a_script(client: Client, released: Any) -> None:
    released(sample())
    assert 'class="chart diverging"' in client.get(address()).text
    page = client.get(address() + "?form=hundra").text
    assert ('class="chart diverging"' in page, 'class="chart stacked"' in page) == (False, True)


def test_an_official_question_shows_the_gap_that_is_left(client: Client, released: Any) -> None:
    released(sample())
    page = words_of(client.get(address()).text)
    assert "Där är andelen 92,4 procent. Den siffran är osäker på ±1,1 procentenheter." in page
    assert "Slumpurvalet: 89 procent, −3 procentenheter från den officiella siffran." in page


# --- what is not shown ------------------------------------------------------------------------------------------------


def test_nothing_beyond_the_release_is_in_the_page(client: Client, released: Any) -> None:
    """The tally, the counts behind the release and the responses hold figures that no page may have."""
    release = released(sample())
    Response.objects.create(
        collection=release.collection,
        version=release.collection.survey.versions.get(),
        answers={"kommun": "k1082", "matchar": "2", "resor__other_text": "HEMLIGT ORD"},
        day=date(2020, 11, 24),
    )
    pages = [address(), address() + "?efter=kommun", address("public:survey-result", "matchar") + "?efter=kommun"]
    for page in map(words_of, (client.get(each).text for each in pages)):
        assert "HEMLIGT" not in page
    hidden = words_of(client.get(pages[2]).text)
    assert "Karlshamn och de som inte svarade på det för få svar (under 30)" in hidden.replace("För få", "för få")
    assert not re.search(r"Karlshamn \(?(cirka )?\d", hidden)


def test_what_people_wrote_in_a_definition_is_words_only(client: Client, released: Any) -> None:
    evil = '"><script>alert(1)</script><svg onload=x>'
    data = deepcopy(sample_data())
    data["title"] = {"sv": evil}
    data["collection"] = "Urval"
    for question in data["questions"]:
        question["label"] = {"sv": evil}
        for table in question["tables"]:
            for choice in table.get("choices", []):
                choice["label"] = {"sv": evil}
    data["backgrounds"][0]["label"] = {"sv": evil}
    data["backgrounds"][0]["groups"][0]["label"] = {"sv": evil}
    data["backgrounds"][0]["source"] = evil
    released(shape.read(data))
    for page in (
        address(),
        address("public:survey-result", "resor"),
        address("public:survey-result-embedded", "resor"),
    ):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert "<svg onload" not in text
    assert client.get(address("public:survey-result-picture", "resor")).status_code == 200


def test_while_open_only_participation_is_shown(client: Client, released: Any) -> None:
    release = released(sample(), closes_at=clock.now() + timedelta(days=3))
    page = words_of(client.get(address()).text)
    assert "Insamlingen pågår till och med" in page
    assert "Hur väl stämmer det?" not in page
    assert client.get(address("public:survey-result", "matchar")).status_code == 404
    Survey.objects.filter(pk=release.collection.survey_id).update(shown_while_open=ShownWhileOpen.RESULTS)
    assert "Hur väl stämmer det?" in words_of(client.get(address()).text)


def test_a_withdrawn_result_is_gone(client: Client, released: Any) -> None:
    release = released(sample())
    assert "Hur väl stämmer det?" in words_of(client.get(address()).text)
    Release.objects.filter(pk=release.pk).update(withdrawn_at=clock.now())
    assert "Hur väl stämmer det?" not in words_of(client.get(address()).text)
    for name in ("public:survey-result", "public:survey-result-picture", "public:survey-result-embedded"):
        assert client.get(address(name, "matchar")).status_code == 404


def test_nothing_earlier_is_shown_in_the_place_of_what_was_withdrawn(client: Client, released: Any) -> None:
    release = released(sample())
    Release.objects.create(
        collection=release.collection,
        number=2,
        tables=release.tables,
        responses=506,
        published_at=PUBLISHED + timedelta(days=1),
        withdrawn_at=PUBLISHED + timedelta(days=2),
    )
    assert "Hur väl stämmer det?" not in words_of(client.get(address()).text)


def test_an_unpublished_survey_has_no_results_for_anybody(client: Client, released: Any) -> None:
    released(sample())
    Survey.objects.update(published_at=None)
    assert client.get(address()).status_code == 404


@pytest.mark.parametrize("name", ["finns_ej", "kommun", "andra"])
def test_a_question_outside_the_release_does_not_exist(client: Client, released: Any, name: str) -> None:
    released(sample())
    assert client.get(address("public:survey-result", name)).status_code == 404


def test_the_latest_release_is_the_one_that_is_shown(client: Client, released: Any) -> None:
    release = released(sample())
    data = deepcopy(sample_data()) | {"responses": 506}
    Release.objects.create(
        collection=release.collection, number=2, tables=data, responses=506, published_at=PUBLISHED + timedelta(days=1)
    )
    assert "506 svar väger som 391" in words_of(client.get(address()).text)


# --- one question -----------------------------------------------------------------------------------------------------


def test_a_question_has_its_own_page_with_a_picture_to_share(client: Client, released: Any) -> None:
    released(sample())
    page = client.get(address("public:survey-result", "matchar")).text
    picture = f"{settings.BASE_URL}{address('public:survey-result-picture', 'matchar')}"
    assert f'<meta property="og:image" content="{picture}">' in page
    assert '<meta property="og:title" content="Ungefär sex av tio (59 procent av 431) valde 4 eller 5' in page
    answer = client.get(address("public:survey-result-picture", "matchar"))
    assert (answer["Content-Type"], Image.open(io.BytesIO(answer.content)).size) == ("image/png", (1200, 630))


@pytest.mark.parametrize("name", [question.name for question in sample().questions])
def test_every_question_has_all_its_pages(client: Client, released: Any, name: str) -> None:
    released(sample())
    released(open_sample())
    for page in ("public:survey-result", "public:survey-result-picture", "public:survey-result-embedded"):
        assert client.get(address(page, name)).status_code == 200


def test_only_the_embedded_page_may_be_framed_and_it_sets_no_cookie(client: Client, released: Any) -> None:
    released(sample())
    answer = client.get(address("public:survey-result-embedded", "matchar"))
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert "<script" not in answer.text
    assert "431 svar" in words_of(answer.text)
    for page in (address(), address("public:survey-result", "matchar")):
        other = client.get(page)
        assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
        assert not other.cookies


def test_code_to_paste_leads_to_the_embedded_page(client: Client, released: Any) -> None:
    released(sample())
    page = unescape(client.get(address("public:survey-result", "matchar")).text)
    embedded = f"{settings.BASE_URL}{address('public:survey-result-embedded', 'matchar')}"
    assert f'<iframe src="{embedded}" title="Hur väl stämmer det?"' in page


def test_the_same_question_in_another_survey_stands_beside(
    client: Client, released: Any, make_survey: Callable[..., Survey]
) -> None:
    released(sample())
    released(sample(), of=make_survey(every_type(), slug="enkat-2016"))
    page = words_of(client.get(address("public:survey-result", "matchar")).text)
    assert "Samma fråga i andra enkäter" in page
    assert "Skillnaden ryms inom osäkerheten" in page


def test_a_question_that_only_has_the_name_of_another_is_not_beside_it(
    client: Client, released: Any, make_survey: Callable[..., Survey]
) -> None:
    released(sample())
    data = sample_data()
    data["questions"] = [data["questions"][0] | {"label": {"sv": "Hur väl stämmer det med skolan?"}}]
    released(shape.read(data), of=make_survey(every_type(), slug="enkat-2016"))
    assert "Samma fråga i andra enkäter" not in client.get(address("public:survey-result", "matchar")).text


def test_texts_lead_to_their_contributions(
    client: Client, released: Any, make_contribution: Callable[..., Any]
) -> None:
    release = released(sample())
    one, other = make_contribution("Bygg en mötesplats."), make_contribution("Inte läst än.", published=False)
    for contribution in (one, other):
        TextAnswer.objects.create(submission=contribution.submission, collection=release.collection, question="saknas")
    page = words_of(client.get(address("public:survey-result", "saknas")).text)
    assert "2 fritextsvar kom in. 1 är publicerat som synpunkt, 0 har fått svar." in page
    assert f"{one.label} Bygg en mötesplats." in page
    assert "Inte läst än" not in page
    assert "2 fritextsvar kom in." in words_of(client.get(address()).text)


def test_texts_are_not_counted_while_people_answer_nor_where_few_were_asked(
    client: Client, released: Any, make_contribution: Callable[..., Any]
) -> None:
    """One more text a moment after somebody answered would say that they wrote it, or that they were asked."""
    data = sample_data()
    few = {"code": "", "measure": "written", "why": "too_few"}
    *others, text = data["questions"]
    data["questions"] = [*others, text | {"asked_of_all": False, "tables": [few]}]
    release = released(shape.read(data))
    one = make_contribution("Bygg en mötesplats.", published=False)
    TextAnswer.objects.create(submission=one.submission, collection=release.collection, question="saknas")
    assert "1 fritextsvar kom in." in words_of(client.get(address()).text)
    assert "fritextsvar" not in client.get(address("public:survey-result", "saknas")).text
    Collection.objects.update(closes_at=clock.now() + timedelta(days=3))
    Survey.objects.update(shown_while_open=ShownWhileOpen.RESULTS)
    assert "fritextsvar" not in client.get(address()).text


# --- from other pages -------------------------------------------------------------------------------------------------


def about_a_passage(definition: Any) -> Any:
    """The same definition, with a question about a passage and one about a section."""
    data = as_data(definition)
    for page in data["pages"]:
        for question in page["questions"]:
            if question["name"] == "matchar":
                question["about"] = "stycke:a1-2@0.3"
            if question["name"] == "resor":
                question["about"] = "avsnitt:a"
    return read(data)


def test_the_dialogues_page_leads_to_results_once_there_are_any(client: Client, released: Any) -> None:
    home = f"/{Dialogue.objects.get().slug}/"
    released(sample())
    assert f'href="{address()}"' not in client.get(home).text
    Survey.objects.update(results_published_at=PUBLISHED)
    assert f'href="{address()}"' in client.get(home).text


def test_what_a_question_is_about_says_what_was_found(
    client: Client, released: Any, make_survey: Callable[..., Survey]
) -> None:
    released(sample(), of=make_survey(about_a_passage(every_type())))
    home = f"/{Dialogue.objects.get().slug}/strategi/0.3/"
    passage = client.get(f"{home}a1-2/").text
    assert "Vad enkäten säger om det här" in words_of(passage)
    assert "Ungefär sex av tio (59 procent av 431) valde 4 eller 5" in words_of(passage)
    assert f'href="{address("public:survey-result", "matchar")}"' in passage
    assert "Vanligast är ”Bil”" in words_of(passage)  # about the section it stands in
    other = words_of(client.get(f"{home}a1-1/").text)
    assert ("Vanligast är ”Bil”" in other, "valde 4 eller 5" in other) == (True, False)
    section = words_of(client.get(f"{home}avsnitt/a/").text)
    assert "Vanligast är ”Bil”" in section


def test_the_start_page_of_a_closed_survey_leads_to_its_results(client: Client, released: Any) -> None:
    released(sample())
    Survey.objects.update(results_published_at=PUBLISHED)
    assert f'href="{address()}"' in client.get(address("public:survey")).text


# --- languages and cost -----------------------------------------------------------------------------------------------


def test_words_of_the_survey_are_in_the_language_of_the_page(client: Client, released: Any) -> None:
    released(sample())
    with translation.override("en"):
        page = client.get(address()).text
    assert "Hur väl stämmer det? (en)" in words_of(page)
    assert '<html lang="en">' in page


@pytest.mark.parametrize("collections", [1, 3])
@pytest.mark.parametrize("page", ["public:survey-results", "public:survey-result", "public:survey-result-embedded"])
def test_pages_cost_the_same_however_many_collections(
    client: Client, released: Any, django_assert_max_num_queries: Any, collections: int, page: str
) -> None:
    for number in range(collections):
        released(sample(), slug=f"urval-{number}")
    place = address(page, *(["saknas"] if page != "public:survey-results" else []))
    with django_assert_max_num_queries(8) as counted:
        assert client.get(place).status_code == 200
    expected = {"public:survey-results": 7, "public:survey-result": 8, "public:survey-result-embedded": 5}
    assert len(counted) == expected[page], [query["sql"] for query in counted]
