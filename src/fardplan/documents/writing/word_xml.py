"""Small pieces of WordprocessingML as text. Words from people only go in through `words` and `quoted`."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.oxml.parser import parse_xml

NAMESPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def element(name: str, **values: str) -> Any:
    """An empty element with values in Word's own namespace: <w:lang w:val="sv-SE"/>."""
    written = " ".join(f"w:{key}={quoted(value)}" for key, value in values.items())
    return parse_xml(f"<{name} {NAMESPACE} {written}/>")


def quoted(value: str) -> str:
    """A value as an attribute is written."""
    return quoteattr(value)


def words(text: str) -> str:
    """The inside of a run: its words, with line breaks and tabs as Word has them."""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in text.split("\n")]
    return "<w:br/>".join(lines)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{words(text)}</w:r>" if text else ""


def paragraph(inside: str, style: str = "", properties: str = "") -> str:
    """`style` is the id of a paragraph style; `properties` come after it and must stand in the order of the schema."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    made = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{made}{inside}</w:p>"


def written_field(instruction: str, shown: str, properties: str = "", *, is_stale: bool = False) -> str:
    """A field and what it showed last. A stale one is worked out anew when the file is opened."""
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    dirty = ' w:dirty="true"' if is_stale else ""
    return (
        f'<w:r>{made}<w:fldChar w:fldCharType="begin"{dirty}/></w:r>'
        f'<w:r>{made}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{made}<w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        f'<w:r>{made}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def gallery(name: str, inside: str) -> str:
    """A block that Word knows as a table of contents or a cover page."""
    return (
        f'<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="{name}"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
    )
