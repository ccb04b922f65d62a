"""Looks into a PDF the way a screen reader does: by its tags."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw


@dataclass(frozen=True)
class Tag:
    kind: str
    title: str
    language: str
    children: tuple[Tag, ...]

    def all(self, *kinds: str) -> Iterator[Tag]:
        if self.kind in kinds:
            yield self
        for child in self.children:
            yield from child.all(*kinds)


def words_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def language_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return _string(raw.FPDFCatalog_GetLanguage, document.raw)


def insides_of(pdf: bytes) -> bytes:
    """The file with its packed streams unpacked."""
    found = [pdf]
    for stream in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(stream[1]))
        except zlib.error:  # kept as it is
            continue
    return b"\n".join(found)


def links_of(pdf: bytes) -> list[str]:
    """The addresses on the web that the file leads to."""
    return sorted({found.decode() for found in re.findall(rb"/URI ?\((.*?)\)", insides_of(pdf))})


def bookmarks_of(pdf: bytes) -> list[tuple[int, str]]:
    return [(each.level + 1, each.get_title()) for each in pypdfium2.PdfDocument(pdf).get_toc()]


def tags_of(pdf: bytes) -> list[Tag]:
    """The tags of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page.raw)
        tops = [raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(raw.FPDF_StructTree_CountChildren(tree))]
        found.append(Tag("Page", "", "", tuple(_tag(top) for top in tops if top)))
        raw.FPDF_StructTree_Close(tree)
    return found


def _tag(element: Any) -> Tag:
    children = [
        raw.FPDF_StructElement_GetChildAtIndex(element, n) for n in range(raw.FPDF_StructElement_CountChildren(element))
    ]
    return Tag(
        _string(raw.FPDF_StructElement_GetType, element),
        _string(raw.FPDF_StructElement_GetTitle, element),
        _string(raw.FPDF_StructElement_GetLang, element),
        tuple(_tag(child) for child in children if child),
    )


def _string(ask: Any, element: Any) -> str:
    length = ask(element, None, 0)
    buffer = ctypes.create_string_buffer(length)
    ask(element, ctypes.cast(buffer, ask.argtypes[1]), length)
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le")
