"""A definition: frozen, hashed, checked with places; who is asked what; what an answer may be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from fardplan.surveys.definition import (
    DONT_KNOW,
    QuestionType,
    Unreadable,
    age_class,
    as_data,
    asked_of,
    canonical,
    columns_of,
    hash_of,
    is_valid,
    minutes_of,
    problems_of,
    read,
    read_text,
    said,
)
from tests.surveys.definitions import answers_to_fifty, definition, every_type, fifty, question, short, words

TODAY = date(2020, 11, 24)


def test_the_same_definition_is_the_same_bytes_whatever_order_it_was_written_in():
    once = every_type()
    again = read(dict(reversed(list(as_data(once).items()))))
    assert canonical(again) == canonical(once)
    assert hash_of(again) == hash_of(once)
    assert read_text(canonical(once).decode()) == once


@pytest.mark.parametrize("made", [short, every_type])
def test_a_whole_survey_has_no_problems(made: Any):
    assert problems_of(made()) == []


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ({"format": 2}, "format"),
        ({"pages": [{"name": "A b"}]}, "pages.0.name"),
        ({"pages": [{"name": "a", "questions": [{"name": "b", "type": "poem"}]}]}, "pages.0.questions.0.type"),
        ({"pages": [{"name": "a", "colour": "red"}]}, "pages.0.colour"),
        ({"title": {"sv": 5}}, "title.sv"),
        ([], ""),
    ],
)
def test_what_is_no_definition_is_refused_with_its_place(data: Any, place: str):
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert refused.value.places[0][0] == place


@pytest.mark.parametrize(
    ("asked", "place", "field"),
    [
        (question("a", "single", "Välj"), "a", "choices"),
        (question("a", "text", "Skriv", relevant="${b} = 1"), "a", "relevant"),
        (question("a", "text", "Skriv", relevant="system('x')"), "a", "relevant"),
        (question("a", "number", "Hur många?", constraint=". >= (1"), "a", "constraint"),
        (question("a", "text", "Hej ${okand}"), "a", "label:sv"),
        (question("a__b", "text", "Skriv"), "a__b", "name"),
        (question("a", "scale", "Hur?"), "a", "scale"),
        (question("a", "birth_year", "När?", classes=[30, 16]), "a", "classes"),
        (question("a", "date", "När?", earliest="i går"), "a", "earliest"),
        (question("a", "text", "Skriv", background=True), "a", "background"),
        ({"name": "a", "type": "text", "label": {"sv": "Bara svenska"}}, "a", "label:en"),
    ],
)
def test_a_fault_is_named_with_its_place(asked: dict[str, Any], place: str, field: str):
    assert [(each.place, each.field) for each in problems_of(definition([asked]))][:1] == [(place, field)]


def test_two_questions_may_not_share_a_name():
    twice = definition([question("a", "text", "En"), question("a", "text", "Två")])
    assert [each.message for each in problems_of(twice)] == ["Två frågor eller sidor heter a. Byt namn på en."]


MATRIX = question(
    "rader", "matrix", "Hur?", scale={}, rows=[{"name": f"r{at}", "label": words("Rad")} for at in range(40)]
)
BOXES = [{"name": f"c{at}", "label": words("Val")} for at in range(400)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ([MATRIX | {"name": f"m{at}"} for at in range(12)], None),
        ([MATRIX | {"name": f"m{at}"} for at in range(13)], "520 svar att fylla i"),
        ([question("m", "multiple", "Vilka?", choices=BOXES, other=True, dont_know=True)], None),
        ([question(f"t{at}", "text", "Skriv", longest=10_000) for at in range(18)], None),
        ([question(f"t{at}", "text", "Skriv", longest=10_000) for at in range(19)], "190000 tecken"),
    ],
)
def test_a_page_that_no_browser_could_send_is_refused(asked: list[dict[str, Any]], said: str | None):
    found = [
        (each.place, each.field, said or "", (said or "") in each.message) for each in problems_of(definition(asked))
    ]
    assert found == ([("del_1", "questions", said, True)] if said else [])


def test_what_is_asked_depends_on_what_was_answered_before():
    survey = every_type()
    without = asked_of(survey, {"resor": ["cykel"], "buss_ofta": 5}, today=TODAY)
    assert "buss_ofta" not in without.questions
    assert "buss_ofta" not in without.answers  # an answer to what is no longer asked counts as missing
    assert without.answers["dubbla"] == ""
    with_bus = asked_of(survey, {"resor": ["buss"], "buss_ofta": 5}, today=TODAY)
    assert "buss_ofta" in with_bus.questions
    assert with_bus.answers["dubbla"] == 10


def test_calculations_that_double_a_text_do_not_grow_without_end():
    doubling = [
        question(f"c{at}", "calculation", "", calculation="concat(" + ", ".join([f"${{c{at - 1}}}"] * 40) + ")")
        for at in range(1, 12)
    ]
    survey = definition([question("c0", "text", "Skriv"), *doubling, question("b", "text", "Du skrev ${c11}")])
    found = asked_of(survey, {"c0": "abc" * 500}, today=TODAY).answers
    assert max(len(str(value)) for value in found.values()) == 20_000
    assert len(said(survey, "Du skrev ${c11}" * 9, found, language="sv", today=TODAY)) == 20_000


def test_answers_are_put_into_a_text_by_their_labels():
    survey = every_type()
    label = survey.say(survey.by_name["andra"].label, "sv")
    assert said(survey, label, {"kommun": "k1081"}, language="sv", today=TODAY) == "Vad skulle du ändra i Ronneby?"


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [
        ("kommun", "k1080", True),
        ("kommun", "k9999", False),
        ("kommun", DONT_KNOW, False),
        ("matchar", "5", True),
        ("matchar", "6", False),
        ("matchar", 5, False),
        ("matchar", DONT_KNOW, True),
        ("resor", ["buss", "_other"], True),
        ("resor", ["buss", "buss"], False),
        ("resor", "buss", False),
        ("resor", [], False),
        ("delar", {"skola": "4"}, True),
        ("delar", {"skola": "77"}, False),
        ("delar", {"bio": "4"}, False),
        ("viktigast", ["natur", "bostad"], True),
        ("viktigast", ["natur", "bostad", "restid"], False),
        ("poang", {"a": 60, "b": 40}, True),
        ("poang", {"a": 60.5}, False),
        ("poang", {"a": -1}, False),
        ("buss_ofta", 5, True),
        ("buss_ofta", True, False),
        ("buss_ofta", 51, False),
        ("buss_ofta", float("nan"), False),
        ("flyttade", "2020-02-30", False),
        ("flyttade", "1899-12-31", False),
        ("flyttade", "2001-05-01", True),
        ("plats", "A1", True),
        ("plats", "G1", False),
        ("andra", "x" * 2_001, False),
        ("dubbla", 3, False),
    ],
)
def test_a_value_outside_the_question_is_never_valid(name: str, value: Any, fits: bool):
    assert is_valid(every_type().by_name[name], value) is fits


@pytest.mark.parametrize(
    ("born", "code"), [(2005, None), (2004, "16-29"), (1991, "16-29"), (1990, "30-44"), (1930, "65-")]
)
def test_a_birth_year_becomes_a_class(born: int, code: str | None):
    assert age_class(short().by_name["alder"], born=born, today=TODAY) == code


def test_columns_are_those_of_the_version_whatever_was_answered():
    columns = columns_of(every_type())
    assert [column.name for column in columns] == [
        "kommun", "kon", "kon__other_text", "alder",
        "resor__buss", "resor__cykel", "resor__bil", "resor__other", "resor__other_text", "buss_ofta", "matchar",
        "delar__skola", "delar__vard",
        "viktigast__bostad", "viktigast__restid", "viktigast__natur", "poang__a", "poang__b", "flyttade", "plats",
        "dubbla", "andra",
    ]  # fmt: skip


def test_the_length_is_estimated_in_whole_minutes():
    assert minutes_of(short()) == 1
    assert 1 < minutes_of(every_type()) < 5


def test_the_longest_survey_has_fifty_questions_of_every_type_and_can_be_answered():
    survey = fifty()
    assert problems_of(survey) == []
    assert len(survey.numbers) == 50
    assert {each.type for each in survey.questions} == set(QuestionType)
    for name, value in {name: value for page in answers_to_fifty() for name, value in page.items()}.items():
        assert is_valid(survey.by_name[name], value), name
