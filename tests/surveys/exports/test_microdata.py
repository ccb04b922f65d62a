"""Everybody's answers as files: the same columns whatever was answered, read back whole, nothing of who and when."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pyreadstat
import pytest

from fardplan.people.models import Official
from fardplan.surveys import actions
from fardplan.surveys.definition import DONT_KNOW, OTHER, OTHER_TEXT, WONT_SAY, WRITTEN
from fardplan.surveys.exports.columns import FileColumn, file_columns
from fardplan.surveys.exports.gathering import how_unique, microdata_of
from fardplan.surveys.exports.microdata import Microdata, codebook, shown_days, write
from fardplan.surveys.models import Collection, Response, Survey
from tests.surveys.conftest import NOW
from tests.surveys.definitions import choices, definition, every_type, question, short

pytestmark = pytest.mark.django_db

FULL: dict[str, Any] = {
    "kommun": "k1081",
    "kon": OTHER,
    f"kon{OTHER_TEXT}": "=ickebinär",
    "alder": "30-44",
    "resor": ["buss", OTHER],
    f"resor{OTHER_TEXT}": "häst",
    "buss_ofta": 5,
    "matchar": DONT_KNOW,
    "delar": {"skola": "4"},
    "viktigast": ["natur", "bostad"],
    "poang": {"a": 60, "b": 40},
    "flyttade": "2001-05-01",
    "plats": "C2",
    "andra": WRITTEN,
}


@pytest.fixture
def collection(
    make_survey: Callable[..., Survey],
    make_collection: Callable[..., Collection],
    make_response: Callable[..., Response],
) -> Collection:
    made = make_collection(make_survey(every_type()))
    make_response(made, **FULL)
    make_response(made, kommun="k1080", kon=WONT_SAY, resor=DONT_KNOW, matchar="5", delar=WONT_SAY)
    Response.objects.create(
        collection=made, version=made.survey.versions.get(), answers={"kommun": "k1082"}, day=date(2020, 11, 24),
        left_out_because="prov",
    )  # fmt: skip
    return made


def gathered(collection: Collection, *, with_texts: bool = False) -> Microdata:
    return microdata_of(collection, language="sv", with_texts=with_texts, now=NOW)


def written(data: Microdata, kind: str, folder: Path) -> Path:
    path = folder / f"data.{kind}"
    write(data, kind, path)
    return path


def by_municipality(rows: list[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """The rows by what tells them apart, without what is drawn anew for each file."""
    return {row["kommun"]: {name: value for name, value in row.items() if name != "row"} for row in rows}


def test_a_system_file_is_read_back_whole(collection: Collection, tmp_path: Path):
    path = written(gathered(collection, with_texts=True), "sav", tmp_path)
    data, about = pyreadstat.read_sav(path, output_format="dict", user_missing=True)
    rows = [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]
    nothing = dict.fromkeys(
        ["alder", "buss_ofta", "viktigast__bostad", "viktigast__restid", "viktigast__natur", "poang__a", "poang__b",
         "flyttade", "plats"]
    )  # fmt: skip
    beside = {"version": 1, "language": 1, "source": 1, "flagged": 0}
    assert by_municipality(rows) == {
        2: beside | {
            "kommun": 2, "kon": 3, "kon__other_text": "=ickebinär", "alder": 2,
            "resor__buss": 1, "resor__cykel": 0, "resor__bil": 0, "resor__other": 1, "resor__other_text": "häst",
            "buss_ofta": 5, "matchar": -8, "delar__skola": 4, "delar__vard": None,
            "viktigast__bostad": 2, "viktigast__restid": None, "viktigast__natur": 1, "poang__a": 60, "poang__b": 40,
            "flyttade": date(2001, 5, 1), "plats": 9, "dubbla": "", "andra": 1,
        },
        1: beside | nothing | {
            "kommun": 1, "kon": -9, "kon__other_text": "",
            "resor__buss": -8, "resor__cykel": -8, "resor__bil": -8, "resor__other": -8, "resor__other_text": "",
            "matchar": 5, "delar__skola": -9, "delar__vard": -9, "dubbla": "", "andra": 0,
        },
    }  # fmt: skip
    assert about.column_names_to_labels["delar__skola"] == "Hur nöjd är du? – Skolan"
    assert about.variable_value_labels["kommun"] == {1: "Karlskrona", 2: "Ronneby", 3: "Karlshamn"}
    assert about.variable_value_labels["matchar"] == {
        1: "1 Inte alls", 2: "2", 3: "3", 4: "4", 5: "5 Mycket väl", -8: "Vet inte",
    }  # fmt: skip
    assert about.missing_ranges["matchar"] == [{"lo": -8, "hi": -8}]
    assert about.variable_value_labels["alder"][4] == "65 år och äldre"
    assert about.file_label == "Medborgarenkät"


def test_the_columns_are_the_same_whatever_was_answered(collection: Collection):
    names = [column.name for column in gathered(collection).columns]
    assert names == [column.name for column in gathered(collection, with_texts=True).columns]
    Response.objects.update(answers={})
    assert [column.name for column in gathered(collection).columns] == names


def test_free_text_is_there_only_when_asked_for_and_never_a_contribution(collection: Collection):
    def texts(data: Microdata) -> set[Any]:
        return {value for row in data.rows for value in row if isinstance(value, str)}

    assert not texts(gathered(collection)) & {"=ickebinär", "häst", WRITTEN}
    assert texts(gathered(collection, with_texts=True)) >= {"=ickebinär", "häst"}
    assert WRITTEN not in texts(gathered(collection, with_texts=True))


def test_a_spreadsheet_never_takes_an_answer_for_a_formula(collection: Collection, tmp_path: Path):
    data = gathered(collection, with_texts=True)
    with zipfile.ZipFile(written(data, "csv", tmp_path)) as whole:
        assert whole.namelist() == ["data.csv", "kodbok.csv", "om-filen.txt"]
        rows = list(csv.DictReader(io.StringIO(whole.read("data.csv").decode("utf-8-sig"))))
        assert "Radnummer: Dragna för den här filen." in whole.read("om-filen.txt").decode("utf-8-sig")
    assert by_municipality(rows)["k1081"]["kon__other_text"] == "'=ickebinär"
    assert by_municipality(rows)["k1080"]["kon"] == WONT_SAY
    book = openpyxl.load_workbook(written(data, "xlsx", tmp_path))
    assert book.sheetnames == ["Data", "Kodbok", "Om filen"]
    assert {cell.data_type for row in book["Data"].iter_rows() for cell in row} <= {"s", "n", "inlineStr"}


def test_the_json_file_says_what_everything_means(collection: Collection, tmp_path: Path):
    data = json.loads(written(gathered(collection), "json", tmp_path).read_text())
    columns = {column["name"]: column for column in data["columns"]}
    assert columns["kon"]["values"] == {"kvinna": "Kvinna", "man": "Man", OTHER: "Annat"}
    assert columns["kon"]["missing"] == {WONT_SAY: "Vill inte svara"}
    rows = [dict(zip(columns, row, strict=True)) for row in data["rows"]]
    assert by_municipality(rows)["k1081"]["viktigast__natur"] == 1
    assert data["about"]["Antal svar"] == "2"


def test_two_files_cannot_be_laid_side_by_side(
    make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]
):
    made = make_collection(make_survey())
    version = made.survey.versions.get()
    Response.objects.bulk_create(
        Response(collection=made, version=version, answers={"matchar": "3"}, day=date(2020, 11, 24)) for _ in range(40)
    )
    one, other = ([row[0] for row in gathered(made).rows] for _ in range(2))
    assert len(set(one)) == 40
    assert not set(one) & set(Response.objects.values_list("pk", flat=True))
    assert sorted(one) != sorted(other)
    assert one != sorted(one)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({1: 10, 2: 12}, {1, 2}),
        ({1: 9, 2: 3, 3: 40}, {3}),
        ({1: 4, 2: 15, 3: 40}, {3}),  # four alone could be told: the next smallest day goes with them
        ({1: 4, 2: 15}, set()),
        ({}, set()),
    ],
)
def test_a_day_is_given_only_where_enough_answered(counts: dict[int, int], shown: set[int]):
    days = {date(2020, 11, day): number for day, number in counts.items()}
    assert shown_days(days, minimum=10) == {date(2020, 11, day) for day in shown}


def test_a_small_collection_has_no_days(collection: Collection):
    assert "day" not in [column.name for column in gathered(collection).columns]


def test_versions_are_one_file_with_the_version_as_a_column(
    collection: Collection, organiser: Official, make_response: Callable[..., Response]
):
    survey = collection.survey
    changed = definition(
        [question("kommun", "area", "Var bor du?", background=True, choices=choices(k1080="Karlskrona", k9="Ny"))],
        [
            question("matchar", "scale", "Hur väl?", scale={"low": 0, "high": 10}),
            question("nytt", "number", "Hur många?"),
        ],
    )
    actions.save_draft(survey=survey, definition=changed, revision=survey.revision, by=organiser, now=NOW)
    actions.publish_version(survey=survey, by=organiser, now=NOW)
    make_response(collection, kommun="k9", matchar="10", nytt=-3)
    data = gathered(collection)
    columns = {column.name: column for column in data.columns}
    assert list(columns)[5:9] == ["kommun", "matchar", "nytt", "kon"]
    assert columns["kommun"].codes == {"k1080": "Karlskrona", "k9": "Ny", "k1081": "Ronneby", "k1082": "Karlshamn"}
    rows = {row["kommun"]: row for row in (dict(zip(columns, row, strict=True)) for row in data.rows)}
    told = [[rows[code][name] for name in ("version", "matchar", "matchar__version_1")] for code in ("k9", "k1080")]
    assert told == [[2, "10", None], [1, None, "5"]]
    assert columns["nytt"].missing_numbers == {}


def test_numbers_below_nought_are_never_taken_for_missing():
    asked = definition([question("grader", "number", "Hur kallt?", dont_know=True)])
    (column,) = file_columns({1: asked}, language="sv", with_texts=False)
    assert column.missing_numbers == {DONT_KNOW: -999_999_998}
    assert column.value(1, {"grader": -8}) == -8


def test_the_codebook_names_every_answer_of_every_column():
    headings, rows = codebook(file_columns({1: short()}, language="en", with_texts=False))
    assert len(headings) == 8
    assert [row[:1] + row[3:] for row in rows if row[0] == "matchar"] == [
        ["matchar", "Hur väl stämmer det? (en)", "kod", code, number, words]
        for code, number, words in [
            ("1", "1", "1 Inte alls (en)"), ("2", "2", "2"), ("3", "3", "3"), ("4", "4", "4"),
            ("5", "5", "5 Mycket väl (en)"), (DONT_KNOW, "-8", "Vet inte"),
        ]
    ]  # fmt: skip


def test_weights_follow_the_margins(make_survey: Callable[..., Survey], make_collection: Callable[..., Collection]):
    made = make_collection(make_survey(), kind="invited")
    version = made.survey.versions.get()
    for code, number in (("k1080", 100), ("k1081", 50)):
        Response.objects.bulk_create(
            Response(collection=made, version=version, answers={"kommun": code, "matchar": "3"}, day=date(2020, 11, 24))
            for _ in range(number)
        )
    made.margins.create(question="kommun", shares={"k1080": 50, "k1081": 50}, source="SCB")
    data = microdata_of(made, language="sv", with_texts=False, now=made.closes_at.replace(year=2021))
    names = [column.name for column in data.columns]
    found = {row[names.index("kommun")]: row[names.index("weight")] for row in data.rows}
    assert found == {"k1080": pytest.approx(0.75), "k1081": pytest.approx(1.5)}


def test_a_system_file_is_weighted_when_it_is_opened_and_says_how(collection: Collection, tmp_path: Path):
    columns = [
        FileColumn("kommun", "text", "Kommun"),
        FileColumn("weight", "number", "Vikt", decimals=6, is_weight=True),
    ]
    about = (("Vikter", "Kolumnen weight. " + "Väg varje rad med den åäö. " * 8),)
    data = replace(gathered(collection), columns=columns, rows=[("Ronneby", 0.75)], number=1, about=about)
    path = written(data, "sav", tmp_path)
    assert struct.unpack_from("<i", path.read_bytes(), 64 + 4 + 4 + 4) == (2,), "the second of the units of eight bytes"
    _data, meta = pyreadstat.read_sav(path, output_format="dict")
    assert " ".join(" ".join(meta.notes).split()) == " ".join(f"{name}: {text}" for name, text in about).strip()


def test_a_system_file_without_weights_says_so(collection: Collection, tmp_path: Path):
    path = written(gathered(collection), "sav", tmp_path)
    _data, meta = pyreadstat.read_sav(path, output_format="dict")
    assert struct.unpack_from("<i", path.read_bytes(), 76) == (0,)
    assert "Vikter: Inga, så andelar ur filen gäller dem som svarade." in " ".join(" ".join(meta.notes).split())


def test_unique_answers_to_the_background_are_counted(collection: Collection):
    found = how_unique(collection)
    assert (found.rows, found.unique, found.below, found.smallest) == (2, 2, 2, 1)
