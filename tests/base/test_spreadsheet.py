"""Lists as files: readable everywhere, and nothing in them runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest

from fardplan.base.spreadsheet import Cell, csv_bytes, file_answer, harmless, xlsx_bytes
from tests.conftest import at

FORMULAS = [
    '=HYPERLINK("http://x.example","Klicka")',
    "+46 455 00 00",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "＝1+1",
]
ROW: list[list[Cell]] = [["S-001", at("2020-12-02 14:07"), 3, 'Åäö, "citat"\noch ny rad', None]]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_written_as_text(text: str) -> None:
    assert harmless(text) == f"'{text}"
    (_, row) = csv.reader(io.StringIO(csv_bytes(["Text"], [[text]]).decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", ["Bygg bryggor.", "1–2 år", "(= båda)", "", "S-001"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_csv_reads_back_as_it_was(db: None) -> None:
    rows = list(
        csv.reader(io.StringIO(csv_bytes(["Nr", "Tid", "Antal", "Text", "Tomt"], ROW).decode("utf-8-sig"), newline=""))
    )
    assert rows == [
        ["Nr", "Tid", "Antal", "Text", "Tomt"],
        ["S-001", "2020-12-02 14:07:00", "3", 'Åäö, "citat"\noch ny rad', ""],
    ]


def test_negative_numbers_stay_numbers() -> None:
    assert csv_bytes(["Antal"], [[-3]]).decode("utf-8-sig") == "Antal\r\n-3\r\n"


def test_xlsx_holds_text_as_text_and_no_formula_or_link() -> None:
    file = zipfile.ZipFile(io.BytesIO(xlsx_bytes(["Text"], [[text] for text in [*FORMULAS, "https://x.example"]])))
    sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r"<f>|<hyperlink", sheet) == []
    assert "HYPERLINK" in file.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("name", ["Synpunkter: [alla]/2020?", "x" * 80, "", "'*'"])
def test_any_name_makes_a_sheet(name: str) -> None:
    assert xlsx_bytes(["A"], ROW[:0], sheet=name)[:2] == b"PK"


def test_a_text_too_long_for_a_cell_is_cut_and_the_file_opens() -> None:
    assert zipfile.ZipFile(io.BytesIO(xlsx_bytes(["A"], [["a" * 40_000]]))).testzip() is None


def test_the_file_says_what_it_is() -> None:
    answer = file_answer("synpunkter", "csv", ["A"], [["b"]])
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="synpunkter.csv"',
    )
