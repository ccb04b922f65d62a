"""Workbooks made to do harm, or made wrong: refused, or their cells left out, with words that name the place."""

from __future__ import annotations

import io
import time
import zipfile
from base64 import b64encode
from os import urandom

import openpyxl
import pytest

from fardplan.base.errors import Invalid
from fardplan.documents.reading import bounds, files
from fardplan.surveys.workbooks import read_xlsform
from tests.documents.reading import rezipped, sample
from tests.surveys.workbooks.forms import notes_of, saved, taken, workbook

SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORM = workbook(survey="type | name | label\ntext | a | Skriv")


def refused(content: bytes) -> str:
    with pytest.raises(Invalid) as told:
        read_xlsform(files.read_workbook(content))
    return str(told.value.message)


def test_a_form_is_read_in_a_process_apart():
    assert [each.name for each in read_xlsform(files.read_workbook(FORM)).definition.questions] == ["a"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Filen är ingen Excel-arbetsbok (.xlsx)."),
        (b"type;name;label", "Filen är ingen Excel-arbetsbok (.xlsx)."),
        (b"PK\x03\x04" + bytes(100), "Filen är inte hel. Kontrollera den och ladda upp den igen."),
        (FORM[:-400], "Filen är inte hel. Kontrollera den och ladda upp den igen."),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Filen är i det äldre Excel-formatet (.xls), som kan innehålla makron."),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "Filen är låst med lösenord. Ta bort lösenordet, spara filen och ladda upp den på nytt.",
        ),
        (sample("strategi.docx"), "Filen är ingen Excel-arbetsbok (.xlsx)."),
        (rezipped(FORM, {"xl/vbaProject.bin": b"x"}), "Dokumentet innehåller makron, alltså program."),
    ],
)
def test_what_is_no_plain_workbook_is_refused(content: bytes, message: str):
    assert refused(content).startswith(message)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str):
    hidden = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        f'<worksheet xmlns="{SPACE}"><sheetData><row r="1"><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    )
    content = rezipped(FORM, {SHEET: hidden.encode(encoding)})
    assert refused(content) == "Filen hänvisar till något utanför sig själv på ett sätt som inte är tillåtet."


def test_a_workbook_that_swells_is_refused():
    swollen = f'<worksheet xmlns="{SPACE}"><sheetData>' + "<row/>" * 12_000_000 + "</sheetData></worksheet>"
    assert refused(rezipped(FORM, {SHEET: swollen.encode()})).startswith("Filen blir orimligt stor när den packas upp")


def test_a_hundred_thousand_rows_are_refused_by_their_sheet():
    content = io.BytesIO()
    rows = "".join(f'<row r="{n}"><c t="inlineStr"><is><t>text</t></is></c></row>' for n in range(1, 100_001))
    content.write(
        rezipped(FORM, {SHEET: f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()})
    )
    assert refused(content.getvalue()) == "Bladet survey har fler än 5000 rader."


def test_a_sheet_that_says_it_is_huge_is_read_as_it_is():
    large = f'<worksheet xmlns="{SPACE}"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr">'
    large += (
        '<is><t>type</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    started = time.monotonic()
    assert refused(rezipped(FORM, {SHEET: large.encode()})).startswith("Bladet survey har ingen kolumn som heter type")
    assert time.monotonic() - started < 20


def test_a_cell_of_ten_megabytes_is_left_out_by_its_place():
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "Skriv"]):
        book.active.append(row)
    content = saved(book)
    long = f'<worksheet xmlns="{SPACE}"><sheetData>' + "".join(
        f'<row r="{n}">' + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>"
        for n, row in enumerate(
            (["type", "name", "label"], ["text", "a", b64encode(urandom(7_500_000)).decode()]), start=1
        )
    )
    found = taken(rezipped(content, {SHEET: f"{long}</sheetData></worksheet>".encode()}))
    assert [(note.sheet, note.row, note.column, note.why) for note in found.notes] == [
        ("survey", 2, "label", "Cellen är längre än 32 767 tecken.")
    ]
    assert [(each.name, each.label) for each in found.definition.questions] == [("a", {})]


def test_formulas_are_never_worked_out():
    book = openpyxl.load_workbook(io.BytesIO(FORM))
    book["survey"]["C2"] = '=WEBSERVICE("https://example.org")'
    book["survey"]["A3"], book["survey"]["B3"] = "=1+1", "b"
    found = taken(saved(book))
    assert notes_of(found) == [
        ("survey", 2, "label", "cellen"),
        ("survey", 3, "type", "cellen"),
        ("survey", 3, "type", "b"),
    ]
    assert [each.name for each in found.definition.questions] == ["a"]


def test_a_workbook_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bounds, "WALL_SECONDS", 0.01)
    assert refused(FORM) == "Arbetsboken är för stor eller för krånglig för att läsas."


def test_a_part_that_is_not_what_it_says_is_refused():
    assert refused(rezipped(FORM, {SHEET: b"<html>"})).startswith("Arbetsboken går inte att läsa")


def test_a_workbook_without_its_sheets_is_refused():
    with zipfile.ZipFile(io.BytesIO(FORM)) as whole, zipfile.ZipFile(bare := io.BytesIO(), "w") as made:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"):
            made.writestr(name, whole.read(name))
    assert refused(bare.getvalue()).startswith("Arbetsboken")
