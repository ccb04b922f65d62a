"""PC-Axis files: keywords, languages, character sets, symbols for missing numbers, and refusals that name the line."""

from __future__ import annotations

from datetime import date

import pytest

from fardplan.analysis.statistical_tables import (
    Category,
    CellNote,
    Dimension,
    Note,
    Problem,
    Role,
    Unreadable,
    read_px,
)
from tests.analysis.statistical_tables.tables import PX, px


def refused(text: str) -> tuple[Problem, int | None, str]:
    with pytest.raises(Unreadable) as error:
        read_px(px(text))
    return error.value.problem, error.value.line, error.value.where


def line_of(beginning: str) -> int:
    return next(number for number, line in enumerate(PX.split("\n"), start=1) if line.startswith(beginning))


def test_a_file_keeps_source_unit_notes_and_date() -> None:
    table = read_px(px())
    assert table.title == "Utsläpp efter kommun, mått och år"
    assert (table.table_id, table.contents, table.source, table.language) == ("BE01", "Utsläpp", "Länsstyrelsen", "sv")
    assert (table.unit, table.decimals) == ("varierar", 0)
    assert table.reference_period == "hela året"
    assert (table.updated, table.updated_on) == ("2026-05-25T15:42", date(2026, 5, 25))
    assert table.notes == (Note("Måste visas.\n\nNy rad.", mandatory=True), Note("Frivillig not."))
    assert table.cell_notes == (CellNote(("1082", None, "2020"), Note("Ny mätmetod.")),)
    assert table.status_labels == (("..", "uppgift saknas"),)
    assert table.dimensions == (
        Dimension(
            "Region",
            "kommun",
            (
                Category("1081", "Ronneby; med skärgård"),
                Category("1082", "Karlshamn, stad"),
                Category("tot", "Alla", notes=(Note("Summan är avrundad.", mandatory=True),)),
            ),
            total="tot",
        ),
        Dimension(
            "mått",
            "mått",
            (
                Category("GHG", "Växthusgaser", "kton", updated="2026-05-25T15:42", reference_period="31 december"),
                Category("NOX", "Kväveoxider", "ton", updated="2026-03-01"),
            ),
            Role.METRIC,
        ),
        Dimension("år", "år", (Category("2019", "2019"), Category("2020", "2020")), Role.TIME),
    )


def test_dots_and_dashes_are_missing_numbers_with_a_status() -> None:
    table = read_px(px())
    assert table.values == (1, 2.5, None, 4, -5, None, 7, 80, 9, 10, 11, None)
    assert table.statuses == ("", "", "..", "", "", "-", "", "", "", "", "", ".")


def test_another_language_is_read_where_it_is_and_the_own_one_where_it_is_not() -> None:
    table = read_px(px(), language="EN")
    assert (table.language, table.title, table.source) == (
        "en",
        "Emissions by municipality, measure and year",
        "The county board",
    )
    assert [(each.code, each.label, each.role) for each in table.dimensions] == [
        ("Region", "municipality", Role.CLASSIFICATION),
        ("mått", "measure", Role.METRIC),
        ("år", "year", Role.TIME),
    ]
    assert table.dimension("mått").categories == (
        Category("GHG", "Greenhouse gases", "kilotonnes", updated="2026-05-25T15:42", reference_period="31 december"),
        Category("NOX", "Nitrogen oxides", "ton", updated="2026-03-01"),
    )
    assert table.dimension("Region").total == "tot"
    assert table.dimension("Region").category("tot").notes == (Note("The sum is rounded.", mandatory=True),)
    assert table.notes == (Note("Must be shown.", mandatory=True), Note("Frivillig not."))
    assert table.values == read_px(px()).values


def test_a_language_the_file_does_not_have_is_its_own() -> None:
    assert read_px(px(), language="fi") == read_px(px())


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('CHARSET="ANSI";\nCODEPAGE="iso-8859-1"', "iso-8859-1"),
        ('CHARSET="ANSI"', "cp1252"),
        ('CODEPAGE="utf-8"', "utf-8"),
        ('CODEPAGE="utf-8"', "utf-8-sig"),
        ('CODEPAGE="iso-8859-15"', "iso-8859-15"),
        ('CODEPAGE="Windows-1252"', "cp1252"),
        ('CONFIDENTIAL="1"', "cp850"),
    ],
)
def test_the_character_set_is_the_declared_one(declared: str, encoding: str) -> None:
    text = PX.replace('CHARSET="ANSI";', declared + ";").replace('CODEPAGE="iso-8859-1";\n', "")
    assert read_px(text.encode(encoding)).dimension("Region").label == "kommun"
    assert read_px(text.encode(encoding)).title == "Utsläpp efter kommun, mått och år"


def test_lines_may_end_as_in_windows() -> None:
    assert read_px(px(PX.replace("\n", "\r\n"))) == read_px(px())


def test_numbers_may_stand_in_one_row_with_any_of_the_old_delimiters() -> None:
    data = 'DATA=1,2.50;"..";4\t-5 "-" 7 80,9 10 11 ".";'
    assert read_px(px(PX[: PX.index("DATA=")] + data)) == read_px(px())


def test_without_codes_the_values_are_the_codes() -> None:
    table = read_px(px(PX.replace('CODES("mått")="GHG","NOX";\n', "")))
    assert table.dimension("mått").codes == ("Växthusgaser", "Kväveoxider")


def test_the_date_of_the_file_is_not_taken_for_that_of_the_numbers() -> None:
    lines = [line for line in PX.split("\n") if not line.startswith("LAST-UPDATED")]
    assert read_px(px("\n".join(lines))).updated == ""


def test_a_file_of_some_values_only_is_refused_with_what_to_do() -> None:
    text = PX.replace("DATA=", 'KEYS("kommun")=CODES;\nDATA=')
    with pytest.raises(Unreadable, match=f"line {line_of('DATA=')}, KEYS: files with KEYS.* save the table without"):
        read_px(px(text))


@pytest.mark.parametrize(
    ("old", "new", "problem", "begins", "where"),
    [
        ('CODES("mått")="GHG","NOX"', 'CODES("mått")="GHG"', Problem.WRONG_LENGTH, 'CODES("mått")', 'CODES("mått")'),
        ('"GHG","NOX"', '"GHG","GHG"', Problem.TWICE, 'CODES("mått")', 'CODES("mått")'),
        ('VALUES("år")="2019","2020";', "", Problem.MISSING, "HEADING", 'VALUES("år")'),
        ('SOURCE="Länsstyrelsen";', 'SOURCE="Länsstyrelsen;', Problem.UNFINISHED, "SOURCE", "SOURCE"),
        ('SOURCE="L', 'source="L', Problem.NOT_A_STATEMENT, "SOURCE", ""),
        ('UNITS="varierar"', 'SOURCE="någon"', Problem.TWICE, "SOURCE", "SOURCE"),
        ('CELLNOTE("Karlshamn, stad","*"', 'CELLNOTE("Olofström","*"', Problem.UNKNOWN_CODE, "CELLNOTE", "CELLNOTE"),
        ('CELLNOTE("Karlshamn, stad",', "CELLNOTE(", Problem.WRONG_LENGTH, "CELLNOTE", "CELLNOTE"),
        ("-5 ", "five ", Problem.NOT_A_NUMBER, "-5", "DATA"),
        ("-5 ", "1e999 ", Problem.NOT_A_NUMBER, "-5", "DATA"),
        ("-5 ", "NaN ", Problem.NOT_A_NUMBER, "-5", "DATA"),
        ("-5 ", '"5 ', Problem.NOT_A_NUMBER, "-5", "DATA"),
        ("-5 ", "", Problem.WRONG_LENGTH, "DATA=", "DATA"),
        ("-5 ", "-5 6 ", Problem.WRONG_LENGTH, "DATA=", "DATA"),
        ('".";\n', '"."\n', Problem.UNFINISHED, "DATA=", "DATA"),
    ],
)
def test_what_is_wrong_is_named_by_line_and_keyword(
    old: str, new: str, problem: Problem, begins: str, where: str
) -> None:
    assert PX.count(old) == 1
    assert refused(PX.replace(old, new)) == (problem, line_of(begins), where)


def test_a_file_without_shape_or_numbers_is_refused() -> None:
    assert refused('TITLE="a";\nDATA=1;')[0] is Problem.MISSING
    assert refused('TITLE="a";\n') == (Problem.MISSING, 2, "DATA")
    assert refused('TITLE="a";\nNOTE="b') == (Problem.UNFINISHED, 2, "NOTE")


def test_an_unknown_character_set_is_refused_and_so_are_bytes_that_are_none_of_it() -> None:
    with pytest.raises(Unreadable, match="CODEPAGE: the character set utf-7 is not known"):
        read_px(px(PX.replace("iso-8859-1", "utf-7")))
    with pytest.raises(Unreadable, match="line 10: these bytes are not text in utf-8"):
        read_px(px(PX.replace("iso-8859-1", "utf-8")))
