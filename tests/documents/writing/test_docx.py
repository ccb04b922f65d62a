"""A publication as a Word file: Word's own styles, and what we write we can read back."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import docx as python_docx
import pytest
from django.core.files.base import ContentFile
from docx.document import Document
from docx.oxml.ns import qn

from fardplan.documents.reading import files, shapes
from fardplan.documents.writing import docx
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


def publication(*parts: Part) -> Publication:
    return Publication(
        title="Strategi för länet",
        organisation="En region (exempel)",
        version="Utkast 0.3 · 17 november 2020",
        description="Ett utkast att svara på.",
        notice=Notice("Skriven för att visa.", title="Exempeltext."),
        made_at=datetime(2020, 11, 17, 12, 30, tzinfo=UTC),
        parts=parts,
    )


def opened(written: bytes) -> Document:
    return python_docx.Document(io.BytesIO(written))


def read_back(written: bytes) -> shapes.Document:
    return files.read(ContentFile(written, name="strategi.docx"))


WHOLE = publication(
    Heading("Livsmiljöer", code="A", anchor="A"),
    Heading("Bostäder", 2, "A1.1", has_code_in_margin=True),
    Prose("Fler **bostäder** byggs [här](https://example.org).\nNy rad.\n\n- ett\n- två\n  - inuti\n\n3. tre\n4. fyra"),
    Heading("Mål", 2),
    Prose("Fler unga stannar.", margin="Mål A:1"),
    Line((Run("Högst en timme"), Run(".", changed=Changed.REMOVED), Run(", hela dagen.", changed=Changed.INSERTED))),
    Definitions((("Avsändare", "Förening"),)),
    Bars("Ställning", (Bar("tillstyrker", 18, "18 av 34"), Bar("avstyrker", 0))),
    PageBreak(),
    Heading("Svar"),
    Table(
        (Column("Nr"), Column("Synpunkt", 4), Column("Antal", is_number=True)),
        (("S-1", "Bussen går\ntvå gånger.", "1"), ("S-2", Prose("*Kort* <b>&amp;"), "2")),
        caption="Synpunkter",
    ),
)


@pytest.fixture(scope="module")
def whole() -> bytes:
    return docx(WHOLE)


def test_it_says_what_it_is_and_in_what_language(whole: bytes):
    told = opened(whole).core_properties
    assert (told.title, told.author, told.language) == ("Strategi för länet", "En region (exempel)", "sv")
    assert told.created == datetime(2020, 11, 17, 12, 30, tzinfo=UTC)
    language = opened(whole).styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert language is not None
    assert language.get(qn("w:val")) == "sv-SE"


def test_headings_and_lists_have_words_own_styles(whole: bytes):
    used = {paragraph.style.name for paragraph in opened(whole).paragraphs}
    assert {"Heading 1", "Heading 2", "List Bullet", "List Number", "Caption", "Notice"} - used == {"Notice"}
    cover = opened(whole).element.body.find(qn("w:sdt"))
    styles = [each.get(qn("w:val")) for each in cover.iter(qn("w:pStyle"))]
    assert styles == ["Covertext", "Title", "Covertext", "Notice"]


def test_what_is_written_is_read_back(whole: bytes):
    read = read_back(whole)
    assert read.title == "Strategi för länet"
    assert read.blocks[:8] == (
        shapes.Heading(1, "Livsmiljöer", "A", "section"),
        shapes.Heading(2, "Bostäder", "A1.1"),
        shapes.Paragraph("Fler **bostäder** byggs [här](https://example.org).\nNy rad."),
        shapes.List(
            (
                shapes.ListItem("ett"),
                shapes.ListItem("två"),
                shapes.ListItem("inuti", 1),
                shapes.ListItem("tre", 0, "3."),
                shapes.ListItem("fyra", 0, "4."),
            )
        ),
        shapes.Heading(2, "Mål"),
        shapes.PassageStart("Mål A:1"),
        shapes.Paragraph("Fler unga stannar."),
        shapes.Paragraph("Högst en timme[borttaget: .][tillagt: , hela dagen.]"),
    )
    assert read.blocks[-1] == shapes.Table(
        (("Nr", "Synpunkt", "Antal"), ("**S-1**", "Bussen går\ntvå gånger.", "1"), ("**S-2**", "*Kort* <b>&amp;", "2")),
        has_header=True,
    )
    assert [left.what for left in read.left_out] == ["cover", "contents", "struck", "table_lines", "header_or_footer"]


def test_the_header_row_of_a_table_is_said_to_be_one(whole: bytes):
    table = opened(whole).tables[0]
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows] == [
        True,
        False,
        False,
    ]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Synpunkter"
    assert sum(column.width for column in table.columns) == pytest.approx(8050 * 635, rel=0.01)


def test_changed_words_are_told_by_lines_and_words_and_not_by_colour_alone(whole: bytes):
    line = next(each for each in opened(whole).paragraphs if each.text.startswith("Högst"))
    assert [(run.text, run.style.name) for run in line.runs] == [
        ("Högst en timme", "Default Paragraph Font"),
        ("[borttaget: ", "Said of a change"),
        (".", "Removed words"),
        ("]", "Said of a change"),
        ("[tillagt: ", "Said of a change"),
        (", hela dagen.", "Inserted words"),
        ("]", "Said of a change"),
    ]
    styles = opened(whole).styles
    assert styles["Inserted words"].font.underline is True
    assert styles["Removed words"].font.strike is True


def test_the_contents_are_there_from_the_start_and_made_anew_on_opening(whole: bytes):
    contents = list(opened(whole).element.body.iterchildren(qn("w:sdt")))[1]
    words = ["".join(text.text or "" for text in line.iter(qn("w:t"))) for line in contents.iter(qn("w:p"))]
    assert words == ["Innehåll", "A Livsmiljöer", "A1.1 Bostäder", "Mål", "Svar"]
    assert [field.get(qn("w:dirty")) for field in contents.iter(qn("w:fldChar"))] == ["true", None, None]
    marks = {mark.get(qn("w:name")) for mark in opened(whole).element.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for link in contents.iter(qn("w:hyperlink"))} <= marks


def test_every_page_but_the_cover_tells_which_it_is(whole: bytes):
    section = opened(whole).sections[0]
    assert section.different_first_page_header_footer is True
    assert section.footer.paragraphs[0].text == "En region (exempel)\tSida 1 av 1"
    assert section.header.paragraphs[0].text == "Strategi för länet\tUtkast 0.3 · 17 november 2020"


def test_bars_are_words_and_numbers_over_an_empty_coloured_line(whole: bytes):
    lines = [each for each in opened(whole).paragraphs if "\t" in each.text or each.style.name == "Bar"]
    assert [(each.text, each.style.name) for each in lines] == [
        ("A1.1\tBostäder", "Heading 2"),
        ("tillstyrker\t18 av 34", "Normal"),
        ("", "Bar"),
        ("avstyrker\t0", "Normal"),
    ]


def test_what_people_write_is_words_and_nothing_else():
    said = '</w:t><w:p/> & ]]> {HYPERLINK "http://x"} \x00\x0b\ud83d 😀 漢字 " \' '
    made = docx(
        publication(Heading(said), Prose(said, margin='"<1>'), Table((Column(said),), ((said,),), caption=said))
    )
    words = [" ".join(each.text.split()) for each in opened(made).paragraphs if each.text]
    words.append(" ".join(opened(made).tables[0].cell(1, 0).text.split()))
    assert words == ['</w:t><w:p/> & ]]> {HYPERLINK "http://x"} 😀 漢字 " \''] * 4


def test_a_link_goes_to_the_web_or_to_a_place_in_the_file_and_nowhere_else():
    made = docx(
        publication(
            Heading("Hit", anchor="A 1"),
            Prose("Stycket.", anchor="stycket"),
            Line((Run("dit", link="#A 1"), Run("stycket", link="#stycket"), Run("saknas", link="#B"))),
            Prose("[ut](https://example.org/a) [fel](file:///etc/passwd) [ring](tel:0455)"),
        )
    )
    part = opened(made).part
    outside = {each.target_ref for each in part.rels.values() if each.is_external}
    assert outside == {"https://example.org/a", "tel:0455"}
    inside = [each.get(qn("w:anchor")) for each in part.element.iter(qn("w:hyperlink")) if each.get(qn("w:anchor"))]
    assert inside[1:] == ["fardplan_section_0", "fardplan_passage_1"]  # the first is in the contents
    assert set(inside[1:]) <= {each.get(qn("w:name")) for each in part.element.iter(qn("w:bookmarkStart"))}


def test_the_same_publication_gives_the_same_bytes(whole: bytes):
    assert docx(WHOLE) == whole
    assert docx(replace(WHOLE, title="En annan")) != whole
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None


def test_a_wide_document_lies_down():
    section = opened(docx(replace(WHOLE, is_wide=True))).sections[0]
    assert section.page_width > section.page_height


def test_a_document_without_headings_organisation_or_words_is_still_one():
    assert opened(docx(Publication(title="Tomt", parts=()))).core_properties.title == "Tomt"
