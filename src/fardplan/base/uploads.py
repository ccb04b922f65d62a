"""Uploaded files that are kept as they are: films and documents, told apart by what they begin with, never by name."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fardplan.base import ids
from fardplan.base.errors import Invalid

Kind = Literal["mp4", "webm", "pdf", "docx", "odt", "xlsx"]
FILMS: tuple[Kind, ...] = ("mp4", "webm")
DOCUMENTS: tuple[Kind, ...] = ("pdf", "docx", "odt")
WORKBOOKS: tuple[Kind, ...] = ("xlsx",)
DOCUMENT_BYTES = 50_000_000

CONTENT_TYPES: dict[Kind, str] = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# An encrypted Word file is a container of the older kind with a part of this name.
_LOCKED_WORD = "EncryptedPackage".encode("utf-16-le")
_WORD_MAIN_PART = re.compile(r"word/document\d*\.xml")
_LIST_BYTES = 4_000_000

_REFUSED: dict[str, Promise] = {
    "mov": _("Filmen är i QuickTime-format (.mov), som inte alla webbläsare visar. Spara den som MP4."),
    "doc": _("Filen är i det äldre Word-formatet (.doc), som kan innehålla makron. Spara den som .docx eller PDF."),
    "xls": _("Filen är i det äldre Excel-formatet (.xls), som kan innehålla makron. Spara den som .xlsx."),
    "macros": _("Dokumentet innehåller makron, alltså program. Spara det utan makron, eller som PDF."),
    "film": _("Filen är ingen film i MP4- eller WebM-format."),
    "document": _("Filen är inget PDF-, Word- eller OpenDocument-dokument."),
    "workbook": _("Filen är ingen Excel-arbetsbok (.xlsx)."),
    "locked": _("Filen är låst med lösenord. Ta bort lösenordet, spara filen och ladda upp den på nytt."),
    "broken": _("Filen är inte hel. Kontrollera den och ladda upp den igen."),
}


@dataclass(frozen=True)
class StoredFile:
    """A file in the storage. `seconds` is the length of a film when it says so itself, otherwise 0."""

    name: str
    content_type: str
    ending: str
    bytes: int
    seconds: int = 0


def store(upload: File[bytes], *, folder: str, kinds: Collection[Kind], limit: int | None = None) -> StoredFile:
    """Keep an uploaded file under a name of our own; it goes from disk to disk and is never held in memory.

    Raises Invalid, with words for the person, when it is too large, empty, broken or of another kind.
    """
    limit = settings.UPLOAD_BYTES if limit is None else limit
    if upload.size > limit:
        raise Invalid(
            _("Filen är för stor. Den får vara högst %(megabytes)d megabyte.") % {"megabytes": limit // 1_000_000}
        )
    kind = kind_of(upload, kinds)
    seconds = _film_seconds(upload) if kind == "mp4" else 0
    upload.seek(0)
    name = default_storage.save(f"{folder}/{ids.secret_key()}.{kind}", upload)
    return StoredFile(name=name, content_type=CONTENT_TYPES[kind], ending=kind, bytes=upload.size, seconds=seconds)


def kind_of(upload: File[bytes], kinds: Collection[Kind]) -> Kind:
    """What a file is, from its own bytes. Raises Invalid, with words for the person, when it is none of `kinds`."""
    upload.seek(0)
    start = upload.read(64)
    kind: Kind | None = None
    if start[4:8] == b"ftyp":
        if start[8:12] == b"qt  ":
            raise Invalid(_REFUSED["mov"])
        kind = "mp4" if start[8:12].rstrip() not in {b"heic", b"heix", b"mif1", b"avif", b"hevc"} else None
    elif start.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in start:
        kind = "webm"
    elif start.startswith(b"%PDF-"):
        kind = "pdf"
    elif start.startswith(b"PK\x03\x04"):
        kind = _kind_in_zip(upload)
    elif start.startswith(b"\xd0\xcf\x11\xe0") and not {"docx", "xlsx"}.isdisjoint(kinds):
        older = "doc" if "docx" in kinds else "xls"
        raise Invalid(_REFUSED["locked" if _holds(upload, _LOCKED_WORD) else older])
    if kind is None or kind not in kinds:
        raise Invalid(_REFUSED["film" if "mp4" in kinds else "workbook" if "xlsx" in kinds else "document"])
    return kind


def is_text(upload: File[bytes]) -> bool:
    """Whether a file begins as plain text (Markdown among it), and not as HTML, RTF or anything in binary form."""
    upload.seek(0)
    start = upload.read(4096)
    upload.seek(0)
    if start.startswith((b"%PDF-", b"{\\rtf")) or start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return bool(start.strip()) and not any(byte < 9 or 13 < byte < 32 for byte in start)


def _holds(upload: File[bytes], sought: bytes) -> bool:
    """Whether some bytes stand anywhere in a file, of which only a piece at a time is in memory."""
    upload.seek(0)
    before = b""
    while piece := upload.read(1 << 20):
        if sought in before + piece:
            return True
        before = piece[-len(sought) :]
    return False


def _lists_too_much(upload: File[bytes]) -> bool:
    """Whether a container's list of contents is itself too long to be read in the server's memory."""
    upload.seek(max(0, upload.size - 66_000))
    end = upload.read()
    place = end.rfind(b"PK\x05\x06")
    length = int.from_bytes(end[place + 12 : place + 16], "little")
    return place >= 0 and length > _LIST_BYTES


def _kind_in_zip(upload: File[bytes]) -> Kind | None:
    """What a zip container holds, from its list of contents alone: nothing is unpacked."""
    if _lists_too_much(upload):
        raise Invalid(_REFUSED["broken"])
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as container:
            entries = container.infolist()
            names = {entry.filename for entry in entries}
            declares = bool(entries) and entries[0].filename == "mimetype" and entries[0].file_size < 80
            mimetype = container.read(entries[0]) if declares else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError) as problem:
        raise Invalid(_REFUSED["broken"]) from problem
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        raise Invalid(_REFUSED["macros"])
    if "[Content_Types].xml" in names and any(_WORD_MAIN_PART.fullmatch(name) for name in names):
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return "odt" if mimetype == CONTENT_TYPES["odt"].encode() else None


def _film_seconds(upload: File[bytes]) -> int:
    """The length an MP4 gives in its header. Raises Invalid when its parts do not fill the file: it was cut off."""
    place, seconds, found = 0, 0, False
    while place < upload.size:
        upload.seek(place)
        head = upload.read(16)
        if len(head) < 8:
            raise Invalid(_REFUSED["broken"])
        size, name = struct.unpack(">I4s", head[:8])
        if size == 1 and len(head) == 16:
            size = struct.unpack(">Q", head[8:16])[0]
        elif size == 0:
            size = upload.size - place
        if size < 8 or place + size > upload.size:
            raise Invalid(_REFUSED["broken"])
        if name == b"moov":
            found = True
            seconds = _seconds_in(upload.read(256) if size > 16 else b"", before=head[8:])
        place += size
    if not found:
        raise Invalid(_REFUSED["broken"])
    return seconds


def _seconds_in(start: bytes, *, before: bytes) -> int:
    """Seconds from the movie header, which stands first in the moov box; 0 when it does not."""
    data = before + start
    if data[4:8] != b"mvhd" or len(data) < 40:
        return 0
    if data[8] == 1:
        scale, duration = struct.unpack(">IQ", data[28:40])
    else:
        scale, duration = struct.unpack(">II", data[20:28])
    return round(duration / scale) if scale and duration < 1 << 48 else 0
