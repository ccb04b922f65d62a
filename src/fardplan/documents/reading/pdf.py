"""The text of a PDF, page by page, for letters that come as attachments. A PDF does not say what its headings are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

import pypdfium2
import pypdfium2.raw as raw

from fardplan.base import text as words
from fardplan.documents.reading import bounds, building
from fardplan.documents.reading.container import Refused
from fardplan.documents.reading.shapes import Page, Pages

_JOINED = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " ", "\xad": "\x02"})
# A word parted at the end of a line; not "barn- / och ungdom", and the hyphen stays before a name.
_SPLIT_WORD = re.compile("[\x02\ufffe]\n?|(?<=[a-zåäöé])-\n(?!(?:och|eller|samt|respektive|till|som)\\b)(?=[a-zåäöé])")
_SPLIT_NAME = re.compile(r"(?<=\w)-\n(?=[A-ZÅÄÖ0-9])")
_NEW_PARAGRAPH = re.compile(r"(?:[•▪◦●‣–—-]\s|\d{1,2}(?:\.\d{1,2})*[.)]?\s+\S|[A-ZÅÄÖ]\d(?:\.\d+)*\s)")
_SENTENCE_END = (".", "!", "?", ":", "”", '"')


def read(stream: IO[bytes]) -> Pages:
    """Raises Refused when the file is broken, locked or has too many pages."""
    try:
        document = pypdfium2.PdfDocument(stream.read())
    except pypdfium2.PdfiumError as problem:
        raise Refused("encrypted" if "password" in str(problem).lower() else "broken") from problem
    try:
        if len(document) > bounds.PAGES:
            raise Refused("too_much_text")
        if len(document) == 0:
            raise Refused("broken")
        title = words.clean_line(document.get_metadata_value("Title"))
        pages, left_out = [], building.LeftOuts()
        length = 0
        for number in range(1, len(document) + 1):
            text = _text(document, number - 1)
            length += len(text)
            if length > bounds.TEXT_LENGTH:
                raise building.TooMuchText
            if not text:
                left_out.add("scanned_page", str(number))
            pages.append(Page(number, text))
        return Pages("" if title.lower().startswith("microsoft word") else title, tuple(pages), left_out.listed())
    finally:
        document.close()


def _text(document: pypdfium2.PdfDocument, index: int) -> str:
    """The text of a page; "" also when the page itself is broken and the rest is not."""
    try:
        page = document[index]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return ""
    try:
        count = raw.FPDFText_CountChars(textpage)
        return paragraphs(textpage.get_text_range(0, count)) if count > 0 else ""
    finally:
        textpage.close()
        page.close()


def paragraphs(text: str) -> str:
    """The lines of a page put together to paragraphs, and words that were parted at the end of a line made whole."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_JOINED)
    lines = [
        " ".join(line.split()) for line in words.clean(_SPLIT_NAME.sub("-", _SPLIT_WORD.sub("", text))).split("\n")
    ]
    return "\n\n".join(" ".join(each) for each in _grouped(lines))


def _grouped(lines: list[str]) -> Iterator[list[str]]:
    widest = sorted(len(line) for line in lines)[-max(1, len(lines) // 4)] if lines else 0
    group: list[str] = []
    for line in lines:
        ends = not line or _NEW_PARAGRAPH.match(line) is not None
        if group:
            last = group[-1]
            is_short = len(last) < 0.6 * widest or (len(last) < 0.85 * widest and last.endswith(_SENTENCE_END))
            ends = ends or is_short
        if ends and group:
            yield group
            group = []
        if line:
            group.append(line)
    if group:
        yield group
