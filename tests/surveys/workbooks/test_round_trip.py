"""What is written as an XLSForm is read back as the same survey, and other programs take it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pyxform.xls2xform import convert

from fardplan.surveys.definition import Definition, problems_of
from fardplan.surveys.definition.texts import phrases_of, texts_of, translated, with_languages
from fardplan.surveys.workbooks import write_xlsform
from tests.surveys.definitions import every_type, short
from tests.surveys.workbooks.forms import definitions, opened, taken, tidied


@pytest.mark.parametrize("made", [short, every_type])
def test_a_survey_comes_back_as_it_was(made: Any):
    content = write_xlsform(made(), form_id="enkat")
    assert taken(content).definition == tidied(made())
    assert taken(content).notes == ()
    assert taken(content).slug == "enkat"


def test_our_own_words_in_other_languages_come_along():
    asks = with_languages(every_type(), ["sv", "en", "fi"])
    texts = [*texts_of(asks), *phrases_of(asks, "fi")]
    asks = translated(asks, "fi", {each.key: f"fi {number}" for number, each in enumerate(texts)})
    found = taken(write_xlsform(asks, form_id="enkat"))
    assert (found.definition, found.notes) == (tidied(asks), ())
    assert convert(write_xlsform(asks, form_id="enkat"), file_type=".xlsx").xform


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(definitions())
def test_any_survey_comes_back_and_other_programs_take_it(definition: Definition):
    content = write_xlsform(definition, form_id="enkat")
    found = taken(content)
    assert (found.definition, found.notes) == (tidied(definition), ())
    if not problems_of(definition):
        assert convert(content, file_type=".xlsx").xform


def test_in_other_programs_the_form_asks_the_same():
    form = convert(write_xlsform(every_type(), form_id="enkat"), file_type=".xlsx").xform
    assert '<text id="/data/del_1/kommun:label"><value>Vilken kommun bor du i?</value></text>' in form
    assert '<range ref="/data/del_2/matchar" start="1" end="5" step="1">' in form
    assert "relevant=\"selected( /data/del_2/resor , 'buss')\"" in form
    assert form.count("<odk:rank ") == 1


def test_what_an_answer_is_declined_with_is_a_choice_in_other_programs():
    book = opened(write_xlsform(every_type(), form_id="enkat"))
    choices = next(sheet for sheet in book.sheets if sheet.name == "choices")
    assert [row.cells[:3] for row in choices.rows if row.cells[1].startswith("_")] == [
        ("kon", "_wont_say", "Vill inte svara"),
        ("resor", "_dont_know", "Vet inte"),
        ("delar", "_wont_say", "Vill inte svara"),
    ]


def test_nothing_that_was_written_runs_as_a_formula():
    survey = short().model_copy(update={"title": {"sv": "=HYPERLINK(1)", "en": "+1"}})
    assert taken(write_xlsform(survey, form_id="enkat")).definition.title == {"sv": "=HYPERLINK(1)", "en": "+1"}
