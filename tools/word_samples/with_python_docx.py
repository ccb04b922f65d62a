"""Word files made with python-docx; by hand in them what Word itself writes and python-docx has no words for."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from PIL import Image

_MADE = 'w:id="9{number}" w:author="Redaktionen" w:date="2030-03-01T10:00:00Z"'


def _run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _add(paragraph: Any, xml: str) -> None:
    holder = parse_xml(f"<w:p {nsdecls('w', 'r')}>{xml}</w:p>")
    for each in list(holder):
        paragraph._p.append(each)


def _png() -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "#a81c44").save(out, "PNG")
    out.seek(0)
    return out


def styled(path: Path) -> None:
    """Typed codes, styles derived from headings, tracked changes, fields, content controls, a link and a picture."""
    document = docx.Document()
    document.core_properties.title = "Ett annat namn"
    chapter = document.styles.add_style("Kapitelrubrik", WD_STYLE_TYPE.PARAGRAPH)
    chapter.base_style = document.styles["Heading 1"]
    document.add_paragraph("Skogslandets väg", style="Title")
    document.add_paragraph("A Ett Skogsland som håller ihop", style="Kapitelrubrik")
    goals = document.add_paragraph()
    goals.add_run("Mål:").bold = True
    for text in ("fler unga stannar", "mindre utsläpp"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("A1 Planering", 2)
    document.add_heading("A1.1 Bostäder", 3)
    paragraph = document.add_paragraph("Fler bostäder byggs ")
    _add(paragraph, f"<w:del {_MADE.format(number=1)}><w:r><w:delText>bara i centrum</w:delText></w:r></w:del>")
    _add(paragraph, f"<w:ins {_MADE.format(number=2)}>{_run('i alla kommuner', '<w:b/>')}</w:ins>")
    paragraph.add_run(", också för unga.")
    document.add_comment(paragraph.runs, text="Vem ansvarar?", author="Redaktionen", initials="R")
    document.add_heading("A1.2 Restid", 3)
    paragraph = document.add_paragraph("Se ")
    _link(document, paragraph, "https://example.org/tidtabell", "tidtabellen")
    _add(paragraph, '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF x </w:instrText></w:r>'
                    f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("17")}<w:r><w:fldChar '
                    'w:fldCharType="end"/></w:r>')  # fmt: skip
    _add(paragraph, f"<w:sdt><w:sdtPr/><w:sdtContent>{_run(' och kartan')}</w:sdtContent></w:sdt>{_run('.')}")
    document.add_picture(_png())
    document.inline_shapes[0]._inline.docPr.set("descr", "Karta över linjerna")
    document.add_paragraph("A2 Mötesplatser", style="Heading 2")
    document.add_paragraph("I varje kommun finns en mötesplats.")
    document.add_paragraph("F Förhållningssätt", style="Kapitelrubrik")
    document.add_paragraph("Hållbarhet", style="List Number")
    document.add_paragraph("Hela länet", style="List Number")
    table = document.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ["Mått", "Nu", "Tillit", "61 %"], strict=True):
        cell.text = text
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    document.sections[0].footer.paragraphs[0].text = "Remissutgåva"
    document.save(str(path))


def _link(document: Any, paragraph: Any, address: str, text: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    relation = document.part.relate_to(address, kind, is_external=True)
    _add(paragraph, f'<w:hyperlink r:id="{relation}">{_run(text)}</w:hyperlink>')


def counted(path: Path) -> None:
    """Headings in a Swedish Word's own styles, counted A, A1, A1.1 by a list in many levels; and counted paragraphs."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Rubrik{level + 1}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for level, (form, pattern) in enumerate([("upperLetter", "%1"), ("decimal", "%1%2"), ("decimal", "%1%2.%3")])
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="70">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))
    for level in (1, 2, 3):
        style = document.styles.add_style(f"Rubrik {level}", WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), f"Rubrik{level}")
        properties = style.element.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level - 1}"/><w:numId w:val="70"/></w:numPr>')
        )
    for level, text in [
        (1, "Livet i Skogslandet"), (2, "Hemma"), (3, "Bostäder"), (0, "Alla har någonstans att bo."), (3, "Värme"),
        (0, "Värmen är förnybar."), (2, "På väg"), (3, "Tåg"), (0, "Tågen går i tid."), (1, "Arbetet i Skogslandet"),
        (2, "Lära"), (3, "Skolan"), (0, "Skolan leder vidare."),
    ]:  # fmt: skip
        document.add_paragraph(text, style=f"Rubrik {level}" if level else "Normal")
    broken = document.add_paragraph("Först det ena, ")
    mark = OxmlElement("w:rPr")
    mark.append(parse_xml(f"<w:del {nsdecls('w')} {_MADE.format(number=7)}/>"))
    broken._p.get_or_add_pPr().append(mark)
    document.add_paragraph("sedan det andra.")
    document.save(str(path))


def unmarked(path: Path) -> None:
    """No styles at all: bold lines and typed codes stand for headings, typed bullets for a list."""
    document = docx.Document()
    for text, is_bold in [
        ("Skogslandets kompass", True), ("Så här ska vi gå till väga.", False), ("1 Nuläge", True),
        ("Vi är färre än förr.", False), ("1.1 Befolkning", True), ("Var femte är över 65 år.", False),
        ("2 Önskat läge", True), ("• Öppet", False), ("• Nyfiket", False), ("Viktigt att minnas.", True),
    ]:  # fmt: skip
        document.add_paragraph().add_run(text).bold = is_bold
    document.save(str(path))


def boxed(path: Path) -> None:
    """A text box written twice, as Word does for older readers; an equation; a form field; signs of a symbol font."""
    document = docx.Document()
    document.add_heading("Ramar", 1)
    paragraph = document.add_paragraph("Före rutan. ")
    content = f"<w:txbxContent><w:p>{_run('Rutan säger detta.')}</w:p></w:txbxContent>"
    spaces = nsdecls("w", "r", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    )
    holder = parse_xml(
        f'<w:p {spaces}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>'
        f"{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>"
        f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        f"{_run('Efter rutan.')}<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r><w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{_run('Klicka här')}</w:sdtContent></w:sdt></w:p>"
    )
    for each in list(holder):
        paragraph._p.append(each)
    document.add_paragraph("Sist.")
    document.save(str(path))
