"""Headlines made by rules: they state the finding, and never more than the figures carry."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from fardplan.surveys.results import shape
from fardplan.surveys.showing.comparisons import between_groups, between_results
from fardplan.surveys.showing.headlines import headline
from fardplan.surveys.showing.phrases import group_label, listed, percent_in_words, share_in_words
from tests.surveys.definitions import words
from tests.surveys.results import open_sample, sample, sample_data


def _answer(code: str, percent: int, half: int | None) -> dict[str, Any]:
    interval = None if half is None else {"low": max(0, percent - half), "high": min(100, percent + half)}
    return {"code": code, "unweighted": percent, "interval": interval}


def result(*percents: int, half: int | None = None, claim: str = "sample", kind: str = "single", **more: Any) -> Any:
    """A result with one question of answers A, B, C … that so many percent gave, each ± `half`."""
    codes = [chr(97 + place) for place in range(len(percents))]
    question = {
        "name": "fraga", "number": 1, "type": kind, "label": words("Vad tycker du?"), "responses": 480, "minimum": 30,
        "tables": [{
            "measure": "shares",
            "choices": [{"code": code, "label": words(code.upper())} for code in codes],
            "total": {"n": 480, "answers": [_answer(*pair, half) for pair in zip(codes, percents, strict=True)]},
        }],
        **more,
    }  # fmt: skip
    return shape.read(sample_data() | {"claim": claim, "questions": [question]})


def said(found: shape.Result) -> str:
    return headline(found, found.questions[0])


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (0, "mycket få"), (5, "ungefär en av tjugo"), (12, "drygt en av tio"), (25, "ungefär en fjärdedel"),
        (33, "ungefär en tredjedel"), (36, "drygt en tredjedel"), (46, "knappt hälften"), (50, "ungefär hälften"),
        (54, "drygt hälften"), (55, "drygt hälften"), (65, "knappt två tredjedelar"), (67, "ungefär två tredjedelar"),
        (78, "knappt åtta av tio"), (95, "drygt nio av tio"), (100, "nästan alla"),
    ],
)  # fmt: skip
def test_shares_in_words(percent, expected):
    assert share_in_words(percent) == expected


@pytest.mark.parametrize("percent", range(101))
def test_words_never_say_above_or_below_what_the_interval_holds(percent):
    fractions = {"hälften": 50, "en fjärdedel": 25, "en tredjedel": 100 / 3, "två tredjedelar": 200 / 3}
    found = share_in_words(percent, shape.Interval(low=percent - 6, high=percent + 6))
    for fraction, value in fractions.items():
        if found.endswith(fraction) and abs(percent - value) <= 6:
            assert found.startswith("ungefär")


def test_a_small_share_that_may_be_larger_is_few_and_no_fraction():
    assert share_in_words(0, shape.Interval(low=0, high=8)) == "få"
    assert share_in_words(1, shape.Interval(low=0, high=3)) == "mycket få"


def test_none_and_all_are_never_said():
    assert (percent_in_words(0), percent_in_words(100)) == ("mindre än 1 procent", "mer än 99 procent")


def test_the_share_of_positive_answers_leads():
    assert said(sample()) == "Ungefär sex av tio (59 procent av 431) valde 4 eller 5, där 5 är ”Mycket väl”."


def test_of_an_open_link_only_those_who_answered_are_spoken_of():
    assert said(open_sample()) == (
        "Av dem som svarade valde knappt sex av tio (59 procent av 431) 4 eller 5, där 5 är ”Mycket väl”."
    )


def test_the_most_common_answer_leads_where_none_is_positive():
    assert said(result(54, 30, 16, half=4)) == "Vanligast är ”A”: ungefär hälften (54 procent av 480)."


def test_a_sample_does_not_tell_close_answers_apart():
    assert said(result(40, 36, 24, half=4)) == (
        "Högst ligger ”A” (40 procent) och ”B” (36 procent) av 480 svar. "
        "De ligger för nära varandra för att säga vilket som är vanligast."
    )


def test_a_sample_without_intervals_shows_no_order():
    assert "för nära varandra" in said(result(60, 40))


def test_among_those_who_answered_close_is_said_to_be_close():
    assert said(result(40, 38, 22, claim="self_selected")) == (
        "Vanligast bland dem som svarade är ”A” (40 procent av 480), tätt följt av ”B” (38 procent)."
    )
    assert said(result(40, 40, 20, claim="those_who_answered")) == (
        "Bland dem som svarade är ”A” (40 procent) och ”B” (40 procent) lika vanliga (480 svar)."
    )


def test_answers_that_are_all_alike_are_not_counted_up():
    assert said(result(21, 20, 20, 20, 19, half=4)).startswith("Svaren är delade. De 5 svar")
    assert said(result(20, 20, 20, 20, 20, claim="self_selected")) == (
        "Svaren är delade: 5 svarsalternativ är lika vanliga bland dem som svarade (480 svar)."
    )


@pytest.mark.parametrize("claim", ["self_selected", "those_who_answered"])
@pytest.mark.parametrize("name", [question.name for question in open_sample().questions])
def test_nothing_is_said_of_the_population_where_nobody_was_drawn(claim, name):
    found = shape.Result.model_validate(open_sample().model_dump() | {"claim": claim})
    assert "osäkerhet" not in headline(found, found.by_name[name])


def test_every_type_has_its_sentence():
    found = sample()
    assert {question.name: headline(found, question) for question in found.questions[2:]} == {
        "delar": "”Skolan”: Ungefär sju av tio (69 procent av 380) valde 3 eller 4 på skalan till 4.",
        "resor": "Vanligast är ”Bil”: ungefär sex av tio (63 procent av 448).",
        "viktigast": "”Bostäder” sätts först av flest: 49 procent av 440.",
        "poang": "”Livsmiljöer” får mest: i genomsnitt 57 poäng, mot 43 till ”Näringsliv” (402 svar).",
        "buss_ofta": "I genomsnitt 6,4 (139 svar, osäkerhet 5,4–7,4).",
        "plats": "Flest av dem som svarade pekade ut ruta B2: cirka 90 av 210.",
        "saknas": "163 personer skrev ett svar.",
    }


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("too_few", "För få svar (under 17) för att visas."),
        ("still_open", "Resultatet visas när insamlingen har stängt."),
        ("not_yet", "Det har kommit för få nya svar sedan det förra resultatet. Frågan visas i nästa omgång."),
    ],
)
def test_what_is_not_shown_says_why_with_the_number_of_the_setting(why, expected):
    assert said(result(50, 50, minimum=17, tables=[{"measure": "shares", "why": why}])) == expected


def test_rows_of_a_matrix_are_ordered_only_when_they_are_apart():
    def rows(one: int, other: int, half: int) -> str:
        tables = [
            {"code": code, "label": words(code), "measure": "shares", "choices": [{"code": "1"}, {"code": "2"}],
             "total": {"n": 400, "answers": [_answer("1", 100 - percent, half), _answer("2", percent, half)],
                       "positive": _answer("_positive", percent, half)}}
            for code, percent in (("skola", one), ("vard", other))
        ]  # fmt: skip
        return said(result(0, kind="matrix", tables=tables, positive=["2"]))

    assert rows(71, 40, 5).startswith("”skola” får flest svar 2 på skalan till 2 (71 procent av 400)")
    assert rows(52, 48, 5) == (
        "Raderna får ungefär lika många svar 2 på skalan till 2: mellan 48 procent och 52 procent."
    )


def test_points_that_are_close_are_not_ordered():
    tables = [
        {"code": code, "label": words(code), "measure": "mean",
         "total": {"n": 400, "mean": {"unweighted": mean, "interval": {"low": mean - 4, "high": mean + 4}}}}
        for code, mean in (("a", 52), ("b", 48))
    ]  # fmt: skip
    assert said(result(0, kind="points", tables=tables)) == (
        "Mest poäng i genomsnitt får ”a” (52) och ”b” (48), ungefär lika mycket (400 svar)."
    )


def test_points_keep_the_decimal_they_were_rounded_to():
    tables = [{"code": code, "label": words(code), "measure": "mean", "total": {"n": 60, "mean": {"unweighted": mean}}}
              for code, mean in [("A", 3.4), ("B", 2.7)]]  # fmt: skip
    found = result(50, 50, claim="self_selected", kind="points", tables=tables)
    assert said(found) == "”A” får mest: i genomsnitt 3,4 poäng, mot 2,7 till ”B” (60 svar)."


def test_long_answers_are_cut_in_a_headline():
    assert len(said(result(54, 46, half=2, tables=[{
        "measure": "shares",
        "choices": [{"code": "a", "label": words("ord " * 500)}, {"code": "b"}],
        "total": {"n": 480, "answers": [_answer("a", 54, 2), _answer("b", 46, 2)]},
    }]))) < 200  # fmt: skip


# --- groups -----------------------------------------------------------------------------------------------------------


def _groups(found: shape.Result) -> str:
    question = found.by_name["matchar"]
    return between_groups(found, question, question.tables[0], found.background_of["kommun"])


def test_only_groups_whose_difference_is_certain_are_named():
    assert _groups(sample()) == (
        "Svaret 4 eller 5, där 5 är ”Mycket väl”: Vanligare än i övriga grupper: Karlskrona (65 procent av cirka 250)."
    )


def test_when_no_difference_is_certain_that_is_said():
    data = deepcopy(sample_data())
    rows = data["questions"][0]["tables"][0]["divisions"][0]["rows"]
    rows[0]["positive"]["apart"] = {"points": 4, "interval": {"low": -5, "high": 13}}
    assert _groups(shape.read(data)).startswith("Ingen grupp skiljer sig")


def test_groups_that_chose_themselves_are_spoken_of_as_those_who_answered():
    assert _groups(open_sample()) == (
        "Bland dem som svarade är svaret 4 eller 5, där 5 är ”Mycket väl” vanligast i Karlskrona "
        "(65 procent av cirka 250) och ovanligast i Ronneby (51 procent av cirka 90)."
    )


def test_a_hidden_group_is_never_named():
    assert "Karlshamn" not in _groups(sample()) + _groups(open_sample())


def test_those_who_did_not_tell_where_they_live_are_no_group_to_compare_with():
    data = open_sample().model_dump(mode="json")
    rows = data["questions"][0]["tables"][0]["divisions"][0]["rows"]
    last = next(row for row in reversed(rows) if "positive" in row)
    assert "51 procent" in _groups(shape.read(data))
    last["group"] = shape.NOT_SAID
    assert "51 procent" not in _groups(shape.read(data))


# --- collections ------------------------------------------------------------------------------------------------------


def _round(percent: int, half: int, claim: str = "sample") -> tuple[str, shape.Result, shape.Question]:
    found = result(percent, 100 - percent, half=half, claim=claim)
    return f"{percent}", found, found.questions[0]


def test_two_samples_are_tested_against_each_other():
    assert between_results(_round(54, 4), _round(44, 4)) == (
        "Svaret ”A”: 54 procent av 480 i 54 och 44 procent av 480 i 44. "
        "Skillnaden är större än osäkerheten (+3 till +17 procentenheter)."
    )
    assert "ryms inom osäkerheten" in between_results(_round(54, 4), _round(50, 4))


def test_a_sample_and_an_open_link_are_not():
    found = between_results(_round(54, 4), _round(20, 4, claim="self_selected"))
    assert "säger vi inget om hur säker den är" in found


def test_rounds_that_asked_something_else_are_not_compared():
    one, other = result(54, 46, half=4), result(54, 30, 16, half=4)
    assert between_results(("a", one, one.questions[0]), ("b", other, other.questions[0])) == ""


def test_age_classes_and_lists_in_words():
    found = sample()
    assert [group_label(code, {}, found) for code in ("16-29", "65-", "_not_said")] == [
        "16–29 år", "65 år eller äldre", "Har inte svarat på det",
    ]  # fmt: skip
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b och c")
