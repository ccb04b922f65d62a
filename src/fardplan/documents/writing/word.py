"""A publication as a Word file (.docx), with Word's own styles, so that it can be read, navigated and worked on."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx as python_docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml
from docx.shared import Twips
from lxml import etree

from fardplan.base.text import clean, clean_line, first_words
from fardplan.documents.writing import shared
from fardplan.documents.writing.blocks import is_link
from fardplan.documents.writing.shape import Prose, Publication
from fardplan.documents.writing.word_body import Body, Setting
from fardplan.documents.writing.word_styles import dress
from fardplan.documents.writing.word_xml import NAMESPACE, element, gallery, paragraph, run, written_field

A4 = (11906, 16838)  # twentieths of a point
_TALL, _WIDE = (2268, 1588, 1588), (1588, 1134, 1134)  # margins: left, right, above and below
_REGIONS = {"sv": "sv-SE", "en": "en-GB", "fi": "fi-FI", "se": "se-SE", "de": "de-DE"}


def docx(publication: Publication) -> bytes:
    """See `writing.docx`."""
    document = python_docx.Document()
    own = shared.own_words(publication)
    language = shared.language_of(publication)
    colour = shared.readable_colour(publication.brand_colour)[1:]
    dress(document, colour=colour, language=_REGIONS.get(language, language))
    _describe(document, publication)
    width = _lay_out(document, publication, own)
    related: dict[str, str] = {}

    def relate(address: str) -> str:
        if address not in related:
            related[address] = document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return related[address]

    setting = Setting(width=width, colour=colour.upper(), own=own, relate=relate)
    body = Body(shared.in_order(publication.parts), setting)
    pieces = [_cover(publication, body), body.contents(publication.contents_depth), *body.written()]
    # Parsed in its place: moving thousands of rows from one tree to another takes lxml longer than all else.
    section = etree.tostring(document.element.body.sectPr, encoding="unicode")
    inside = f"<w:body>{''.join(pieces)}{section}</w:body>"
    document.part._element = parse_xml(f"<w:document {NAMESPACE}>{inside}</w:document>")
    setting.lists.define(document)
    return _packed(document, publication.made_at)


def _describe(document: Document, publication: Publication) -> None:
    told = document.core_properties
    told.title, told.author = clean_line(publication.title), clean_line(publication.organisation)
    told.subject, told.comments = clean_line(publication.version), clean_line(publication.description)
    told.language = shared.language_of(publication)
    told.created = told.modified = publication.made_at.astimezone(UTC).replace(tzinfo=None)
    told.last_modified_by, told.revision = told.author, 1


def _lay_out(document: Document, publication: Publication, own: shared.OwnWords) -> int:
    """Page, margins, running header and footer; returns the width of the text."""
    section = document.sections[0]
    page_width, page_height = A4 if not publication.is_wide else A4[::-1]
    left, right, around = _WIDE if publication.is_wide else _TALL
    section.page_width, section.page_height = Twips(page_width), Twips(page_height)
    if publication.is_wide:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.left_margin, section.right_margin = Twips(left), Twips(right)
    section.top_margin = section.bottom_margin = Twips(around)
    section.different_first_page_header_footer = True
    width = page_width - left - right
    quiet = '<w:color w:val="4D5A5C"/><w:sz w:val="17"/>'
    version = clean_line(publication.short_version or publication.version)
    above = f"{run(first_words(publication.title, 70), quiet)}<w:r><w:tab/></w:r>{run(version, quiet)}"
    before, between, after = own.page_of
    page, pages = (written_field(name, run("1", quiet), quiet) for name in ("PAGE", "NUMPAGES"))
    below = f"{run(clean_line(publication.organisation), quiet)}<w:r><w:tab/></w:r>"
    below += f"{run(before, quiet)}{page}{run(between, quiet)}{pages}{run(after, quiet)}"
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    for part, style, inside in ((section.header, "Header", above), (section.footer, "Footer", below)):
        part.is_linked_to_previous = False
        old = part.paragraphs[0]._p
        old.getparent().replace(old, _parsed(paragraph(inside, style, tabs)))
    document.settings.element.append(element("w:autoHyphenation", val="true"))
    return width


def _cover(publication: Publication, body: Body) -> str:
    lines = [
        paragraph(run(clean_line(publication.organisation)), "Covertext"),
        paragraph(run(clean_line(publication.title)), "Title"),
    ]
    if publication.subtitle:
        lines.append(paragraph(run(clean(publication.subtitle)), "Subtitle"))
    if publication.version:
        lines.append(paragraph(run(clean_line(publication.version)), "Covertext"))
    if publication.lead:
        lines += body.prose(Prose(publication.lead))
    if publication.notice:
        lines.append(body.notice(publication.notice))
    if publication.address.startswith("http") and is_link(publication.address):
        shown = publication.address.partition("://")[2].rstrip("/")
        lines.append(paragraph(body.address(publication.address, shown)))
    lines.append(paragraph('<w:r><w:br w:type="page"/></w:r>'))
    return gallery("Cover Pages", "".join(lines))


def _parsed(written: str) -> object:
    return parse_xml(f"<w:body {NAMESPACE}>{written}</w:body>")[0]


def _packed(document: Document, made_at: datetime) -> bytes:
    """The file, with the time of its content on every part in it."""
    packed, written = io.BytesIO(), io.BytesIO()
    document.save(packed)
    when = max(made_at.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, when)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return written.getvalue()
