"""Charts made of published results: what stands in them, and what never does."""

from __future__ import annotations

import io
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import fardplan
from fardplan.public.charts import Chart, Series, chart_of, who_answered
from fardplan.public.result_picture import HEIGHT, WIDTH, result_picture, shown_words
from fardplan.public.survey_results import found_about, question_shown, signed, source_lines
from fardplan.surveys.definition import Grid
from fardplan.surveys.results import shape
from tests.surveys.definitions import words
from tests.surveys.results import open_sample, sample, sample_data

SAMPLE, OPEN = Series("Slumpurvalet", sample()), Series("Öppna länken", open_sample())


def chart(name: str, *series: Series, **how: Any) -> Chart:
    return chart_of((series or (SAMPLE,))[0].result.by_name[name], series or (SAMPLE,), **how)


def lines(found: Chart) -> list[tuple[str, str, str]]:
    return [(block.heading, line.label, line.number) for block in found.blocks for line in block.lines]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("matchar", "diverging"), ("delar", "diverging"), ("bra_plats", "bars"), ("resor", "bars"),
        ("viktigast", "stacked"), ("poang", "bars"), ("buss_ofta", "bars"), ("plats", "squares"), ("saknas", "none"),
    ],
)  # fmt: skip
def test_each_type_of_question_has_its_form(name, form):
    assert chart(name).form == form


def test_dont_know_stands_beside_the_bar_and_never_in_it():
    found = chart("matchar")
    (line,) = found.blocks[0].lines
    assert [drawn.number for drawn in line.pieces] == ["6", "10", "25", "37", "22"]
    assert (line.n, line.aside) == ("431 svar", "Vet inte: 25")
    assert [key.label for key in found.key] == ["1 Inte alls", "2", "3", "4", "5 Mycket väl"]


def test_what_is_heard_has_every_figure():
    (line,) = chart("matchar").blocks[0].lines
    assert line.heard == "Procent: 1 Inte alls: 6; 2: 10; 3: 25; 4: 37; 5 Mycket väl: 22"


def test_a_scale_of_hundred_percent_has_no_line():
    found = chart("matchar", hundred=True)
    assert (found.form, found.zero) == ("stacked", None)
    assert sum(drawn.piece.width for drawn in found.blocks[0].lines[0].pieces) == pytest.approx(100)


def test_collections_are_lines_of_their_own_and_never_added():
    assert lines(chart("bra_plats", SAMPLE, OPEN)) == [
        ("Ja", "Slumpurvalet", "89"), ("Ja", "Öppna länken", "89"),
        ("Nej", "Slumpurvalet", "11"), ("Nej", "Öppna länken", "11"),
    ]  # fmt: skip


def test_only_a_sample_has_intervals():
    found = chart("bra_plats", SAMPLE, OPEN)
    intervals = [line.bar.low is not None for block in found.blocks for line in block.lines if line.bar]
    assert intervals == [True, False, True, False]
    assert chart("bra_plats", OPEN).has_intervals is False


def test_how_many_answered_stands_at_every_chart():
    assert chart("resor").statistic.endswith("448 svar.")
    assert chart("resor", SAMPLE, OPEN).statistic.endswith("Slumpurvalet: 448 svar. Öppna länken: 448 svar.")


def test_a_hidden_group_has_no_figure_anywhere():
    found = chart("matchar", by="kommun")
    hidden = [line for line in found.blocks[0].lines if line.note]
    assert [(line.label, line.note, line.pieces, line.bar, line.heard, line.n) for line in hidden] == [
        ("Karlshamn och de som inte svarade på det", "för få svar (under 30)", (), None, "", "")
    ]
    assert found.sheet is not None
    assert [part.rows for part in found.sheet.parts if part.note] == [()]


def test_a_row_of_a_matrix_that_is_not_shown_says_why():
    found = chart("delar")
    assert [(line.label, line.note) for line in found.blocks[0].lines] == [
        ("Skolan", ""),
        ("Vården", "Det har kommit för få nya svar sedan det förra resultatet. Frågan visas i nästa omgång."),
    ]


def test_the_table_has_weighted_unweighted_and_interval():
    sheet = chart("bra_plats").sheet
    assert sheet is not None
    assert sheet.columns == ("Vägt, procent", "Ovägt, procent", "Osäkerhet (95 procent)")
    assert [(row.label, row.cells) for row in sheet.parts[0].rows] == [
        ("Ja", ("89", "90", "84–93")),
        ("Nej", ("11", "10", "7–16")),
    ]
    assert chart("bra_plats", OPEN).sheet.columns == ("Vägt, procent", "Ovägt, procent")  # type: ignore[union-attr]


def test_answers_of_another_version_are_not_drawn_together():
    data = deepcopy(sample_data())
    table = data["questions"][3]["tables"][0]
    table["choices"], table["total"]["answers"] = table["choices"][:2], table["total"]["answers"][:2]
    other = Series("Förra rundan", shape.read(data))
    for first, second in ((SAMPLE, other), (other, SAMPLE)):
        found = chart("resor", first, second)
        assert f"{second.name}: Frågan hade andra svarsalternativ i den här insamlingen." in found.notes


def test_numbers_without_classes_have_their_mean_in_the_table():
    data = deepcopy(sample_data())
    table = data["questions"][6]["tables"][0]
    del table["choices"], table["total"]["answers"]
    found = chart("buss_ofta", Series("Slumpurvalet", shape.read(data)))
    assert (found.form, found.blocks) == ("none", ())
    assert found.sheet is not None
    assert found.sheet.parts[0].rows[0].cells == ("6,4", "6,2", "5,4–7,4")


@pytest.mark.parametrize("name", [question.name for question in sample().questions])
@pytest.mark.parametrize("tables", [[], [{"measure": "shares", "why": "too_few"}]])
def test_a_question_with_nothing_to_show_draws_nothing(name, tables):
    data = deepcopy(sample_data())
    for question in data["questions"]:
        question["tables"] = tables
    series = Series("Slumpurvalet", shape.read(data))
    shown = question_shown(name, [series, OPEN])
    assert "För få svar (under" in shown.headline.text
    assert chart(name, series).blocks == ()


def test_the_map_shows_only_squares_with_enough_people():
    grid = Grid(south=56.0, west=14.4, north=56.5, east=16.1, columns=6, rows=4)
    found = chart("plats", grid=grid)
    assert (len(found.squares), len(found.squares[0])) == (4, 6)
    assert {square.code: square.n for row in found.squares for square in row if square.n} == {"B2": "90", "C2": "80"}


def test_who_answered_has_the_population_as_bar_and_respondents_as_dot():
    found = who_answered(sample(), sample().background_of["alder"])
    first, *_others, last = found.blocks[0].lines
    assert (first.label, first.bar.width if first.bar else 0, first.dot) == ("16–29 år", 42.0, 22.0)
    assert first.aside == "11 procent, i befolkningen 21"
    assert (last.label, last.note, last.bar, last.dot) == (
        "Har inte svarat på det", "för få svar (under 30)", None, None,
    )  # fmt: skip


def test_without_a_population_only_those_who_answered_are_drawn():
    data = deepcopy(sample_data())
    for group in data["backgrounds"][0]["groups"]:
        group.pop("population", None)
    result = shape.read(data)
    found = who_answered(result, result.background_of["kommun"])
    assert [(key.label, line.dot) for key, line in zip(found.key, found.blocks[0].lines, strict=False)] == [
        ("De som svarade", None)
    ]


# --- the picture to share ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headline", ["Kort.", "ord " * 200, "x" * 3_000, "漢字 🙂 \u202eسلام", "", "rad\n\nrad\t\x00slut"]
)
def test_whatever_is_written_makes_a_picture(headline):
    drawn = result_picture(headline=headline, question=headline, chart=chart("resor"), source=[headline, "Källa"])
    assert Image.open(io.BytesIO(drawn)).size == (WIDTH, HEIGHT)


def test_letters_we_do_not_have_are_left_out():
    assert shown_words("Åäö ”citat” 漢字 – 54 %\n±3") == "Åäö ”citat” – 54 % ±3"


def test_many_long_answers_stay_inside_the_picture():
    data = deepcopy(sample_data())
    table = data["questions"][3]["tables"][0]
    table["choices"] = [{"code": f"c{number}", "label": words("Ett långt svar " * 30)} for number in range(40)]
    table["total"]["answers"] = [{"code": f"c{number}", "unweighted": number} for number in range(40)]
    drawn = result_picture(
        headline="x", question="y", chart=chart("resor", Series("S", shape.read(data))), source=["n", "källa"]
    )
    picture = Image.open(io.BytesIO(drawn)).convert("RGB")
    edge = {picture.getpixel((WIDTH - 5, y)) for y in range(20, HEIGHT)}
    assert edge == {picture.getpixel((5, HEIGHT // 2))}  # nothing but paper


def test_n_and_source_stand_in_the_picture():
    shown = question_shown("matchar", [SAMPLE, OPEN])
    assert source_lines(shown, [SAMPLE, OPEN], survey="Enkäten", organisation="Regionen") == [
        "Slumpurvalet: 431 svar, slumpvis utvalda",
        "Öppna länken: 431 svar, de valde själva att svara",
        "Källa: Enkäten, Regionen",
    ]


def test_a_dialogue_without_results_costs_no_query():
    assert found_about(object(), {"stycke:a1"}, now=None) == []  # type: ignore[arg-type]


def test_points_have_their_sign():
    assert [signed(points) for points in (-3, 0, 2)] == ["−3", "0", "+2"]


# --- colours ----------------------------------------------------------------------------------------------------------


def _lightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = "".join(each * 2 for each in colour) if len(colour) == 3 else colour
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_lightness(one), _lightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_numbers_in_bars_can_be_read_on_every_tone_in_light_dark_and_print():
    css = (Path(fardplan.__file__).parent / "base/static/fardplan/css/results.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--(\w+): #([0-9a-f]{3,6}); --\1-ink: #([0-9a-f]{3,6});", css)
    assert len(pairs) == 3 * 13
    too_low = {pair: round(_contrast(*pair[1:]), 2) for pair in pairs if _contrast(*pair[1:]) < 4.5}
    assert too_low == {}
