"""How our Word files look: real styles with Word's own names, so that people can change them and find their way."""

from __future__ import annotations

from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt, RGBColor

from fardplan.documents.writing.word_xml import NAMESPACE, element

BODY, SMALL, QUIET = "Georgia", 9, "4D5A5C"
LINE = "B9C4C3"
# Names of styles: (size, space before, space after) in points.
_HEADINGS = {"Heading 1": (22, 30, 12), "Heading 2": (16, 22, 6), "Heading 3": (13, 16, 4), "Heading 4": (11, 12, 3)}


def dress(document: Document, *, colour: str, language: str) -> None:
    """Give the styles of a new document our looks. `colour` is rrggbb, `language` a tag such as sv-SE."""
    for style in ("Normal", "Title", "Subtitle", "Caption", "Quote", "List Bullet", "List Number", *_HEADINGS):
        _font(document, style)
    _running_text(document, language)
    for name, (size, before, after) in _HEADINGS.items():
        _paragraph(document, name, size=size, before=before, after=after, colour=colour, bold=name != "Heading 1")
        document.styles[name].paragraph_format.keep_with_next = True
    _paragraph(document, "Title", size=34, before=150, after=12, colour=colour, bold=False)
    _paragraph(document, "Subtitle", size=16, before=0, after=24, colour=colour, bold=False, italic=False)
    _paragraph(document, "Caption", size=10, before=14, after=5, colour="16211F", bold=True)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    _paragraph(document, "Quote", size=11, before=4, after=8, colour="16211F", bold=False, italic=True)
    document.styles["Quote"].paragraph_format.left_indent = Pt(20)
    for name in ("Header", "Footer"):
        document.styles[name].element.pPr.remove(document.styles[name].element.pPr.find(qn("w:tabs")))
    _line_under(document, "Title", colour, width=24, space=10)
    _line_under(document, "Heading 1", colour, width=8, space=4)
    _own_styles(document, colour)


def _line_under(document: Document, name: str, colour: str, *, width: int, space: int) -> None:
    """A line under the paragraphs of a style; `width` in eighths of a point."""
    properties = document.styles[name].element.get_or_add_pPr()
    line = f'<w:bottom w:val="single" w:sz="{width}" w:space="{space}" w:color="{colour.upper()}"/>'
    borders = parse_xml(f"<w:pBdr {NAMESPACE}>{line}</w:pBdr>")
    # The schema wants borders before tabs, spacing and indents.
    following = next((each for each in properties if each.tag in {qn("w:spacing"), qn("w:ind"), qn("w:jc")}), None)
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)


def _font(document: Document, name: str) -> None:
    properties = document.styles[name].element.get_or_add_rPr()
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None:
        properties.remove(fonts)
    properties.insert(0, element("w:rFonts", ascii=BODY, hAnsi=BODY, cs=BODY, eastAsia=BODY))


def _running_text(document: Document, language: str) -> None:
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    normal.font.color.rgb = RGBColor.from_string("16211F")
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    normal.paragraph_format.line_spacing = 1.2
    normal.paragraph_format.widow_control = True
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in defaults.findall(qn("w:lang")):
        defaults.remove(old)
    defaults.append(element("w:lang", val=language, eastAsia=language, bidi=language))


def _paragraph(
    document: Document, name: str, *, size: float, before: float, after: float, colour: str, bold: bool, **more: Any
) -> None:
    style = document.styles[name]
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, more.get("italic", False)
    style.font.color.rgb = RGBColor.from_string(colour.upper())
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.1
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:  # Word's own Title has a line under it
        style.element.pPr.remove(borders)


def _add(document: Document, name: str, kind: WD_STYLE_TYPE, *, size: float = 0, colour: str = "") -> Any:
    known = {style.name for style in document.styles}
    style = document.styles[name] if name in known else document.styles.add_style(name, kind)
    if kind == WD_STYLE_TYPE.PARAGRAPH:
        style.base_style = document.styles["Normal"]
    if size:
        style.font.size = Pt(size)
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour.upper())
    return style


def _own_styles(document: Document, colour: str) -> None:
    paragraph, character = WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER
    cell = _add(document, "Cell text", paragraph, size=SMALL)
    cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(3), 1.1
    bar = _add(document, "Bar", paragraph, size=5)
    bar.paragraph_format.space_after, bar.paragraph_format.line_spacing = Pt(8), 1
    notice = _add(document, "Notice", paragraph)
    notice.element.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {NAMESPACE}><w:left w:val="single" w:sz="24" w:space="8" w:color="{colour.upper()}"/></w:pBdr>'
        )
    )
    notice.element.pPr.append(element("w:shd", val="clear", color="auto", fill="EEF2F2"))
    notice.element.pPr.append(element("w:spacing", before="160", after="240"))
    notice.element.pPr.append(element("w:ind", left="200", right="100"))
    numbered = _add(document, "Numbered passage", paragraph)
    numbered.paragraph_format.space_after = Pt(7)
    _add(document, "Cover text", paragraph, size=13, colour=colour)
    _add(document, "TOC Heading", paragraph, size=22, colour=colour).paragraph_format.space_after = Pt(12)
    for level in (1, 2, 3, 4):
        entry = _add(document, f"TOC {level}", paragraph)
        entry.paragraph_format.left_indent, entry.paragraph_format.space_after = Pt(14 * (level - 1)), Pt(3)
        entry.font.bold = level == 1
    link = _add(document, "Hyperlink", character, colour=colour)
    link.font.underline = True
    inserted = _add(document, "Inserted words", character, colour=colour)
    inserted.font.underline = True
    removed = _add(document, "Removed words", character, colour=QUIET)
    removed.font.strike = True
    _add(document, "Said of a change", character, size=6.5, colour=QUIET)
    _add(document, "Number in the margin", character, size=SMALL, colour=colour)
    _table_style(document, colour)


def _table_style(document: Document, colour: str) -> None:
    """Thin lines between the rows, a header row that is told by ground, weight and a line above."""
    side = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    document.styles.element.append(
        parse_xml(
            f'<w:style {NAMESPACE} w:type="table" w:customStyle="1" w:styleId="RuledTable">'
            f'<w:name w:val="Ruled table"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:bottom {side}/><w:insideH {side}/></w:tblBorders><w:tblCellMar>"
            '<w:top w:w="70" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
            '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
            f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{colour.upper()}"/></w:tcBorders>'
            '<w:shd w:val="clear" w:color="auto" w:fill="EEF2F2"/></w:tcPr></w:tblStylePr>'
            '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
        )
    )
