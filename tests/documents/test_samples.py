"""Real files, written by LibreOffice and python-docx (tools/word_samples), read as whole values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fardplan.documents.reading import files
from fardplan.documents.reading.outline import outline
from fardplan.documents.reading.shapes import (
    Document,
    Footnote,
    Heading,
    LeftOut,
    List,
    ListItem,
    Outline,
    OutlinePassage,
    OutlineSection,
    Paragraph,
    Table,
)
from tests.documents.reading import sample, sample_here, upload

pytestmark = pytest.mark.usefixtures("here")

EVERYTHING = (
    Paragraph("Det här är ett utkast."),
    Heading(1, "Skogslandet att leva i", "A"),
    Paragraph("Vi bor **nära** varandra och *skogen*."),
    Heading(2, "Mål", "A.1"),
    List(
        (
            ListItem("Fler unga stannar"),
            ListItem("Jämlik hälsa"),
            ListItem("i hela länet", 1),
            ListItem("genom hela livet", 1),
        )
    ),
    Heading(2, "Nära till allt", "A.2"),
    Heading(3, "Restid", "A.2.1"),
    Paragraph("Resan till alla orter tar högst en timme¹, också på kvällen."),
    Footnote("¹", "Räknat med *kollektivtrafik*."),
    Paragraph("Läs mer på [sidan om resor](https://example.org/resor)."),
    Paragraph("I faktarutan står att tåget tar 48 minuter."),
    Heading(3, "Utsläpp", "A.2.2"),
    Paragraph("Utsläppen av CO₂ minskar varje årⁱ. Det gäller\nalla."),
    Footnote("ⁱ", "Enligt mätningen 2029."),
    Heading(1, "Skogslandet att arbeta i", "B"),
    List(
        (
            ListItem("Planera tillsammans", 0, "1."),
            ListItem("a) mark", 1),
            ListItem("b) vatten", 1),
            ListItem("Bygg nära stationerna", 0, "2."),
        )
    ),
    Table(
        (
            ("Indikator", "2030", "2040"),
            ("Restid", "62 minuter", "60 minuter"),
            ("Hälsa", "71 %", "80 %"),
            ("", "Länet och landet", ""),
        ),
        has_header=True,
    ),
    Paragraph(r"Priset är 10\*2 kronor_per_mil, #1 i landet, kanske \[1\](inte)."),
)
LEFT_OUT = (
    LeftOut("contents", ""),
    LeftOut("comment", "A Skogslandet att leva i", 1, ("Stäm av med kommunerna.",)),
    LeftOut("picture", "A Skogslandet att leva i", 1, ("Ett berg i vitt mot grön himmel",)),
    LeftOut("deleted", "A.2.1 Restid", 1, ("nästan",)),
    LeftOut("hidden", "A.2.2 Utsläpp", 1, ("Stryk före remissen.",)),
    LeftOut("table_lines", "B Skogslandet att arbeta i", 1, ("Indikator",)),
    LeftOut("struck", "B Skogslandet att arbeta i", 1, ("kanske",)),
)


def test_everything_in_a_word_file_by_libreoffice_is_taken_or_listed():
    document = files.read(upload(sample("strategi.docx")))
    ends = LeftOut("header_or_footer", "", 2, ("Region Skogslandet, utkast 1", "Sida 1"))
    assert document == Document("docx", "Strategi för Skogslandet", EVERYTHING, (*LEFT_OUT, ends))


def test_the_same_text_as_opendocument_becomes_the_same():
    document = files.read(upload(sample("strategi.odt")))
    ends = LeftOut("header_or_footer", "", 2, ("Region Skogslandet, utkast 1", "Sida 2"))
    assert document == Document("odt", "Strategi för Skogslandet", EVERYTHING, (*LEFT_OUT, ends))


STYLED = Outline(
    "Skogslandets väg",
    (
        OutlineSection(
            "Ett Skogsland som håller ihop",
            "A",
            "direction",
            sections=(
                OutlineSection(
                    "Mål", "", "goal", (OutlinePassage("fler unga stannar"), OutlinePassage("mindre utsläpp"))
                ),
                OutlineSection(
                    "Planering",
                    "A1",
                    "priority",
                    (
                        OutlinePassage("Fler bostäder byggs **i alla kommuner**, också för unga.", "Bostäder", "A1.1"),
                        OutlinePassage("Se [tidtabellen](https://example.org/tidtabell) och kartan.", "Restid", "A1.2"),
                    ),
                ),
                OutlineSection(
                    "Mötesplatser", "A2", "priority", (OutlinePassage("I varje kommun finns en mötesplats."),)
                ),
            ),
        ),
        OutlineSection(
            "Förhållningssätt",
            "F",
            "approach",
            (OutlinePassage("Hållbarhet"), OutlinePassage("Hela länet"), OutlinePassage("- Mått: Tillit · Nu: 61 %")),
        ),
    ),
    (
        LeftOut("deleted", "A1.1 Bostäder", 1, ("bara i centrum",)),
        LeftOut("comment", "A1.1 Bostäder", 1, ("Vem ansvarar?",)),
        LeftOut("page_field", "A1.2 Restid"),
        LeftOut("picture", "A1.2 Restid", 1, ("Karta över linjerna",)),
        LeftOut("table_lines", "F Förhållningssätt", 1, ("Mått",)),
        LeftOut("header_or_footer", "", 1, ("Remissutgåva",)),
    ),
)


def test_typed_codes_derived_styles_and_tracked_changes_by_python_docx():
    assert outline(sample_here("stilar.docx")) == STYLED


def test_a_word_file_that_went_through_libreoffice_becomes_the_same():
    read = outline(sample_here("fran-word.odt"))
    assert replace(read, left_out=()) == replace(STYLED, left_out=())
    assert set(read.left_out) == set(STYLED.left_out)


def test_headings_counted_in_a_swedish_word_get_their_codes():
    assert outline(sample_here("raknade-rubriker.docx")) == Outline(
        "",
        (
            OutlineSection(
                "Livet i Skogslandet",
                "A",
                "direction",
                sections=(
                    OutlineSection(
                        "Hemma",
                        "A1",
                        "priority",
                        (
                            OutlinePassage("Alla har någonstans att bo.", "Bostäder", "A1.1"),
                            OutlinePassage("Värmen är förnybar.", "Värme", "A1.2"),
                        ),
                    ),
                    OutlineSection("På väg", "A2", "priority", (OutlinePassage("Tågen går i tid.", "Tåg", "A2.1"),)),
                ),
            ),
            OutlineSection(
                "Arbetet i Skogslandet",
                "B",
                "direction",
                sections=(
                    OutlineSection(
                        "Lära",
                        "B1",
                        "priority",
                        (OutlinePassage("Skolan leder vidare.\n\nFörst det ena, sedan det andra.", "Skolan", "B1.1"),),
                    ),
                ),
            ),
        ),
    )


def test_bold_lines_and_typed_codes_stand_for_headings_when_there_are_none():
    assert sample_here("utan-stilar.docx").blocks == (
        Heading(1, "Skogslandets kompass"),
        Paragraph("Så här ska vi gå till väga."),
        Heading(1, "Nuläge", "1"),
        Paragraph("Vi är färre än förr."),
        Heading(2, "Befolkning", "1.1"),
        Paragraph("Var femte är över 65 år."),
        Heading(1, "Önskat läge", "2"),
        List((ListItem("Öppet"), ListItem("Nyfiket"))),
        Paragraph("**Viktigt att minnas.**"),
    )


def test_a_text_box_is_taken_once_and_an_equation_as_its_signs():
    assert sample_here("rutor.docx") == Document(
        "docx",
        "",
        (
            Heading(1, "Ramar"),
            Paragraph("Före rutan. Efter rutan.x=2→"),
            Paragraph("Rutan säger detta."),
            Paragraph("Sist."),
        ),
        (
            LeftOut("equation", "Ramar", 1, ("x=2",)),
            LeftOut("symbol", "Ramar"),
            LeftOut("form_field", "Ramar", 1, ("Klicka här",)),
        ),
    )


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_tables_that_only_place_text_are_read_as_text(ending: str):
    assert sample_here(f"tabeller.{ending}").blocks == (
        Heading(1, "Länets delar", "A"),
        Heading(2, "Norra delen", "A.1"),
        Paragraph("Där finns gruvan."),
        Heading(2, "Södra delen", "A.2"),
        Paragraph("Där finns hamnen."),
        Heading(1, "Fakta", "B"),
        Paragraph("Bara en ruta."),
        Table((("Malm", "järn · koppar"), ("Trä", "gran"))),
        Paragraph("Slut."),
    )


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_a_hundred_and_twenty_pages_become_twelve_chapters(ending: str):
    read = outline(files.read(upload(sample(f"lang.{ending}"))))
    assert (read.title, [section.code for section in read.sections]) == ("Skogslandet 2040", list("ABCDEFGHIJKL"))
    parts = [part for chapter in read.sections for part in chapter.sections]
    assert [part.code for part in parts] == [
        f"{letter}.{number}" for letter in "ABCDEFGHIJKL" for number in range(1, 6)
    ]
    # Each part has seven headings with text, and its own text before them.
    passages = [passage for part in parts for passage in part.passages]
    assert len(passages) == 12 * 5 * 8
    assert replace(passages[-1], text="") == OutlinePassage("", "Inriktning nummer 420", "L.5.7")
    assert passages[-1].text.endswith("(420)\n\n- Mått · Nu\n- Mått 420 · 420 procent")
