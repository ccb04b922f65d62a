"""What OpenDocument programs write, a piece at a time: each text stands in an otherwise ordinary file."""

from __future__ import annotations

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

OPEN = sample("tabeller.odt")
CONTENT = part(OPEN, "content.xml")
START = CONTENT[: CONTENT.index(b">", CONTENT.index(b"<office:text")) + 1]
END = b"</office:text></office:body></office:document-content>"
ENDS = LeftOut("header_or_footer", "", 2, ("Region Skogslandet, utkast 1", "Sida 1"))


def text(body: str, *, styles: str = "") -> Document:
    content = START.replace(b"</office:automatic-styles>", styles.encode() + b"</office:automatic-styles>")
    return read_here(rezipped(OPEN, {"content.xml": content + body.encode() + END}), "odt")


def blocks_of(body: str, *, styles: str = "") -> tuple[Block, ...]:
    document = text(body, styles=styles)
    assert {each.what for each in document.left_out} <= {"table_lines", "header_or_footer"}
    return document.blocks


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def cell(words: str, *, times: int = 1) -> str:
    return f'<table:table-cell table:number-columns-repeated="{times}">{p(words)}</table:table-cell>'


def table(*rows: str) -> str:
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f"<table:table>{inside}</table:table>"


def item(*paragraphs: str) -> str:
    return f"<text:list-item>{''.join(map(p, paragraphs))}</text:list-item>"


def test_spaces_written_as_elements_and_indentation_in_the_file_are_single_spaces():
    assert blocks_of(p("ett<text:s text:c='99999999'/>två\n      tre<text:tab/>fyra<text:soft-page-break/>!")) == (
        Paragraph("ett två tre fyra!"),
    )


def test_a_cell_repeated_to_the_edge_of_the_page_is_there_once():
    edge = cell("", times=1_000_000)
    body = table(cell("Mått") + cell("Nu") + edge, cell("lika", times=2) + edge, edge)
    assert blocks_of(body) == (Table((("Mått", "Nu"), ("lika", "lika"))),)


LISTS = (
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/></text:list-style>'
)


def test_an_item_of_several_paragraphs_and_a_list_that_goes_on():
    begin, go_on = '<text:list text:style-name="N">', '<text:list text:style-name="N" text:continue-numbering="true">'
    body = (
        f"{begin}{item('ett', 'mer')}</text:list>{p('emellan')}{go_on}{item('två')}</text:list>"
        f"{p('sedan')}{begin}{item('ett igen')}</text:list>"
    )
    assert blocks_of(body, styles=LISTS) == (
        List((ListItem("ett\nmer", 0, "1."),)),
        Paragraph("emellan"),
        List((ListItem("två", 0, "2."),)),
        Paragraph("sedan"),
        List((ListItem("ett igen", 0, "1."),)),
    )


def test_headings_in_a_list_are_counted_by_it():
    def heading(words: str) -> str:
        return (
            f'<text:list text:style-name="N"><text:list-item><text:h text:outline-level="1">{words}</text:h>'
            "</text:list-item></text:list>"
        )

    assert blocks_of(heading("Nuläge") + p("Så.") + heading("Mål"), styles=LISTS) == (
        Heading(1, "Nuläge", "1"),
        Paragraph("Så."),
        Heading(1, "Mål", "2"),
    )


def test_a_paragraph_with_its_number_written_out():
    body = (
        '<text:numbered-paragraph text:level="1"><text:number>7.</text:number>'
        "<text:p>sju</text:p></text:numbered-paragraph>"
    )
    assert blocks_of(body) == (List((ListItem("sju", 0, "7."),)),)


def test_hidden_sections_and_deleted_paragraphs_are_listed_where_they_stood():
    body = (
        '<text:tracked-changes><text:changed-region text:id="d1"><text:deletion><office:change-info>'
        "<dc:creator>Redaktionen</dc:creator></office:change-info><text:p>Struket.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="1" text:is-list-header="true">Mål</text:h>'
        '<text:section text:display="none"><text:p>Dolt.</text:p></text:section>'
        '<text:section><text:p>Synligt.<text:change text:change-id="d1"/></text:p></text:section>'
    )
    assert text(body) == Document(
        "odt",
        "",
        (Heading(1, "Mål"), Paragraph("Synligt.")),
        (LeftOut("hidden", "Mål", 1, ("Dolt.",)), LeftOut("deleted", "Mål", 1, ("Struket.",)), ENDS),
    )


def test_a_note_in_a_cell_follows_the_table():
    note = (
        "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>Noten.</text:p></text:note-body></text:note>"
    )
    assert blocks_of(table(cell("a" + note) + cell("b")) + p("Slut.")) == (
        Table((("a¹", "b"),)),
        Footnote("¹", "Noten."),
        Paragraph("Slut."),
    )


def test_frames_between_paragraphs_and_shapes_with_words_are_text_boxes():
    body = (
        f"<draw:frame><draw:text-box>{p('I rutan.')}</draw:text-box></draw:frame>"
        f"<draw:custom-shape>{p('I formen.')}<draw:enhanced-geometry/></draw:custom-shape><draw:rect/>"
    )
    read = text(body)
    assert read.blocks == (Paragraph("I rutan."), Paragraph("I formen."))
    assert read.left_out == (LeftOut("drawing", ""), ENDS)


def test_a_link_that_could_run_a_program_is_only_its_words():
    program = '<text:a xlink:href="javascript:alert(1)">klicka</text:a>'
    letter = '<text:a xlink:href="mailto:a@example.org">skriv</text:a>'
    assert blocks_of(p(f"{program} {letter}")) == (Paragraph("klicka [skriv](mailto:a@example.org)"),)


def test_words_in_an_element_nobody_thought_of_are_taken():
    assert blocks_of(p("före <text:nytt>mitt i</text:nytt> efter") + "<text:ram>utanför</text:ram>") == (
        Paragraph("före mitt i efter"),
        Paragraph("utanför"),
    )
