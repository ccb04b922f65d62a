"""The example's survey: answered by nobody, and what was written in it leads to changes in the text."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.test import Client
from django.utils import timezone

from fardplan.contributions.models import Contribution, Submission
from fardplan.dialogue.models import Dialogue
from fardplan.ledger.models import Trace
from fardplan.public.pages.example import MOMENTS
from fardplan.strategy.models import Passage
from fardplan.surveys.definition import WRITTEN, minutes_of, problems_of
from fardplan.surveys.models import Collection, Invitation, Margin, Release, Response, Survey, Tally, TextAnswer
from fardplan.surveys.results.shape import read
from fardplan.surveys.rules import has_closed, is_open
from tests.conftest import at
from tools import example_survey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_example")]


def test_the_answers_are_drawn_the_same_way_every_time() -> None:
    first, again = example_survey.files(), example_survey.files()
    assert first == again
    assert {path.name: path.read_bytes() for path in first} == {path.name: made for path, made in first.items()}


def test_it_asks_about_each_part_of_the_desired_state_in_six_minutes() -> None:
    asked = Survey.objects.get().versions.get().asks
    assert problems_of(asked) == []
    assert minutes_of(asked) == 6
    parts = {question.about for question in asked.questions if question.contribution}
    passages = Passage.objects.filter(draft__number="0.3", section__key="onskat-lage").order_by("position")
    assert parts == {*(f"stycke:{passage.key}@0.3" for passage in passages), "strategin"}
    words = {page.text["sv"] for page in asked.pages if page.text}
    assert {passage.text for passage in passages} <= words
    assert [question.benchmark for question in asked.questions if question.benchmark] == ["N00667", "N00670"]


def test_three_ways_to_answer_are_three_collections() -> None:
    found = [
        (each.slug, each.kind, each.responses.count(), each.margins.count())
        for each in Collection.objects.order_by("position")
    ]
    assert found == [("oppen", "open", 800, 3), ("urval", "invited", 300, 3), ("unga", "group", 214, 0)]
    assert Invitation.objects.count() == 800
    assert Invitation.objects.filter(is_used=True).count() == 300
    assert {bool(collection.is_example) for collection in Collection.objects.all()} == {True}
    assert all("genererade" in collection.note for collection in Collection.objects.all())


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda moment: moment.name)
def test_it_is_open_until_the_last_day_and_then_closed(moment: object) -> None:
    now = moment.at  # type: ignore[attr-defined]
    states = {(is_open(each, now=now), has_closed(each, now=now)) for each in Collection.objects.all()}
    assert states == ({(True, False)} if now < at("2020-12-05 00:00") else {(False, True)})


def test_everybody_in_the_margins_is_in_the_answers_too() -> None:
    for margin in Margin.objects.select_related("collection"):
        answered = {each.answers.get(margin.question) for each in margin.collection.responses.all()}
        assert set(margin.shares) <= answered, margin
        assert "SCB" in margin.source


def test_results_were_published_the_morning_after_it_closed() -> None:
    found = list(Release.objects.order_by("collection__position"))
    results = [read(release.tables) for release in found]
    assert [(result.claim, result.responses, result.is_final) for result in results] == [
        ("self_selected", 800, True), ("sample", 300, True), ("those_who_answered", 214, True),
    ]  # fmt: skip
    assert [result.has_intervals for result in results] == [False, True, False]
    assert [result.weights is not None for result in results] == [True, True, False]
    assert {release.published_at for release in found} == {at("2020-12-05 08:00")}
    assert Survey.objects.get().results_published_at == at("2020-12-05 08:00")
    assert Tally.objects.count() == 3


def test_opinions_differ_between_the_ways_to_answer() -> None:
    def positive(slug: str, question: str) -> float:
        given = Counter(each.answers.get(question) for each in Response.objects.filter(collection__slug=slug))
        on_scale = sum(given[str(number)] for number in range(1, 6))
        return (given["4"] + given["5"]) / on_scale

    assert positive("oppen", "nara") < positive("urval", "nara") - 0.1
    assert positive("unga", "livet") < positive("urval", "livet")


def test_each_text_has_left_a_response_of_its_day_and_become_a_submission() -> None:
    written = Counter(
        (each.collection_id, question, each.day)
        for each in Response.objects.all()
        for question, value in each.answers.items()
        if value == WRITTEN
    )
    texts = TextAnswer.objects.select_related("submission")
    assert written == Counter(
        (each.collection_id, each.question, timezone.localdate(each.submission.received_at)) for each in texts
    )
    assert len(texts) == Submission.objects.filter(channel="survey").count() == 34
    assert {each.submission.source_note for each in texts} == {Survey.objects.get().name}


def test_no_answer_holds_words_of_anybody() -> None:
    """Only codes and numbers: whatever was written stands by itself."""
    texts = set(Submission.objects.filter(channel="survey").values_list("text", flat=True))
    stored = json.dumps(list(Response.objects.values_list("answers", flat=True)), ensure_ascii=False)
    assert [text for text in texts if text in stored] == []


def test_what_was_written_in_the_survey_changed_the_text() -> None:
    said = Contribution.objects.get(text__startswith="Det går inte att lova noll.")
    assert said.reply is not None
    assert said.reply.reason == "Vi behåller ren energi som riktning."
    change = said.traces.get().change
    assert (change.draft.number, change.key, said.passage and said.passage.key) == (
        "1.2", "nara-utan-bil", "nara-utan-bil",
    )  # fmt: skip
    changed = Trace.objects.filter(contribution__submission__channel="survey").values_list("change__key", flat=True)
    assert set(changed) == {"nara-utan-bil", "a-mal-2", "a2-1"}


def test_every_text_is_answered_by_the_promised_day(read_example: Dialogue) -> None:
    for said in Contribution.objects.filter(submission__channel="survey").select_related("reply"):
        assert said.reply is not None, said.label
        assert said.reply.published_at is not None
        assert said.reply.published_at.date() <= (read_example.replies_due_on or said.reply.published_at.date())


def test_the_pages_show_three_series_and_lead_from_a_question_to_what_was_written(client: Client) -> None:
    begin = "/blekingedagen-2020/enkat/medborgarenkaten/"
    assert "Enkäten har stängt" in client.get(begin).text
    results = client.get(f"{begin}resultat/").text
    assert all(name in results for name in ("Inbjudet slumpurval", "Öppen länk", "Skolomgång"))
    assert "300 av 791" in results
    assert results.count("Svaren är genererade.") == 3
    assert "Exempel: svaren är genererade av ett program." in results
    assert "Det går inte att lova noll." in client.get(f"{begin}resultat/nara_saknas/").text
    assert f"{begin}resultat/nara/" in client.get("/blekingedagen-2020/strategi/1.2/nara-utan-bil/").text


def test_from_the_words_in_the_survey_to_the_change_and_back(client: Client) -> None:
    said = Contribution.objects.get(text__startswith="Det går inte att lova noll.")
    change = said.traces.get().change
    page = client.get(f"/blekingedagen-2020/synpunkter/{said.label}/").text
    assert "Vi behåller ren energi som riktning." in page
    assert f"/blekingedagen-2020/andringar/{change.label}/" in page
    changed = client.get(f"/blekingedagen-2020/andringar/{change.label}/").text
    assert f"/blekingedagen-2020/synpunkter/{said.label}/" in changed
    assert "enkät" in page
