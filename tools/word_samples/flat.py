"""The strategy of an invented region as a flat OpenDocument text, which LibreOffice writes as .docx, .odt and .pdf.

It holds one of everything people put into such files: counted headings, lists in lists, a table of contents, tables
with merged cells, tracked changes, notes in the margin, footnotes, a picture, a text box, hidden text, headers.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable

from PIL import Image, ImageDraw

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    }.items()
)

_STYLES = """
 <office:styles>
  <style:style style:name="Standard" style:family="paragraph"/>
  <style:style style:name="Title" style:family="paragraph" style:parent-style-name="Standard">
   <style:text-properties fo:font-size="24pt" fo:font-weight="bold"/></style:style>
  <style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard"/>
  <style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
   style:parent-style-name="Heading" style:default-outline-level="1">
   <style:text-properties fo:font-size="18pt" fo:font-weight="bold"/></style:style>
  <style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
   style:parent-style-name="Heading" style:default-outline-level="2">
   <style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
  <style:style style:name="Heading_20_3" style:display-name="Heading 3" style:family="paragraph"
   style:parent-style-name="Heading" style:default-outline-level="3">
   <style:text-properties fo:font-weight="bold"/></style:style>
  <text:outline-style style:name="Outline">
   <text:outline-level-style text:level="1" style:num-format="A"/>
   <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
   <text:outline-level-style text:level="3" style:num-format="1" text:display-levels="3" style:num-suffix="."/>
  </text:outline-style>
 </office:styles>
 <office:automatic-styles>
  <style:page-layout style:name="sida"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
   fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>
   <style:header-style/><style:footer-style/></style:page-layout>
  <style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
  <style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>
  <style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>
  <style:style style:name="T4" style:family="text"><style:text-properties style:text-position="sub 58%"/></style:style>
  <style:style style:name="T5" style:family="text"><style:text-properties
   style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>
  <style:style style:name="ram" style:family="graphic"><style:graphic-properties style:wrap="parallel"
   style:vertical-pos="from-top" style:horizontal-pos="from-left"/></style:style>
  <text:list-style style:name="punkter">
   <text:list-level-style-bullet text:level="1" text:bullet-char="•"/>
   <text:list-level-style-bullet text:level="2" text:bullet-char="–"/></text:list-style>
  <text:list-style style:name="siffror">
   <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
   <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>
 </office:automatic-styles>
 <office:master-styles>
  <style:master-page style:name="Standard" style:page-layout-name="sida">
   <style:header><text:p>Region Skogslandet, utkast 1</text:p></style:header>
   <style:footer><text:p>Sida <text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>
  </style:master-page>
 </office:master-styles>
"""


def document(body: str, *, title: str = "") -> str:
    """A whole flat OpenDocument file around some body text."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {_NAMESPACES} office:version="1.3" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:meta><dc:title>{title}</dc:title></office:meta>{_STYLES}"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def heading(level: int, text: str) -> str:
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{text}</text:h>'


def paragraph(text: str) -> str:
    return f'<text:p text:style-name="Standard">{text}</text:p>'


def picture() -> str:
    """A small picture with its description."""
    image = Image.new("RGB", (120, 60), "#0b4a56")
    ImageDraw.Draw(image).polygon([(10, 50), (40, 10), (70, 50)], fill="#ffffff")
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    data = base64.b64encode(out.getvalue()).decode()
    return (
        '<draw:frame draw:style-name="ram" draw:name="berg" text:anchor-type="as-char" '
        'svg:width="4cm" svg:height="2cm">'
        f"<draw:image><office:binary-data>{data}</office:binary-data></draw:image>"
        "<svg:desc>Ett berg i vitt mot grön himmel</svg:desc></draw:frame>"
    )


def _cell(text: str) -> str:
    return f"<table:table-cell>{paragraph(text)}</table:table-cell>"


def table(name: str, rows: Iterable[Iterable[str]], *, columns: int, has_header: bool = False) -> str:
    """`rows` hold whole cells as XML, or plain text."""
    lines = [
        "<table:table-row>"
        + "".join(
            cell if cell.startswith("<table:") else f"<table:table-cell>{paragraph(cell)}</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    ]
    if has_header:
        lines[0] = f"<table:table-header-rows>{lines[0]}</table:table-header-rows>"
    return (
        f'<table:table table:name="{name}"><table:table-column table:number-columns-repeated="{columns}"/>'
        f"{''.join(lines)}</table:table>"
    )


_TRACKED = """<text:tracked-changes>
 <text:changed-region xml:id="c1" text:id="c1"><text:insertion><office:change-info><dc:creator>Redaktionen</dc:creator>
  <dc:date>2030-03-01T10:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
 <text:changed-region xml:id="c2" text:id="c2"><text:deletion><office:change-info><dc:creator>Redaktionen</dc:creator>
  <dc:date>2030-03-01T10:05:00</dc:date></office:change-info><text:p>nästan </text:p></text:deletion>
 </text:changed-region>
</text:tracked-changes>"""

_CONTENTS = """<text:table-of-content text:name="Innehåll"><text:table-of-content-source text:outline-level="2"/>
 <text:index-body><text:p>A Skogslandet att leva i\t2</text:p><text:p>A1 Nära till allt\t2</text:p></text:index-body>
 </text:table-of-content>"""

_NOTE = (
    '<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
    '<text:p>Räknat med <text:span text:style-name="T2">kollektivtrafik</text:span>.</text:p>'
    "</text:note-body></text:note>"
)
_END_NOTE = (
    '<text:note text:id="n2" text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>'
    "<text:p>Enligt mätningen 2029.</text:p></text:note-body></text:note>"
)
_MARGIN_NOTE = (
    "<office:annotation><dc:creator>Redaktionen</dc:creator><dc:date>2030-03-02T09:00:00</dc:date>"
    "<text:p>Stäm av med kommunerna.</text:p></office:annotation>"
)
_BOX = (
    '<draw:frame draw:style-name="ram" draw:name="ruta" text:anchor-type="paragraph" svg:x="9cm" svg:y="0cm" '
    'svg:width="6cm">'
    '<draw:text-box fo:min-height="2cm"><text:p>I faktarutan står att tåget tar 48 minuter.</text:p></draw:text-box>'
    "</draw:frame>"
)
_NESTED = """<text:list text:style-name="punkter">
 <text:list-item><text:p>Fler unga stannar</text:p></text:list-item>
 <text:list-item><text:p>Jämlik hälsa</text:p><text:list>
  <text:list-item><text:p>i hela länet</text:p></text:list-item>
  <text:list-item><text:p>genom hela livet</text:p></text:list-item></text:list></text:list-item>
</text:list>"""
_COUNTED = """<text:list text:style-name="siffror">
 <text:list-item><text:p>Planera tillsammans</text:p><text:list>
  <text:list-item><text:p>mark</text:p></text:list-item>
  <text:list-item><text:p>vatten</text:p></text:list-item></text:list></text:list-item>
 <text:list-item><text:p>Bygg nära stationerna</text:p></text:list-item>
</text:list>"""


def strategy() -> str:
    """A short strategy with one of everything."""
    high = '<table:table-cell table:number-rows-spanned="2"><text:p>Hälsa</text:p></table:table-cell>'
    wide = f'<table:table-cell table:number-columns-spanned="2">{paragraph("Länet och landet")}</table:table-cell>'
    parts = [
        _TRACKED,
        '<text:p text:style-name="Title">Strategi för Skogslandet</text:p>',
        _CONTENTS,
        paragraph("Det här är ett utkast."),
        heading(1, "Skogslandet att leva i"),
        paragraph(f"Vi bor <text:span text:style-name=\"T1\">nära</text:span> varandra och <text:span "
                  f'text:style-name="T2">skogen</text:span>.{_MARGIN_NOTE} {picture()}'),
        heading(2, "Mål"),
        _NESTED,
        heading(2, "Nära till allt"),
        heading(3, "Restid"),
        paragraph(f"Resan till <text:change text:change-id=\"c2\"/>alla orter tar högst en timme{_NOTE}"
                  '<text:change-start text:change-id="c1"/>, också på kvällen<text:change-end text:change-id="c1"/>.'),
        paragraph(f"{_BOX}Läs mer på <text:a xlink:type=\"simple\" xlink:href=\"https://example.org/resor\">sidan om "
                  "resor</text:a>."),
        heading(3, "Utsläpp"),
        paragraph('Utsläppen av CO<text:span text:style-name="T4">2</text:span> minskar varje år'
                  f'{_END_NOTE}.<text:s text:c="3"/>Det<text:tab/>gäller<text:line-break/>alla.'
                  '<text:span text:style-name="T3">Stryk före remissen.</text:span>'),
        heading(1, "Skogslandet att arbeta i"),
        _COUNTED,
        table(
            "Indikatorer",
            [
                ["Indikator", "2030", "2040"],
                ["Restid", "62 minuter", "60 minuter"],
                [high, "71 %", "80 %"],
                ["<table:covered-table-cell/>", wide, "<table:covered-table-cell/>"],
            ],
            columns=3,
            has_header=True,
        ),
        paragraph('Priset är 10*2 kronor_per_mil, #1 i landet, <text:span text:style-name="T5">kanske</text:span> '
                  '[1](inte).'),
    ]  # fmt: skip
    return document("".join(parts), title="Strategi för Skogslandet (arbetsnamn)")


def layout_tables() -> str:
    """Tables that only place text on the page: a box of one cell, and two columns with headings in them."""
    left = f"<table:table-cell>{heading(2, 'Norra delen')}{paragraph('Där finns gruvan.')}</table:table-cell>"
    right = f"<table:table-cell>{heading(2, 'Södra delen')}{paragraph('Där finns hamnen.')}</table:table-cell>"
    inner = table("inre", [["järn", "koppar"]], columns=2)
    return document(
        "".join(
            [
                heading(1, "Länets delar"),
                table("kolumner", [[left, right]], columns=2),
                heading(1, "Fakta"),
                table("ruta", [[f"<table:table-cell>{paragraph('Bara en ruta.')}</table:table-cell>"]], columns=1),
                table("yttre", [["Malm", f"<table:table-cell>{inner}</table:table-cell>"], ["Trä", "gran"]], columns=2),
                paragraph("Slut."),
            ]
        )
    )


_SENTENCES = (
    "Fler bostäder byggs nära stationerna, också för den som är ung eller bor ensam. ",
    "Restiden mellan huvudorterna är högst en timme och turerna räcker hela dagen. ",
    "Den som vill lära om kan göra det på hemmaplan, vid sidan av arbetet. ",
    "Skogen brukas så att den också räcker till för dem som kommer efter oss. ",
    "På alla orter går det att röra på sig på sitt eget sätt och ta del av kultur. ",
    "Små företag har en väg in till rådgivning, och väntetiderna följs upp varje år. ",
)


def long_strategy(chapters: int = 12, parts: int = 5, goals: int = 7) -> str:
    """About 120 pages: twelve chapters of five parts with seven headings each, and a table in every part."""
    pieces = ['<text:p text:style-name="Title">Skogslandet 2040</text:p>']
    count = 0
    for chapter in range(1, chapters + 1):
        pieces.append(heading(1, f"Område {chapter}"))
        for part in range(1, parts + 1):
            pieces += [heading(2, f"Del {chapter}.{part} av strategin"), paragraph(_SENTENCES[part % 6] * 3)]
            for _ in range(goals):
                count += 1
                text = "".join(_SENTENCES[(count * step) % 6] for step in (1, 5, 2, 3, 4, 1, 2))
                pieces += [
                    heading(3, f"Inriktning nummer {count}"),
                    paragraph(text),
                    paragraph(text[::1] + f"({count})"),
                ]
            pieces.append(table(f"t{count}", [["Mått", "Nu"], [f"Mått {count}", f"{count} procent"]], columns=2))
    return document("".join(pieces))
