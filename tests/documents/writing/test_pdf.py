"""A publication as PDF: accessible, for keeping, and nothing people wrote is ever run."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest

from fardplan.documents.writing import lowering, pdf, press, typesetting
from fardplan.documents.writing.shape import (
    Bar,
    Bars,
    Changed,
    Column,
    Definitions,
    Heading,
    Line,
    Notice,
    PageBreak,
    Part,
    Prose,
    Publication,
    Run,
    Table,
)
from tests.documents.writing.reading_pdf import bookmarks_of, language_of, links_of, tags_of, words_of

HOSTILE = (
    '#eval("1+1") ] #panic("x") $x^2$ @label <b>hej</b> // kommentar /* och */ \\ `kod` "citat" #import "/etc/passwd"'
)


def publication(*parts: Part) -> Publication:
    return Publication(
        title="Strategi för länet",
        organisation="En region (exempel)",
        version="Utkast 0.3 · 17 november 2020",
        description="Ett utkast att svara på.",
        address="https://dialog.example.org/dagen/strategi/0.3/",
        made_at=datetime(2020, 11, 17, 12, 30, tzinfo=UTC),
        parts=parts,
    )


def plain(pdf_file: bytes) -> str:
    """All words on one line, as line breaks fall where they may."""
    return re.sub(r"\s+", " ", " ".join(words_of(pdf_file)))


@pytest.fixture(scope="module")
def whole() -> bytes:
    """One of everything."""
    return pdf(
        publication(
            Heading("Livsmiljöer", code="A", anchor="A"),
            Heading("Bostäder", 2, "A1.1", has_code_in_margin=True),
            Prose("Fler **bostäder** byggs.\n\n- ett\n- två\n\n1. först", margin="A1.1"),
            Line(
                (
                    Run("Högst en timme"),
                    Run(".", changed=Changed.REMOVED),
                    Run(", hela dagen.", changed=Changed.INSERTED),
                )
            ),
            Definitions((("Avsändare", "Förening"),)),
            Notice("Skriven för att visa.", title="Exempeltext."),
            Bars("Ställning", (Bar("tillstyrker", 18, "18 av 34"), Bar("avstyrker", 16))),
            PageBreak(),
            Heading("Svar"),
            Table(
                (Column("Nr"), Column("Synpunkt", 4)),
                (("S-1", "Bussen går två gånger."), ("S-2", Prose("*Kort*"))),
                caption="Synpunkter",
            ),
        )
    )


def test_it_says_what_it_is_and_in_what_language(whole: bytes):
    document = pypdfium2.PdfDocument(whole)
    told = document.get_metadata_dict(skip_empty=True)
    assert {name: told[name] for name in ("Title", "Author", "Subject", "CreationDate")} == {
        "Title": "Strategi för länet",
        "Author": "En region (exempel)",
        "Subject": "Ett utkast att svara på.",
        "CreationDate": "D:20201117123000Z",
    }
    assert document.is_tagged()
    assert language_of(whole) == "sv"
    claims = set(re.findall(rb"<(pdf[ua]*id:(?:part|conformance)>\w+)<", whole))
    assert claims == {b"pdfuaid:part>1", b"pdfaid:part>2", b"pdfaid:conformance>A"}


def test_headings_come_in_order_and_are_bookmarks(whole: bytes):
    assert bookmarks_of(whole) == [(1, "A Livsmiljöer"), (2, "A1.1 Bostäder"), (1, "Svar")]
    kinds = [tag.kind for page in tags_of(whole) for tag in page.all("H1", "H2", "H3")]
    assert kinds == ["H1", "H1", "H2", "H1"]  # the first is that of the contents


def test_a_heading_never_jumps_a_level():
    made = pdf(publication(Heading("Djupt", 3), Heading("Djupare", 4), Heading("Ute", 1), Heading("Inne", 4)))
    assert bookmarks_of(made) == [(1, "Djupt"), (2, "Djupare"), (1, "Ute"), (2, "Inne")]


def test_a_table_names_its_columns_and_lists_are_lists(whole: bytes):
    table = next(tag for page in tags_of(whole) for tag in page.all("Table"))
    assert [tag.kind for tag in table.all("TR", "TH", "TD")] == ["TR", "TH", "TH", "TR", "TD", "TD", "TR", "TD", "TD"]
    assert [len(list(tag.all("LI"))) for page in tags_of(whole) for tag in page.all("L")] == [2, 1, 1, 2]


def test_a_long_table_shows_its_header_on_every_page_but_reads_it_once():
    rows = tuple((f"S-{n}", "Bussen går två gånger om dagen. " * 8) for n in range(60))
    made = pdf(publication(Heading("Svar"), Table((Column("Nummer"), Column("Synpunkt", 4)), rows)))
    with_table = [page for page in words_of(made) if "S-" in page]
    assert len(with_table) > 2
    assert ["Nummer" in page for page in with_table] == [True] * len(with_table)


def test_changed_words_are_told_to_those_who_cannot_see_the_lines(whole: bytes):
    assert "Högst en timme[borttaget: .][tillagt: ,hela dagen.]" in plain(whole).replace(": , ", ": ,")


def test_every_page_tells_which_it_is(whole: bytes):
    pages = words_of(whole)
    numbers = [re.search(r"Sida (\d+) av (\d+)", page) for page in pages]
    assert [found and found.groups() for found in numbers] == [None, ("2", "4"), ("3", "4"), ("4", "4")]
    assert ["Utkast 0.3 · 17 november 2020" in page for page in pages] == [True] * 4


def test_bars_are_read_as_words_and_numbers(whole: bytes):
    assert "tillstyrker 18 av 34 avstyrker 16" in plain(whole)


def test_what_people_write_is_never_run():
    made = plain(
        pdf(publication(Heading(HOSTILE), Prose(HOSTILE), Table((Column("#a"),), ((HOSTILE,),), caption="#b[]")))
    )
    assert made.replace("­", "").count(HOSTILE.replace("\\ ", "\\ ")) >= 2
    assert "#b[]" in made


def test_nothing_people_can_type_stops_the_file():
    said = "😀 漢字 👨‍👩‍👧 ก \ue000 \u202eabc مرحبا ŋđŧ \x00 \ud83d \U0010fffe é̂ ½ → ☐"
    made = plain(pdf(publication(Prose(said), Table((Column("Ord"),), ((said,),)))))
    assert "[grinning face] □□ [man][woman][girl] □ □ abc" in made.replace("\u200d", "")
    assert "ŋđŧ" in made
    assert "ersatta med □" in made


@pytest.mark.parametrize(
    ("said", "shown"), [("7\ufe0f\u20e3", "7"), ('"\u20e3"', '""'), ("\\\u20e3n", "\\n"), ("å\u0301", "ǻ")]
)
def test_a_mark_no_font_can_set_on_its_letter_is_left_out(said: str, shown: str):
    assert f"före {shown} efter" in plain(pdf(publication(Prose(f"före {said} efter"))))


def test_what_can_be_shown_alone_but_not_here_is_written_otherwise():
    data = lowering.lower(publication(Prose("före 漢 efter"))) | {"chart": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    layout = Path(press.__file__).with_name("layout.typ")
    asked = {"layout": str(layout), "data": json.dumps(data, ensure_ascii=False), "unsure": {}, "unusual": {"漢": "□"}}
    done = subprocess.run(
        [sys.executable, press.__file__], input=json.dumps(asked).encode(), capture_output=True, check=True
    )
    assert "före □ efter" in plain(done.stdout)


def test_a_fault_in_the_layout_is_told_as_typst_tells_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "layout.typ").write_text("#panic(42)")
    (tmp_path / "chart.svg").write_text("")
    shutil.copy(press.__file__, tmp_path / "press.py")
    monkeypatch.setattr(typesetting, "_HERE", tmp_path)
    with pytest.raises(typesetting.CouldNotSet, match="42"):
        pdf(publication())


def test_swedish_words_are_parted_where_swedish_parts_them():
    row = ("samhällsplaneringsperspektivet", "x")
    made = pdf(publication(Table((Column("A"), Column("B", 6)), (row,), has_row_headings=False)))
    assert re.search("samhällspla\\W+neringsper\\W+spektivet x", plain(made))


def test_ordinary_words_carry_no_note_about_missing_characters(whole: bytes):
    assert "ersatta med" not in plain(whole)


def test_a_link_goes_to_the_web_or_to_a_place_in_the_file_and_nowhere_else():
    made = pdf(
        publication(
            Heading("Hit", anchor="A 1"),
            Heading("Inte hit", anchor="A 1"),
            Line((Run("dit", link="#A 1"), Run("saknas", link="#B"), Run("fel", link="javascript:alert(1)"))),
            Prose("[ut](https://example.org/a) [fel](file:///etc/passwd)"),
        )
    )
    assert links_of(made) == ["https://dialog.example.org/dagen/strategi/0.3/", "https://example.org/a"]


def test_the_same_publication_gives_the_same_bytes_and_another_colour_does_not(whole: bytes):
    one = publication(Prose("Hej"))
    assert pdf(one) == pdf(one)
    assert pdf(one) != pdf(replace(one, brand_colour="#7a1fa2"))


@pytest.mark.parametrize(("given", "told"), [("sv", "sv"), ("en-gb", "en-GB"), ("se", "se"), ("", "sv"), ("?", "sv")])
def test_the_file_tells_its_language(given: str, told: str):
    assert language_of(pdf(replace(publication(Heading("Ett")), language=given))) == told


def test_a_document_without_headings_organisation_or_words_is_still_one():
    assert words_of(pdf(Publication(title="Tomt", parts=())))[0].strip() == "Tomt"
