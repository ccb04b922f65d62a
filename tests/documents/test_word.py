"""What Word itself writes, a piece at a time: each body stands in an otherwise ordinary file."""

from __future__ import annotations

import pytest

from fardplan.documents.reading.shapes import (
    Block,
    Document,
    Footnote,
    Heading,
    LeftOut,
    List,
    ListItem,
    Paragraph,
    Table,
)
from tests.documents.reading import part, read_here, rezipped, sample

WORD = sample("stilar.docx")
START = part(WORD, "word/document.xml").partition(b"<w:body>")[0]


def word(body: str, *, parts: dict[str, bytes] | None = None) -> Document:
    document = START + b"<w:body>" + body.encode() + b"</w:body></w:document>"
    return read_here(rezipped(WORD, {"word/document.xml": document, **(parts or {})}), "docx")


def p(text: str, style: str = "", properties: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{r(text) if text else ''}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


FOOTER = LeftOut("header_or_footer", "", 1, ("Remissutgåva",))
DELETED_MARK = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks of a body in which nothing is left out (the file's footer and tables' lines aside)."""
    document = word(body)
    assert {each.what for each in document.left_out} <= {"table_lines", "header_or_footer"}
    return document.blocks


def test_the_strict_variant_with_its_own_namespaces_is_read_alike():
    pairs = [
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    ]  # fmt: skip
    changed = {}
    for name in (
        "word/document.xml",
        "word/styles.xml",
        "word/numbering.xml",
        "word/_rels/document.xml.rels",
        "_rels/.rels",
    ):
        changed[name] = part(WORD, name)
        for transitional, strict in pairs:
            changed[name] = changed[name].replace(transitional, strict)
    assert read_here(rezipped(WORD, changed), "docx").blocks == read_here(WORD, "docx").blocks


def test_the_main_part_may_have_another_name():
    relations = part(WORD, "_rels/.rels").replace(b"word/document.xml", b"word/document2.xml")
    document = part(WORD, "word/document.xml")
    changed = {
        "_rels/.rels": relations,
        "word/document2.xml": document,
        "word/_rels/document2.xml.rels": part(WORD, "word/_rels/document.xml.rels"),
        "word/document.xml": b"<gammal/>",
    }
    assert read_here(rezipped(WORD, changed), "docx") == read_here(WORD, "docx")


def test_a_cover_gives_the_title_and_is_listed_as_the_table_of_contents_is():
    def control(gallery: str, content: str) -> str:
        kind = f'<w:docPartObj><w:docPartGallery w:val="{gallery}"/></w:docPartObj>'
        return f"<w:sdt><w:sdtPr>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = (
        control("Cover Pages", p("Regionen") + p("Vägen", "Title")) + control("Table of Contents", p("A 1")) + p("Hej")
    )
    left_out = (LeftOut("cover", "", 1, ("Regionen",)), LeftOut("contents", ""), FOOTER)
    assert word(body) == Document("docx", "Vägen", (Paragraph("Hej"),), left_out)


def test_a_table_of_contents_that_is_only_a_field_is_listed_once():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    parted = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{begin}{parted}{r('A Livet 3')}</w:p><w:p>{r('B Arbetet 4')}</w:p><w:p>{end}</w:p>{p('Hej')}"
    assert word(body) == Document("docx", "Ett annat namn", (Paragraph("Hej"),), (LeftOut("contents", ""), FOOTER))


def test_a_heading_by_its_level_in_the_outline_alone():
    assert blocks_of(
        p("Mål", "", '<w:outlineLvl w:val="1"/>') + p("Text", "Heading1", '<w:outlineLvl w:val="9"/>')
    ) == (
        Heading(2, "Mål"),
        Paragraph("Text"),
    )


def test_how_a_paragraph_was_set_before_a_tracked_change_does_not_count():
    before = '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="1"/></w:numPr>'
    paragraph = p("Text", "", f'<w:pPrChange w:id="1"><w:pPr>{before}</w:pPr></w:pPrChange>')
    assert blocks_of(paragraph) == (Paragraph("Text"),)
    row = f"<w:tr><w:tc>{paragraph}</w:tc><w:tc>{p('Mer')}</w:tc></w:tr>"
    assert blocks_of(f"<w:tbl>{row}</w:tbl>") == (Table((("Text", "Mer"),)),)


def test_an_empty_paragraph_in_a_list_is_counted_as_word_counts_it():
    assert blocks_of(p("ett", "ListNumber") + p("", "ListNumber") + p("tre", "ListNumber")) == (
        List((ListItem("ett", 0, "1."), ListItem("tre", 0, "3."))),
    )


def test_a_list_taken_out_of_its_style_is_running_text():
    assert blocks_of(p("fri", "ListBullet", '<w:numPr><w:numId w:val="0"/></w:numPr>')) == (Paragraph("fri"),)


def test_words_before_a_deleted_paragraph_mark_go_on_in_the_next_paragraph_or_stand_alone():
    body = p("Först, ", "", DELETED_MARK) + p("sedan.") + p("Sist av allt.", "", DELETED_MARK)
    assert blocks_of(body) == (Paragraph("Först, sedan."), Paragraph("Sist av allt."))


def test_moved_words_stand_where_they_were_moved_to():
    body = f"<w:p><w:moveFrom>{r('Här.')}</w:moveFrom></w:p>{p('Mitt.')}<w:p><w:moveTo>{r('Här.')}</w:moveTo></w:p>"
    read = word(body)
    assert (read.blocks, read.left_out) == (
        (Paragraph("Mitt."), Paragraph("Här.")),
        (LeftOut("deleted", "", 1, ("Här.",)), FOOTER),
    )


def test_a_deleted_row_is_not_in_the_table_and_merged_cells_are_there_once():
    def row(*cells: str, properties: str = "") -> str:
        inside = "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"

    body = (
        "<w:tbl>"
        + row("Mått", "Nu", "Sen", properties="<w:tblHeader/>")
        + row("bort", "x", "y", properties="<w:del/>")
        + row(f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("bred")}', "7")
        + row(f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("hög")}', "1", "2")
        + row(f"<w:tcPr><w:vMerge/></w:tcPr>{p('')}", "3", "4")
        + "</w:tbl>"
    )
    read = word(body)
    table = Table((("Mått", "Nu", "Sen"), ("bred", "", "7"), ("hög", "1", "2"), ("", "3", "4")), has_header=True)
    assert (read.blocks, read.left_out[0]) == ((table,), LeftOut("deleted", "", 1, ("bort x y",)))


@pytest.mark.parametrize(("bits", "has_header"), [("04A0", True), ("0480", False)])
def test_a_table_whose_style_sets_the_first_row_apart_has_a_header(bits: str, has_header: bool):
    properties = f'<w:tblPr><w:tblStyle w:val="LightGrid"/><w:tblLook w:val="{bits}"/></w:tblPr>'
    rows = "".join(
        f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>" for a, b in [("Mått", "Nu"), ("Tillit", "61")]
    )
    assert blocks_of(f"<w:tbl>{properties}{rows}</w:tbl>") == (Table((("Mått", "Nu"), ("Tillit", "61")), has_header),)


def test_a_table_that_places_headings_may_have_merged_cells():
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Mål", "Heading1")}</w:tc>'
    body = f"<w:tbl><w:tr>{wide}</w:tr><w:tr><w:tc>{p('vänster')}</w:tc><w:tc>{p('höger')}</w:tc></w:tr></w:tbl>"
    assert blocks_of(body) == (Heading(1, "Mål"), Paragraph("vänster"), Paragraph("höger"))


def test_notes_come_after_the_block_that_carries_their_mark_also_from_a_table():
    notes = (
        START.replace(b"<w:document", b"<w:footnotes", 1)
        + b'<w:footnote w:type="separator" w:id="-1"/>'
        + "".join(f'<w:footnote w:id="{number}">{p(f"Not {number}.")}</w:footnote>' for number in (1, 2)).encode()
        + b"</w:footnotes>"
    )
    relations = part(WORD, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rIdNotes" Target="footnotes.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/></Relationships>',
    )

    def noted(text: str, number: int) -> str:
        return f'<w:p>{r(text)}<w:r><w:footnoteReference w:id="{number}"/></w:r></w:p>'

    body = f"{noted('Ett', 2)}<w:tbl><w:tr><w:tc>{noted('a', 1)}</w:tc><w:tc>{p('b')}</w:tc></w:tr></w:tbl>{p('Slut')}"
    read = word(body, parts={"word/footnotes.xml": notes, "word/_rels/document.xml.rels": relations})
    assert read.blocks == (
        Paragraph("Ett¹"),
        Footnote("¹", "Not 2."),
        Table((("a²", "b"),)),
        Footnote("²", "Not 1."),
        Paragraph("Slut"),
    )


def test_raised_and_lowered_digits_manual_line_breaks_and_hyphens():
    raised, lowered = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    body = (
        f'<w:p>{r("m")}{r("2", raised)}<w:r><w:br/></w:r>{r("CO")}{r("2", lowered)}<w:r><w:br w:type="page"/></w:r>'
        f"{r('sam')}<w:r><w:softHyphen/></w:r>{r('arbete')}<w:r><w:noBreakHyphen/></w:r>{r('nu')}</w:p>"
    )
    assert blocks_of(body) == (Paragraph("m²\nCO₂ samarbete\u2011nu"),)


def test_what_nobody_thought_of_is_listed_with_its_words():
    assert word(f"<w:nytt>{p('Okänt.')}</w:nytt>{p('Känt.')}") == Document(
        "docx", "Ett annat namn", (Paragraph("Känt."),), (LeftOut("other", "", 1, ("Okänt.",)), FOOTER)
    )


def test_a_heading_that_is_really_a_paragraph_is_one():
    long = "Så långt som en rubrik aldrig är. " * 10
    assert blocks_of(p("Kort", "Heading1") + p(long, "Heading2")) == (Heading(1, "Kort"), Paragraph(long.strip()))
