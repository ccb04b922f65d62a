"""A system file is read back whole by another program's reader (ReadStat, through pyreadstat)."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fardplan.surveys.exports.sav import Value, Variable, names_for, write
from tests.conftest import at

AT = at("2020-11-24 12:30")


def read_back(folder: Path, variables: list[Variable], rows: list[list[Value]]) -> tuple[dict[str, Any], Any]:
    path = folder / "data.sav"
    with path.open("wb") as file:
        write(file, variables, rows, number=len(rows), title="Medborgarenkät – åäö", at=AT)
    data, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    return {name: list(column) for name, column in data.items()}, about


VARIABLES = [
    Variable("kommun", "Vilken kommun bor du i?", values={1: "Karlskrona", 2: "Ronneby", -9: "Vill inte svara"},
             missing=(-8.0, -9.0)),
    Variable("tal", "Ett tal", decimals=2, measure="scale"),
    Variable("kort", "En kort text", width=5),
    Variable("fritext", "Saknas något?", width=1_000),
    Variable("precis", "Just så lång som ryms", width=255),
    Variable("dag", "När?", is_date=True, measure="scale"),
]  # fmt: skip
ROWS: list[list[Value]] = [
    [1, 2.5, "å", "ö" * 500, "x" * 255, date(2020, 11, 24)],
    [-9, None, "", "", "", None],
    [2, -0.001, "abcde", "rad ett\nrad två", "ä" * 127, date(1900, 1, 1)],
]


def test_what_is_written_is_read_back_by_another_program(tmp_path: Path):
    data, about = read_back(tmp_path, VARIABLES, ROWS)
    assert data == {
        "kommun": [1, -9, 2],
        "tal": [2.5, None, -0.001],
        "kort": ["å", "", "abcde"],
        "fritext": ["ö" * 500, "", "rad ett\nrad två"],
        "precis": ["x" * 255, "", "ä" * 127],
        "dag": [date(2020, 11, 24), None, date(1900, 1, 1)],
    }
    assert about.column_names_to_labels == {each.name: each.label for each in VARIABLES}
    assert about.variable_value_labels == {"kommun": {1: "Karlskrona", 2: "Ronneby", -9: "Vill inte svara"}}
    assert about.missing_ranges == {"kommun": [{"lo": -8, "hi": -8}, {"lo": -9, "hi": -9}]}
    assert (about.file_label, about.number_rows, about.file_encoding) == ("Medborgarenkät – åäö", 3, "UTF-8")
    assert {name: about.variable_measure[name] for name in ("kommun", "tal")} == {"kommun": "nominal", "tal": "scale"}


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=400), min_size=1, max_size=3)
)
def test_texts_of_any_length_come_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    width = max(1, *(len(text.encode()) for text in texts))
    variables = [Variable("a", width=width), Variable("b")]
    data, _about = read_back(tmp_path_factory.mktemp("sav"), variables, [[text, 7] for text in texts])
    assert data == {"a": texts, "b": [7] * len(texts)}


@pytest.mark.parametrize("width", [251, 252, 253, 255, 256, 503, 504, 505, 756, 757, 1_008, 32_767])
def test_long_texts_keep_every_letter(tmp_path: Path, width: int):
    text = "".join(chr(97 + place % 26) for place in range(width))
    data, _about = read_back(tmp_path, [Variable("a", width=width), Variable("b")], [[text, 1], ["kort", 2]])
    assert data == {"a": [text, "kort"], "b": [1, 2]}


def test_a_text_that_is_too_long_is_cut_between_two_letters(tmp_path: Path):
    assert read_back(tmp_path, [Variable("a", width=4)], [["aåäö"]])[0] == {"a": ["aå"]}


def test_names_are_such_as_can_be_taken_and_told_apart():
    wanted = ["kommun", "Kommun", "svar__a-b", "1080", "by", "x" * 82, "x" * 81, "å"]
    assert names_for(wanted) == [
        "kommun", "Kommun_2", "svar__a_b", "v1080", "by_1", "x" * 64, "x" * 62 + "_2", "v_",
    ]  # fmt: skip


def test_no_rows_are_no_trouble(tmp_path: Path):
    assert read_back(tmp_path, [Variable("a")], [])[0] == {"a": []}
