"""The zip containers of Word and OpenDocument, opened with suspicion. Used only in the process apart (`child`).

Nothing is ever written to disk, names in the container are only looked up in it, and a container inside the container
is never opened.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import IO, Literal

from lxml import etree

ENTRIES = 8_000
PART_BYTES = 64_000_000  # one part with text in it; a book of a thousand pages has about thirty
INFLATED_BYTES = 1_000_000_000  # what the whole container says it holds, pictures included
RATIO = 400  # repetitive text packs a hundred times; zip bombs a thousand
_CHUNK = 1 << 18

Reason = Literal["broken", "encrypted", "macros", "bomb", "heavy", "external", "too_much_text", "no_document"]


class Refused(Exception):
    """The file is not read. `reason` is turned into words for the person by `files`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class Container:
    """A zip file whose parts are read one at a time, within limits, whatever its list of contents promises."""

    def __init__(self, stream: IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError) as problem:
            raise Refused("broken") from problem
        self._entries = {entry.filename: entry for entry in entries}
        self._left = 4 * PART_BYTES
        self._check(entries)

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        packed = sum(entry.compress_size for entry in entries)
        inflated = sum(entry.file_size for entry in entries)
        large = [entry for entry in entries if entry.file_size > 5_000_000]
        too_dense = any(entry.file_size > RATIO * entry.compress_size for entry in large)
        if len(entries) > ENTRIES or inflated > INFLATED_BYTES or too_dense:
            raise Refused("bomb")
        size = self._zip.fp.seek(0, 2) if self._zip.fp else 0
        if packed > size:  # entries that share the same bytes
            raise Refused("bomb")
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise Refused("encrypted")
        if any(is_macro(name) for name in self.names):
            raise Refused("macros")

    @property
    def names(self) -> list[str]:
        return list(self._entries)

    def data(self, name: str) -> bytes | None:
        """A part's bytes; None when there is no such part. Counts what really comes out, not what was promised."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        limit = min(PART_BYTES, self._left)
        if entry.file_size > limit:
            raise Refused("bomb")
        pieces, size = [], 0
        try:
            with self._zip.open(entry) as opened:
                while piece := opened.read(_CHUNK):
                    size += len(piece)
                    if size > limit:
                        raise Refused("bomb")
                    pieces.append(piece)
        except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as problem:
            raise Refused("broken") from problem
        self._left -= size
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None when there is no such part."""
        data = self.data(name)
        return None if data is None else parsed(data)


def is_macro(name: str) -> bool:
    """Whether a part holds programs, in Word's or in OpenDocument's way."""
    return name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/"))


def parsed(data: bytes) -> etree._Element:
    """The root of an XML text. No document type, no entities, nothing fetched."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        if "memory" in str(problem).lower():
            raise MemoryError from problem
        raise Refused("external" if b"<!DOCTYPE" in data[:4000] else "broken") from problem
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("external")
    return root


def local(element: etree._Element) -> str:
    """An element's name without its namespace; Word has two sets of namespaces for the same words."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace; "" when it is not there."""
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return str(value)
    return ""


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with that name, whatever its namespace."""
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if element is None else [each for each in element if local(each) == name]


def whole(text: str, otherwise: int) -> int:
    """A whole number from 0 to 99,999 as it is written in a file, or what holds when it is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else otherwise
