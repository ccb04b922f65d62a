"""The desk's form for a question: only the fields of its kind, and back into what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from fardplan.surveys.definition import Definition, Question, QuestionType, problems_of
from fardplan.surveys.definition.editing import add_question, change_question, seen_of
from fardplan.surveys.definition.kinds import KINDS
from fardplan.surveys.forms.asking import QuestionForm
from tests.surveys.definitions import every_type, short

TOPICS: Any = [("strategin", "Hela strategin"), ("A", [("stycke:a1-1", "A1.1 Bostäder")])]


def sent(form: QuestionForm) -> dict[str, Any]:
    """What a browser sends back when nothing was changed."""
    found = {}
    for name in form.fields:
        value = form[name].value()
        widget = form.fields[name].widget
        if name == "picture" or value in (None, False, ""):
            continue
        shown = widget.format_value(value) if hasattr(widget, "format_value") else value
        found[name] = "on" if value is True else shown[0] if isinstance(shown, list) else shown
    return found


def form_of(survey: Definition, name: str, **written: Any) -> QuestionForm:
    part = survey.by_name[name]
    blank = QuestionForm(instance=part, definition=survey, topics=TOPICS)
    return QuestionForm(sent(blank) | written, instance=part, definition=survey, topics=TOPICS)


def new_form(asks: str, survey: Definition | None = None, **written: Any) -> QuestionForm:
    survey = survey or short()
    part = Question(name="ny", type=QuestionType(asks))
    return QuestionForm(
        {"label": "En fråga", **written}, instance=part, definition=survey, topics=TOPICS, page=survey.pages[-1].name
    )


@pytest.mark.parametrize("name", [each.name for each in every_type().questions if each.label["sv"]])
def test_saving_without_a_change_changes_nothing(name: str) -> None:
    form = form_of(every_type(), name)
    assert form.errors == {}
    assert form.wanted() == every_type().by_name[name]


@pytest.mark.parametrize("asks", list(KINDS))
def test_only_the_fields_of_the_kind_are_shown_and_each_stands_in_one_place(asks: QuestionType) -> None:
    form = new_form(asks)
    names = set(form.fields)
    shown = [field.name for _legend, fields in form.sections for field in fields]
    shown += [field.name for field in [*form.results, *form.expert]]
    conditions = {name for name in names if name.startswith(("if_", "joint", "relevant"))}
    assert sorted(shown) == sorted(names - conditions - {"seen"})
    assert set(KINDS[asks].fields) <= names


WRITTEN: dict[str, dict[str, Any]] = {
    "note": {},
    "single": {"choices": "Ja\nNej", "dont_know": "on", "positive": "ja"},
    "multiple": {"choices": "A\nB\nC", "least": "1", "most": "2"},
    "scale": {"low": "0", "high": "10", "low_label": "Inte alls", "high_label": "Helt"},
    "matrix": {"rows": "Skolan\nVården", "answers": "choices", "choices": "Bra\nDåligt"},
    "ranking": {"choices": "A\nB\nC", "most": "2"},
    "points": {"choices": "A\nB", "total": "10"},
    "text": {"long": "on", "contribution": "on", "about": "stycke:a1-1"},
    "number": {"minimum": "0,5", "maximum": "−1,5".replace("−", ""), "unit": "mil"},
    "date": {"earliest": "2020-01-01", "latest": "2020-12-31"},
    "area": {"choices": "k1080: Karlskrona\nk1081: Ronneby", "groups": "Länet = Karlskrona, k1081", "background": "on"},
    "birth_year": {"classes": "16–29\n30-44\n45 till 64\n65 år och äldre", "groups": "Yngre = 16–29, 30-44"},
    "map": {"north": "56,5", "south": "56", "west": "14,4", "east": "16", "columns": "8", "grid_rows": "6"},
    "calculation": {"calculation": "${matchar} * 2"},
}


@pytest.mark.parametrize("asks", list(WRITTEN))
def test_every_kind_can_be_written_from_nothing(asks: str) -> None:
    form = new_form(asks, **WRITTEN[asks])
    assert form.errors == {}
    made = form.wanted()
    assert made.name == "en_fraga"
    monolingual = short().model_copy(update={"languages": ["sv"]})
    assert problems_of(add_question(monolingual, "del_2", made)) == []


def test_what_was_written_is_what_is_kept() -> None:
    area, year = new_form("area", **WRITTEN["area"]), new_form("birth_year", **WRITTEN["birth_year"])
    assert (area.errors, year.errors) == ({}, {})
    assert [(each.name, each.of) for each in area.wanted().groups] == [("lanet", ["k1080", "k1081"])]
    assert (year.wanted().classes, year.wanted().groups[0].of) == ([16, 30, 45, 65], ["16-29", "30-44"])
    number = new_form("number", **WRITTEN["number"])
    assert number.errors == {}
    assert (number.wanted().minimum, number.wanted().maximum) == (0.5, 1.5)


@pytest.mark.parametrize(
    ("asks", "written", "field"),
    [
        ("single", {"label": ""}, "label"),
        ("single", {"label": "Hur är ${"}, "label"),
        ("single", {"label": "x" * 2_001}, "label"),
        ("single", {"choices": "\n".join(map(str, range(401)))}, "choices"),
        ("single", {"choices": "x" * 301}, "choices"),
        ("single", {"choices": "Ja\nNej", "positive": "Kanske"}, "positive"),
        ("single", {"name": "Stora bokstäver"}, "name"),
        ("single", {"name": "a__b"}, "name"),
        ("scale", {"high": "11"}, "high"),
        ("scale", {"low": "7"}, "low"),
        ("number", {"minimum": "nan"}, "minimum"),
        ("number", {"minimum": "fem"}, "minimum"),
        ("birth_year", {"classes": "16–29\n29–44\n45–"}, "classes"),
        ("birth_year", {"classes": "16–29\n31–44\n45–"}, "classes"),
        ("birth_year", {"classes": "16–29\n30–44"}, "classes"),
        ("birth_year", {"classes": "ungdomar"}, "classes"),
        ("birth_year", {"classes": "1" + " " * 50_000 + "x"}, "classes"),
        ("map", {**WRITTEN["map"], "north": ""}, "north"),
        ("map", {**WRITTEN["map"], "north": "91"}, "north"),
        ("date", {"earliest": "i går"}, "earliest"),
        ("text", {"about": "stycke:finns-inte"}, "about"),
        ("calculation", {"calculation": "${finns_inte} + 1"}, "calculation"),
        ("text", {"constraint": "strlen(.) > 3"}, "constraint"),
        ("text", {"relevant": "${matchar} ="}, "relevant"),
        ("text", {"if_1": "matchar|>=|"}, "if_1_number"),
        ("text", {"if_1": "matchar|>=|", "if_1_number": "inf"}, "if_1_number"),
        ("text", {"if_1": "hittepa|=|x"}, "if_1"),
        ("text", {"if_1": "matchar|answered|", "relevant": "1 = 1"}, "relevant"),
        ("area", {"choices": "A\nB", "groups": "A och B"}, "groups"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(asks: str, written: dict[str, Any], field: str) -> None:
    form = new_form(asks, **written)
    assert list(form.errors) == [field]


def test_a_condition_is_chosen_in_lists_or_written_as_a_formula() -> None:
    survey = every_type()
    chosen = form_of(survey, "matchar", if_1="resor|selected|buss", if_2="buss_ofta|>=|", if_2_number="2,5",
                     if_2_turned="1", joint="or")  # fmt: skip
    assert chosen.errors == {}
    assert chosen.wanted().relevant == "selected(${resor}, 'buss') or not(${buss_ofta} >= 2.5)"
    written = form_of(survey, "matchar", relevant="${kommun} = 'k1080'")
    assert written.errors == {}
    changed = change_question(survey, "matchar", written.wanted(), seen=seen_of(survey.by_name["matchar"]))
    again = QuestionForm(instance=changed.by_name["matchar"], definition=changed, topics=TOPICS)
    assert (again["if_1"].value(), again.is_shown_to_some) == ("kommun|=|k1080", True)
    removed = form_of(changed, "matchar", if_1="")
    assert removed.errors == {}
    assert removed.wanted().relevant == ""


def test_a_formula_that_lists_cannot_say_stays_until_somebody_changes_it() -> None:
    survey = every_type()
    part = survey.by_name["matchar"].model_copy(update={"relevant": "count-selected(${resor}) > 1"})
    changed = change_question(survey, "matchar", part, seen=seen_of(survey.by_name["matchar"]))
    kept = form_of(changed, "matchar", label="Nya ord")
    assert kept.errors == {}
    assert kept.wanted().relevant == "count-selected(${resor}) > 1"
    replaced = form_of(changed, "matchar", if_1="kommun|answered|")
    assert replaced.errors == {}
    assert replaced.wanted().relevant == "${kommun} != ''"


def test_words_of_other_languages_stay_until_the_original_goes() -> None:
    survey = every_type()
    form = form_of(survey, "matchar", label="Nya ord", high_label="")
    assert form.errors == {}
    made = form.wanted()
    assert made.label == {"sv": "Nya ord", "en": "Hur väl stämmer det? (en)"}
    assert made.scale is not None
    assert made.scale.high_label == {}
